"""What the search for schedules is made of: each part against brute force, and the two objectives together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from roadmap.problems import allowed, instances, random_instance

from cxmaturity.roadmap.annealing import annealed
from cxmaturity.roadmap.greedy import greedy
from cxmaturity.roadmap.instance import Goal, Instance, Job, Order, nothing_placed
from cxmaturity.roadmap.packing import pack
from cxmaturity.roadmap.placing import waiting_for_each_other
from cxmaturity.roadmap.solver import Patience, solve
from cxmaturity.roadmap.steps import Steps
from cxmaturity.roadmap.tightening import tightened

SAME = 1e-9


def finds_the_best(instance):
    schedules = list(allowed(instance))
    best = max(instance.value(starts) for starts in schedules)
    early = max(instance.earliness(starts) for starts in schedules if instance.value(starts) > best - SAME)
    found = solve(instance)
    assert not list(instance.violations(found.starts))
    assert found.proven
    assert found.objective == pytest.approx(best, abs=SAME)
    assert (instance.value(found.starts), instance.earliness(found.starts)) == (pytest.approx(best, abs=SAME), early)


@given(instances())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_first_the_most_value_then_the_earliest_finish(instance):
    finds_the_best(instance)


@given(instances(least_jobs=6))
@settings(max_examples=15, deadline=None, derandomize=True)
def test_six_and_seven_jobs_against_brute_force(instance):
    finds_the_best(instance)


def test_packing_rows_lose_no_schedule():
    added = 0
    for seed in range(25):
        instance = tight_instance(seed)
        steps = Steps(instance)
        before = len(steps.program.rows)
        bound = pack(steps, float("-inf"))
        added += len(steps.program.rows) - before
        for starts in allowed(instance):
            assert breaks(steps, starts, before) == [], seed
            assert instance.value(starts) - instance.constant() <= bound + 1e-6, seed
    assert added > 20


def tight_instance(seed):
    """Return a problem of one team that has time for one job and a half, so that its relaxation cuts jobs."""
    draw = Random(seed)
    jobs = tuple(Job(draw.choice([1, 2]), ((0, float(draw.randint(2, 5))),)) for _ in range(5))
    goals = tuple(Goal(draw.uniform(0.1, 1), (number,)) for number in range(5))
    return Instance((1, 2, 3), jobs, ((6.0, 6.0, 7.0),), goals)


def breaks(steps, starts, first):
    """Return the rows from ``first`` on that a schedule breaks."""
    program, values = steps.program, steps.columns(starts)
    return [
        row
        for row in range(first, len(program.rows))
        if sum(
            program.weight[place] * values[program.index[place]]
            for place in range(program.starts[row], program.starts[row + 1])
        )
        > program.rows[row][1] + 1e-6
    ]


def test_packing_knows_that_two_large_jobs_do_not_fit_side_by_side():
    jobs = tuple(Job(1, ((0, 4.0),)) for _ in range(3))
    instance = Instance((1, 2, 3), jobs, ((6.0, 6.0, 6.0),), goals=tuple(Goal(1.0, (number,)) for number in range(3)))
    assert pack(Steps(instance), 0.0) == pytest.approx(3.0)  # two months of one, one of another


def test_annealed_schedules_are_allowed_and_no_worse():
    for seed in range(60):
        instance = random_instance(seed, most_jobs=9, most_periods=8)
        start = greedy(instance)
        found = annealed(instance, start, 60)
        assert not list(instance.violations(found)), seed
        assert instance.value(found) >= instance.value(start) - SAME, seed


def test_annealing_finds_the_best_of_small_problems():
    found = best = 0.0
    for seed in range(40):
        instance = replace(random_instance(seed), orders=())
        if len(instance.jobs) < 2:
            continue
        found += instance.value(annealed(instance, nothing_placed(instance), 200))
        best += max(instance.value(starts) for starts in allowed(instance))
    assert found == pytest.approx(best, rel=0.01)


def test_two_jobs_that_wait_for_each_other_end_together():
    jobs = (Job(2, ((0, 1.0),)), Job(1, ((0, 1.0),)))
    instance = Instance(
        (1, 2, 3, 4),
        jobs,
        ((1.0, 2.0, 2.0, 2.0),),
        goals=(Goal(1.0, (0,)), Goal(1.0, (1,))),
        orders=(Order(0, (1,)), Order(1, (0,))),
    )
    assert solve(instance).starts == (0, 1)
    assert greedy(instance) == (0, 1)


def test_jobs_that_wait_for_each_other_have_a_place_in_greedy_schedules():
    """Where the best schedule has all that wait for each other, a schedule from some order has them, too."""
    seen = 0
    for seed in range(150):
        draw = Random(seed)
        jobs = tuple(Job(draw.choice([1, 2]), ((0, float(draw.randint(1, 3))),)) for _ in range(4))
        orders = (Order(0, (1, 3)), Order(1, (2,)), Order(2, (0,)))
        jobs = (*jobs[:3], replace(jobs[3], requires=(0,)))  # so that the first can't wait for the last
        goals = tuple(Goal(draw.uniform(0.1, 1), (number,)) for number in range(4))
        slim = tightened(Instance((1, 2, 3, 4), jobs, ((4.0, 5.0, 6.0, 6.0),), goals, orders))
        assert set(waiting_for_each_other(slim)) == {0, 1, 2}
        found = greedy(slim)
        assert not list(slim.violations(found)), seed
        assert (found[0] is not None) == any(starts[0] is not None for starts in allowed(slim)), seed
        seen += found[0] is not None
    assert 50 < seen < 150


@pytest.mark.parametrize("asked", [0, 5, 40])
def test_a_search_that_is_stopped_has_a_schedule_and_a_bound_that_holds(asked):
    instance = random_instance(5, most_jobs=25, most_periods=12)
    best, times = solve(instance).objective, 0

    def stopped():
        nonlocal times
        times += 1
        return times > asked

    found = solve(instance, stopped=stopped)
    assert found.stopped
    assert not list(instance.violations(found.starts))
    assert found.objective <= best + SAME
    assert best - 1e-6 <= found.bound < 1e9


def test_patience_ends_by_count_at_the_same_schedule():
    instance = random_instance(7, most_jobs=25, most_periods=12)
    assert solve(instance, Patience(looks=3)) == solve(instance, Patience(looks=3, seconds=100))


@pytest.mark.parametrize("seed", range(300, 330))
def test_more_capacity_or_one_requirement_less_never_lowers_the_value(seed):
    instance = random_instance(seed, most_jobs=9, most_periods=8)
    base = solve(instance, earliest=False)
    richer = replace(instance, capacity=tuple(tuple(days * 1.2 for days in limits) for limits in instance.capacity))
    freer = replace(instance, jobs=tuple(replace(job, requires=job.requires[1:]) for job in instance.jobs))
    unordered = replace(instance, orders=instance.orders[1:])
    for looser in (richer, freer, unordered):
        found = solve(looser, earliest=False)
        assert base.proven
        assert found.proven
        assert found.objective >= base.objective * (1 - 1e-4) - SAME
