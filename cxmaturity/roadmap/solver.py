"""The exact schedule, with HiGHS: binaries “started by period t”, first for value, then for an early finish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cxmaturity.roadmap.greedy import filled, greedy
from cxmaturity.roadmap.instance import Instance, Order, Starts
from cxmaturity.roadmap.tightening import tightened

if TYPE_CHECKING:
    import highspy

_FINISHING = 10.0
"""Seconds that the search for an early finish may take; it takes a tenth of one as a rule."""

FREE = 1e30
"""A bound that does not bind."""

PROVEN = 1e-4
"""Largest gap at which an optimum counts as proven."""


@dataclass(frozen=True)
class Solution:
    """A schedule and how good it is."""

    starts: Starts
    objective: float
    bound: float
    """No schedule is worth more."""

    @property
    def gap(self) -> float:
        """(bound − objective) ÷ objective."""
        return max(0.0, self.bound - self.objective) / abs(self.objective) if self.objective else 0.0

    @property
    def proven(self) -> bool:
        """Whether the gap is small enough to call the schedule the best."""
        return self.gap <= PROVEN


Report = Callable[[float, float], None]
"""Told the value of the best schedule and the bound, whenever they change."""


@dataclass
class _Program:
    """A mixed-integer program under construction, in HiGHS's arrays."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float]] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)

    def column(self, cost: float, integer: bool) -> int:
        self.cost.append(cost)
        self.lower.append(0.0)
        self.upper.append(1.0)
        self.integer.append(integer)
        return len(self.cost) - 1

    def row(self, terms: dict[int, float], least: float, most: float) -> None:
        """Add least ≤ Σ weight·column ≤ most."""
        self.index += terms.keys()
        self.weight += terms.values()
        self.starts.append(len(self.index))
        self.rows.append((least, most))


