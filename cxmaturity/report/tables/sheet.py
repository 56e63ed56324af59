"""A sheet of a workbook as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final, Literal

DECIMALS: Final = 4
"""Of numbers in files: no more of them means anything."""
Cell = str | int | float | date | None
Kind = Literal["text", "id", "number", "decimal", "whole", "share", "day", "month"]
"""What a column holds: words, names for machines, any numbers, numbers shown with one decimal, whole ones, shares of 1,
days, or months by their first day."""


class Look(Enum):
    """How a cell stands out."""

    STRONG = "strong"
    """What matters most."""
    MARKED = "marked"
    RUNNING = "running"
    FULL = "full"
    """Something is used up."""
    TOTAL = "total"
    """It closes the table, or sums it up."""
    RISES = "rises"
    """Better than before."""


@dataclass(frozen=True)
class Column:
    """One column and its head."""

    head: str | date
    """Words, or a month by its first day."""
    width: float = 12
    """In characters."""
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    """What may be chosen in it."""
    is_open: bool = False
    """It is meant to be filled in."""
    wraps: bool = True
    """Long words go on in a further line of the cell."""


@dataclass(frozen=True)
class Sheet:
    """A table under one row of heads."""

    name: str
    """At most 31 characters, none of ``[]:*?/\\``."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """A cell a column; None is a blank one."""
    kept: int = 1
    """Columns that stay in view."""
    looks: Mapping[tuple[int, int], Look] = field(default_factory=dict)
    """Row and column, from 0 below the heads, to how the cell stands out."""
    is_filtered: bool = True
    """Rows can be filtered; not those of ``closing``."""
    closing: int = 0
    """Rows at the end that are no part of the table: totals."""
    lines: int = 30
    """Lines of words that a row shows at most; the rest is in the cell all the same."""
    kinds: Mapping[tuple[int, int], Kind] = field(default_factory=dict)
    """Row and column, from 0 below the heads, to what the cell holds where that is not what its column does."""
    file: str = ""
    """What a file of it is called, the same in every language: ``practices``."""
