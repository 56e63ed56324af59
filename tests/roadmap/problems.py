"""Random small scheduling problems, and every schedule that they allow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, product
from random import Random

from hypothesis import strategies as st

from cxmaturity.roadmap.instance import Goal, Instance, Job, Order, Starts

MOST_PERIODS = {1: 6, 2: 6, 3: 6, 4: 5, 5: 4, 6: 3, 7: 3}
"""By the number of jobs: what brute force goes through in a moment."""


@st.composite
def instances(draw: st.DrawFn, least_jobs: int = 1, most_jobs: int = 7) -> Instance:
    """Draw a problem field by field, so that one that breaks a law is made as small as it can be."""
    number = draw(st.integers(least_jobs, most_jobs))
    ends = tuple(accumulate(draw(st.lists(st.integers(1, 3), min_size=1, max_size=MOST_PERIODS[number]))))
    periods, resources = len(ends), draw(st.integers(0, 3))
    anyway = st.none() | st.integers(0, ends[-1] + 1)

    def some(least: int, below: int = number, most: int = 3) -> st.SearchStrategy[tuple[int, ...]]:
        chosen = st.sets(st.integers(0, max(below - 1, 0)), min_size=least, max_size=min(most, below))
        return chosen.map(lambda found: tuple(sorted(found)))

    def days(most: int) -> st.SearchStrategy[float]:
        return st.integers(0, 2 * most).map(lambda halves: halves / 2)

    jobs = []
    for place in range(number):
        uses = draw(st.lists(days(4), min_size=resources, max_size=resources))
        jobs.append(
            Job(
                length=draw(st.integers(1, 3)),
                demand=tuple((resource, amount) for resource, amount in enumerate(uses) if amount),
                requires=draw(some(0, place)),
                ready=draw(st.integers(0, periods) if draw(st.booleans()) else st.just(0)),
            )
        )
    return Instance(
        ends,
        tuple(jobs),
        capacity=tuple(tuple(draw(st.lists(days(8), min_size=periods, max_size=periods))) for _ in range(resources)),
        goals=tuple(
            draw(st.lists(st.builds(Goal, st.integers(1, 20).map(lambda n: n / 20), some(0), anyway), max_size=6))
        ),
        orders=tuple(draw(st.lists(st.builds(Order, st.integers(0, number - 1), some(1), anyway), max_size=4))),
    )


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
