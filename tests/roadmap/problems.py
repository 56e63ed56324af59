"""Random small scheduling problems, and every schedule that they allow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

from cxmaturity.roadmap.instance import Goal, Instance, Job, Order, Starts


def random_instance(seed: int, most_jobs: int = 5, most_periods: int = 5) -> Instance:
    """Return a problem with requirements, orders, scarce days, shared goals and things attained anyway."""
    draw = Random(seed)
    periods, step = draw.randint(2, most_periods), draw.choice([1, 1, 3])
    jobs = []
    for number in range(draw.randint(1, most_jobs)):
        demand = tuple((resource, float(draw.randint(1, 4))) for resource in range(2) if draw.random() < 0.6)
        requires = tuple(other for other in range(number) if draw.random() < 0.2)
        jobs.append(Job(draw.choice([1, 1, 2, 3]), demand, requires, draw.choice([0, 0, 0, 1])))
    numbers = range(len(jobs))
    months = periods * step - draw.randint(0, step - 1)
    return Instance(
        ends=tuple(min(step * (period + 1), months) for period in range(periods)),
        jobs=tuple(jobs),
        capacity=tuple(tuple(float(draw.randint(0, 6)) for _ in range(periods)) for _ in range(2)),
        goals=tuple(
            Goal(draw.choice([0.1, 0.25, 0.5, 1.0]), _some(draw, numbers), draw.choice([None, None, 1, 4]))
            for _ in range(draw.randint(1, 6))
        ),
        orders=tuple(
            Order(draw.choice(numbers), _some(draw, numbers), draw.choice([None, None, 2]))
            for _ in range(draw.randint(0, 3))
        ),
    )


def allowed(instance: Instance) -> Iterator[Starts]:
    """Yield every schedule that keeps all rules."""
    choices = [(None, *range(max(0, instance.periods - job.length + 1))) for job in instance.jobs]
    for starts in product(*choices):
        if not any(True for _ in instance.violations(starts)):
            yield starts


def _some(draw: Random, numbers: range) -> tuple[int, ...]:
    return tuple(sorted(draw.sample(numbers, draw.randint(1, min(2, len(numbers))))))
