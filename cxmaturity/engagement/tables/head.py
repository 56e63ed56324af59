"""The columns of an answers table, by their names in English or French, and what stands above them in a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, get_args

from cxmaturity.engagement.given import ModelName, bare
from cxmaturity.engagement.tables.grid import Cell, Grid, Row, is_blank
from cxmaturity.errors import Place, Problem, did_you_mean
from cxmaturity.words import Language, text

Column = Literal["practice", "level", "reason", "note", "evidence", "respondent", "role", "agreed"]

_NAMES: Final[dict[Language, dict[str, Column]]] = {
    "en": {
        "practice": "practice",
        "level": "level",
        "reason": "reason",
        "note": "note",
        "notes": "note",
        "evidence": "evidence",
        "respondent": "respondent",
        "role": "role",
        "agreed": "agreed",
    },
    "fr": {
        "pratique": "practice",
        "niveau": "level",
        "motif": "reason",
        "raison": "reason",
        "note": "note",
        "notes": "note",
        "preuve": "evidence",
        "preuves": "evidence",
        "repondant": "respondent",
        "repondante": "respondent",
        "role": "role",
        "accord": "agreed",
        "convenu": "agreed",
    },
}
"""What a column may be called, without accents, blanks and capitals."""
_KNOWN: Final[dict[str, Column]] = _NAMES["fr"] | _NAMES["en"]
_SHOWN: Final[dict[Language, tuple[str, ...]]] = {
    "en": get_args(Column),
    "fr": ("pratique", "niveau", "motif", "note", "preuves", "répondant", "rôle", "accord"),
}
"""How the columns are called in messages, in the order of ``Column``."""
_READ_ONLY: Final = frozenset(
    {
        *("question", "statement", "enonce", "guidance", "explication", "prooftolookfor", "preuvesachercher"),
        *("anexampleoffully", "unexempledepleinement", "anexampleofnot", "unexempledepasdutout"),
    }
)
"""Columns that a form has for its reader."""
_LABELS: Final[dict[str, str]] = {
    "respondent": "respondent",
    "repondant": "respondent",
    "role": "role",
    "cycle": "cycle",
    "model": "model",
    "modele": "model",
}
"""What stands above a form's table, before its value."""
_HIGHEST: Final = 100
"""Rows among which the one with the column names is sought."""


@dataclass(frozen=True)
class Top:
    """What a form says above its table."""

    respondent: str | None = None
    role: str | None = None
    cycle: str | None = None
    made_for: ModelName | None = None
    places: Mapping[str, Place] | None = None
    """Where each of them stands."""

    def place(self, label: str) -> Place | None:
        """Return where the value of a label stands, None when the form has no such label."""
        return (self.places or {}).get(label)


@dataclass(frozen=True)
class Head:
    """The row that names the columns."""

    row: Row
    columns: Mapping[Column, int]
    """Where each column stands, counted from 0; the first of two of one name."""
    language: Language
    """The language of the column names."""

    def is_answered(self, column: int) -> bool:
        """Tell whether a column is one that the answers stand in."""
        return column in self.columns.values()


def find_head(grid: Grid) -> Head | None:
    """Return the first row that names the column of practices or the one of levels, None when there is none."""
    for row in grid.rows[:_HIGHEST]:
        found: dict[Column, int] = {}
        for index, name in _names(row):
            if name in _KNOWN:
                found.setdefault(_KNOWN[name], index)
        if ("practice" in found or "level" in found) and len(list(_names(row))) > 1:
            is_french = any(name not in _NAMES["en"] for _, name in _names(row) if name in _KNOWN)
            return Head(row, found, "fr" if is_french else "en")
    return None


def wrong_columns(grid: Grid, head: Head) -> Iterator[Problem]:
    """Yield columns that are missing, twice there, or unknown."""
    unknown = []
    for index, name in _names(head.row):
        where = grid.place(head.row.number, index)
        shown = str(head.row.at(index)).strip()
        if name not in _KNOWN and name not in _READ_ONLY:
            unknown.append(name)
            yield Problem(
                text("unknown column “{column}”.", column=shown),
                where,
                did_you_mean(shown.casefold(), _KNOWN)
                or text("Known are: {words}.", words=", ".join(_SHOWN[head.language])),
            )
        elif name in _KNOWN and head.columns[_KNOWN[name]] != index:
            yield Problem(
                text("the column “{column}” stands here a second time.", column=shown),
                where,
                text("Keep one of the two."),
            )
    needed: tuple[Column, Column] = ("practice", "level")
    for column, shown in zip(needed, _SHOWN[head.language], strict=False):
        if column not in head.columns and not any(did_you_mean(name, [column, shown]) for name in unknown):
            yield Problem(
                text("the column “{column}” is missing.", column=shown),
                grid.place(head.row.number, 0),
                text("Add it."),
            )


def read_top(grid: Grid, head: Head) -> Top:
    """Return what a form says above its table: each label's value is the next cell to its right."""
    values: dict[str, str] = {}
    places: dict[str, Place] = {}
    for row in grid.rows:
        if row.number >= head.row.number:
            break
        for label, index, value in _labelled(row):
            places.setdefault(label, grid.place(row.number, index))
            if not is_blank(value):
                values.setdefault(label, str(value).strip())
    return Top(values.get("respondent"), values.get("role"), values.get("cycle"), _model(values.get("model")), places)


def _labelled(row: Row) -> Iterator[tuple[str, int, Cell]]:
    """Yield a row's labels, each with the next cell that holds something; its own next cell where none does."""
    starts = [(index, _LABELS[name]) for index, name in _names(row) if name in _LABELS]
    for (index, label), (end, _) in pairwise([*starts, (len(row.cells), "")]):
        filled = (column for column in range(index + 1, end) if not is_blank(row.at(column)))
        column = next(filled, index + 1)
        yield label, column, row.at(column) if column < end else None


def _model(written: str | None) -> ModelName | None:
    name, _, version = (written or "").rpartition(" ")
    return ModelName(name.strip(), version) if name.strip() else None


def _names(row: Row) -> Iterator[tuple[int, str]]:
    return ((index, bare(str(cell))) for index, cell in enumerate(row.cells) if isinstance(cell, str) and bare(cell))
