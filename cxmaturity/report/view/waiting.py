"""Why an action of high value starts later than others: it needs some of them first, or its team is full until then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report.view.speech import added_months, months_after
from cxmaturity.roadmap.plan import Month, Planned, Roadmap

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


def _needed(roadmap: Roadmap, plan: Planned, start: Month) -> tuple[str, ...]:
    """Return the required actions that end in the month before this one starts."""
    before = added_months(start, -1)
    return tuple(
        item.action.id for item in roadmap.actions if item.action.id in plan.action.requires and item.end == before
    )


def _full_team(roadmap: Roadmap, plan: Planned, start: Month) -> str | None:
    """Return a team that could not begin this action a month earlier beside its other work."""
    before = added_months(start, -1)
    place = months_after(roadmap.start, before)
    if place < 0:
        return None
    for team in sorted(plan.effort):
        days = roadmap.capacity.get(team)
        if (
            days is not None
            and _load(roadmap, team, before) + _monthly(plan, team) > days[min(place, len(days) - 1)] + _TOLERANCE
        ):
            return team
    return None


def _load(roadmap: Roadmap, team: str, month: Month) -> float:
    busy = [item for item in roadmap.actions if item.start and item.end and item.start <= month <= item.end]
    return sum(_monthly(item, team) for item in busy)


def _monthly(plan: Planned, team: str) -> float:
    """Return a team's days a month, spread evenly over the action."""
    return plan.effort.get(team, 0.0) / (months_after(plan.start or "", plan.end or "") + 1)
