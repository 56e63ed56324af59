"""The rows of a file of updates, wherever they stand: what each says of an action, and where it says it.

What is wrong with the file itself is gathered beside them, so that it hides no mistake of a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cxmaturity import documents
from cxmaturity.documents import Document
from cxmaturity.engagement.answers_file import json_document
from cxmaturity.engagement.given import bare
from cxmaturity.engagement.tables.delimited import delimited_rows
from cxmaturity.engagement.tables.grid import MOST_ROWS, Cell, Grid, Row, is_blank, too_large
from cxmaturity.engagement.tables.workbook import read_workbook
from cxmaturity.engagement.updates.naming import (
    FRENCH,
    WEAK,
    Column,
    Planned,
    called,
    column_of,
    is_shown,
    meant,
    planned_of,
)
from cxmaturity.errors import Place, Problem, wrong
from cxmaturity.words import Language, Text, text

_TABLES: Final = (".csv", ".tsv", ".xlsx", ".xlsm")
_DOCUMENTS: Final = (".yaml", ".yml", ".json")
_HIGHEST: Final = 100
"""Rows among which the one with the column names is sought."""
_NEEDED: Final = text("The first row names the columns: id, and at least one of status, owner, started, ended, result.")
_OF_A_PLAN: Final = frozenset(
    {
        *("title", "establishes", "findings", "requires", "effort", "months", "start", "end"),
        *("value", "rank_acceptability", "tied_with", "why_not"),
    }
)
"""What ``roadmap --json`` says of an action, and nobody can change there."""
_ITS_OWN: Final = frozenset({"value", "rank_acceptability", "tied_with", "why_not"})
"""Keys by which an action of ``roadmap --json`` is known: its start and end are those of the plan."""


@dataclass(frozen=True)
class Line:
    """What a file says of one action."""

    cells: Mapping[Column, object]
    """What is not there or blank is left out; None stands for what a document says is nothing."""
    places: Mapping[Column, Place]
    where: Place
    """Where the action stands as a whole."""
    language: Language
    """What dates in figures are read as."""
    uncomputed: frozenset[Column] = frozenset()
    """Cells that hold a formula without a value."""
    sheet: str | None = None
    planned: Mapping[Planned, tuple[str, Cell]] = field(default_factory=dict)
    """What an exported plan shows of the action, each with the name of its column."""

    def place(self, column: Column) -> Place:
        """Return where a cell stands."""
        return self.places.get(column, self.where)


@dataclass(frozen=True)
class Lines:
    """A whole file."""

    file: str
    """Its name."""
    lines: tuple[Line, ...]
    """What it says of actions, in its order."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with its columns or keys."""
    unread: tuple[str, ...] = ()
    """Names of columns that are not read."""


def read_lines(path: Path) -> Lines:
    """Return what a file says of actions. Raises InputError when it cannot be read as one."""
    ending = path.suffix.lower()
    if ending in _TABLES:
        return _of_table(path, ending)
    if ending in _DOCUMENTS:
        return _of_document(path.name, json_document(path) if ending == ".json" else documents.parse(path))
    raise wrong(
        text("updates are not read from {ending} files.", ending=ending or path.name),
        path,
        text("Give them as XLSX, CSV, TSV, YAML or JSON."),
    )


# -- tables ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Head:
    row: Row
    columns: Mapping[Column, int]
    language: Language


def _of_table(path: Path, ending: str) -> Lines:
    grids = read_workbook(path) if ending in (".xlsx", ".xlsm") else [_delimited(path)]
    tables = [(grid, head) for grid in grids if (head := _find_head(grid)) is not None]
    if not tables:
        raise wrong(text("no row names the column id beside another one to update."), path, _NEEDED)
    return Lines(
        path.name,
        tuple(line for grid, head in tables for line in _rows(grid, head)),
        tuple(problem for grid, head in tables for problem in _wrong_columns(grid, head)),
        tuple(dict.fromkeys(name for _, head in tables for name in _unread(head))),
    )


def _delimited(path: Path) -> Grid:
    rows: list[Row] = []
    for row in delimited_rows(path, lambda grid: len(head.columns) if (head := _find_head(grid)) else 0):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise too_large(path)
    return Grid(path, None, rows)


def _find_head(grid: Grid) -> _Head | None:
    """Return the first row that names the column of ids and another one to update, None when there is none."""
    for row in grid.rows[:_HIGHEST]:
        found: dict[Column, int] = {}
        # A plan has the titles of actions beside their ids.
        for index, name in sorted(_names(row), key=lambda item: bare(item[1]) in WEAK):
            if (column := column_of(name)) is not None:
                found.setdefault(column, index)
        if "id" in found and len(found) > 1:
            return _Head(row, found, "fr" if any(bare(name) in FRENCH for _, name in _names(row)) else "en")
    return None


