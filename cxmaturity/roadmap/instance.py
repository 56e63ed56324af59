"""The scheduling problem as numbers: jobs, capacities, goals. It knows nothing of actions, teams or words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Starts = tuple[int | None, ...]
"""A schedule: the first period of each job, None where it has no place."""

TOLERANCE = 1e-6
"""Days by which a sum of rounded efforts may pass a capacity."""


@dataclass(frozen=True)
class Job:
    """Something to be placed, without interruption."""

    length: int
    """Periods, at least 1."""
    demand: tuple[tuple[int, float], ...] = ()
    """Limited resource and its use in each period; only uses above 0."""
    requires: tuple[int, ...] = ()
    """Jobs that must have ended before the job's first period."""
    ready: int = 0
    """Earliest first period."""


@dataclass(frozen=True)
class Goal:
    """Something that is worth having early."""

    worth: float
    """Worth of one month of having it."""
    jobs: tuple[int, ...]
    """Jobs that attain it; the first to end counts."""
    by: int | None = None
    """Number of months after which it is attained anyway."""


@dataclass(frozen=True)
class Order:
    """A job that may not end before one of some jobs has ended (the same period will do)."""

    job: int
    after: tuple[int, ...]
    by: int | None = None
    """Number of months after which the condition is met anyway."""


@dataclass(frozen=True)
class Due:
    """Jobs of which one must have ended by the end of a period."""

    jobs: tuple[int, ...]
    period: int


@dataclass(frozen=True)
class Instance:
    """One problem. Periods count from 0; period k ends after ``ends[k]`` months."""

    ends: tuple[int, ...]
    jobs: tuple[Job, ...]
    capacity: tuple[tuple[float, ...], ...] = ()
    """Of each limited resource, in each period."""
    goals: tuple[Goal, ...] = ()
    orders: tuple[Order, ...] = ()
    dues: tuple[Due, ...] = ()

    @property
    def periods(self) -> int:
        """How many periods there are."""
        return len(self.ends)

    @property
    def months(self) -> int:
        """How many months there are."""
        return self.ends[-1] if self.ends else 0

    def end(self, job: int, start: int) -> int:
        """Return the last period of a job that starts in that period."""
        return start + self.jobs[job].length - 1

    def months_to(self, job: int, start: int) -> int:
        """Return after how many months a job that starts in that period has ended."""
        return self.ends[self.end(job, start)]

    def value(self, starts: Starts) -> float:
        """Return Σ worth × months after the first job that attains the goal."""
        return sum((goal.worth * (self.months - self._attained(goal, starts)) for goal in self.goals), 0.0)

    def earliness(self, starts: Starts) -> int:
        """Return the periods from each placed job's first one to the end, added up: the second objective."""
        return sum(self.periods - start for start in starts if start is not None)

    def violations(self, starts: Starts) -> Iterator[str]:
        """Yield in words for programmers what a schedule breaks; nothing when it is allowed."""
        for job, start in enumerate(starts):
            if start is not None:
                yield from self._misplaced(job, start, starts)
        for resource, limits in enumerate(self.capacity):
            for period, used in enumerate(self.usage(resource, starts)):
                if used > limits[period] + TOLERANCE:
                    yield f"resource {resource} uses {used} of {limits[period]} in period {period}"
        for due in self.dues:
            if not any((start := starts[job]) is not None and self.end(job, start) <= due.period for job in due.jobs):
                yield f"none of jobs {due.jobs} has ended by period {due.period}"

    def usage(self, resource: int, starts: Starts) -> list[float]:
        """Return what a schedule uses of a resource in each period."""
        used = [0.0] * self.periods
        for job, start in zip(self.jobs, starts, strict=True):
            for needed, amount in job.demand if start is not None else ():
                if needed == resource and start is not None:
                    for period in range(start, start + job.length):
                        used[period] += amount
        return used

    def gains(self, goal: Goal) -> list[float]:
        """Return what it is worth that a goal is attained by the end of each period; they add up to ``value``."""
        last = self.months if goal.by is None else min(goal.by, self.months)
        bounds = [*self.ends, self.months]
        return [goal.worth * max(0, min(upper, last) - lower) for lower, upper in pairwise(bounds)]

    def constant(self) -> float:
        """Return the value that no schedule can change: of goals that are attained anyway."""
        return sum((goal.worth * max(0, self.months - goal.by) for goal in self.goals if goal.by is not None), 0.0)

    def met(self, order: Order, end: int, starts: Starts) -> bool:
        """Tell whether an order is kept by a job that ends in that period."""
        if order.job in order.after or (order.by is not None and self.ends[end] >= order.by):
            return True
        return any((start := starts[job]) is not None and self.end(job, start) <= end for job in order.after)

    def _misplaced(self, job: int, start: int, starts: Starts) -> Iterator[str]:
        if start < self.jobs[job].ready or self.end(job, start) >= self.periods:
            yield f"job {job} lies outside its window"
            return
        for required in self.jobs[job].requires:
            before = starts[required]
            if before is None or self.end(required, before) >= start:
                yield f"job {job} starts before job {required} has ended"
        for order in self.orders:
            if order.job == job and not self.met(order, self.end(job, start), starts):
                yield f"job {job} ends before any of jobs {order.after}"

    def _attained(self, goal: Goal, starts: Starts) -> int:
        ends = [self.months_to(job, start) for job in goal.jobs if (start := starts[job]) is not None]
        return min([*ends, self.months] if goal.by is None else [*ends, goal.by, self.months])


def nothing_placed(instance: Instance) -> Starts:
    """Return the schedule in which no job has a place."""
    return (None,) * len(instance.jobs)


def descendants_first(instance: Instance) -> Sequence[int]:
    """Return the jobs so that each comes before every job that it requires. Raises graphlib.CycleError on a circle."""
    from graphlib import TopologicalSorter

    order = TopologicalSorter({index: job.requires for index, job in enumerate(instance.jobs)}).static_order()
    return list(reversed(list(order)))
