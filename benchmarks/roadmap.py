"""How long exact schedules take: ten seeded random problems of each size, median and worst.

    python benchmarks/roadmap.py [--seconds 60] [--size 40x24|80x12|both]

A problem has five teams, actions of one to six months, requirements, own blockers and practices that one or two
actions establish. Team capacities lie between 0.8 and 1.6 times the mean load, so that not every action has a place.
"""

from __future__ import annotations

import argparse
import statistics
import time
from random import Random

from cxmaturity.roadmap.instance import Goal, Instance, Job, Order
from cxmaturity.roadmap.solver import Patience, Solution, solve

TEAMS = 5
QUESTIONS = 7


def random_problem(seed: int, actions: int, periods: int, step: int) -> Instance:
    """Return a random problem; ``step`` is the number of months in a period."""
    draw = Random(seed)
    jobs = tuple(_job(draw, number, step) for number in range(actions))
    practices = [
        (
            draw.randrange(QUESTIONS),
            draw.choice([2, 2, 2, 3, 3, 4, 5]),
            tuple(sorted(draw.sample(range(actions), draw.choice([1, 1, 1, 2])))),
        )
        for _ in range(actions * 3 // 2)
    ]
    return Instance(
        ends=tuple(step * (period + 1) for period in range(periods)),
        jobs=jobs,
        capacity=tuple(_capacity(draw, team, jobs, periods) for team in range(TEAMS)),
        goals=tuple(Goal(draw.uniform(0.02, 1), by) for _, _, by in practices),
        orders=tuple(dict.fromkeys(_orders(practices))),
    )


def _job(draw: Random, number: int, step: int) -> Job:
    length = -(-draw.choice([1, 2, 2, 3, 3, 4, 6]) // step)
    teams = sorted(draw.sample(range(TEAMS), draw.choice([1, 2, 2, 3])))
    demand = tuple((team, draw.randint(3, 25) / length) for team in teams)
    requires = draw.sample(range(number), min(number, draw.choice([0, 0, 0, 1, 1])))
    return Job(length, demand, tuple(sorted(requires)))


def _capacity(draw: Random, team: int, jobs: tuple[Job, ...], periods: int) -> tuple[float, ...]:
    uses = [(amount, job.length) for job in jobs for needed, amount in job.demand if needed == team]
    mean = sum(amount * length for amount, length in uses) / periods
    largest = max((amount for amount, _ in uses), default=0.0)
    return (max(mean * draw.uniform(0.8, 1.6), largest * draw.uniform(0.95, 1.2)),) * periods


def _orders(practices: list[tuple[int, int, tuple[int, ...]]]) -> list[Order]:
    """Return the order of stages: every fifth practice of stage 2 is a blocker."""
    blockers = [item for number, item in enumerate(practices) if item[1] == 2 and number % 5 == 0]
    return [
        Order(job, first)
        for question, stage, by in practices
        for job in by
        for asked, _, first in blockers
        if asked == question and stage > 2 and job not in first
    ]


def measure(actions: int, periods: int, step: int, seconds: float) -> None:
    """Solve ten problems and print each, the median and the worst."""
    runs: list[tuple[float, Solution]] = []
    for seed in range(10):
        problem = random_problem(seed, actions, periods, step)
        began = time.perf_counter()
        solution = solve(problem, Patience(looks=None, seconds=seconds))
        runs.append((time.perf_counter() - began, solution))
        placed = sum(start is not None for start in solution.starts)
        print(f"  seed {seed}: {runs[-1][0]:6.1f} s  gap {solution.gap:.4%}  placed {placed}/{actions}", flush=True)
    times, gaps = [run[0] for run in runs], [run[1].gap for run in runs]
    print(f"{actions} actions x {periods} periods: median {statistics.median(times):.1f} s, worst {max(times):.1f} s;")
    print(f"  gap: median {statistics.median(gaps):.4%}, worst {max(gaps):.4%}")


def main() -> None:
    """Measure the sizes that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--size", choices=["40x24", "80x12", "both"], default="both")
    given = parser.parse_args()
    if given.size != "80x12":
        measure(40, 24, 1, given.seconds)
    if given.size != "40x24":
        measure(80, 12, 3, given.seconds)


if __name__ == "__main__":
    main()
