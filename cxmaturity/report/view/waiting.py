"""Why an action of high value starts later than others: it needs some of them first, or its team is full until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.report.view.speech import added_months
from cxmaturity.roadmap import months
from cxmaturity.roadmap.plan import Month, Planned, Roadmap
from cxmaturity.roadmap.usage import days_used, monthly

_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Waiting:
    """An action that waits, and what for: one of the two is empty."""

    plan: Planned
    first: tuple[str, ...]
    """Ids of the actions that it needs first."""
    full: str | None
    """The team that has no days left for it a month earlier."""


def waiting(roadmap: Roadmap, ranked: Sequence[Planned]) -> Waiting | None:
    """Return the first of the actions, ranked by value, that starts after one that is worth less, with the reason.

    None where there is no such action, or no reason of these two.
    """
    for place, plan in enumerate(ranked):
        if plan.start is None or not any((lesser.start or plan.start) < plan.start for lesser in ranked[place + 1 :]):
            continue
        if found := held_back(roadmap, plan):
            return found
    return None


def held_back(roadmap: Roadmap, plan: Planned) -> Waiting | None:
    """Return what keeps an action from starting a month earlier, None where it is none of these two."""
    if plan.start is None or plan.start <= roadmap.start:
        return None
    first, full = _needed(roadmap, plan, plan.start), _full_team(roadmap, plan, plan.start)
    return Waiting(plan, first, None if first else full) if first or full else None


def built_on(assessment: Assessment, roadmap: Roadmap, plan: Planned) -> tuple[str, ...]:
    """Return the actions without whose practices this one may not end earlier: it ends in the month in which they do.

    An action may not establish a practice of a later stage before its question's blockers below that stage are.
    """
    if plan.start is None or plan.start <= roadmap.start or plan.status == "running":
        return ()
    found: set[str] = set()
    for blocker in _blockers(assessment, plan) - plan.action.establishes.keys():
        ends = {item.action.id: item.end for item in roadmap.actions if item.end and blocker in item.action.establishes}
        if ends and min(ends.values()) == plan.end:
            found |= {key for key, end in ends.items() if end == plan.end}
    return tuple(sorted(found))


def _blockers(assessment: Assessment, plan: Planned) -> set[str]:
    """Return the practices that keep the questions of an action's practices below those practices' stages."""
    practices = [found for key in plan.action.establishes if (found := assessment.model.practice(key))]
    stages = {practice.id: practice.stage for practice in assessment.model.practices}
    return {
        blocker
        for practice in practices
        for blocker in assessment.scores.question(practice.question).own_blockers
        if stages[blocker] < practice.stage
    }


def _needed(roadmap: Roadmap, plan: Planned, start: Month) -> tuple[str, ...]:
    """Return the required actions that end in the month before this one starts."""
    before = added_months(start, -1)
    return tuple(
        item.action.id for item in roadmap.actions if item.action.id in plan.action.requires and item.end == before
    )


def _full_team(roadmap: Roadmap, plan: Planned, start: Month) -> str | None:
    """Return a team that could not begin this action a month, or quarter of a long plan, earlier beside its work."""
    first = months.index(roadmap.start)
    end = months.index(start)
    earlier = range(end - (3 if roadmap.by_quarter else 1), end)
    if earlier.start < first:
        return None
    needed = monthly(plan).get(end, {})
    used = days_used(roadmap)
    for team in sorted(needed):
        if (capacity := roadmap.capacity.get(team)) is not None:
            worked = sum(used[team][month - first] + needed[team] for month in earlier)
            if worked > sum(capacity[min(month - first, len(capacity) - 1)] for month in earlier) + _TOLERANCE:
                return team
    return None
