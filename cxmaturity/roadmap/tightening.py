"""The same problem with less to search: later first periods, and no rule that follows from another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cxmaturity.roadmap.instance import TOLERANCE, Instance, Order, descendants_first

_ROUNDS = 4
"""How often what was learnt of one job is passed on to the others."""


def tightened(instance: Instance) -> Instance:
    """Return an instance with the same allowed schedules, in which each job's earliest period is closer to the truth.

    A job starts after everything that it requires, however far back, has found the days that it needs; and it does not
    end before what alone establishes something that it builds on.
    """
    before = _ancestors(instance)
    orders = tuple(_possible(order, before) for order in instance.orders if not before[order.job] & {*order.after})
    jobs = tuple(replace(job, requires=_direct(job.requires, before)) for job in instance.jobs)
    slim = replace(instance, jobs=jobs, orders=orders)
    for _ in range(_ROUNDS):
        slim = _delayed(slim, before)
    return slim


def _ancestors(instance: Instance) -> list[set[int]]:
    """Return for each job all that it requires, and what those require in turn."""
    before: list[set[int]] = [set() for _ in instance.jobs]
    for job in reversed(descendants_first(instance)):
        for required in instance.jobs[job].requires:
            before[job] |= {required} | before[required]
    return before


def _possible(order: Order, before: Sequence[set[int]]) -> Order:
    """Return an order without the jobs that end after its own in any case, since they require it."""
    return replace(order, after=tuple(job for job in order.after if order.job not in before[job]))


def _direct(requires: Iterable[int], before: Sequence[set[int]]) -> tuple[int, ...]:
    known = tuple(requires)
    return tuple(job for job in known if not any(job in before[other] for other in known))


def _delayed(instance: Instance, before: Sequence[set[int]]) -> Instance:
    """Return the instance with every job's earliest period moved back as far as the others now show."""
    by_the_end = _by_the_end(instance, before)
    ready = [job.ready for job in instance.jobs]
    orders: dict[int, list[Order]] = {}
    for order in instance.orders:
        orders.setdefault(order.job, []).append(order)
    for job in reversed(descendants_first(instance)):
        length = instance.jobs[job].length
        needed = before[job].union(*(by_the_end[other] for other in before[job]))
        starts = [ready[job], _days_found(instance, needed)]
        starts += [ready[other] + instance.jobs[other].length for other in before[job]]
        ends = [_days_found(instance, by_the_end[job] | {job})]
        ends += [ready[other] + instance.jobs[other].length for other in by_the_end[job]]
        for order in orders.get(job, ()):
            if order.by is None:
                earliest = (ready[other] + instance.jobs[other].length for other in order.after)
                ends.append(min(earliest, default=instance.periods + 1))
        ready[job] = min(instance.periods, max(*starts, *(end - length for end in ends)))
    return replace(
        instance,
        jobs=tuple(replace(job, ready=first) for job, first in zip(instance.jobs, ready, strict=True)),
    )


def _by_the_end(instance: Instance, before: Sequence[set[int]]) -> list[set[int]]:
    """Return for each job the jobs that must have ended in the period in which it ends, itself left out."""
    sets = [set(items) for items in before]
    for _ in range(_ROUNDS):
        for order in instance.orders:
            if order.by is None and len(order.after) == 1:
                sets[order.job] |= {order.after[0]} | sets[order.after[0]]
        for job, items in enumerate(before):
            for other in items:
                sets[job] |= sets[other]
    return [items - {job} for job, items in enumerate(sets)]


def _days_found(instance: Instance, jobs: Iterable[int]) -> int:
    """Return after how many periods every resource has had the days that these jobs need together."""
    needs: dict[int, float] = {}
    for job in jobs:
        for resource, amount in instance.jobs[job].demand:
            needs[resource] = needs.get(resource, 0.0) + amount * instance.jobs[job].length
    latest = 0
    for resource, need in needs.items():
        total, periods = TOLERANCE * instance.periods, 0
        while need > total and periods < instance.periods:
            total += instance.capacity[resource][periods]
            periods += 1
        latest = max(latest, periods + (need > total))
    return latest
