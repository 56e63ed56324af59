"""What each output of the report costs: processor time, peak memory and bytes, beside a plain text of as many pages.

Usage: python benchmarks/report.py [--rounds 5] [--folder DIR] [--write]

The engagement is that of ``cxmaturity demo``, made anew or given as a folder; its facts and its plan are recorded
before anything is measured, as they are when a report is asked for. “60 sources”, “400 sources” and “5000 sources” are
the same with as many sources on the ownership map, so that drawings become matrices, and tables of up to 5,000 rows are
attached. The
reference imports WeasyPrint and lays out eleven pages of plain text: on a machine of another speed, the ratios stay.
Every program runs in turn, and its quickest round counts, for other work on the machine only ever adds.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import measuring
import yaml
from pypdf import PdfReader

HERE = Path(__file__).resolve().parent
SECONDS, MEGABYTES, PAGES, HTML = 3.0, 150.0, 11, 1_000_000
"""What is to be reached: of a report of so many pages, and the bytes of a page of HTML."""
_REFERENCE = """
import sys, weasyprint
words = "<p>" + "Customers say what they think of us, and somebody has to read it. " * 18 + "</p>"
page = "<html lang=en><title>Text</title><style>body { font: 10pt/1.4 sans-serif }</style>" + words * 47
weasyprint.HTML(string=page).write_pdf(sys.argv[1])
"""


@dataclass(frozen=True)
class Output:
    """A report to be written."""

    name: str
    folder: Path
    ending: str
    options: tuple[str, ...] = ()

    def command(self, target: Path) -> list[str]:
        """Return the arguments that write it."""
        return ["-m", "cxmaturity", "report", str(self.folder), "-o", str(target), *self.options]


def outputs(folder: Path, scratch: Path) -> Iterator[Output]:
    """Yield what is measured."""
    for language in ("en", "fr"):
        yield Output(f"leadership PDF, {language}", folder, ".pdf", ("--lang", language))
    yield Output("working PDF, en", folder, ".pdf", ("--kind", "working"))
    for ending in (".html", ".xlsx", ".json"):
        yield Output(f"{ending.removeprefix('.').upper()}, en", folder, ending)
    for sources in (60, 400, 5000):
        crowded = _crowded(folder, scratch / f"sources-{sources}", sources)
        yield Output(f"leadership PDF, {sources} sources", crowded, ".pdf")


def _crowded(folder: Path, copy: Path, sources: int) -> Path:
    shutil.copytree(folder, copy)
    path = copy / "ownership.yaml"
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    teams = [team["id"] for team in record["teams"]]
    for number in range(len(record["sources"]), sources):
        source = {"id": f"s{number}", "name": f"Survey number {number} of the house"}
        if number % 3:
            source["accountable"] = [teams[number % len(teams)]]
        record["sources"].append(source)
    path.write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return copy


def measure(found: list[Output], rounds: int, scratch: Path) -> tuple[measuring.Run, dict[str, measuring.Run]]:
    """Return the quickest run of the reference, and of each output."""
    plain = measuring.Work("reference", ["-c", _REFERENCE, str(scratch / "plain.pdf")], rounds, scratch / "out", _any)
    works = [plain]
    for number, output in enumerate(found):
        target = scratch / f"{number}{output.ending}"
        subprocess.run([sys.executable, *output.command(target)], check=True, capture_output=True)  # records its facts
        works.append(measuring.Work(output.name, output.command(target), rounds, scratch / "out", _any))
    runs = {name: min(each, key=lambda run: run.cpu) for name, each in measuring.interleaved(works).items()}
    return runs.pop("reference"), runs


def _any(result: Path) -> None:
    """Ask nothing of what a program prints: its file is looked at in the end."""


def table(found: list[Output], plain: measuring.Run, runs: dict[str, measuring.Run], scratch: Path) -> Iterator[str]:
    """Yield the rows."""
    for number, output in enumerate(found):
        target, run = scratch / f"{number}{output.ending}", runs[output.name]
        pages = len(PdfReader(target).pages) if output.ending == ".pdf" else None
        size = target.stat().st_size
        reach = ""
        if output.ending == ".html":
            reach = "✓" if size <= HTML else "✗"
        elif output.name.startswith("leadership"):
            share = max(1.0, (pages or PAGES) / PAGES)
            reached = run.cpu <= SECONDS * share, run.gigabytes * 1000 <= MEGABYTES * share
            reach = " ".join("✓" if met else "✗" for met in reached)
        yield (
            f"| {output.name} | {pages or ''} | {run.cpu / plain.cpu:.1f} | {run.cpu:.1f} |"
            f" {run.gigabytes * 1000:.0f} | {size / 1000:,.0f} | {reach} |"
        )


def main() -> None:
    """Measure every output, and print the table."""
    given = _options()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = scratch / "demo"
        if given.folder:
            shutil.copytree(given.folder, folder)
        else:
            subprocess.run([sys.executable, "-m", "cxmaturity", "demo", str(folder)], check=True, capture_output=True)
        found = list(outputs(folder, scratch))
        plain, runs = measure(found, given.rounds, scratch)
        rows = list(table(found, plain, runs, scratch))
    lines = [
        f"Python {platform.python_version()}, WeasyPrint {version('weasyprint')}; {os.cpu_count()} cores.",
        f"The quickest of {given.rounds} cold processes; the reference took {plain.cpu:.2f} s of processor time and"
        f" {plain.gigabytes * 1000:.0f} MB.",
        f"To reach: {SECONDS:g} s and {MEGABYTES:g} MB for {PAGES} pages (in proportion for more), HTML of 1 MB.",
        "",
        "| output | pages | times the reference | s of processor time | peak MB | kB | reached |",
        "|---|---|---|---|---|---|---|",
        *rows,
        "",
        f"Load {os.getloadavg()[0]:.1f} at the end.",
    ]
    print("\n".join(lines))
    if given.write:
        (HERE / "results" / "report.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="an engagement; default: that of cxmaturity demo")
    parser.add_argument("--write", action="store_true", help="write the table to benchmarks/results/report.md, too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
