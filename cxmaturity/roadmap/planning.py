"""From findings to a schedule, step by step: candidates, values, capacity, order, prediction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from cxmaturity.checks.finding import Finding
from cxmaturity.errors import wrong
from cxmaturity.evidence.facts import Facts
from cxmaturity.model.schema import Model
from cxmaturity.roadmap import load, months
from cxmaturity.roadmap.candidates import candidates
from cxmaturity.roadmap.catalogue import Entry, catalogue
from cxmaturity.roadmap.chain import critical_chain
from cxmaturity.roadmap.instance import TOLERANCE, Starts
from cxmaturity.roadmap.plan import CapacityGain, Planned, Roadmap
from cxmaturity.roadmap.prediction import predict
from cxmaturity.roadmap.problem import Scheduling, left, periods_of, scheduling
from cxmaturity.roadmap.reasons import why_not
from cxmaturity.roadmap.robustness import acceptability
from cxmaturity.roadmap.solver import Patience, Solution, solve
from cxmaturity.roadmap.values import Worth, parts_of, value_of, worths
from cxmaturity.roadmap.what_if import AS_IT_IS, WhatIf
from cxmaturity.scoring import Scores
from cxmaturity.words import Text, text

Progress = Callable[[Text], None]

LONGEST = 120
"""Months that a plan may look ahead at most."""
AGAIN = Patience(looks=300, seconds=60)
"""How long the solver may look again for the value of one team's capacity."""
MORE = 1.2
"""The capacity that the value of capacity is computed with, as a multiple."""


def plan_roadmap(
    model: Model,
    facts: Facts,
    scores: Scores,
    findings: Sequence[Finding],
    what_if: WhatIf = AS_IT_IS,
    *,
    progress: Progress | None = None,
    patience: Patience | None = None,
) -> Roadmap:
    """Return the schedule that brings most value early, under capacity, requirements and the order of stages.

    With ``patience`` the schedule is proven the best, or says how far from it it may be. What a fifth more of each team
    that is full in some month would bring is planned again, each time. Raises InputError for what is wrong in the
    organisation's own actions, and for unknown ids.
    """
    if not 1 <= what_if.months <= LONGEST:
        raise wrong(text("the horizon must lie between 1 and {n:int} months.", n=LONGEST))
    asked = _asked(model, facts, scores, findings, what_if)
    solution = _solve(asked.problem, patience, progress)
    planned = _planned(facts, findings, asked, solution.starts)
    return Roadmap(
        start=months.name(asked.start),
        months=what_if.months,
        capacity=asked.capacity,
        unlimited=tuple(sorted(asked.working - asked.capacity.keys())),
        actions=planned,
        practice_values=asked.values,
        objective=solution.objective,
        bound=solution.bound,
        proven=solution.proven,
        gap=solution.gap,
        predicted=predict(model, scores, planned, asked.start, what_if.months),
        critical_chain=critical_chain(asked.problem, solution.starts),
        capacity_gains=_gains(asked.problem, solution, progress),
        by_quarter=asked.problem.periods.step > 1,
    )


@dataclass(frozen=True)
class _Asked:
    """The candidates, what they are worth, who has days for them, and the problem of placing them."""

    start: months.Index
    entries: Mapping[str, Entry]
    efforts: Mapping[str, Mapping[str, float]]
    working: frozenset[str]
    """Teams that have work to do."""
    capacity: Mapping[str, tuple[float, ...]]
    worth: Mapping[str, Worth]
    values: Mapping[str, float]
    problem: Scheduling


def _asked(model: Model, facts: Facts, scores: Scores, findings: Sequence[Finding], what_if: WhatIf) -> _Asked:
    everything = catalogue(model, facts)
    entries = candidates(everything, scores, findings, what_if.without)
    start = months.index(facts.roadmap.start) if facts.roadmap.start else months.of(facts.as_of) + 1
    efforts = {key: load.effort_by_team(entry.action, facts) for key, entry in entries.items()}
    working = frozenset(team for effort in efforts.values() for team, days in effort.items() if days)
    capacity = load.capacities(facts, what_if.months, what_if.capacity, working)
    worth = worths(model, scores, findings, {key: entry.action for key, entry in entries.items()})
    values = {key: item.value(facts.value_weights) for key, item in worth.items()}
    problem = scheduling(
        model,
        scores,
        entries,
        finished=[key for key, entry in everything.items() if entry.tracked.status == "finished"],
        values=values,
        efforts=efforts,
        capacity=capacity,
        periods=periods_of(start, what_if.months, len(entries)),
    )
    return _Asked(start, entries, efforts, working, capacity, worth, values, problem)


