"""The cheapest jobs by which goals are attained, and what is missing, against all schedules there are."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from roadmap.problems import allowed, random_instance

from cxmaturity.roadmap.cheapest import cheapest, first_attained, missing, months_to, soonest, within
from cxmaturity.roadmap.instance import Due, Instance, Job

SEEDS = range(120)


def case(seed):
    """Return a problem, goals that do not come by themselves, prices, and within how many months."""
    instance = random_instance(seed, most_jobs=4, most_periods=4)
    draw = Random(seed)
    goals = [replace(goal, by=draw.choice([None, goal.by])) for goal in instance.goals[: draw.randint(1, 3)]]
    prices = [float(draw.choice([0, 1, 2, 2, 3.5])) for _ in instance.jobs]
    return replace(instance, goals=()), goals, prices, draw.choice(instance.ends)


def rank(instance, goals, prices, starts):
    return sum(prices[job] for job in placed(starts)), len(placed(starts)), months_to(instance, goals, starts)


def placed(starts):
    return [job for job, start in enumerate(starts) if start is not None]


def test_no_schedule_attains_the_goals_at_less():
    outcomes = set()
    for seed in SEEDS:
        instance, goals, prices, months = case(seed)
        ranks = [(*rank(instance, goals, prices, starts), placed(starts)) for starts in allowed(instance)]
        ranks = [item for item in ranks if item[2] is not None and item[2] <= months]
        small = within(instance, goals, months)
        found = cheapest(small, prices)
        assert found.proven
        assert (found.starts is None) == (not ranks), seed
        if found.starts is not None:
            assert not list(instance.violations(found.starts)), seed
            late = [goal for goal in goals if goal.by is None or goal.by > months]
            best = min(item[:2] for item in ranks)
            cost, count, reached = rank(instance, goals, prices, found.starts)
            assert (cost, count) == pytest.approx(best), seed
            assert reached <= months
            if late == goals:
                first = min(item[2] for item in ranks if item[:2] == best)
                assert first == min(item[2] for item in ranks if item[3] == placed(found.starts)), seed
        outcomes.add(found.starts is None)
    assert outcomes == {True, False}


def test_no_schedule_attains_the_goals_earlier():
    for seed in SEEDS:
        instance, goals, _, _ = case(seed)
        months = [months_to(instance, goals, starts) for starts in allowed(instance)]
        best = min((item for item in months if item is not None), default=None)
        first, proven = first_attained(instance, goals, instance.ends)
        assert proven
        assert first == next((end for end in instance.ends if best is not None and end >= best), None), seed


def test_without_limits_each_job_starts_as_early_as_it_says():
    for seed in SEEDS:
        instance, _, _, _ = case(seed)
        free = replace(instance, capacity=tuple((99.0,) * instance.periods for _ in instance.capacity))
        first = [
            min((s[job] for s in allowed(free) if s[job] is not None), default=None) for job in range(len(free.jobs))
        ]
        assert [start if start < free.periods else None for start in soonest(free)] == first, seed


def richer(instance, days):
    lengths = [after - before for before, after in zip((0, *instance.ends), instance.ends, strict=False)]
    return replace(
        instance,
        capacity=tuple(
            tuple(limit + extra * months for limit, months in zip(limits, lengths, strict=True))
            for limits, extra in zip(instance.capacity, days, strict=True)
        ),
    )


def test_the_days_that_are_missing_suffice_and_fewer_do_not():
    seen = 0
    for seed in SEEDS:
        instance, goals, prices, months = case(seed)
        small = within(instance, goals, months)
        if cheapest(small, prices).starts is not None or not small.periods:
            continue
        found = missing(small, small.capacity, [(0.0,) * small.periods] * len(small.capacity))
        plenty = richer(small, (99, 99))
        if found is None:
            assert not any(True for _ in allowed(plenty)), seed
            continue
        days, proven = found
        assert proven
        assert cheapest(richer(small, days), prices).starts is not None, seed
        assert sum(days) == pytest.approx(least_by_brute_force(small), abs=1e-4), seed
        seen += 1
    assert seen > 5


def least_by_brute_force(instance):
    lengths = [after - before for before, after in zip((0, *instance.ends), instance.ends, strict=False)]
    plenty = richer(instance, (99, 99))

    def lacks(starts):
        return sum(
            max(
                max(0.0, (used - limit) / months) if used else 0.0
                for used, limit, months in zip(instance.usage(resource, starts), limits, lengths, strict=True)
            )
            for resource, limits in enumerate(instance.capacity)
        )

    return min(lacks(starts) for starts in allowed(plenty))


def test_what_running_work_takes_beyond_the_days_is_missing_only_where_something_runs():
    instance = Instance((1, 2), (Job(1, ((0, 3.0),)),), ((0.0, 1.0),), dues=(Due((0,), 1),))
    assert missing(instance, [(2.0, 2.0)], [(5.0, 1.0)]) == ((2.0,), True)
    first = replace(instance, dues=(Due((0,), 0),))
    assert missing(first, [(2.0, 2.0)], [(5.0, 1.0)]) == ((6.0,), True)
