"""How good exact schedules are and how long they take, beside a greedy one and CP-SAT of OR-tools.

Usage: python benchmarks/roadmap.py [--seconds 60] [--family 40x24] [--instances 10] [--quick] [--write]

Ten seeded problems of each family. “40x24” and “80x12” are random: five teams, actions of one to six months,
requirements, own blockers and practices that one or two actions establish; team capacities lie between 0.8 and 1.6
times the mean load, so that not every action has a place. “library” is the shipped library with random answers, its
teams at 0.5 to 0.9 of the mean load, or what the largest action needs. Each problem is
solved by all in turn, on one thread, within the same seconds of processor time: other work on the machine
costs nobody his share. A schedule that breaks a rule, or is worth more than
somebody's bound, ends the benchmark.
"""

from __future__ import annotations

import argparse
import os
import pickle
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from random import Random

from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.facts import Facts, RoadmapState
from cxmaturity.model.loading import find_model, load_model
from cxmaturity.roadmap.asked import asked
from cxmaturity.roadmap.greedy import greedy
from cxmaturity.roadmap.instance import Goal, Instance, Job, Order, Starts
from cxmaturity.roadmap.solver import PROVEN, Patience, Solution, solve
from cxmaturity.roadmap.what_if import AS_IT_IS
from cxmaturity.scoring import judge, tally

HERE = Path(__file__).resolve().parent
TEAMS = 5
QUESTIONS = 7
MEDIAN, GAP = 10.0, 0.02
"""What is to be reached: the median seconds of 40x24, all of them proven; the largest gap of 80x12."""
_WAITED = 10
"""Seconds by the clock that are waited for a second of processor time."""
SAME = 1e-4
"""Share by which CP-SAT's rounded worths may make a bound too low."""


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


def library_problem(seed: int) -> Instance:
    """Return the problem of the shipped library for an organisation with random answers and little time."""
    draw, model = Random(seed), load_model(find_model("cx-program"))
    levels = [Level.NOT, Level.NOT, Level.PARTLY, Level.LARGELY]
    answers = tuple(Answer(practice.id, draw.choice(levels), "w1", "", agreed=True) for practice in model.practices)
    days, most = dict[str, float](), dict[str, float]()
    for action in model.actions:
        for role, amount in action.effort.items():
            days[role] = days.get(role, 0.0) + amount
            most[role] = max(most.get(role, 0.0), amount / action.months)
    capacity = {
        role: (max(days[role] / 24 * draw.uniform(0.5, 0.9), most[role] * draw.uniform(1.0, 1.2)),)
        for role in sorted(days)
    }
    facts = Facts(
        "Sample", "2026-Q4", date(2026, 10, 15), answers, roadmap=RoadmapState(start="2027-01", capacity=capacity)
    )
    return asked(model, facts, tally(model, judge(model, answers, {})), (), AS_IT_IS).problem().instance


FAMILIES: dict[str, Callable[[int], Instance]] = {
    "40x24": lambda seed: random_problem(seed, 40, 24, 1),
    "80x12": lambda seed: random_problem(seed, 80, 12, 3),
    "library": library_problem,
}


@dataclass(frozen=True)
class Run:
    """One problem, solved by all."""

    jobs: int
    seconds: dict[str, float]
    solutions: dict[str, Solution]


def ours(problem: Instance, seconds: float, _start: Starts) -> Solution:
    """Return what the program finds."""
    ends = time.process_time() + seconds
    return solve(problem, Patience(looks=None, seconds=_WAITED * seconds), stopped=lambda: time.process_time() > ends)


def cp_sat(problem: Instance, seconds: float, start: Starts) -> Solution:
    """Return what CP-SAT finds, in a process of its own: OR-tools brings another HiGHS that ours must not meet."""
    program = str(HERE / "rivals" / "with_cp_sat.py")
    given = pickle.dumps((problem, seconds, start))
    done = subprocess.run([sys.executable, program], input=given, capture_output=True, check=True)
    solution: Solution = pickle.loads(done.stdout)
    return solution


RIVALS: dict[str, Callable[[Instance, float, Starts], Solution]] = {
    "cxmaturity": ours,
    "greedy": lambda problem, _seconds, start: Solution(start, problem.value(start), float("inf")),
    "CP-SAT": cp_sat,
}


