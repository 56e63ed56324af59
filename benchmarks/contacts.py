"""How fast the contact audit is, and how much memory it takes: the table of CONTACT_METRICS.md, measured in one run.

Usage: python benchmarks/contacts.py [--rows 10M] [--full] [--repeat 3] [--data FOLDER] [--write]

Every figure is of whole programs in processes of their own, from start to exit, imports included: the command
``cxmaturity audit --json`` beside DuckDB's bare sort, window SQL, pandas and Polars. They take turns; a figure is the
median of its runs. All results are checked: against what was planted in the generated logs, and rivals against the
audit, metric by metric. A wrong figure ends the benchmark.

--full adds ten times as many rows, and one customer with five million contacts, both with --memory 4GB; it needs some
30 GB of disk. The generated logs lie in a temporary folder, unless --data names one where they stay for the next time.

Rivals compute all metrics and tables that the generated log shows, but for the bounds of intervals, the mirrored
sources, and the counts of what was rejected or is impossible; they read the same Parquet file.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq
from checking import check_equal, check_giant, check_replay, check_rows, check_truth
from generate_contacts import Truth, as_csv, generate, number
from measuring import Run, Work, interleaved, median

HERE = Path(__file__).resolve().parent
SMALL = 1_000_000
GIANT = 5_000_000
MEMORY = ("--memory", "4GB")
POLICY = ("--policy", "rest-30")

Check = Callable[[Path], None]


@dataclass(frozen=True)
class Reach:
    """A ratio, or a figure of one program, and what it should be."""

    what: str
    above: str
    """Name of a program."""
    below: str = ""
    """Name of the program that it is divided by; none where its peak memory is meant."""
    most: float | None = None
    least: float | None = None

    def row(self, runs: dict[str, Run]) -> str:
        """Return the row of the table."""
        if self.below:
            above, below = runs[self.above], runs[self.below]
            figure, cpu = above.seconds / below.seconds, f"{above.cpu / below.cpu:.2f}"
            written = f"{figure:.2f}"
        else:
            figure, cpu = runs[self.above].gigabytes, ""
            written = f"{figure:.2f} GB, {runs[self.above].spilled:.1f} GB spilled"
        met = (self.most is None or figure <= self.most) and (self.least is None or figure >= self.least)
        wanted = f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}" if self.least is not None else ""
        return f"| {self.what} | {written} | {cpu} | {wanted} | {('✓' if met else '✗') if wanted else ''} |"


def main() -> None:
    """Generate, measure, check, and print the table."""
    given = _options()
    with tempfile.TemporaryDirectory(prefix="cxmaturity-bench-") as temporary:
        folder = given.data or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bench = Bench(folder.resolve(), given.repeat)
        bench.usual(given.rows)
        if given.full:
            bench.full(given.rows)
        lines = list(bench.measured())
    print("\n".join(lines))
    if given.write:
        target = HERE / "results" / "contacts.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=number, default=10_000_000)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--write", action="store_true", help="write the table to benchmarks/results/contacts.md, too")
    return parser.parse_args()


class Bench:
    """Programs to be measured, and what they should reach."""

    def __init__(self, folder: Path, repeat: int) -> None:
        self._folder = folder
        self._repeat = repeat
        self._works: list[Work] = []
        self._reaches: list[Reach] = []

    def usual(self, rows: int) -> None:
        """Add what takes minutes."""
        small, size = min(SMALL, rows), _written(rows)
        log, truth = self._log(rows)
        sort, audit = f"bare sort, {size}", f"audit, {size}"
        self._rival(sort, "bare_sort", log, partial(check_rows, rows=rows))
        self._audit(audit, log, partial(check_truth, truth=truth))
        self._audit(f"audit of CSV, {size}", as_csv(log), self._as(audit))
        self._rival(f"window SQL, {size}", "window_sql", log, self._as(audit), rounds=1)
        self._rival(f"Polars, {size}", "with_polars", log, self._as(audit), rounds=1)
        events, _ = self._log(rows, events=True)
        self._rival(f"bare sort of events, {size}", "bare_sort", events, partial(check_rows, rows=_rows(events)))
        self._audit(f"audit of events, {size}", events, self._as(audit), "--map", "sent_at=event_time")
        self._replay(f"replay, {size}", log, partial(check_replay, truth=truth), *POLICY)
        self._replay(f"replay with frontier, {size}", log, partial(check_replay, truth=truth), "--frontier")
        log, truth = self._log(small)
        at_small = f"audit, {_written(small)}, beside pandas"
        self._audit(at_small, log, partial(check_truth, truth=truth))
        self._rival(f"pandas, {_written(small)}", "with_pandas", log, self._as(at_small))
        self._reaches += [
            Reach(f"audit ÷ bare sort, {size} Parquet rows", audit, sort, most=3),
            Reach(f"window SQL ÷ audit, {size}", f"window SQL, {size}", audit, least=5),
            Reach(f"Polars ÷ audit, {size}", f"Polars, {size}", audit),
            Reach(f"pandas ÷ audit, {_written(small)}", f"pandas, {_written(small)}", at_small, least=10),
            Reach(f"CSV ÷ Parquet, {size}", f"audit of CSV, {size}", audit, most=2.5),
            Reach(
                f"audit ÷ bare sort, {size} contacts with events",
                f"audit of events, {size}",
                f"bare sort of events, {size}",
            ),
            Reach(f"replay of one policy ÷ audit, {size}", f"replay, {size}", audit),
            Reach(f"replay of the frontier ÷ audit, {size}", f"replay with frontier, {size}", audit),
        ]

    def full(self, rows: int) -> None:
        """Add what takes long: ten times as many rows, and the giant."""
        large, size = 10 * rows, _written(10 * rows)
        log, truth = self._log(large)
        few, many, giant = f"audit in 4 GB, {_written(rows)}", f"audit in 4 GB, {size}", "audit in 4 GB, giant"
        self._audit(few, self._log(rows)[0], self._as(f"audit, {_written(rows)}"), *MEMORY)
        self._audit(many, log, partial(check_truth, truth=truth), *MEMORY, rounds=1)
        self._rival(f"bare sort in 4 GB, {size}", "bare_sort", log, partial(check_rows, rows=large), *MEMORY, rounds=1)
        self._replay(f"replay in 4 GB, {size}", log, partial(check_replay, truth=truth), *POLICY, *MEMORY, rounds=1)
        log, truth = self._log(GIANT + SMALL, giant=GIANT)
        self._audit(giant, log, partial(check_giant, truth=truth), *MEMORY, rounds=1)
        self._reaches += [
            Reach(f"audit ÷ bare sort, {size} rows, both in 4 GB", many, f"bare sort in 4 GB, {size}"),
            Reach(f"{size} ÷ {_written(rows)} rows", many, few, most=12),
            Reach(f"peak memory, {size} rows, --memory 4GB", many, most=4.5),
            Reach(f"peak memory of a replay, {size} rows, --memory 4GB", f"replay in 4 GB, {size}"),
            Reach(f"peak memory, one customer with {_written(GIANT)} contacts", giant, most=4.5),
        ]

    def measured(self) -> Iterator[str]:
        """Measure all and yield the lines of the report. Raises ValueError when a figure is wrong."""
        runs = interleaved(self._works)
        found = {name: median(each) for name, each in runs.items()}
        yield from _heading(self._repeat)
        yield from ("| | ratio | of CPU time | reach | |", "|---|---|---|---|---|")
        yield from (reach.row(found) for reach in self._reaches)
        yield from (
            "",
            "| program | seconds | CPU seconds | peak GB | spilled GB | runs |",
            "|---|---|---|---|---|---|",
        )
        for name, each in found.items():
            figures = (f"{each.seconds:.1f}", f"{each.cpu:.1f}", f"{each.gigabytes:.2f}", f"{each.spilled:.1f}")
            yield f"| {' | '.join((name, *figures, str(len(runs[name]))))} |"

    def _log(self, rows: int, *, events: bool = False, giant: int = 0) -> tuple[Path, Truth]:
        print(f"generating {rows:,} contacts", file=sys.stderr, flush=True)
        return generate(self._folder, rows, events=events, giant=giant)

    def _audit(self, name: str, log: Path, check: Check, *options: str, rounds: int | None = None) -> None:
        self._add(name, ("-m", "cxmaturity", "audit", str(log), "--json", *options), check, rounds)

    def _replay(self, name: str, log: Path, check: Check, *options: str, rounds: int | None = None) -> None:
        self._add(name, ("-m", "cxmaturity", "replay", str(log), "--json", *options), check, rounds)

    def _rival(self, name: str, rival: str, log: Path, check: Check, *options: str, rounds: int | None = None) -> None:
        self._add(name, (str(HERE / "rivals" / f"{rival}.py"), str(log), *options), check, rounds)

    def _add(self, name: str, command: tuple[str, ...], check: Check, rounds: int | None) -> None:
        result = self._folder / f"{name.replace(' ', '-')}.json"
        self._works.append(Work(name, command, rounds or self._repeat, result, check))

    def _as(self, audit: str) -> Check:
        """Return the check that a result is the same as that of an audit."""
        known = next(work.result for work in self._works if work.name == audit)
        return partial(check_equal, audit=known)


def _heading(repeat: int) -> Iterator[str]:
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "numpy", "pyarrow", "pandas", "polars"))
    load = os.getloadavg()[0]
    yield f"Python {platform.python_version()}, {packages}; {os.cpu_count()} cores, load {load:.1f} at the end;"
    yield f"median of {repeat} runs, of one where a program takes long. Results equal, and equal to what was planted."
    yield ""


def _rows(log: Path) -> int:
    return int(pq.read_metadata(log).num_rows)


def _written(rows: int) -> str:
    return f"{rows / 1e6:g} M"


if __name__ == "__main__":
    main()
