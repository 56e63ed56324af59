"""The solver against brute force over all schedules, and against a known optimum."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from roadmap.problems import allowed, random_instance

from cxmaturity.roadmap.greedy import filled, greedy
from cxmaturity.roadmap.instance import Goal, Instance, Job
from cxmaturity.roadmap.solver import Patience, solve
from cxmaturity.roadmap.tightening import tightened

PSPLIB = Path(__file__).parents[3] / "shared" / "data" / "psplib" / "j301_1.json"


@pytest.mark.parametrize("seeds", [range(first, first + 15) for first in range(0, 90, 15)], ids=str)
def test_no_schedule_is_worth_more(seeds):
    for seed in seeds:
        instance = random_instance(seed)
        best = max(instance.value(starts) for starts in allowed(instance))
        solution = solve(instance)
        assert not list(instance.violations(solution.starts)), seed
        assert solution.objective == pytest.approx(best, abs=1e-9), seed
        assert instance.value(solution.starts) == pytest.approx(best, abs=1e-9), seed
        assert solution.proven
        assert solution.gap <= 1e-4


def test_six_jobs_against_brute_force():
    for seed in range(1000, 1006):
        instance = random_instance(seed, most_jobs=6, most_periods=4)
        assert solve(instance).objective == pytest.approx(
            max(instance.value(starts) for starts in allowed(instance)), abs=1e-9
        )


def test_whatever_still_fits_is_placed():
    for seed in range(200, 240):
        instance = random_instance(seed)
        starts = solve(instance).starts
        unplaced = [job for job, start in enumerate(starts) if start is None]
        more = [
            (*starts[:job], start, *starts[job + 1 :])
            for job in unplaced
            for start in range(instance.periods - instance.jobs[job].length + 1)
        ]
        assert all(list(instance.violations(other)) for other in more), seed


def test_greedy_schedules_are_allowed():
    for seed in range(60):
        instance = random_instance(seed, most_jobs=9, most_periods=8)
        starts = greedy(instance)
        assert not list(instance.violations(starts)), seed
        assert filled(instance, starts) == starts


def test_tightening_loses_no_schedule():
    for seed in range(120):
        instance = random_instance(seed, most_jobs=4)
        slim = tightened(instance)
        assert list(allowed(instance)) == list(allowed(slim)), seed


def test_the_same_problem_gives_the_same_schedule():
    instance = random_instance(7, most_jobs=12, most_periods=10)
    assert solve(instance) == solve(instance)


def test_a_given_start_is_never_made_worse():
    instance = random_instance(11, most_jobs=10, most_periods=8)
    best = solve(instance)
    again = solve(instance, Patience(looks=1), start=best.starts)
    assert again.objective == pytest.approx(best.objective)
    assert again.bound >= again.objective


def test_progress_is_told_with_bounds_that_hold():
    instance = random_instance(5, most_jobs=25, most_periods=12)
    heard = []
    solution = solve(instance, report=lambda value, bound: heard.append((value, bound)))
    assert all(value <= solution.objective + 1e-6 and bound >= solution.objective - 1e-3 for value, bound in heard)


def test_nothing_to_place():
    assert solve(Instance((1, 2), ())).objective == 0
    assert solve(Instance((1, 2), (), goals=(Goal(2.0, (), 1),))).objective == 2.0


@pytest.mark.skipif(not PSPLIB.exists(), reason="the shared data is not here")
def test_psplib_j301_1_has_a_makespan_of_43():
    data = json.loads(PSPLIB.read_text(encoding="utf-8"))
    jobs, requires = data["jobs"], {}
    for key, (_, _, successors) in jobs.items():
        for successor in successors:
            requires.setdefault(str(successor), []).append(key)
    names = [key for key, (length, _, _) in jobs.items() if length or key == max(jobs, key=int)]
    last = len(names) - 1
    periods = 46  # the goal is worth something only from a start at 44 or earlier
    built = [
        Job(
            max(jobs[key][0], 1),
            tuple((resource, float(amount)) for resource, amount in enumerate(jobs[key][1]) if amount),
            tuple(names.index(other) for other in requires.get(key, []) if other in names),
        )
        for key in names
    ]
    instance = Instance(
        ends=tuple(range(1, periods + 1)),
        jobs=tuple(built),
        capacity=tuple((float(limit),) * periods for limit in data["capacity"]),
        goals=(Goal(1.0, (last,)),),
    )
    solution = solve(instance, earliest=False)
    assert solution.proven
    assert solution.starts[last] == data["optimum_makespan"] == 43
