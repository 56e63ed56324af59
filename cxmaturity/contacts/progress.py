"""How far long work is: told in steps, each with a gauge that whoever watches reads when it pleases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.words import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_READ: Final = Path("/proc/self/io")


@dataclass(frozen=True)
class Reached:
    """How far a step is."""

    share: float | None = None
    """0 to 1; None where nobody knows."""
    rows: int | None = None
    """Rows that are done; None where they are not counted."""
    of: int | None = None
    """How many rows there are."""


@dataclass(frozen=True)
class Step:
    """What is being done."""

    what: Text
    reached: Callable[[], Reached] = Reached
    """Read from another thread, and never once the next step has been told."""


Progress = Callable[[Step], None]
"""Told each step as it begins."""


def silent(step: Step) -> None:
    """Take no notice of progress."""


class Counter:
    """Rows done, counted where they are worked on and read where they are shown."""

    def __init__(self, of: int | None = None) -> None:
        self._of = of
        self._done = 0

    def begin(self) -> None:
        """Count from nothing."""
        self._done = 0

    def count(self, rows: int = 1) -> None:
        """Take note of further rows."""
        self._done += rows

    def reached(self) -> Reached:
        """Return how far they are."""
        return Reached(self._done / self._of if self._of else None, self._done, self._of)


def of_engine(connection: DuckDBPyConnection, rows: int | None = None) -> Callable[[], Reached]:
    """Return the gauge of the query that the engine works on, by its own estimate; over so many rows."""
    import duckdb

    def reached() -> Reached:
        try:
            percent = connection.query_progress()
        except duckdb.Error:
            return Reached(of=rows)
        return Reached(percent / 100 if percent >= 0 else None, None, rows)

    return reached


def of_reading(size: int | None, rows: int | None, aside: Callable[[], int]) -> Callable[[], Reached]:
    """Return the gauge of a file of so many bytes and, about, rows that is read from its beginning to its end.

    The engine's own estimate is of no use there. What this process reads tells it, less what is read ``aside``, where
    the system counts that.
    """
    begun = _read_so_far()
    before = aside()

    def reached() -> Reached:
        so_far = _read_so_far()
        if not size or begun is None or so_far is None:
            return Reached(of=rows)
        share = min(max(so_far - begun - (aside() - before), 0) / size, 1)
        return Reached(share, None if rows is None else _rounded(share * rows), rows and _rounded(rows))

    return reached


def _rounded(rows: float) -> int:
    """Return an estimate as one is told: three digits."""
    return int(float(f"{rows:.3g}"))


def _read_so_far() -> int | None:
    """Return how many bytes this process has read; None where the system does not say it."""
    try:
        return int(_READ.read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None


def of_growing(target: Path, size: int) -> Callable[[], Reached]:
    """Return the gauge of a file that is being written and will have so many bytes."""

    def reached() -> Reached:
        try:
            return Reached(min(target.stat().st_size / size, 1) if size else None)
        except OSError:
            return Reached()

    return reached
