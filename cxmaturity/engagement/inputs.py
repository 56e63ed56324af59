"""The files that a cycle's results rest on, and their digests: as they were read, and as they lie there now."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from cxmaturity.engagement.facts import Gathered
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.logs import logs_of, shown_path
from cxmaturity.engagement.previous import cycles_before
from cxmaturity.engagement.recorded import Input, digested, seen
from cxmaturity.engagement.recording import beside, seen_logs
from cxmaturity.results import ELSEWHERE

_EARLIER: Final = ("answers.jsonl", "facts.json", "plan.json", "results.json")
"""What an earlier cycle tells this one."""


def digests(gathered: Gathered) -> dict[str, str]:
    """Return the sha256 of every file that the results rest on, by its path seen from the engagement's folder.

    Logs and the files beside them are as they were when their facts were recorded. Of a file that lies outside the
    folder only its name is told, because the folders above it may name a user or a client, and differ by machine.
    """
    known = gathered.known
    return _told((*known.logs, *known.files, *_of_cycles(gathered.engagement, gathered.cycle)))


def present_digests(engagement: Engagement, cycle: Cycle) -> dict[str, str]:
    """Return the same of the files as they lie there now, each read whole. Raises InputError when one cannot be."""
    files = digested((*seen_logs(engagement, logs_of(engagement)), *beside(engagement)))
    return _told((*files, *_of_cycles(engagement, cycle)))


def _of_cycles(engagement: Engagement, cycle: Cycle) -> tuple[Input, ...]:
    """Return the cycle's own files, and what was recorded of the cycles before it."""
    paths = [cycle.folder / "cycle.yaml", cycle.journal] if cycle.recorded else []
    paths += [before.folder / name for before in cycles_before(engagement, cycle) for name in ("cycle.yaml", *_EARLIER)]
    return digested(seen((shown_path(path, engagement), path) for path in paths if path.is_file()))


def _told(files: Iterable[Input]) -> dict[str, str]:
    """Return digests by names that tell nothing of the machine; two files of one name elsewhere are numbered."""
    told: dict[str, str] = {}
    for file in sorted(files, key=lambda file: file.path):
        name = file.path if not PurePath(file.path).is_absolute() else f"{ELSEWHERE}{PurePath(file.path).name}"
        number, free = 1, name
        while free in told:
            number += 1
            free = f"{name} ({number})"
        told[free] = file.sha256
    return told
