"""The critical chain: which actions, one waiting for the other, fix the month in which the plan ends."""

from __future__ import annotations

from cxmaturity.roadmap.greedy import free_days
from cxmaturity.roadmap.instance import TOLERANCE, Instance, Starts
from cxmaturity.roadmap.problem import Scheduling


def critical_chain(scheduling: Scheduling, starts: Starts) -> tuple[str, ...]:
    """Return the actions from the first to the last, each of which keeps the next from coming earlier.

    It keeps the next by being required, by establishing what the next builds on, or by taking its team's days.
    """
    instance = scheduling.instance
    ends: dict[str, int] = {key: place.done for key, place in scheduling.fixed.items()}
    for number, start in enumerate(starts):
        if start is not None:
            ends[scheduling.jobs[number]] = instance.months_to(number, start)
    if not ends:
        return ()
    chain = [max(ends, key=lambda key: (ends[key], key))]
    while (before := _before(chain[0], scheduling, starts, ends)) is not None and before not in chain:
        chain.insert(0, before)
    return tuple(chain)


def _before(action: str, scheduling: Scheduling, starts: Starts, ends: dict[str, int]) -> str | None:
    """Return an action that keeps this one from starting a period earlier, None if nothing does."""
    if action in scheduling.fixed:
        return None
    instance, number = scheduling.instance, scheduling.job(action)
    start = starts[number]
    if start is None or start == 0:
        return None
    causes = [
        *_required(number, start, instance, starts),
        *_builds_on(number, start, instance, starts),
        *_shares_a_full_team(number, start, instance, starts),
    ]
    if causes:
        return scheduling.jobs[causes[0]]
    return _running_before(action, start, scheduling, starts)


def _required(number: int, start: int, instance: Instance, starts: Starts) -> list[int]:
    return [
        other
        for other in instance.jobs[number].requires
        if (begun := starts[other]) is not None and instance.end(other, begun) == start - 1
    ]


def _builds_on(number: int, start: int, instance: Instance, starts: Starts) -> list[int]:
    end = instance.end(number, start)
    return [
        other
        for order in instance.orders
        if order.job == number and not instance.met(order, end - 1, starts)
        for other in order.after
        if (begun := starts[other]) is not None and instance.end(other, begun) == end
    ]


def _shares_a_full_team(number: int, start: int, instance: Instance, starts: Starts) -> list[int]:
    """Return jobs that end where this one starts, and use what it would need one period earlier."""
    short = _short_before(number, start, instance, starts)
    return [
        other
        for other, begun in enumerate(starts)
        if other != number
        and begun is not None
        and begun < start <= instance.end(other, begun) + 1
        and any(resource in short for resource, _ in instance.jobs[other].demand)
    ]


def _short_before(number: int, start: int, instance: Instance, starts: Starts) -> set[int]:
    """Return the resources that a job would lack in the period before its first one."""
    free = free_days(instance, starts)
    return {
        resource for resource, amount in instance.jobs[number].demand if free[resource][start - 1] + TOLERANCE < amount
    }


def _running_before(action: str, start: int, scheduling: Scheduling, starts: Starts) -> str | None:
    """Return a running action that ends right before the job and that it requires, builds on, or shares a team with."""
    instance, number = scheduling.instance, scheduling.job(action)
    done, end = instance.ends[start - 1], instance.end(number, start)
    short = {scheduling.teams[resource] for resource in _short_before(number, start, instance, starts)}
    built_on = {
        order.by for order in instance.orders if order.job == number and not instance.met(order, end - 1, starts)
    }
    return next(
        (
            key
            for key, place in scheduling.fixed.items()
            if (place.done == done and (key in scheduling.requires[action] or place.teams & short))
            or place.done in built_on
        ),
        None,
    )
