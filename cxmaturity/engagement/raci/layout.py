"""Where the parts of a matrix stand in a sheet: the row of teams, the column of sources, and their ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxmaturity.engagement.tables.cells import words
from cxmaturity.engagement.tables.delimited import delimited_rows
from cxmaturity.engagement.tables.grid import MOST_ROWS, Grid, Row, is_blank, too_large
from cxmaturity.engagement.tables.workbook import read_workbook
from cxmaturity.errors import wrong
from cxmaturity.ownership.raci import letters_of
from cxmaturity.words import text
from cxmaturity.words.folding import plain

SHEET: Final = "RACI"
MARK: Final = "raci:id"
"""What stands in the first cell of a matrix that was exported: its first row and first column hold ids."""
ASIDE: Final = "raci:–"
"""What stands in the first row of a column that is told from the matrix, and not read."""
_IDS: Final = frozenset({"id", "ids", "identifiant", "identifiants"})
"""What a column of ids may be called in a table that was not exported."""
_TURNED: Final = text("Sources go down, teams across, and cells say R, A, C, I.")
_ZIP: Final = b"PK\x03\x04"
_WORKBOOKS: Final = (".xlsx", ".xlsm")
_DELIMITED: Final = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Layout:
    """A sheet, and where its matrix stands."""

    grid: Grid
    head: Row
    """The row that names the teams."""
    label: int
    """The column that names the sources."""
    rows: Sequence[Row]
    """The rows below the head."""
    team_ids: Row | None
    """The row with the ids of teams; None in a table that was not exported."""
    id_column: int | None
    """The column with the ids of sources; None where there is none."""

    def name(self, row: Row, column: int) -> str:
        """Return what a head or a row is called, on one line; empty where its cell is blank."""
        return " ".join(words(row.at(column)).split())

    def columns(self) -> list[int]:
        """Return the columns right of the one that names the sources in which something stands, but those told from it.

        An id alone makes no column: its team was taken out of the head.
        """
        last = max((len(row.cells) for row in (self.head, *self.rows)), default=0)
        return [column for column in range(self.label + 1, last) if self._is_column(column)]

    def _is_column(self, column: int) -> bool:
        if self.team_ids is not None and self.team_ids.at(column) == ASIDE:
            return False
        return not all(is_blank(row.at(column)) for row in (self.head, *self.rows))


def read_layout(path: Path) -> Layout:
    """Return where the matrix of a CSV, TSV or XLSX file stands. Raises InputError where it holds none."""
    grid = _read_grid(path)
    rows = list(grid.rows)
    if not rows:
        raise wrong(
            text("this table is empty."), path, text("Sources go down, teams across, and cells say R, A, C, I.")
        )
    if words(rows[0].at(0)).strip() == MARK:
        return _exported(grid, rows)
    label = min(column for row in rows for column, cell in enumerate(row.cells) if not is_blank(cell))
    above = next((index for index, row in enumerate(rows) if not all(map(is_blank, row.cells[label + 1 :]))), None)
    if above is None:
        raise wrong(text("this table has no row of teams."), path, _TURNED)
    head, below = rows[above], rows[above + 1 :]
    is_id = plain(words(head.at(label))) in _IDS and _is_text_below(below, label + 1)
    return Layout(grid, head, label + is_id, below, None, label if is_id else None)


def _exported(grid: Grid, rows: list[Row]) -> Layout:
    if len(rows) == 1:
        raise wrong(text("this table has no row of teams."), grid.path, _TURNED)
    return Layout(grid, rows[1], 1, rows[2:], rows[0], 0)


def _is_text_below(rows: Sequence[Row], column: int) -> bool:
    """Tell whether a column names something: some of its cells hold more than letters of a matrix."""
    return any(letters_of(words(row.at(column))) is None for row in rows)


def _read_grid(path: Path) -> Grid:
    ending = path.suffix.lower()
    if ending in _WORKBOOKS:
        return _sheet(path, read_workbook(path))
    if ending not in _DELIMITED and not path.is_dir():
        what = text("a matrix is not read from “{name}”.", name=path.name)
        raise wrong(what, path, text("Save it as CSV, TSV or XLSX."))
    _refuse_workbook(path)
    rows: list[Row] = []
    for row in delimited_rows(path, _letters_in):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise too_large(path)
    return Grid(path, None, rows)


def _sheet(path: Path, grids: Sequence[Grid]) -> Grid:
    named = [grid for grid in grids if (grid.sheet or "").strip().upper() == SHEET]
    filled = named or [grid for grid in grids if grid.rows]
    alike = [grid for grid in filled if SHEET in (grid.sheet or "").upper()]
    filled = alike if len(alike) == 1 else filled
    if len(filled) > 1:
        raise wrong(
            text("several sheets hold something: {names}.", names=", ".join(str(grid.sheet) for grid in filled)),
            path,
            text("Rename the sheet of the matrix to “{sheet}”, or save it in a file of its own.", sheet=SHEET),
        )
    return filled[0] if filled else Grid(path, None, [])


def _refuse_workbook(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begins = file.read(len(_ZIP))
    except OSError:
        return  # what cannot be read is told when it is read
    if begins == _ZIP:
        what = text("this is a workbook under the name of a {ending} file.", ending=path.suffix.lstrip(".").upper())
        raise wrong(what, path, text("Give it a name that ends in .xlsx."))


def _letters_in(grid: Grid) -> int:
    """Return how much of a matrix the first rows have, as one delimiter parts them: letters first, then columns."""
    letters = sum(bool(letters_of(words(cell))) for row in grid.rows for cell in row.cells[1:])
    return letters * 1000 + max((len(row.cells) - 1 for row in grid.rows), default=0)
