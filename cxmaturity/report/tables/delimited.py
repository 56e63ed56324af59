"""A table as CSV: UTF-8 with the mark that spreadsheets know it by, ISO dates, rounded numbers, no formulas."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO
from typing import Final

from cxmaturity.report.tables.sheet import DECIMALS, Cell, Sheet

_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How a formula begins, the wide signs of Asian spreadsheets among them."""
_HIDDEN: Final = "".join(map(chr, range(32)))
"""What a spreadsheet overlooks before a formula."""


def delimited(sheet: Sheet) -> bytes:
    """Return a sheet's table as CSV. A text that a spreadsheet would compute has a quotation mark before it."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_written(column.head) for column in sheet.columns])
    writer.writerows(map(_row, sheet.rows))
    return file.getvalue().encode("utf-8-sig")


def _row(cells: Sequence[Cell]) -> list[str | int | float]:
    return ["" if cell is None else _written(cell) for cell in cells]


def _written(cell: str | float | date) -> str | int | float:
    if isinstance(cell, date):
        return cell.isoformat()
    return as_text(cell) if isinstance(cell, str) else round(cell, DECIMALS)


def as_text(words: str) -> str:
    """Return words that no spreadsheet takes for a formula."""
    shown = words.lstrip(_HIDDEN)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
