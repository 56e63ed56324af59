"""Schedules from orders: jobs are placed one after the other, each as early as it goes beside those before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from cxmaturity.roadmap.instance import TOLERANCE, Instance, Starts

_Days = Sequence[list[float]]
"""What is free of each resource, in each period."""


class Placing:
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
        self.unlocks: list[set[int]] = [set() for _ in instance.jobs]
        """Of each job, those that may have a place because it has one."""
        for number, job in enumerate(instance.jobs):
            for other in {*job.requires}.union(*(others for others, _ in self.after[number])):
                self.unlocks[other].add(number)
        self.together = waiting_for_each_other(instance)

    def placed(self, order: Sequence[int], first: Starts | None = None) -> tuple[float, Starts]:
        """Return the schedule of an order, and its value beyond the instance's constant.

        The jobs that ``first`` places stay where they are. A job that must wait for others comes right after them; one
        that does not fit any more has no place.
        """
        jobs = self.instance.jobs
        ends: list[int | None] = [None] * len(jobs)
        free = [list(limits) for limits in self.instance.capacity]
        for job, start in enumerate(first or ()):
            if start is not None:
                self._put({job: start}, ends, free)
        waiting: list[int] = []
        for job in order:
            if ends[job] is not None:
                continue
            new = self._place(job, ends, free)
            if not new:
                waiting.append(job)
            again = self._waiting_for(new)
            while (later := next((other for other in waiting if other in again), None)) is not None:
                again.remove(later)
                if new := self._place(later, ends, free):
                    waiting = [other for other in waiting if ends[other] is None]
                    again |= self._waiting_for(new)
        starts = tuple(None if end is None else end - job.length + 1 for end, job in zip(ends, jobs, strict=True))
        return self._value(ends), starts

    def _value(self, ends: Sequence[int | None]) -> float:
        value = sum(worth[end] for worth, end in zip(self.alone, ends, strict=True) if end is not None)
        for jobs, worth in self.shared:
            known = [end for job in jobs if (end := ends[job]) is not None]
            if known:
                value += worth[min(known)]
        return value

    def _waiting_for(self, jobs: Iterable[int]) -> set[int]:
        return set[int]().union(*(self.unlocks[job] for job in jobs))

    def _place(self, job: int, ends: list[int | None], free: _Days) -> Collection[int]:
        """Place a job, with those that wait for it as it waits for them, and return them; nothing without a place."""
        if job in self.together:
            starts = self._found_together(self.together[job], ends, free)
        else:
            start = self._found(job, self._first(job, ends), free)
            starts = {} if start is None else {job: start}
        self._put(starts, ends, free)
        return starts

    def _put(self, starts: Mapping[int, int], ends: list[int | None], free: _Days) -> None:
        for job, start in starts.items():
            item = self.instance.jobs[job]
            ends[job] = start + item.length - 1
            for resource, amount in item.demand:
                days = free[resource]
                for period in range(start, start + item.length):
                    days[period] -= amount

    def _first(self, job: int, ends: Sequence[int | None], beside: Sequence[int] = ()) -> int:
        """Return a job's first period as far as other jobs go; those ``beside`` it end when it ends."""
        item = self.instance.jobs[job]
        first, never = item.ready, self.instance.periods
        for required in item.requires:
            end = ends[required]
            first = max(first, never if end is None else end + 1)
        for others, met in self.after[job]:
            if not any(other in beside for other in others):
                known = [end for other in others if (end := ends[other]) is not None]
                first = max(first, min([*known, met]) - item.length + 1)
        return first

    def _found(self, job: int, first: int, free: _Days) -> int | None:
        """Return the first period, from that one on, in which a job finds its days."""
        item = self.instance.jobs[job]
        length, last = item.length, self.instance.periods - item.length
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

    def _found_together(self, jobs: Sequence[int], ends: Sequence[int | None], free: _Days) -> dict[int, int]:
        """Return the starts of jobs that end in the same period, as early as they go; empty when they don't."""
        lengths = [self.instance.jobs[job].length for job in jobs]
        firsts = [self._first(job, ends, jobs) for job in jobs]
        for end in range(max(map(sum, zip(firsts, lengths, strict=True))) - 1, self.instance.periods):
            starts = {job: end - length + 1 for job, length in zip(jobs, lengths, strict=True)}
            left, places = [list(days) for days in free], [*ends]
            for job, start in starts.items():
                if self._found(job, start, left) != start:
                    break
                self._put({job: start}, places, left)
            else:
                return starts
        return {}


def waiting_for_each_other(instance: Instance) -> dict[int, tuple[int, ...]]:
    """Return, for each job that may end no earlier than one that may end no earlier than it, all that end with it."""
    waits: list[set[int]] = [set() for _ in instance.jobs]
    for order in instance.orders:
        if order.by is None and len(order.after) == 1 and order.job not in order.after:
            waits[order.job].add(order.after[0])
    reach = [_reached(job, waits) for job in range(len(waits))]
    return {
        job: tuple(sorted(other for other in known if job in reach[other]))
        for job, known in enumerate(reach)
        if job in known
    }


def _reached(job: int, waits: Sequence[set[int]]) -> set[int]:
    seen, open_ends = set[int](), [job]
    while open_ends:
        for other in waits[open_ends.pop()] - seen:
            seen.add(other)
            open_ends.append(other)
    return seen
