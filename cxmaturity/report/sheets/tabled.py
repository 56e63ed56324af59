"""Rows of the audit's tables as a sheet: columns by the keys of the rows."""

from __future__ import annotations

from collections.abc import Callable

from cxmaturity.evidence.measures import Row, Scalar
from cxmaturity.report.sheets.reading import Field
from cxmaturity.report.tables import Cell, Kind
from cxmaturity.words import Text


def column(head: Text, key: str, kind: Kind = "whole", width: float = 12) -> Field[Row]:
    """Return the column of a key."""
    return Field(head, lambda row: row.get(key), kind, width)


def named(head: Text, key: str, called: Callable[[str], str], unnamed: str, width: float = 30) -> Field[Row]:
    """Return the column of a key that holds ids, as names; ``unnamed`` stands where there is none."""

    def cell(row: Row) -> Cell:
        value: Scalar = row.get(key)
        return called(str(value)) if value else unnamed

    return Field(head, cell, width=width)
