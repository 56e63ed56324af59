"""What cells that are no times look like, so that a remedy can say how to read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.files.columns import Binding
from cxmaturity.contacts.sql import literal, trimmed
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.files.scans import Scan

_BEGINNING: Final = 1000
LOOKED_AT: Final = 20
"""Cells that are looked at; none of them is ever shown."""
_DATES: Final = (
    "%Y%m%d", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y", "%a %d %b %Y",
    "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%y-%m-%d", "%G-W%V-%u", "%Y %m %d", "%d.%m.%Y", "%d/%m/%Y",
    "%m/%d/%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y/%m/%d",
)  # fmt: skip
_CLOCKS: Final = (
    "", "%H:%M", "%H:%M:%S", "%H%M%S", "%H%M", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S%z", "%H%M%S%z", "%Hh%M", "%H.%M",
    "%H:%M Uhr",
)  # fmt: skip
_AT_ONCE: Final = 10
"""Formats that one query tries; the engine plans many at once in quadratic time."""
_GLUES: Final = (" ", "T", ", ", "")
_LOOKS: Final = (
    (
        re.compile(r"\d{9,10}(\.\d+)?"),
        text("These are seconds since 1970 by their look: say --date-format epoch."),
    ),
    (
        re.compile(r"\d{12,13}"),
        text("These are milliseconds since 1970 by their look: say --date-format epoch_ms."),
    ),
    (
        re.compile(r"[2-6]\d{4}([.,]\d+)?"),
        text(
            "These are a spreadsheet’s numbers of days by their look: give the column a date format there, such as "
            "yyyy-mm-dd hh:mm, and export it again."
        ),
    ),
)
"""What numbers look like, and how they can be read then."""
_ZONE_NAMES = re.compile(r".*\d:\d\d *[A-Za-z][A-Za-z_/]{2,}")
_ROUNDED: Final = r"\d([.,]\d+)?[eE][+]\d+"


def remedy_for(connection: DuckDBPyConnection, cells: Sequence[str]) -> Text | None:
    """Return how such cells can be read as times; None where nobody knows."""
    looks = (remedy for pattern, remedy in _LOOKS if all(pattern.fullmatch(cell) for cell in cells))
    if not cells:
        return None
    if remedy := next(looks, None):
        return remedy
    if fitting := [f"'{each}'" for each in _fitting(connection, cells)]:
        return text("By its look it is --date-format {formats}.", formats=" / ".join(fitting))
    if all(_ZONE_NAMES.fullmatch(cell) for cell in cells):
        return text("Names of time zones are not read: export the times in UTC, or with offsets such as +01:00.")
    return None


def rounds_customers(connection: DuckDBPyConnection, scan: Scan, cell: Binding) -> bool:
    """Return whether a spreadsheet rounded ids, by the column's beginning: 1.23E+12 may be any of many."""
    query = f"""
        SELECT bool_or(regexp_full_match({trimmed("id")}, {literal(_ROUNDED)}))
        FROM (SELECT {cell.text_sql} AS id FROM {scan.sql} LIMIT {_BEGINNING})"""
    return connection.execute(query).fetchall()[0][0] is True


def unread(connection: DuckDBPyConnection, scan: Scan, cell: Binding, read: str) -> list[str]:
    """Return the first cells of a column that SQL reads as no time."""
    query = f"""
        SELECT {trimmed(cell.text_sql)} FROM {scan.sql}
        WHERE coalesce({trimmed(cell.text_sql)}, '') <> '' AND ({read}) IS NULL LIMIT {LOOKED_AT}"""
    return [row[0] for row in connection.execute(query).fetchall()]


def _fitting(connection: DuckDBPyConnection, cells: Sequence[str]) -> list[str]:
    """Return the formats, two at most, by which all cells can be read."""
    zoned = [re.sub("[Zz]$", "+00:00", cell) for cell in cells]
    found: list[str] = []
    for day in _DATES:
        formats = [
            f"{day}{glue}{clock}" if clock else day for clock, glue in product(_CLOCKS, _GLUES) if clock or not glue
        ]
        any_of_them = f"try_strptime(cell, [{', '.join(map(literal, formats))}]) IS NOT NULL"
        if not _hold(connection, zoned, [any_of_them])[0]:
            continue
        for first in range(0, len(formats), _AT_ONCE):
            some = formats[first : first + _AT_ONCE]
            told = _hold(
                connection, zoned, [f"year(try_strptime(cell, {literal(each)})) BETWEEN 1970 AND 2100" for each in some]
            )
            found += [each for each, fits in zip(some, told, strict=True) if fits]
        if len(found) >= 2:
            break
    return found[:2]


def _hold(connection: DuckDBPyConnection, cells: Sequence[str], conditions: Sequence[str]) -> Sequence[bool]:
    """Return of each condition whether it holds for all cells."""
    asked = ", ".join(f"bool_and(coalesce({condition}, false))" for condition in conditions)
    told: tuple[bool, ...] = connection.execute(
        f"SELECT {asked} FROM (SELECT unnest(?::VARCHAR[]) AS cell)", [cells]
    ).fetchall()[0]
    return told
