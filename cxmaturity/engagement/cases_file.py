"""Read ``cases.csv``, the log of who followed up which answer: taken whole or not at all."""

from __future__ import annotations

from pathlib import Path

from cxmaturity.evidence.loop import CaseLog


def read_cases(path: Path, timezone: str) -> CaseLog:
    """Return the cases of a file (FILES.md, ``cases.csv``); times without offset are in that IANA zone.

    CSV with a row of column names, their order free, delimited by comma, semicolon or tab. Raises InputError with
    every mistake of the file, each at its line and column.
    """
    raise NotImplementedError
