"""A good schedule at once, for the solver to start from: jobs one after the other, each as early as it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cxmaturity.roadmap.instance import Instance, Starts, descendants_first
from cxmaturity.roadmap.placing import Placing


def greedy(instance: Instance) -> Starts:
    """Return the best of a few greedy schedules; it keeps every rule, and places what it can."""
    rules: tuple[Callable[[float, float, int], float], ...] = (
        lambda worth, effort, _length: worth / (effort + 1e-9),
        lambda worth, _effort, length: worth / length,
        lambda worth, effort, length: worth / (effort * length + 1e-9),
        lambda worth, _effort, _length: worth,
    )
    worths, efforts = _worths(instance), _efforts(instance)
    placing, tries = Placing(instance), []
    for rule in rules:
        items = zip(worths, efforts, instance.jobs, strict=True)
        scores = [rule(worth, effort, job.length) for worth, effort, job in items]
        tries.append(placing.placed(_ranked(scores))[1])
    return max(tries, key=lambda starts: (instance.value(starts), instance.earliness(starts)))


def _efforts(instance: Instance) -> list[float]:
    """Return each job's use of resources as a share of all there is, added over resources."""
    totals = [sum(limits) or 1.0 for limits in instance.capacity]
    return [sum(amount * job.length / totals[resource] for resource, amount in job.demand) for job in instance.jobs]


def _worths(instance: Instance) -> list[float]:
    """Return what each job is worth, with half of what the jobs that wait for it are worth."""
    worths = [0.0] * len(instance.jobs)
    for goal in instance.goals:
        for job in goal.jobs:
            worths[job] += goal.worth / len(goal.jobs)
    for order in instance.orders:
        for job in order.after:
            worths[job] += worths[order.job] / (2 * len(order.after))
    for job in descendants_first(instance):
        for required in instance.jobs[job].requires:
            worths[required] += worths[job] / 2
    return worths


def _ranked(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda job: (-scores[job], job))


def filled(instance: Instance, placed: Starts, ranked: Sequence[int] | None = None) -> Starts:
    """Return a schedule with jobs added, each as early as it goes, the first of the ranking that has a place first."""
    return Placing(instance).placed(range(len(placed)) if ranked is None else ranked, placed)[1]


def free_days(instance: Instance, starts: Starts) -> list[list[float]]:
    """Return what a schedule leaves of each resource in each period."""
    return [
        [limit - used for limit, used in zip(limits, instance.usage(resource, starts), strict=True)]
        for resource, limits in enumerate(instance.capacity)
    ]
