"""What more days of a team would change in a plan, as its reader sees it: actions that start earlier, or later."""

from __future__ import annotations

from collections.abc import Iterable

from cxmaturity.roadmap.instance import Instance, Starts
from cxmaturity.roadmap.plan import Earlier, Planned


def not_later(instance: Instance, before: Starts, then: Starts) -> Starts:
    """Return a schedule worth no less, in which a job starts later than before only where it has to.

    Of two schedules that are worth as much the solver may return either; this one differs from the plan by what the
    more days bring.
    """
    starts = list(then)
    late = [job for job, start in enumerate(before) if start is not None and _is_later(then[job], start)]
    for job in sorted(late, key=lambda job: (before[job] or 0, job)):
        known, first = starts[job], before[job] or 0
        for start in range(first, instance.periods if known is None else known):
            starts[job] = start
            if next(instance.violations(tuple(starts)), None) is None:
                break
        else:
            starts[job] = known
    return tuple(starts)


def _is_later(start: int | None, than: int) -> bool:
    return start is None or start > than


def earlier(before: Iterable[Planned], then: Iterable[Planned]) -> tuple[Earlier, ...]:
    """Return the actions that start earlier then, or have a place only then; by their start."""
    starts = {item.action.id: item.start for item in before}
    moved = ((item.action.id, item.start, starts[item.action.id]) for item in then)
    found = [Earlier(key, now, was) for key, now, was in moved if now is not None and (was is None or now < was)]
    return tuple(sorted(found, key=lambda item: (item.start, item.id)))


def later(before: Iterable[Planned], then: Iterable[Planned]) -> tuple[str, ...]:
    """Return the ids of actions that start later then, or have no place any more; sorted."""
    return tuple(sorted(item.id for item in earlier(then, before)))
