"""The exact schedule, with HiGHS: binaries “started by period t”, first for value, then for an early finish."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from cxmaturity.roadmap.annealing import annealed
from cxmaturity.roadmap.greedy import filled, greedy
from cxmaturity.roadmap.instance import Instance, Starts
from cxmaturity.roadmap.packing import pack
from cxmaturity.roadmap.relaxation import loaded
from cxmaturity.roadmap.steps import FREE, Steps
from cxmaturity.roadmap.tightening import tightened

if TYPE_CHECKING:
    import highspy

_LOOKS_FOR_EARLIER, _LOOKS_FOR_OTHERS = 60, 6
"""Looks at an earlier finish with the same goals as early, and with others that are worth as much."""

PROVEN = 1e-4
"""Largest gap at which an optimum counts as proven."""

ENOUGH = 1e-5
"""Gap at which the search ends."""

_TRIES, _MORE_TRIES = 500, 12_000
"""Orders that are tried at once, and further ones where the bound is far away and the first looks prove nothing."""
_FAR = 0.04
"""Gap above which a bound is far away."""
_FIRST_LOOKS = 20
_SLACK = 1e-10
"""Share of the value that rounding may take when an equally good schedule is sought."""
_TRIES_A_LOOK = 10
_NEWS = 1e-3
"""Share of the value by which a gap must have become smaller to be told."""


@dataclass(frozen=True)
class Solution:
    """A schedule and how good it is."""

    starts: Starts
    objective: float
    bound: float
    """No schedule is worth more."""
    stopped: bool = False
    """Whether the search was ended before it came to an end."""

    @property
    def gap(self) -> float:
        """(bound − objective) ÷ objective."""
        return max(0.0, self.bound - self.objective) / abs(self.objective) if self.objective else 0.0

    @property
    def proven(self) -> bool:
        """Whether the gap is small enough to call the schedule the best."""
        return self.gap <= PROVEN


Report = Callable[[float, float], None]
"""Told the value of the best schedule and the bound, whenever the gap between them has become smaller."""

Stopped = Callable[[], bool]
"""Asked now and then whether the search is to end with what it has."""


def never() -> bool:
    """Go on to the end."""
    return False


@dataclass(frozen=True)
class Patience:
    """How long the solver may look for a better schedule."""

    looks: int | None = 3_000
    """Of its own looks at its limits, which come at the same places of the search on every machine: a plan that is
    not proven is still the same plan when it is made again. None: no limit."""
    seconds: float = 240.0
    """By the clock, for machines so slow that nobody would wait any longer."""


def solve(
    instance: Instance,
    patience: Patience | None = None,
    *,
    report: Report | None = None,
    start: Starts | None = None,
    earliest: bool = True,
    stopped: Stopped = never,
) -> Solution:
    """Return the best schedule found with that patience, and the bound that proves how good it is.

    ``start`` is an allowed schedule to start from, needed where there are dues; ``earliest=False`` leaves out the
    search for an early finish. When ``stopped`` tells so, the search ends with the best schedule so far.
    """
    patience = patience or Patience()
    slim = tightened(instance)
    best = greedy(slim)
    if start is not None and (instance.dues or instance.value(start) > instance.value(best)):
        best = start  # greedy schedules know nothing of dues
    if not instance.jobs:
        return Solution(best, instance.value(best), instance.value(best))
    search = _Search(slim, patience, report, stopped, best)
    search.go(_TRIES if best is not start else 0)
    if earliest and not stopped():
        search.finish_early()
    return Solution(filled(instance, search.best), search.value, search.bound, stopped())


class _Search:
    """One search: for a good schedule, for a close bound, and then for a proof."""

    def __init__(
        self, instance: Instance, patience: Patience, report: Report | None, stopped: Stopped, best: Starts
    ) -> None:
        self.instance, self.patience, self.report, self.stopped, self.best = instance, patience, report, stopped, best
        self.steps = Steps(instance)
        self.bound = FREE
        self.told = FREE
        self.ends = monotonic() + patience.seconds

    @property
    def value(self) -> float:
        return self.instance.value(self.best)

    @property
    def open(self) -> bool:
        """Whether something better may be found, and may be sought."""
        return self.bound - self.value > ENOUGH * abs(self.value) and not self.stopped() and monotonic() < self.ends

    def go(self, tries: int) -> None:
        """Search until nothing better can be found, or patience ends; so many orders are tried first."""
        looks = self.patience.looks
        self._anneal(tries)
        constant = self.instance.constant()
        self.bound = pack(self.steps, (self.value - constant) * (1 + ENOUGH)) + constant
        if self.open and self.bound - self.value > _FAR * abs(self.value):
            self._run(_FIRST_LOOKS if looks is None else min(_FIRST_LOOKS, looks))
            if self.open:
                self._anneal(_MORE_TRIES if looks is None else min(_MORE_TRIES, looks * _TRIES_A_LOOK))
        if self.open:
            self._run(looks)

    def finish_early(self) -> None:
        """Take a schedule that is worth as much, with as many jobs as can be, each as early as can be.

        The one that attains every goal as early is found at once. Where no schedule is worth more, it is where the
        search among all that are worth as much starts from.
        """
        steps, values = self.steps, self.steps.columns(self.best)
        same = [
            (dict.fromkeys(causes, 1.0), 1.0)
            for _goal, _period, causes in steps.reached
            if any(values[cause] > 0.5 for cause in causes)
        ]
        self.best = _earliest(steps, self.best, same, self._limited(_LOOKS_FOR_EARLIER))
        if self.bound - self.value <= PROVEN * abs(self.value):
            least = self.value - self.instance.constant()
            worth = {column: gain for column, gain in enumerate(steps.program.cost) if gain > 0}
            rows = [(worth, least - _SLACK * max(1.0, least))]
            self.best = _earliest(steps, self.best, rows, self._limited(_LOOKS_FOR_OTHERS))

    def _limited(self, looks: int | None) -> Patience:
        return Patience(looks, max(1.0, self.ends - monotonic()))

    def _anneal(self, tries: int) -> None:
        if not self.instance.dues:  # orders know nothing of dues
            tries = tries * 1600 // max(1600, len(self.instance.jobs) ** 2)  # each takes longer, too
            self.best = annealed(self.instance, self.best, tries, lambda: self.stopped() or monotonic() > self.ends)
            self._tell(self.value, self.bound)

    def _run(self, looks: int | None) -> None:
        solver = solver_of(self.steps, self._limited(None))
        constant, seen = self.instance.constant(), 0

        def look(event: Any) -> None:  # noqa: ANN401  # highspy has no type for it
            nonlocal seen
            seen += 1
            self._tell(event.data_out.mip_primal_bound + constant, event.data_out.mip_dual_bound + constant)
            if self.stopped() or (looks is not None and seen >= looks):
                event.interrupt()

        solver.cbMipInterrupt.subscribe(look)
        start_from(solver, self.steps, self.best)
        solver.run()
        found = read(solver, self.steps)
        if found is not None and self.instance.value(found) > self.value:
            self.best = found
        self.bound = max(self.value, min(self.bound, solver.getInfo().mip_dual_bound + constant))

    def _tell(self, value: float, bound: float) -> None:
        """Report a gap that is smaller than the last one told."""
        value, bound = max(value, self.value), min(bound, self.bound)
        if self.report and bound < FREE and bound - value < self.told - _NEWS * abs(value):
            self.told = bound - value
            self.report(value, bound)


def _earliest(
    steps: Steps, best: Starts, rows: Sequence[tuple[Mapping[int, float], float]], patience: Patience
) -> Starts:
    """Return the earliest schedule that keeps some more rows, each with its least sum."""
    instance = steps.instance
    solver = solver_of(steps, patience)
    solver.setOptionValue("mip_abs_gap", 0.99)  # earliness is a whole number
    for terms, least in rows:
        solver.addRow(least, FREE, len(terms), list(terms), list(terms.values()))
    early = steps.earliness()
    for column in range(len(steps.program.cost)):
        solver.changeColCost(column, early.get(column, 0.0))
    start_from(solver, steps, best)
    solver.run()
    found = read(solver, steps)
    if found is None or instance.value(found) < instance.value(best) - 1e-9:
        return best
    return max(best, found, key=instance.earliness)


def solver_of(steps: Steps, patience: Patience) -> highspy.Highs:
    """Return a solver that holds the program and has not run yet."""
    solver = loaded(steps.program)
    options: dict[str, Any] = {
        "time_limit": patience.seconds,
        "mip_rel_gap": ENOUGH,
        "mip_pscost_minreliable": 2,
        "mip_allow_restart": False,
        "mip_abs_gap": 1e-7,
    }
    for name, setting in options.items():
        solver.setOptionValue(name, setting)
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
