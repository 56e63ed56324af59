"""Which teams keep actions out of a plan because they never have the days that one of them takes in a month."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.roadmap.instance import TOLERANCE
from cxmaturity.roadmap.plan import Planned, Roadmap


@dataclass(frozen=True)
class Shortage:
    """A team, and the actions that wait for it."""

    team: str
    days: float
    """What it has in its best month."""
    waiting: tuple[str, ...]
    """Ids of the actions that take more days of it a month, the least demanding first."""
    least: float
    """Days a month with which the least demanding one would have room."""
    behind: tuple[str, ...]
    """Ids of further actions without a place that require these, or build on what they establish."""


def shortages(plan: Roadmap) -> tuple[Shortage, ...]:
    """Return the teams without enough days for some action, the one that most actions wait for first."""
    left = [item for item in plan.actions if item.start is None]
    found = [_shortage(team, max(days, default=0.0), left) for team, days in plan.capacity.items()]
    return tuple(sorted((each for each in found if each), key=lambda each: (-len(each.waiting), each.team)))


def _shortage(team: str, days: float, left: list[Planned]) -> Shortage | None:
    needs = {item.action.id: item.effort.get(team, 0.0) / item.action.months for item in left}
    waiting = sorted((key for key, need in needs.items() if need > days + TOLERANCE), key=lambda key: (needs[key], key))
    if not waiting:
        return None
    return Shortage(team, days, tuple(waiting), needs[waiting[0]], _behind({*waiting}, left))


def _behind(waiting: set[str], left: list[Planned]) -> tuple[str, ...]:
    """Return the ids of further actions that come after these, directly or through one another."""
    out = set(waiting)
    while more := {item.action.id for item in left if item.action.id not in out and _comes_after(item, out, left)}:
        out |= more
    return tuple(sorted(out - waiting))


def _comes_after(item: Planned, out: set[str], left: list[Planned]) -> bool:
    if out & {*item.action.requires}:
        return True
    missing = str(item.why_not.figures.get("ids", "")).split(", ") if item.why_not else []
    return any({*missing} & other.action.establishes.keys() for other in left if other.action.id in out)
