"""Answers in a table: CSV, TSV or XLSX with the contract's columns, and forms filled in."""

from __future__ import annotations

from pathlib import Path

from cxmaturity.engagement.given import Asked, Given, Whose
from cxmaturity.engagement.tables.delimited import read_delimited
from cxmaturity.engagement.tables.head import find_head
from cxmaturity.engagement.tables.rows import read_rows
from cxmaturity.engagement.tables.workbook import read_workbook
from cxmaturity.errors import wrong
from cxmaturity.words import text

__all__ = ["read_table"]


def read_table(path: Path, asked: Asked, whose: Whose) -> Given:
    """Return the answers of a table. Raises InputError with every mistake, each at its row or cell."""
    is_workbook = path.suffix.lower() in (".xlsx", ".xlsm")
    grids = read_workbook(path) if is_workbook else [read_delimited(path)]
    tables = [(grid, head) for grid in grids if (head := find_head(grid)) is not None]
    if not tables:
        columns = text("The first row of the table names its columns, at least practice and level.")
        if not is_workbook:
            raise wrong(text("no row names the columns practice and level."), path, columns)
        seen = ", ".join(str(grid.sheet) for grid in grids)
        raise wrong(
            text("no sheet has the columns practice and level; its sheets are: {seen}.", seen=seen), path, columns
        )
    if len(tables) > 1:
        names = ", ".join(str(grid.sheet) for grid, _ in tables)
        raise wrong(
            text("several sheets hold answers: {names}.", names=names),
            path,
            text("Keep one of them, or give each in a file of its own."),
        )
    return read_rows(*tables[0], asked, whose)