class Steps:
    """The program of an instance, and what its columns mean."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.program = _Program()
        self.window = [range(job.ready, instance.periods - job.length + 1) for job in instance.jobs]
        self.first: list[int] = []
        """Of each job, the column of the first period of its window."""
        self.begun: dict[tuple[int, int], int] = {}
        """Job and period to the column “starts in it”."""
        self.reached: list[tuple[int, int, list[int]]] = []
        """Goal, period, and the columns of which one must be 1 for the goal to be attained by then."""
        self.helped: list[tuple[int, list[int]]] = []
        """Column of a goal with several jobs, and the columns that it is the larger of."""
        for window in self.window:
            self.first.append(len(self.program.cost))
            for _ in window:
                self.program.column(0.0, integer=True)
        self._rows()

    def started(self, job: int, period: int) -> int | None:
        """Return the column “started by that period”; None when it can't have."""
        window = self.window[job]
        if not window or period < window.start:
            return None
        return self.first[job] + min(period, window[-1]) - window.start

    def ended(self, job: int, period: int) -> int | None:
        """Return the column “ended by that period”; None when it can't have."""
        return self.started(job, period - self.instance.jobs[job].length + 1)

    def columns(self, starts: Starts) -> list[float]:
        """Return the value of every column under a schedule."""
        values = [0.0] * len(self.program.cost)
        for job, start in enumerate(starts):
            for offset, period in enumerate(self.window[job]):
                values[self.first[job] + offset] = float(start is not None and start <= period)
        for (job, period), column in self.begun.items():
            values[column] = float(starts[job] == period)
        for column, causes in self.helped:
            values[column] = min(1.0, sum(values[cause] for cause in causes))
        return values

    def schedule(self, values: list[float]) -> Starts:
        """Return the schedule that the columns' values mean."""
        return tuple(
            next((period for offset, period in enumerate(window) if values[self.first[job] + offset] > 0.5), None)
            for job, window in enumerate(self.window)
        )

    def _rows(self) -> None:
        for job, window in enumerate(self.window):
            for period in window[:-1]:
                self._implies(self.started(job, period), [self.started(job, period + 1)])
            for required in self.instance.jobs[job].requires:
                for period in window:
                    self._implies(self.started(job, period), [self.ended(required, period - 1)])
        for order in self.instance.orders:
            self._order(order)
        for due in self.instance.dues:
            causes = {column for job in due.jobs if (column := self.ended(job, due.period)) is not None}
            self.program.row(dict.fromkeys(sorted(causes), 1.0), 1.0, FREE)
        self._begins()
        self._capacity()
        self._goals()

    def _implies(self, column: int | None, causes: list[int | None]) -> None:
        """Add column ≤ Σ causes."""
        known = [cause for cause in causes if cause is not None]
        if column is not None and column not in known:
            self.program.row({column: 1.0} | dict.fromkeys(known, -1.0), -FREE, 0.0)

    def _order(self, order: Order) -> None:
        if order.job in order.after:
            return
        for period, months in enumerate(self.instance.ends):
            if order.by is None or months < order.by:
                self._implies(self.ended(order.job, period), [self.ended(job, period) for job in order.after])

    def _begins(self) -> None:
        """Add the columns “starts in that period” of jobs that need a limited resource: they make capacity tighter."""
        for job, window in enumerate(self.window):
            for period in window if self.instance.jobs[job].demand else ():
                column = self.program.column(0.0, integer=True)
                self.begun[job, period] = column
                terms = {column: 1.0, self.first[job] + period - window.start: -1.0}
                if (before := self.started(job, period - 1)) is not None:
                    terms[before] = 1.0
                self.program.row(terms, 0.0, 0.0)

    def _capacity(self) -> None:
        for resource, limits in enumerate(self.instance.capacity):
            users = [
                (job, amount)
                for job, item in enumerate(self.instance.jobs)
                for needed, amount in item.demand
                if needed == resource
            ]
            for period, limit in enumerate(limits):
                running = [(amount, self.running(job, period)) for job, amount in users]
                if sum(amount for amount, columns in running if columns) > limit:
                    terms = {column: amount for amount, columns in running for column in columns}
                    self.program.row(terms, -FREE, max(0.0, limit))

    def running(self, job: int, period: int) -> list[int]:
        """Return the columns of the starts with which a job runs in a period."""
        first = period - self.instance.jobs[job].length + 1
        return [self.begun[job, start] for start in range(first, period + 1) if (job, start) in self.begun]

    def _goals(self) -> None:
        for number, goal in enumerate(self.instance.goals):
            for period, gain in enumerate(self.instance.gains(goal)):
                causes = sorted({column for job in goal.jobs if (column := self.ended(job, period)) is not None})
                if gain <= 0 or not causes:
                    continue
                self.reached.append((number, period, causes))
                if len(causes) == 1:
                    self.program.cost[causes[0]] += gain
                    continue
                column = self.program.column(gain, integer=False)
                self._implies(column, list(causes))
                self.helped.append((column, causes))

    def earliness(self) -> dict[int, float]:
        """Return the terms of the second objective: periods from each job's first one to the end."""
        terms: dict[int, float] = {}
        for job, window in enumerate(self.window):
            for offset, period in enumerate(window):
                terms[self.first[job] + offset] = 1.0 if period < window[-1] else float(self.instance.periods - period)
        return terms


@dataclass(frozen=True)
class Patience:
    """How long the solver may look for a better schedule."""

    looks: int | None = 2_000
    """Of its own looks at its limits, which come at the same places of the search on every machine: a plan that is
    not proven is still the same plan when it is made again. None: no limit."""
    seconds: float = 240.0
    """By the clock, for machines so slow that nobody would wait any longer."""


