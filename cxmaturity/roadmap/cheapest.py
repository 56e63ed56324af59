"""The cheapest jobs that meet all dues, and what is missing where none do: exact, with HiGHS, in numbers only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, Any

from cxmaturity.roadmap.greedy import filled
from cxmaturity.roadmap.instance import Due, Goal, Instance, Starts, nothing_placed
from cxmaturity.roadmap.solver import Patience, Stopped, never, read, solver_of, start_from
from cxmaturity.roadmap.steps import FREE, Steps
from cxmaturity.roadmap.tightening import tightened

if TYPE_CHECKING:
    import highspy

LONG = Patience(looks=20_000)
"""How long each question here may take."""
_ALIKE = 1e-6
"""Days by which two sums of efforts may differ and still be called equal."""
_PLENTY = 1e9
"""Days that never limit."""


@dataclass(frozen=True)
class Found:
    """What a search ended with."""

    starts: Starts | None
    """The best schedule; None when there is none."""
    proven: bool
    """Whether there can be nothing better, or nothing at all."""


def within(instance: Instance, goals: Iterable[Goal], months: int) -> Instance:
    """Return the problem of attaining these goals within that many months, and nothing else: they become dues."""
    first = _first(instance, sum(end <= months for end in instance.ends))
    last = first.periods - 1
    return replace(first, dues=tuple(Due(goal.jobs, last) for goal in goals if goal.by is None or goal.by > months))


def _first(instance: Instance, periods: int) -> Instance:
    """Return the problem of its first periods, without goals."""
    return replace(
        instance,
        ends=instance.ends[:periods],
        jobs=tuple(replace(job, ready=min(job.ready, periods)) for job in instance.jobs),
        capacity=tuple(limits[:periods] for limits in instance.capacity),
        goals=(),
    )


def cheapest(instance: Instance, prices: Sequence[float], patience: Patience = LONG, stopped: Stopped = never) -> Found:
    """Return a schedule that meets every due at the least price; of those the fewest jobs, then the earliest set.

    ``prices`` has one figure a job.
    """
    if not instance.dues or not instance.periods:
        return Found(None if instance.dues else nothing_placed(instance), proven=True)
    steps = Steps(tightened(instance))
    early = dict.fromkeys(_attained(steps, [Goal(1.0, due.jobs) for due in instance.dues]), -1.0)
    last = instance.periods - 1
    placed = [(job, column) for job in range(len(prices)) if (column := steps.ended(job, last)) is not None]
    search = _Lexicographic(steps, _exact(steps, patience, stopped), stopped)
    search.least({column: prices[job] for job, column in placed})
    search.least({column: 1.0 for _, column in placed})
    if search.found.starts is not None and search.may_have_another([column for _, column in placed]):
        search.least(early)
    return search.found


@dataclass
class _Lexicographic:
    """A search for the least of one sum, then of the next one among the schedules with the least of the first."""

    steps: Steps
    solver: highspy.Highs
    stopped: Stopped
    found: Found = Found(None, proven=True)

    def least(self, costs: Mapping[int, float]) -> None:
        """Find the least sum of these columns' costs, and keep to it from now on."""
        better = Found(None, proven=False) if self.stopped() else _least(self.solver, self.steps, costs)
        self.found = Found(better.starts or self.found.starts, self.found.proven and better.proven)
        if better.starts is not None:
            values = self.steps.columns(better.starts)
            spent = sum(cost * values[column] for column, cost in costs.items())
            self.solver.addRow(-FREE, spent + _ALIKE, len(costs), list(costs), list(costs.values()))
            start_from(self.solver, self.steps, better.starts)

    def may_have_another(self, placed: Sequence[int]) -> bool:
        """Tell whether other jobs than those found may do as well; ``placed`` are the columns “is placed”."""
        import highspy

        values = self.steps.columns(self.found.starts or ())
        chosen = [column for column in placed if values[column] > 0.5]
        row = self.solver.getNumRow()
        self.solver.addRow(-FREE, len(chosen) - 1.0, len(chosen), chosen, [1.0] * len(chosen))
        _least(self.solver, self.steps, {})
        impossible = self.solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible
        self.solver.changeRowBounds(row, -FREE, FREE)
        return not impossible


def soonest(instance: Instance) -> tuple[int, ...]:
    """Return the first period of each job when capacity does not limit; ``periods`` or more when it has no place."""
    first = [job.ready for job in instance.jobs]
    never = instance.periods
    moved = True
    while moved:
        moved = False
        for number, job in enumerate(instance.jobs):
            starts = [first[number], *(first[other] + instance.jobs[other].length for other in job.requires)]
            for order in instance.orders:
                if order.job == number and number not in order.after:
                    starts.append(_builds_on(instance, first, order.after, order.by) - job.length + 1)
            start = max(starts)
            start = never if start + job.length > never else start
            moved = moved or start > first[number]
            first[number] = max(start, first[number])
    return tuple(first)


def _builds_on(instance: Instance, first: Sequence[int], after: Iterable[int], by: int | None) -> int:
    """Return the first period at whose end one of these jobs has ended, or that many months have passed."""
    ends = [first[job] + instance.jobs[job].length - 1 for job in after]
    if by is not None:
        ends.append(sum(end < by for end in instance.ends))
    return min(ends, default=instance.periods)


def months_to(instance: Instance, goals: Iterable[Goal], starts: Starts) -> int | None:
    """Return after how many months a schedule attains every goal; None when it does not before the end."""
    latest = 0
    for goal in goals:
        ends = [instance.months + 1] if goal.by is None else [goal.by]
        ends += [instance.months_to(job, start) for job in goal.jobs if (start := starts[job]) is not None]
        latest = max(latest, min(ends))
    return latest if latest <= instance.months else None