def measure(family: str, seeds: range, seconds: float) -> list[Run]:
    """Solve the problems of a family, print each on standard error, and check what was found."""
    runs = []
    for seed in seeds:
        problem = FAMILIES[family](seed)
        start = greedy(problem)
        times, solutions = {}, {}
        for name, rival in RIVALS.items():
            began = _processor()
            solutions[name] = rival(problem, seconds, start)
            times[name] = _processor() - began
            gap = solutions[name].gap
            print(f"{family} seed {seed} {name}: {times[name]:.1f} s, gap {gap:.4%}", file=sys.stderr, flush=True)
        check(problem, solutions, f"{family}, seed {seed}")
        runs.append(Run(len(problem.jobs), times, solutions))
    return runs


def _processor() -> float:
    """Return the seconds of processor time that this process and those that it started have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def check(problem: Instance, solutions: dict[str, Solution], where: str) -> None:
    """Raise ValueError when a schedule breaks a rule or its value is wrong, or a bound lies below another schedule."""
    bound = min(solution.bound for solution in solutions.values())
    for name, solution in solutions.items():
        if broken := list(problem.violations(solution.starts)):
            raise ValueError(f"{where}, {name}: {broken[0]}")
        if abs(problem.value(solution.starts) - solution.objective) > SAME:
            raise ValueError(f"{where}, {name}: it is worth {problem.value(solution.starts)}")
        if solution.objective > bound * (1 + SAME):
            raise ValueError(f"{where}, {name}: {solution.objective} is above a bound of {bound}")


def table(family: str, runs: list[Run]) -> Iterator[str]:
    """Yield the rows of a family: median and worst of each figure."""
    for name in runs[0].seconds:
        times = [run.seconds[name] for run in runs]
        gaps = [run.solutions[name].gap for run in runs]
        ratios = [run.solutions[name].objective / run.solutions["cxmaturity"].objective for run in runs]
        proven = f"{sum(gap <= PROVEN for gap in gaps)} of {len(runs)}" if max(gaps) < float("inf") else ""
        gap = f"{statistics.median(gaps):.2%} | {max(gaps):.2%}" if proven else " | "
        reach = ""
        if name == "cxmaturity" and family == "40x24":
            reach = "✓" if statistics.median(times) <= MEDIAN and max(gaps) <= PROVEN else "✗"
        elif name == "cxmaturity" and family == "80x12":
            reach = "✓" if max(gaps) <= GAP else "✗"
        yield (
            f"| {family} | {name} | {statistics.median(times):.1f} | {max(times):.1f} | {proven} | {gap} |"
            f" {statistics.median(ratios):.3f} | {min(ratios):.3f} | {reach} |"
        )


def main() -> None:
    """Measure the families that were asked for, and print the table."""
    given = _options()
    lines = [
        f"Python {platform.python_version()}, highspy {version('highspy')}, ortools {version('ortools')};"
        f" {os.cpu_count()} cores, one thread each.",
        f"{given.instances} seeded problems of each family, at most {given.seconds:g} seconds of processor time each;"
        " values are ratios to cxmaturity's.",
        "To reach: 40x24 all proven within 0.01 %, median ≤ 10 s; 80x12 a gap ≤ 2 % in 60 s.",
        "",
        "| family | program | s, median | s, worst | proven | gap, median | gap, worst | value, median | value, worst"
        " | |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for family in [given.family] if given.family else FAMILIES:
        runs = measure(family, range(given.instances), given.seconds)
        sizes = [run.jobs for run in runs]
        lines += table(family, runs)
        print(f"{family}: {min(sizes)} to {max(sizes)} actions", file=sys.stderr)
    lines += ["", f"Load {os.getloadavg()[0]:.1f} at the end."]
    print("\n".join(lines))
    if given.write:
        (HERE / "results" / "roadmap.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--instances", type=int, default=10)
    parser.add_argument("--family", choices=FAMILIES)
    parser.add_argument("--quick", action="store_true", help="three problems of each family, 10 seconds each")
    parser.add_argument("--write", action="store_true", help="write the table to benchmarks/results/roadmap.md, too")
    given = parser.parse_args()
    if given.quick:
        given.seconds, given.instances = 10.0, 3
    return given


if __name__ == "__main__":
    main()
