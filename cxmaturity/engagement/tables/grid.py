"""The cells of a table, wherever it was read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Final

from cxmaturity.errors import InputError, Place, wrong
from cxmaturity.words import text

Cell = str | int | float | bool | date | time | timedelta | None
"""What a cell holds; None when it is blank."""
MOST_ROWS: Final = 100_000
"""Rows with something in them, beyond which a table is no answers file."""


@dataclass(frozen=True)
class Row:
    """A row that is not blank."""

    number: int
    """Its number in the sheet or its line in the file, from 1."""
    cells: Sequence[Cell]

    def at(self, column: int | None) -> Cell:
        """Return the cell in a column, counted from 0; None where there is none."""
        return self.cells[column] if column is not None and column < len(self.cells) else None


@dataclass(frozen=True)
class Grid:
    """A sheet, or a delimited file."""

    path: Path
    sheet: str | None
    """Name of the sheet, None in a delimited file."""
    rows: Sequence[Row]
    """The rows that are not blank."""
    merged: Sequence[str] = ()
    """Ranges of merged cells, as in B2:B5."""
    without_value: frozenset[tuple[int, int]] = frozenset()
    """Row number and column of formulas that no program has computed yet."""

    def place(self, row: int, column: int, name: str | None = None) -> Place:
        """Return where a cell stands: as in ``a.xlsx [Answers!B7]``, or by line and name of the column."""
        if self.sheet is None:
            return Place(self.path, row, name)
        return Place(self.path, None, f"{self.sheet}!{letters(column)}{row}")


def letters(column: int) -> str:
    """Return a column's letters, as spreadsheets count: A, B, … Z, AA; columns are counted from 0."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing can be read in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def too_large(path: Path) -> InputError:
    """Return the error of a table that nobody wrote."""
    return wrong(text("this file is too large to be one that a person wrote."), path)
