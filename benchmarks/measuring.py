"""Running a program and seeing how long it takes, how much memory, and how much it spills to disk."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_LOOKED_AT = 0.02
"""Seconds from one look at a program to the next."""


@dataclass(frozen=True)
class Run:
    """One run of a program, its start and its imports included."""

    seconds: float
    cpu: float
    """Seconds of processor time, of all threads."""
    gigabytes: float
    """Peak resident memory; never less than the benchmark's own, from which the program is started."""
    spilled: float
    """Most gigabytes of temporary files at once, as far as seen."""


@dataclass(frozen=True)
class Work:
    """A program to be measured."""

    name: str
    command: Sequence[str]
    """Arguments of the Python that runs the benchmark."""
    rounds: int
    result: Path
    """Where its output goes."""
    check: Callable[[Path], None]
    """What raises ValueError when the output is wrong."""


def interleaved(works: Sequence[Work]) -> dict[str, list[Run]]:
    """Return the runs of all programs, each run in turn, so that a busy minute hits all alike.

    Raises ValueError when a result is wrong.
    """
    runs: dict[str, list[Run]] = {work.name: [] for work in works}
    for number in range(max(work.rounds for work in works)):
        for work in works:
            if number < work.rounds:
                print(f"round {number + 1}: {work.name}", file=sys.stderr, flush=True)
                runs[work.name].append(run(work))
                work.check(work.result)
    return runs


def median(runs: Sequence[Run]) -> Run:
    """Return the medians of some runs, and the most memory of any."""
    return Run(
        statistics.median(each.seconds for each in runs),
        statistics.median(each.cpu for each in runs),
        max(each.gigabytes for each in runs),
        max(each.spilled for each in runs),
    )


def run(work: Work) -> Run:
    """Run a program once in a process of its own. Raises RuntimeError when it fails."""
    with tempfile.TemporaryDirectory(dir=work.result.parent) as folder, work.result.open("wb") as output:
        begun, spilled = time.perf_counter(), 0
        environment = os.environ | {"TMPDIR": folder}
        process = subprocess.Popen([sys.executable, *work.command], stdout=output, cwd=folder, env=environment)
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            spilled = max(spilled, _size(Path(folder)))
            time.sleep(_LOOKED_AT)
        seconds, (_, status, usage) = time.perf_counter() - begun, ended
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{work.name} failed: {' '.join(work.command)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e9, spilled / 1e9)


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_blocks * 512
        except FileNotFoundError:
            continue  # gone since it was listed
    return total