def solve(
    instance: Instance,
    patience: Patience | None = None,
    report: Report | None = None,
    start: Starts | None = None,
    earliest: bool = True,
) -> Solution:
    """Return the best schedule found with that patience, and the bound that proves how good it is.

    ``start`` is an allowed schedule to start from, needed where there are dues; ``earliest=False`` leaves out the
    search for an early finish.
    """
    patience = patience or Patience()
    best = greedy(instance)
    if start is not None and (instance.dues or instance.value(start) > instance.value(best)):
        best = start  # greedy schedules know nothing of dues
    if not instance.jobs:
        return Solution(best, instance.value(best), instance.value(best))
    steps = Steps(tightened(instance))
    solver = solver_of(steps, patience)
    if report:
        _listen(solver, instance.constant(), report)
    start_from(solver, steps, best)
    solver.run()
    found = read(solver, steps)
    if found is not None and instance.value(found) > instance.value(best):
        best = found
    value = instance.value(best)
    bound = max(value, solver.getInfo().mip_dual_bound + instance.constant())
    if earliest:
        best = filled(instance, _earlier(steps, best, patience))
    return Solution(best, value, bound)


def _earlier(steps: Steps, best: Starts, patience: Patience) -> Starts:
    """Return a schedule that attains every goal as early, with as many jobs as can be, each as early as can be."""
    instance = steps.instance
    solver = solver_of(steps, replace(patience, seconds=min(patience.seconds, _FINISHING)))
    values = steps.columns(best)
    for _goal, _period, causes in steps.reached:
        if any(values[cause] > 0.5 for cause in causes):
            solver.addRow(1.0, FREE, len(causes), causes, [1.0] * len(causes))
    terms = steps.earliness()
    for column in range(len(steps.program.cost)):
        solver.changeColCost(column, terms.get(column, 0.0))
    start_from(solver, steps, best)
    solver.run()
    found = read(solver, steps)
    if found is None or instance.value(found) < instance.value(best) - 1e-9:
        return best
    return max(best, found, key=instance.earliness)


def solver_of(steps: Steps, patience: Patience) -> highspy.Highs:
    """Return a solver that holds the program and has not run yet."""
    import highspy
    import numpy as np

    program = steps.program
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.cost), len(program.rows)
    lp.col_cost_ = np.array(program.cost)
    lp.col_lower_, lp.col_upper_ = np.array(program.lower), np.array(program.upper)
    lp.row_lower_ = np.array([row[0] for row in program.rows])
    lp.row_upper_ = np.array([row[1] for row in program.rows])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(program.starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array(program.index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(program.weight)
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in program.integer
    ]
    lp.sense_ = highspy.ObjSense.kMaximize
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "time_limit": patience.seconds,
        "mip_rel_gap": 1e-5,
        "mip_pscost_minreliable": 2,
        "mip_allow_restart": False,
        "mip_abs_gap": 1e-7,
    }
    for name, setting in options.items():
        solver.setOptionValue(name, setting)
    solver.passModel(lp)
    if patience.looks is not None:
        _stop_after(solver, patience.looks)
    return solver


def _stop_after(solver: highspy.Highs, looks: int) -> None:
    seen = 0

    def look(event: Any) -> None:  # noqa: ANN401  # highspy has no type for it
        nonlocal seen
        seen += 1
        if seen >= looks:
            event.interrupt()

    solver.cbMipInterrupt.subscribe(look)


def start_from(solver: highspy.Highs, steps: Steps, starts: Starts) -> None:
    """Hand the solver an allowed schedule to start from."""
    import highspy

    given = highspy.HighsSolution()
    given.col_value = steps.columns(starts)
    solver.setSolution(given)


def read(solver: highspy.Highs, steps: Steps) -> Starts | None:
    """Return the solver's schedule, None when it found none that keeps every rule."""
    values = list(solver.getSolution().col_value)
    if len(values) != len(steps.program.cost):
        return None
    starts = steps.schedule(values)
    return starts if not list(steps.instance.violations(starts)) else None


def _listen(solver: highspy.Highs, constant: float, report: Report) -> None:
    def heard(event: Any) -> None:  # noqa: ANN401  # highspy has no type for it
        report(event.data_out.mip_primal_bound + constant, event.data_out.mip_dual_bound + constant)

    solver.cbMipImprovingSolution.subscribe(heard)
