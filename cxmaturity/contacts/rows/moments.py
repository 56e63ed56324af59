"""Which times a file has besides the sending, and how each of these columns is read: by the rules of ``sent_at``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from cxmaturity.contacts.fields import MOMENTS
from cxmaturity.contacts.files.columns import Binding
from cxmaturity.contacts.files.scans import Scan
from cxmaturity.contacts.rows.profile import TimeColumn, read_times
from cxmaturity.contacts.sql import trimmed
from cxmaturity.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.engines.duckdb import Workplace


def read_moments(
    place: Workplace, scan: Scan, bound: Mapping[str, Binding], date_format: str | None
) -> Mapping[str, TimeColumn]:
    """Return how each further time of a file is read. Raises InputError with every column that has no single format.

    A date format that the user named is for the columns that it fits; the others are read as they are written.
    """
    found: dict[str, TimeColumn] = {}
    problems = []
    for field in MOMENTS:
        if field not in bound or not _has_values(place, scan, bound[field]):
            continue
        try:
            times = _read(place, scan, bound[field], date_format)
            if field != "delivered" or _reads_some(place, scan, bound[field], times):
                found[field] = times
        except InputError as error:
            problems += [] if field == "delivered" else list(error.problems)
    if problems:
        raise InputError(problems)
    return found


def _read(place: Workplace, scan: Scan, cell: Binding, date_format: str | None) -> TimeColumn:
    if date_format is not None:
        try:
            times = read_times(place, scan, cell, date_format)
        except InputError:
            return read_times(place, scan, cell, None)
        if _reads_some(place, scan, cell, times):
            return times
    return read_times(place, scan, cell, None)


def _has_values(place: Workplace, scan: Scan, cell: Binding) -> bool:
    is_text = cell.type == "VARCHAR"
    filled = f"{trimmed(cell.sql)} <> ''" if is_text else f"{cell.sql} IS NOT NULL"
    return place.ask(scan, partial(_has_rows, where=filled), _either, [cell])


def _reads_some(place: Workplace, scan: Scan, cell: Binding, times: TimeColumn) -> bool:
    return place.ask(scan, partial(_has_rows, where=f"({times.sql}) IS NOT NULL"), _either, [cell])


def _has_rows(connection: DuckDBPyConnection, scan: Scan, where: str) -> bool:
    return bool(connection.execute(f"SELECT 1 FROM {scan.sql} WHERE {where} LIMIT 1").fetchall())


def _either(first: bool, second: bool) -> bool:
    return first or second
