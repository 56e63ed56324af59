"""How long it takes to ask a large ownership map everything, as CPU time beyond the start of a program.

Usage: python benchmarks/ownership.py [--sources 2000] [--teams 200] [--repeat 5] [--write]

Every figure is of whole programs in processes of their own: the command ``cxmaturity ownership --json`` beside the
start of Python with click, and networkx's betweenness and flow. They take turns; a figure is the median of its runs.
All results are checked: coverage against what was planted, proposals against the rooms of the teams, betweenness and
proposals against networkx's. A wrong figure ends the benchmark. The parts are measured within a process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml
from generate_map import Planted, generate
from measuring import Run, Work, interleaved, median

HERE = Path(__file__).resolve().parent
MOST = 2.0
"""Seconds of CPU that the command may take beyond the start of a program."""
SAME = 1e-12
START, SMALL, PLAIN = "python -c 'import click'", "a map of one source", "the map"
FIRST, LOGGED, RIVAL = "the map with a log, audited for the first time", "the map with a log", "networkx"


def main() -> None:
    """Generate, measure, check, and print the table."""
    given = _options()
    with tempfile.TemporaryDirectory(prefix="cxmaturity-bench-") as temporary:
        lines = list(_measured(Path(temporary), given))
    print("\n".join(lines))
    if given.write:
        (HERE / "results" / "ownership.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=2000)
    parser.add_argument("--teams", type=int, default=200)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the table to benchmarks/results/ownership.md, too")
    return parser.parse_args()


def _measured(folder: Path, given: argparse.Namespace) -> Iterator[str]:
    small, plain, logged = folder / "small", folder / "plain", folder / "logged"
    planted = {
        small: generate(small, 1, 1, log=False),
        plain: generate(plain, given.sources, given.teams, log=False),
        logged: generate(logged, given.sources, given.teams, log=True),
    }
    results = {name: folder / f"{number}.json" for number, name in enumerate((SMALL, PLAIN, FIRST, LOGGED, RIVAL))}

    def asked(name: str, engagement: Path, rounds: int) -> Work:
        command = ("-m", "cxmaturity", "ownership", str(engagement), "--json")
        check = partial(check_answers, engagement=engagement, planted=planted[engagement])
        return Work(name, command, rounds, results[name], check)

    rival = (str(HERE / "rivals" / "with_networkx.py"), str(plain))
    works = [
        Work(START, ("-c", "import click"), given.repeat, folder / "start", lambda _: None),
        asked(SMALL, small, given.repeat),
        asked(PLAIN, plain, given.repeat),
        asked(FIRST, logged, 1),
        asked(LOGGED, logged, given.repeat),
        Work(RIVAL, rival, 1, results[RIVAL], partial(check_rival, answers=results[PLAIN])),
    ]
    runs = {name: median(each) for name, each in interleaved(works).items()}
    yield from _table(given, planted[logged], runs)
    yield from _parts(logged, given.repeat)


def _table(given: argparse.Namespace, planted: Planted, runs: dict[str, Run]) -> Iterator[str]:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "networkx", "pydantic", "PyYAML"))
    load = os.getloadavg()[0]
    yield f"Python {platform.python_version()}, {packages}; {os.cpu_count()} cores, load {load:.1f} at the end;"
    yield f"median of {given.repeat} runs, of one of networkx and of the first audit. Results checked, and networkx's."
    orphans = planted.sources - planted.owned
    yield f"The map: {planted.sources:,} sources × {given.teams} teams, {orphans} sources without owner."
    yield ""
    yield "| program | CPU seconds | beyond the start | ÷ the start | peak GB | reach | |"
    yield "|---|---|---|---|---|---|---|"
    start = runs[START].cpu
    for name, each in runs.items():
        beyond = each.cpu - start
        judged = f"≤ {MOST:g} s | {'✓' if beyond <= MOST else '✗'}" if name in (PLAIN, LOGGED) else " |"
        yield f"| {name} | {each.cpu:.2f} | {beyond:.2f} | {each.cpu / start:.0f} | {each.gigabytes:.2f} | {judged} |"


def _parts(folder: Path, repeat: int) -> Iterator[str]:
    runs: list[dict[str, float]] = []
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # as the command sets it
    for _ in range(repeat):
        command = [sys.executable, str(HERE / "ownership_parts.py"), str(folder)]
        runs.append(json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout))
    yield from ("", "| part, with a log | CPU seconds |", "|---|---|")
    for part in runs[0]:
        yield f"| {part} | {statistics.median(run[part] for run in runs):.2f} |"


def check_answers(result: Path, engagement: Path, planted: Planted) -> None:
    """Raise ValueError unless coverage is what was planted, and proposals keep to the teams' rooms and candidates."""
    found = json.loads(result.read_text())
    share = planted.owned / (planted.sources + planted.shadows)
    _refuse_unless(abs(found["coverage"]["accountable"]["share"] - share) < SAME, result, "coverage")
    room = {load["team"]: load["room"] for load in found["load"]}
    given = Counter(proposal["team"] for proposal in found["proposals"])
    _refuse_unless(all(room[team] >= number for team, number in given.items()), result, "room")
    written = yaml.load((engagement / "ownership.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    open_to = {source["id"]: source.get("candidates", [*room]) for source in written["sources"]}
    placed = {proposal["source"] for proposal in found["proposals"]}
    _refuse_unless(all(each["team"] in open_to[each["source"]] for each in found["proposals"]), result, "candidates")
    left = planted.sources - planted.owned - len(placed)
    _check_violator(result, found["unplaceable"], open_to, room, left)


def _check_violator(
    result: Path, left_out: dict[str, Any], open_to: dict[str, list[str]], room: dict[str, int], left: int
) -> None:
    """Raise ValueError unless the sources that cannot all be placed are as many too many as were left out."""
    sources, teams = left_out["sources"], set(left_out["possible_teams"])
    _refuse_unless({team for source in sources for team in open_to[source]} == teams, result, "possible teams")
    _refuse_unless(sum(room[team] for team in teams) == left_out["room"], result, "their room")
    _refuse_unless(len(sources) - left_out["room"] == left, result, "number left out")


def check_rival(result: Path, answers: Path) -> None:
    """Raise ValueError unless networkx finds the same."""
    theirs, mine = (json.loads(path.read_text()) for path in (result, answers))
    found = {each["node"]: each["betweenness"] for each in mine["centrality"]}
    _refuse_unless(found.keys() == theirs["betweenness"].keys(), result, "nodes")
    off = max(abs(value - theirs["betweenness"][node]) for node, value in found.items())
    _refuse_unless(off < SAME, result, f"betweenness, by {off}")
    plan = {each["source"]: each["team"] for each in mine["proposals"]}
    _refuse_unless(plan == theirs["plan"], result, "plan")


def _refuse_unless(right: bool, result: Path, what: str) -> None:
    if not right:
        raise ValueError(f"{result}: {what} is wrong")


if __name__ == "__main__":
    main()
