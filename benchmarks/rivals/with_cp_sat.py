"""The same scheduling problem for CP-SAT of OR-tools: optional intervals, cumulative resources, one thread.

Not part of the program: what its schedules and its proofs are measured against. The benchmark hands it a pickled
problem, seconds and start on standard input, and reads a pickled solution.
"""

from __future__ import annotations

import pickle
import sys
import time
from fractions import Fraction
from math import floor, lcm
from threading import Thread

from ortools.sat.python import cp_model

from cxmaturity.roadmap.instance import TOLERANCE, Instance, Order, Starts
from cxmaturity.roadmap.solver import Solution

WORTH = 1_000_000
"""CP-SAT counts in whole numbers: worths are rounded to this part of one."""


def solve(instance: Instance, seconds: float, start: Starts | None = None) -> Solution:
    """Return the best schedule and bound that CP-SAT finds in that processor time, from the start that it is given."""
    model = _CpModel(instance)
    if start is not None:
        model.hint(start)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 10 * seconds
    solver.parameters.random_seed = 0
    Thread(target=_stop, args=(solver, time.process_time() + seconds), daemon=True).start()
    status = solver.solve(model.program)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solution((None,) * len(instance.jobs), 0.0, float("inf"))
    starts = tuple(
        solver.value(first) if solver.value(present) else None
        for first, present in zip(model.start, model.present, strict=True)
    )
    bound = solver.best_objective_bound / WORTH + instance.constant()
    return Solution(starts, instance.value(starts), max(bound, instance.value(starts)))


def _stop(solver: cp_model.CpSolver, ends: float) -> None:
    """Stop the search when that much processor time was used."""
    while time.process_time() < ends:
        time.sleep(0.1)
    solver.stop_search()


class _CpModel:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.program = cp_model.CpModel()
        latest = [max(instance.periods - job.length, job.ready) for job in instance.jobs]
        self.present = [self.program.new_bool_var(f"p{number}") for number in range(len(latest))]
        self.start = [
            self.program.new_int_var(job.ready, last, f"s{number}")
            for number, (job, last) in enumerate(zip(instance.jobs, latest, strict=True))
        ]
        for number, job in enumerate(instance.jobs):
            if job.ready + job.length > instance.periods:
                self.program.add(self.present[number] == 0)
            for other in job.requires:
                self._after(number, other)
        for order in instance.orders:
            self._order(order)
        for resource in range(len(instance.capacity)):
            self._resource(resource)
        self.program.maximize(sum(self._goals()))

    def hint(self, starts: Starts) -> None:
        for number, start in enumerate(starts):
            self.program.add_hint(self.present[number], start is not None)
            if start is not None:
                self.program.add_hint(self.start[number], start)

    def _after(self, job: int, other: int) -> None:
        self.program.add_implication(self.present[job], self.present[other])
        end = self.start[other] + self.instance.jobs[other].length
        self.program.add(self.start[job] >= end).only_enforce_if(self.present[job])

    def _order(self, order: Order) -> None:
        if order.job in order.after:
            return
        end = self.start[order.job] + self.instance.jobs[order.job].length
        choices = []
        for other in order.after:
            chosen = self.program.new_bool_var("")
            self.program.add_implication(chosen, self.present[other])
            self.program.add(end >= self.start[other] + self.instance.jobs[other].length).only_enforce_if(chosen)
            choices.append(chosen)
        if order.by is not None:
            periods = sum(months < order.by for months in self.instance.ends)
            late = self.program.new_bool_var("")
            self.program.add(end > periods).only_enforce_if(late)
            choices.append(late)
        self.program.add_bool_or([*choices, self.present[order.job].negated()])

    def _resource(self, resource: int) -> None:
        """Add one resource; days are multiplied until all that jobs need are whole numbers."""
        users = [
            (number, Fraction(amount).limit_denominator(1000))
            for number, job in enumerate(self.instance.jobs)
            for needed, amount in job.demand
            if needed == resource
        ]
        scale = lcm(1, *(amount.denominator for _, amount in users))
        limits = [floor(scale * (days + TOLERANCE)) for days in self.instance.capacity[resource]]
        most = max(limits)
        intervals = [
            self.program.new_optional_fixed_size_interval_var(
                self.start[number], self.instance.jobs[number].length, self.present[number], ""
            )
            for number, _ in users
        ]
        taken = [
            self.program.new_fixed_size_interval_var(period, 1, "")
            for period, limit in enumerate(limits)
            if limit < most
        ]
        demands = [int(amount * scale) for _, amount in users] + [most - limit for limit in limits if limit < most]
        self.program.add_cumulative([*intervals, *taken], demands, most)

    def _goals(self) -> list[cp_model.LinearExpr]:
        """Return the months that each goal counts, times its worth."""
        months = [self._months(number) for number in range(len(self.start))]
        terms = []
        for goal in self.instance.goals:
            last = self.instance.months if goal.by is None else min(goal.by, self.instance.months)
            if not goal.jobs or last <= 0:
                continue
            counted = self.program.new_int_var(0, last, "")
            most = self.program.new_int_var(0, self.instance.months, "")
            self.program.add_max_equality(most, [months[job] for job in goal.jobs])
            self.program.add_max_equality(counted, [0, most - (self.instance.months - last)])
            terms.append(round(goal.worth * WORTH) * counted)
        return terms

    def _months(self, job: int) -> cp_model.IntVar:
        """Return how many months lie after the job's end, 0 without a place."""
        length = self.instance.jobs[job].length
        left = self.program.new_int_var(0, self.instance.months, "")
        table = [
            self.instance.months - self.instance.ends[min(start + length, self.instance.periods) - 1]
            for start in range(self.instance.periods + 1)
        ]
        known = self.program.new_int_var(0, self.instance.months, "")
        self.program.add_element(self.start[job], table, known)
        self.program.add(left == known).only_enforce_if(self.present[job])
        self.program.add(left == 0).only_enforce_if(self.present[job].negated())
        return left


if __name__ == "__main__":
    sys.stdout.buffer.write(pickle.dumps(solve(*pickle.load(sys.stdin.buffer))))
