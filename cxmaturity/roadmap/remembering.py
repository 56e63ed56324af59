"""Problems that were solved before are not solved again: a plan that is asked for twice is there at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from cxmaturity.roadmap.instance import Instance, Starts
from cxmaturity.roadmap.solver import Patience, Report, Solution, Stopped, never, solve

METHOD = "2"
"""To be raised when the solver finds other schedules than before: what was kept is then solved anew."""


class Memory(Protocol):
    """Where solutions are kept, by the digest of their problem."""

    def recall(self, key: str) -> Solution | None:
        """Return a kept solution."""

    def keep(self, key: str, solution: Solution) -> None:
        """Keep a solution."""


@dataclass(frozen=True)
class NoMemory:
    """Keeps nothing."""

    def recall(self, key: str) -> Solution | None:
        """Return nothing."""

    def keep(self, key: str, solution: Solution) -> None:
        """Keep nothing."""


FORGETFUL = NoMemory()


def solved(
    memory: Memory,
    instance: Instance,
    patience: Patience | None = None,
    *,
    report: Report | None = None,
    start: Starts | None = None,
    earliest: bool = True,
    stopped: Stopped = never,
) -> Solution:
    """Return what ``solve`` does, from memory where the same was asked before; what was interrupted is not kept.

    A remembered schedule is checked: one that breaks a rule, or is not worth what was kept, is solved anew.
    """
    asked = (METHOD, instance, patience or Patience(), start, earliest)
    key = hashlib.sha256(repr(asked).encode()).hexdigest()
    known = memory.recall(key)
    if known is not None and _holds(instance, known):
        return known
    solution = solve(instance, patience, report=report, start=start, earliest=earliest, stopped=stopped)
    if not solution.stopped:
        memory.keep(key, solution)
    return solution


def _holds(instance: Instance, solution: Solution) -> bool:
    fits = len(solution.starts) == len(instance.jobs) and not any(instance.violations(solution.starts))
    return fits and abs(instance.value(solution.starts) - solution.objective) <= 1e-9 * max(1.0, solution.objective)
