"""Candidates, capacities and values put into numbers: what the solver gets, and what its jobs stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cxmaturity.model.schema import Model
from cxmaturity.roadmap import months
from cxmaturity.roadmap.catalogue import Entry
from cxmaturity.roadmap.instance import Goal, Instance, Job, Order
from cxmaturity.roadmap.months import Index, Periods
from cxmaturity.scoring import Scores

MONTHLY = 40
"""Most candidates that are placed by month; more of them are placed by quarter."""


@dataclass(frozen=True)
class Fixed:
    """A running action: its place is a fact."""

    start: Index
    end: Index
    done: int
    """Months of the horizon after which it has ended."""
    teams: frozenset[str] = frozenset()
    """Whose days it takes."""


@dataclass(frozen=True)
class Scheduling:
    """The instance, and the way back from its numbers."""

    periods: Periods
    instance: Instance
    jobs: tuple[str, ...]
    """Action of each job."""
    teams: tuple[str, ...]
    """Team of each limited resource."""
    declared: tuple[tuple[float, ...], ...]
    """Days of each of these teams, by period."""
    taken: tuple[tuple[float, ...], ...]
    """What running actions take of them."""
    fixed: Mapping[str, Fixed]
    """Running actions."""
    beside: Mapping[str, Fixed]
    """Running actions that are no candidates, and take days of these teams."""
    requires: Mapping[str, tuple[str, ...]]
    """Candidate to the actions that must be finished before it begins."""
    finished: frozenset[str]
    blockers: Mapping[Order, str]
    """The practice that must be established first."""

    def job(self, action: str) -> int:
        """Return the number of an action's job. Raises ValueError for a running one."""
        return self.jobs.index(action)


def periods_of(start: Index, horizon: int, candidates: int) -> Periods:
    """Return months, or quarters when there are more than 40 candidates."""
    return Periods(start, horizon, 1 if candidates <= MONTHLY else 3)


def running(entries: Mapping[str, Entry], start: Index, efforts: Mapping[str, Mapping[str, float]]) -> dict[str, Fixed]:
    """Return the place of every running action: from its start, or else the horizon's first month.

    One that should have ended before the horizon has not, since it is still running: its end is the first month.
    """
    fixed = {}
    for key, entry in entries.items():
        if entry.tracked.status == "running":
            begun = months.of(entry.tracked.started) if entry.tracked.started else start
            end = max(begun + entry.action.months - 1, start)
            teams = frozenset(team for team, days in efforts[key].items() if days)
            fixed[key] = Fixed(begun, end, end - start + 1, teams)
    return fixed


def scheduling(
    model: Model,
    scores: Scores,
    entries: Mapping[str, Entry],
    *,
    finished: Iterable[str],
    values: Mapping[str, float],
    efforts: Mapping[str, Mapping[str, float]],
    capacity: Mapping[str, tuple[float, ...]],
    periods: Periods,
    beside: Mapping[str, Entry] | None = None,
) -> Scheduling:
    """Return the problem of placing the candidates ``entries``. All maps are by id.

    Running actions ``beside`` them are no part of the plan, and yet take days of their teams.
    """
    fixed = running(entries, periods.start, efforts)
    movable = tuple(key for key in entries if key not in fixed)
    teams = tuple(team for team in capacity if any(efforts[key].get(team) for key in entries))
    builder = _Builder(entries, fixed, movable, teams, frozenset(finished), efforts, periods)
    declared = tuple(builder.by_period(capacity[team]) for team in teams)
    away = running(beside or {}, periods.start, efforts)
    busy = [*builder.busy(entries, fixed), *builder.busy(beside or {}, away)]
    taken = tuple(builder.by_period(builder.taken(team, busy)) for team in teams)
    orders = dict(builder.orders(model, scores))
    instance = Instance(
        ends=periods.ends,
        jobs=tuple(builder.job(key) for key in movable),
        capacity=tuple(left(*days) for days in zip(declared, taken, strict=True)),
        goals=tuple(builder.goal(practice, value) for practice, value in values.items() if value > 0),
        orders=tuple(orders),
    )
    requires = {key: entry.action.requires for key, entry in entries.items()}
    return Scheduling(
        periods,
        instance,
        movable,
        teams,
        declared,
        taken,
        fixed,
        {key: place for key, place in away.items() if place.teams & {*teams}},
        requires,
        builder.finished,
        orders,
    )


