"""A better schedule to start from: simulated annealing over the order in which jobs are placed.

Every schedule in which no job can come earlier is the result of placing the jobs in some order, each as early as it
goes; so it is orders that are searched. The draws are seeded and counted, never timed: the same on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp
from random import Random

from cxmaturity.roadmap.instance import Instance, Starts
from cxmaturity.roadmap.placing import Placing

HEAT = 0.01
"""Share of the best value by which a worse order is accepted about every third time at first; it falls to 0."""
_WORTHLESS = 1e-9


def annealed(instance: Instance, start: Starts, tries: int, stopped: Callable[[], bool] = lambda: False) -> Starts:
    """Return the best of the schedules that so many orders give, or ``start`` where that is better.

    It ends early when ``stopped`` tells so.
    """
    if len(instance.jobs) < 2:
        return start
    draw, placing = Random(0), Placing(instance)
    order = sorted(range(len(start)), key=lambda job: (instance.periods if start[job] is None else start[job], job))
    value, best = placing.placed(order)
    current, most = value, max(value, instance.value(start) - instance.constant())
    found = best if value >= most else start
    for number in range(tries):
        if stopped():
            break
        other = _moved(order, draw)
        value, starts = placing.placed(other)
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
