"""The schedule as a program of binaries “started by period t”, so that a rule of precedence has two of them a row."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxmaturity.roadmap.instance import TOLERANCE, Instance, Order, Starts

FREE = 1e30
"""A bound that does not bind."""


@dataclass
class Program:
    """A mixed-integer program under construction, in HiGHS's arrays. All columns lie between 0 and 1."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float]] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)

    def column(self, cost: float, integer: bool) -> int:
        """Add a column and return its number."""
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
        self.program = Program()
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
                if not self._fits(job, period):
                    self.program.upper[column] = 0.0
                terms = {column: 1.0, self.first[job] + period - window.start: -1.0}
                if (before := self.started(job, period - 1)) is not None:
                    terms[before] = 1.0
                self.program.row(terms, 0.0, 0.0)

    def _fits(self, job: int, start: int) -> bool:
        """Tell whether a job has the days that it needs when it is alone."""
        item = self.instance.jobs[job]
        return all(
            amount <= limit + TOLERANCE
            for resource, amount in item.demand
            for limit in self.instance.capacity[resource][start : start + item.length]
        )

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