def left(declared: tuple[float, ...], taken: tuple[float, ...]) -> tuple[float, ...]:
    """Return what running actions leave of a team's days, never below 0."""
    return tuple(max(0.0, days - used) for days, used in zip(declared, taken, strict=True))


_Busy = tuple[Mapping[str, float], range]
"""Days a month by team, and the months."""


@dataclass(frozen=True)
class _Builder:
    entries: Mapping[str, Entry]
    fixed: Mapping[str, Fixed]
    movable: tuple[str, ...]
    teams: tuple[str, ...]
    finished: frozenset[str]
    efforts: Mapping[str, Mapping[str, float]]
    periods: Periods

    def job(self, key: str) -> Job:
        action = self.entries[key].action
        length = self.periods.length(action.months)
        demand = tuple(
            (number, self.efforts[key][team] / length)
            for number, team in enumerate(self.teams)
            if self.efforts[key].get(team)
        )
        requires = tuple(self.movable.index(other) for other in action.requires if other in self.movable)
        return Job(length, demand, requires, self._ready(action.requires))

    def _ready(self, requires: Iterable[str]) -> int:
        """Return the first period after all running requirements; the horizon's end when one can never be met."""
        ready = 0
        for key in requires:
            if key in self.fixed:
                ready = max(ready, self.periods.after(self.fixed[key].done))
            elif key not in self.finished and key not in self.entries:
                ready = len(self.periods.ends)
        return min(ready, len(self.periods.ends))

    def busy(self, entries: Mapping[str, Entry], fixed: Mapping[str, Fixed]) -> Iterable[_Busy]:
        """Yield what each running action takes a month, and in which months of the horizon.

        Of one that should have ended, the days are spread over as long as it takes.
        """
        for key, place in fixed.items():
            months_of_it = range(max(0, place.start - self.periods.start), min(place.done, self.periods.months))
            length = place.end - place.start + 1
            yield {team: days / length for team, days in self.efforts[key].items()}, months_of_it

    def taken(self, team: str, busy: Iterable[_Busy]) -> tuple[float, ...]:
        """Return what running actions take of a team's days, by month."""
        days = [0.0] * self.periods.months
        for shares, months_of_it in busy:
            for month in months_of_it:
                days[month] += shares.get(team, 0.0)
        return tuple(days)

    def by_period(self, days: tuple[float, ...]) -> tuple[float, ...]:
        """Return days by period, from days by month."""
        step = self.periods.step
        return tuple(sum(days[first : first + step]) for first in range(0, self.periods.months, step))

    def goal(self, practice: str, value: float) -> Goal:
        return Goal(value, *self._establishing(practice))

    def orders(self, model: Model, scores: Scores) -> Iterable[tuple[Order, str]]:
        """Yield, for each job, the own blockers of its practices' questions that lie below those practices' stages."""
        stages = {practice.id: practice.stage for practice in model.practices}
        blockers = {
            practice.id: [
                blocker
                for blocker in scores.question(practice.question).own_blockers
                if stages[blocker] < practice.stage
                and any(blocker in entry.action.establishes for entry in self.entries.values())
            ]
            for practice in model.practices
        }
        for number, key in enumerate(self.movable):
            for practice in self.entries[key].action.establishes:
                for blocker in blockers[practice]:
                    if blocker not in self.entries[key].action.establishes:
                        yield Order(number, *self._establishing(blocker)), blocker

    def _establishing(self, practice: str) -> tuple[tuple[int, ...], int | None]:
        """Return the jobs that establish a practice, and after how many months a running action has."""
        jobs = tuple(n for n, key in enumerate(self.movable) if practice in self.entries[key].action.establishes)
        done = [place.done for key, place in self.fixed.items() if practice in self.entries[key].action.establishes]
        return jobs, min(done, default=None)
