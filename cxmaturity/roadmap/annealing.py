"""A better schedule to start from: simulated annealing over the order in which jobs are placed.

Every schedule in which no job can come earlier is the result of placing the jobs in some order, each as early as it
goes; so it is orders that are searched. The draws are seeded and counted, never timed: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp
from random import Random

from cxmaturity.roadmap.instance import TOLERANCE, Instance, Starts

HEAT = 0.01
"""Share of the best value by which a worse order is accepted about every third time at first; it falls to 0."""
_WORTHLESS = 1e-9


def annealed(instance: Instance, start: Starts, tries: int, stopped: Callable[[], bool] = lambda: False) -> Starts:
    """Return the best of the schedules that so many orders give, or ``start`` where that is better.

    It ends early when ``stopped`` tells so.
    """
    if len(instance.jobs) < 2:
        return start
    draw, lists = Random(0), Lists(instance)
    order = sorted(range(len(start)), key=lambda job: (instance.periods if start[job] is None else start[job], job))
    value, best = lists.placed(order)
    current, most = value, max(value, instance.value(start) - instance.constant())
    found = best if value >= most else start
    for number in range(tries):
        if stopped():
            break
        other = _moved(order, draw)
        value, starts = lists.placed(other)
        heat = HEAT * most * (1 - number / tries) + _WORTHLESS
        if value >= current or draw.random() < exp((value - current) / heat):
            order, current = other, value
        if value > most + _WORTHLESS:
            most, found = value, starts
    return found


def _moved(order: Sequence[int], draw: Random) -> list[int]:
    """Return the order with one job, two jobs or a few neighbours somewhere else."""
    moved, size = list(order), len(order)
    kind = draw.random()
    if kind < 0.7:
        job = moved.pop(draw.randrange(size))
        moved.insert(draw.randrange(size), job)
    elif kind < 0.9:
        one, two = draw.randrange(size), draw.randrange(size)
        moved[one], moved[two] = moved[two], moved[one]
    else:
        first = draw.randrange(size)
        block = moved[first : first + draw.randint(2, 4)]
        del moved[first : first + len(block)]
        place = draw.randrange(len(moved) + 1)
        moved[place:place] = block
    return moved


class Lists:
    """An instance, prepared for placing its jobs in many orders."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.alone = [[0.0] * instance.periods for _ in instance.jobs]
        """Of each job, what it is worth that it ends in a period: of the goals that it alone attains."""
        self.shared: list[tuple[tuple[int, ...], list[float]]] = []
        for goal in instance.goals:
            last = instance.months if goal.by is None else min(goal.by, instance.months)
            worth = [goal.worth * max(0, last - months) for months in instance.ends]
            if len(goal.jobs) == 1:
                own = self.alone[goal.jobs[0]]
                self.alone[goal.jobs[0]] = [one + more for one, more in zip(own, worth, strict=True)]
            elif goal.jobs:
                self.shared.append((goal.jobs, worth))
        self.after: list[list[tuple[tuple[int, ...], int]]] = [[] for _ in instance.jobs]
        """Of each job, what must have ended when it ends, and the period in whose end that is met anyway."""
        for order in instance.orders:
            if order.job not in order.after:
                met = sum(order.by is None or months < order.by for months in instance.ends)
                self.after[order.job].append((order.after, met))

    def placed(self, order: Sequence[int]) -> tuple[float, Starts]:
        """Return the schedule of an order, and its value beyond the instance's constant.

        A job that must wait for others comes right after them; one that does not fit any more has no place.
        """
        free = [list(limits) for limits in self.instance.capacity]
        ends: list[int | None] = [None] * len(order)
        waiting: list[int] = []
        for job in order:
            if not self._place(job, ends, free):
                waiting.append(job)
                continue
            while (later := next((other for other in waiting if self._place(other, ends, free)), None)) is not None:
                waiting.remove(later)
        jobs = self.instance.jobs
        starts = tuple(None if end is None else end - job.length + 1 for end, job in zip(ends, jobs, strict=True))
        return self._value(ends), starts

    def _value(self, ends: Sequence[int | None]) -> float:
        value = sum(worth[end] for worth, end in zip(self.alone, ends, strict=True) if end is not None)
        for jobs, worth in self.shared:
            known = [end for job in jobs if (end := ends[job]) is not None]
            if known:
                value += worth[min(known)]
        return value

    def _place(self, job: int, ends: list[int | None], free: list[list[float]]) -> bool:
        start = self._earliest(job, ends, free)
        if start is None:
            return False
        item = self.instance.jobs[job]
        ends[job] = start + item.length - 1
        for resource, amount in item.demand:
            days = free[resource]
            for period in range(start, start + item.length):
                days[period] -= amount
        return True

    def _earliest(self, job: int, ends: Sequence[int | None], free: Sequence[Sequence[float]]) -> int | None:
        item = self.instance.jobs[job]
        first, length = item.ready, item.length
        for required in item.requires:
            end = ends[required]
            if end is None:
                return None
            first = max(first, end + 1)
        for others, met in self.after[job]:
            known = [end for other in others if (end := ends[other]) is not None]
            first = max(first, min([*known, met]) - length + 1)
        last = self.instance.periods - length
        while first <= last:
            for resource, amount in item.demand:
                days, needed, period = free[resource], amount - TOLERANCE, first + length - 1
                while period >= first and days[period] >= needed:
                    period -= 1
                if period >= first:
                    first = period + 1
                    break
            else:
                return first
        return None