def _wrong_columns(grid: Grid, head: _Head) -> Iterator[Problem]:
    """Yield columns that are misspelt or stand there twice."""
    for index, name in _names(head.row):
        column, where = column_of(name), grid.place(head.row.number, index)
        if column is None and (near := meant(name)):
            yield Problem(text("unknown column “{column}”.", column=name), where, _hint(called(near)))
        elif column is not None and head.columns[column] != index and bare(name) not in WEAK:
            told = text("the column “{column}” stands here a second time.", column=name)
            yield Problem(told, where, text("Keep one of the two."))


def _unread(head: _Head) -> Iterator[str]:
    """Yield columns of somebody's own, and those beside which another one is taken."""
    is_export = any(planned_of(name) in ("start", "end") for _, name in _names(head.row))
    for index, name in _names(head.row):
        column = column_of(name)
        if (column is None or head.columns[column] != index) and not is_shown(name, is_export=is_export):
            yield name


def _hint(word: Text | str) -> Text:
    return text("Did you mean “{word}”?", word=word)


def _rows(grid: Grid, head: _Head) -> Iterator[Line]:
    planned = [(key, name, index) for index, name in _names(head.row) if (key := planned_of(name)) is not None]
    names = dict(_names(head.row))
    for row in grid.rows:
        if row.number <= head.row.number:
            continue
        cells = {
            column: _unquoted(row.at(index)) for column, index in head.columns.items() if not is_blank(row.at(index))
        }
        uncomputed = frozenset(
            column for column, index in head.columns.items() if (row.number, index) in grid.without_value
        )
        if cells or uncomputed:
            places = {column: grid.place(row.number, index, names[index]) for column, index in head.columns.items()}
            shown = {key: (name, cell) for key, name, index in planned if not is_blank(cell := row.at(index))}
            yield Line(cells, places, places["id"], head.language, uncomputed, grid.sheet, shown)


def _unquoted(cell: Cell) -> Cell:
    """Return a cell without the mark by which exports keep spreadsheets from taking a text for a formula."""
    is_marked = isinstance(cell, str) and cell.startswith("'") and cell[1:].lstrip().startswith(("=", "+", "-", "@"))
    return cell[1:] if is_marked and isinstance(cell, str) else cell


def _names(row: Row) -> Iterator[tuple[int, str]]:
    return ((index, cell.strip()) for index, cell in enumerate(row.cells) if isinstance(cell, str) and bare(cell))


# -- documents ---------------------------------------------------------------------------------------------------------


def _of_document(file: str, document: Document) -> Lines:
    """Return a document's actions: a list of them with ids, or a mapping by id, both under ``actions`` or alone."""
    data = document.data
    path: tuple[int | str, ...] = ()
    if isinstance(data, dict) and "actions" in data:
        data, path = data["actions"], ("actions",)
    problems = list(document.problems)
    entries: list[tuple[tuple[int | str, ...], Any]] = []
    if isinstance(data, dict):
        entries = [
            ((*path, key), {"id": key, **value} if isinstance(value, dict) else value) for key, value in data.items()
        ]
    elif isinstance(data, list):
        entries = [((*path, index), value) for index, value in enumerate(data)]
    else:
        problems.append(Problem(text("no list of actions stands here."), document.place(path), _FORM))
    lines = []
    for loc, entry in entries:
        if isinstance(entry, dict):
            problems += _unknown_keys(document, loc, entry)
            lines.append(_line(document, loc, entry))
        else:
            problems.append(Problem(text("no action with an id stands here."), document.place(loc), _FORM))
    return Lines(file, tuple(lines), tuple(problems))


_EXAMPLE: Final = "- {id: contact-policy, status: finished}"
_FORM: Final = text("Write `actions:` and below it a list, as in `{example}`.", example=_EXAMPLE)


def _unknown_keys(document: Document, loc: Sequence[int | str], entry: Mapping[str, Any]) -> Iterator[Problem]:
    for key in entry:
        if column_of(key) is None and key not in _OF_A_PLAN:
            near = meant(key)
            where = document.place((*loc, key))
            yield Problem(text("unknown key “{key}”.", key=key), where, _hint(near) if near else None)


def _line(document: Document, loc: Sequence[int | str], entry: Mapping[str, Any]) -> Line:
    cells: dict[Column, object] = {}
    places: dict[Column, Place] = {}
    of_a_plan = _OF_A_PLAN if _ITS_OWN & entry.keys() else frozenset()
    for key, value in sorted(entry.items(), key=lambda item: bare(item[0]) in WEAK):
        if (column := column_of(key)) is not None and key not in of_a_plan:
            cells.setdefault(column, value)
            places.setdefault(column, document.place((*loc, key)))
    return Line(cells, places, document.place(loc), "en")