def _planned(facts: Facts, findings: Sequence[Finding], asked: _Asked, starts: Starts) -> tuple[Planned, ...]:
    return _Planning(facts, findings, asked.entries, asked.efforts, asked.worth, asked.problem, starts).planned()


@dataclass(frozen=True)
class _Planning:
    """What is known of the candidates when the schedule stands."""

    facts: Facts
    findings: Sequence[Finding]
    entries: Mapping[str, Entry]
    efforts: Mapping[str, Mapping[str, float]]
    worth: Mapping[str, Worth]
    problem: Scheduling
    starts: Starts

    def planned(self) -> tuple[Planned, ...]:
        """Return the candidates by start, then by value; those without a place last."""
        ranks = acceptability({key: parts_of(entry.action, self.worth) for key, entry in self.entries.items()})
        items = []
        for key in self.entries:
            rank, tied = ranks[key]
            items.append(replace(self._one(key), rank=rank, tied_with=tied))
        return tuple(sorted(items, key=lambda item: (item.start or "9999-99", -item.value.total, item.action.id)))

    def _one(self, key: str) -> Planned:
        entry = self.entries[key]
        first, last = self._place(key)
        return Planned(
            action=entry.action,
            status=entry.tracked.status,
            owner=entry.tracked.owner,
            findings=tuple(finding.id for finding in self.findings if finding.id in entry.action.answers),
            effort=self.efforts[key],
            start=first,
            end=last,
            value=value_of(entry.action, self.worth, self.facts.value_weights),
            why_not=None if first else why_not(key, self.entries, self.problem, self.starts),
        )

    def _place(self, key: str) -> tuple[str | None, str | None]:
        if key in self.problem.fixed:
            place = self.problem.fixed[key]
            return months.name(place.start), months.name(place.end)
        number = self.problem.job(key)
        start = self.starts[number]
        if start is None:
            return None, None
        periods = self.problem.periods
        return months.name(periods.first(start)), months.name(periods.last(self.problem.instance.end(number, start)))


def _solve(problem: Scheduling, patience: Patience | None, progress: Progress | None) -> Solution:
    if progress is None:
        return solve(problem.instance, patience)
    progress(text("Placing {n:int} {n:plural action|actions} in time …", n=len(problem.jobs)))

    def heard(objective: float, bound: float) -> None:
        gap = max(0.0, bound - objective) / objective if objective > 0 else None
        if gap is not None and gap < 1:
            progress(text("A schedule was found that is at most {gap:percent1} short of the best.", gap=gap))

    return solve(problem.instance, patience, heard)


def _gains(problem: Scheduling, solution: Solution, progress: Progress | None) -> tuple[CapacityGain, ...]:
    """Return what a fifth more of each team that is full in some period would add, the schedule planned anew."""
    gains = []
    for resource, team in enumerate(problem.teams):
        if not _is_full(problem, resource, solution.starts):
            continue
        if progress:
            progress(text("Planning again with a fifth more of “{team}” …", team=team))
        capacity = list(problem.instance.capacity)
        capacity[resource] = left(tuple(days * MORE for days in problem.declared[resource]), problem.taken[resource])
        richer = replace(problem.instance, capacity=tuple(capacity))
        again = solve(richer, AGAIN, start=solution.starts, earliest=False)
        gains.append(CapacityGain(team, max(0.0, again.objective - solution.objective)))
    return tuple(sorted(gains, key=lambda item: (-item.gain, item.team)))


def _is_full(problem: Scheduling, resource: int, starts: Starts) -> bool:
    """Tell whether a team has work on every day of some period."""
    used = problem.instance.usage(resource, starts)
    return any(
        days + taken > TOLERANCE and days + taken + TOLERANCE >= limit
        for days, taken, limit in zip(used, problem.taken[resource], problem.declared[resource], strict=True)
    )
