"""Which team works how many days in which month of a plan, and where it has none left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.roadmap import months
from cxmaturity.roadmap.plan import Planned, Roadmap

_TOLERANCE: Final = 1e-6


def days_used(roadmap: Roadmap) -> dict[str, tuple[float, ...]]:
    """Return days by team and month of the plan, of every team that works in it or has a capacity; teams sorted."""
    first = months.index(roadmap.start)
    used = {team: [0.0] * roadmap.months for team in roadmap.capacity}
    for plan in roadmap.actions:
        for month, days in monthly(plan).items():
            if 0 <= month - first < roadmap.months:
                for team, amount in days.items():
                    used.setdefault(team, [0.0] * roadmap.months)[month - first] += amount
    return {team: tuple(days) for team, days in sorted(used.items())}


def full_months(roadmap: Roadmap) -> dict[str, int]:
    """Return in how many months a team has work on every day that it has; teams that never have are left out."""
    used = days_used(roadmap)
    full = {
        team: sum(
            days > _TOLERANCE and days + _TOLERANCE >= limit for days, limit in zip(used[team], limits, strict=True)
        )
        for team, limits in roadmap.capacity.items()
    }
    return {team: count for team, count in full.items() if count}


def monthly(plan: Planned) -> Mapping[months.Index, Mapping[str, float]]:
    """Return days by month and team, spread evenly from start to end, so that they sum to the action's effort."""
    if plan.start is None or plan.end is None:
        return {}
    span = range(months.index(plan.start), months.index(plan.end) + 1)
    share = {team: days / len(span) for team, days in plan.effort.items() if days}
    return dict.fromkeys(span, share)
