"""Which times a file has besides the sending, and how each of these columns is read: by the rules of ``sent_at``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxmaturity.contacts.fields import MOMENTS
from cxmaturity.contacts.files.columns import Binding
from cxmaturity.contacts.files.scans import Scan
from cxmaturity.contacts.rows.profile import TimeColumn, has_rows, read_times, reads_some
from cxmaturity.contacts.sql import trimmed
from cxmaturity.errors import InputError, Place, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from cxmaturity.contacts.engines.duckdb import Workplace


def read_moments(place: Workplace, scan: Scan, bound: Mapping[str, Binding]) -> Mapping[str, TimeColumn]:
    """Return how each further time of a file is read. Raises InputError with every column that has no single format.

    A date format that the user named is for the columns that it fits; the others are read as they are written. One
    that is named for a field is for its column, whether it fits or not.
    """
    found: dict[str, TimeColumn] = {}
    problems = []
    for field in MOMENTS:
        if field not in bound or not _has_values(place, scan, bound[field]):
            continue
        try:
            times = _read(place, scan, bound[field], field)
            if field != "delivered" or reads_some(place, scan, bound[field], times):
                found[field] = times
        except InputError as error:
            is_named = field in scan.file.log.date_formats
            problems += [] if field == "delivered" and not is_named else list(error.problems)
    if problems:
        raise InputError(problems)
    return found


def _read(place: Workplace, scan: Scan, cell: Binding, field: str) -> TimeColumn:
    log = scan.file.log
    if field in log.date_formats:
        return _as_named(place, scan, cell, field)
    if log.date_format is not None:
        try:
            times = read_times(place, scan, cell, log.date_format, field)
        except InputError:
            return read_times(place, scan, cell, None, field)
        if reads_some(place, scan, cell, times):
            return times
    return read_times(place, scan, cell, None, field)


def _as_named(place: Workplace, scan: Scan, cell: Binding, field: str) -> TimeColumn:
    """Return a column read by the format that is named for it. Raises InputError where no cell is written so."""
    form = scan.file.log.date_formats[field]
    times = read_times(place, scan, cell, form, field)
    if reads_some(place, scan, cell, times):
        return times
    own = read_times(place, scan, cell, None, field)
    what = text("no time of this column is written {form}.", form=form)
    remedy = text("Leave the format of {field} out: the column explains itself.", field=field)
    is_clear = reads_some(place, scan, cell, own)
    raise wrong(what, Place(scan.file.path, column=cell.name or None), remedy if is_clear else None)


def _has_values(place: Workplace, scan: Scan, cell: Binding) -> bool:
    is_text = cell.type == "VARCHAR"
    return has_rows(place, scan, cell, f"{trimmed(cell.sql)} <> ''" if is_text else f"{cell.sql} IS NOT NULL")