def first_attained(
    instance: Instance,
    goals: Sequence[Goal],
    limits: Sequence[int],
    patience: Patience = LONG,
    stopped: Stopped = never,
) -> tuple[int | None, bool]:
    """Return the first of these numbers of months within which every goal can be attained, and whether that is proven.

    ``limits`` ascend; None where even the last one is too few.
    """
    reached = [months for starts in _greedy(instance) if (months := months_to(instance, goals, starts)) is not None]
    low, high = 0, sum(limit < min(reached, default=limits[-1] + 1) for limit in limits)
    proven = True
    while low < high:
        middle = high - 1 if high == len(limits) else (low + high) // 2
        found = _any(within(instance, goals, limits[middle]), patience, stopped)
        proven = proven and found.proven
        if found.starts is not None:
            high = middle
        elif high == len(limits):
            return None, proven
        else:
            low = middle + 1
    return limits[high], proven


def _any(instance: Instance, patience: Patience, stopped: Stopped) -> Found:
    """Return any schedule that meets every due."""
    if not instance.dues or not instance.periods:
        return Found(None if instance.dues else nothing_placed(instance), proven=True)
    if stopped():
        return Found(None, proven=False)
    steps = Steps(tightened(instance))
    found = _least(_exact(steps, patience, stopped), steps, {})
    return Found(found.starts, found.proven or found.starts is not None)


def missing(
    instance: Instance,
    declared: Sequence[Sequence[float]],
    taken: Sequence[Sequence[float]],
    patience: Patience = LONG,
    stopped: Stopped = never,
) -> tuple[tuple[float, ...], bool] | None:
    """Return the least days that each resource lacks in every month to meet every due, and whether fewer can't do.

    ``declared`` and ``taken`` are, by resource and period, what there is and what is used already. None when no days
    would do.
    """
    unlimited = replace(instance, capacity=tuple((_PLENTY,) * instance.periods for _ in instance.capacity))
    steps = Steps(tightened(unlimited))
    program = steps.program
    more = {program.column(0.0, integer=False): 1.0 for _ in declared}
    for resource, column in enumerate(more):
        program.upper[column] = FREE
        for period in range(instance.periods):
            _row_of_days(steps, resource, period, column, declared[resource][period] - taken[resource][period])
    solver = _exact(steps, patience, stopped)
    found = _least(solver, steps, more)
    if found.starts is None:
        return None
    values = list(solver.getSolution().col_value)
    return tuple(max(0.0, ceil(values[column] * 1e6 - 0.01) / 1e6) for column in more), found.proven


def _row_of_days(steps: Steps, resource: int, period: int, more: int, free: float) -> None:
    """Let what jobs use in a period be no more than what is free and what is added; where nothing runs, all is well."""
    users = [
        (amount, steps.running(job, period))
        for job, item in enumerate(steps.instance.jobs)
        for needed, amount in item.demand
        if needed == resource
    ]
    terms = {column: amount for amount, columns in users for column in columns}
    if not terms:
        return
    ends = (0, *steps.instance.ends)
    terms[more] = float(ends[period] - ends[period + 1])
    if free < 0:
        used = steps.program.column(0.0, integer=False)
        for _, columns in users:
            if columns:
                steps.program.row(dict.fromkeys(columns, 1.0) | {used: -1.0}, -FREE, 0.0)
        terms[used] = -free
    steps.program.row(terms, -FREE, max(0.0, free))


def _attained(steps: Steps, goals: Iterable[Goal]) -> list[int]:
    """Add a column for every period, “every goal is attained by its end”, and return them."""
    columns = []
    for period, months in enumerate(steps.instance.ends):
        columns.append(steps.program.column(0.0, integer=False))
        for goal in goals:
            if goal.by is None or goal.by > months:
                causes = {column for job in goal.jobs if (column := steps.ended(job, period)) is not None}
                steps.program.row({columns[-1]: 1.0} | dict.fromkeys(sorted(causes), -1.0), -FREE, 0.0)
    return columns


def _exact(steps: Steps, patience: Patience, stopped: Stopped) -> highspy.Highs:
    def look(event: Any) -> None:  # noqa: ANN401  # highspy has no type for it
        if stopped():
            event.interrupt()

    solver = solver_of(steps, patience)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.cbMipInterrupt.subscribe(look)
    return solver


def _least(solver: highspy.Highs, steps: Steps, costs: Mapping[int, float]) -> Found:
    """Return the schedule with the least sum of these columns' costs."""
    import highspy

    for column in range(len(steps.program.cost)):
        solver.changeColCost(column, -costs.get(column, 0.0))
    solver.run()
    status = solver.getModelStatus()
    nothing = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kModelEmpty)  # empty: no job has a place
    if status in nothing:
        return Found(None, proven=True)
    return Found(read(solver, steps), status == highspy.HighsModelStatus.kOptimal)


def _greedy(instance: Instance) -> list[Starts]:
    """Return a few schedules that place what they can, each job as early as it goes."""
    first = soonest(instance)
    numbers = range(len(instance.jobs))
    efforts = [sum(amount * job.length for _, amount in job.demand) for job in instance.jobs]
    rankings = [
        sorted(numbers, key=key)
        for key in (lambda job: (first[job] + instance.jobs[job].length, job), lambda job: (efforts[job], job))
    ]
    return [filled(instance, nothing_placed(instance), ranked) for ranked in rankings]
