"""What cells that are no times look like, so that a remedy can say how to read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.columns import Binding
from cxmaturity.contacts.sql import literal, trimmed
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.scans import Scan

LOOKED_AT: Final = 20
"""Cells that are looked at; none of them is ever shown."""
_DATES: Final = (
    "%Y%m%d", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%b %d %Y", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y", "%a %d %b %Y",
    "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%y-%m-%d", "%G-W%V-%u", "%Y %m %d", "%Y-%j",
)  # fmt: skip
_CLOCKS: Final = ("", "%H:%M", "%H:%M:%S", "%H%M%S", "%H%M", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S%z", "%H%M%S%z")
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
    (
        re.compile(r".*\d:\d\d *[A-Za-z][A-Za-z_/]{2,}"),
        text("Names of time zones are not read: export the times in UTC, or with offsets such as +01:00."),
    ),
)
"""What cells look like, and how they can be read then."""


def remedy_for(connection: DuckDBPyConnection, cells: Sequence[str]) -> Text | None:
    """Return how such cells can be read as times; None where nobody knows."""
    looks = (remedy for pattern, remedy in _LOOKS if all(pattern.fullmatch(cell) for cell in cells))
    if not cells:
        return None
    if remedy := next(looks, None):
        return remedy
    fitting = [f"'{each}'" for each in _fitting(connection, cells)]
    return text("By its look it is --date-format {formats}.", formats=" / ".join(fitting)) if fitting else None


def unread(connection: DuckDBPyConnection, scan: Scan, cell: Binding, read: str) -> list[str]:
    """Return the first cells of a column that SQL reads as no time."""
    query = f"""
        SELECT {trimmed(cell.text_sql)} FROM {scan.sql}
        WHERE coalesce({trimmed(cell.text_sql)}, '') <> '' AND ({read}) IS NULL LIMIT {LOOKED_AT}"""
    return [row[0] for row in connection.execute(query).fetchall()]


def _fitting(connection: DuckDBPyConnection, cells: Sequence[str]) -> list[str]:
    """Return the formats, two at most, by which all cells can be read."""
    formats = [
        f"{day}{glue}{clock}" if clock else day
        for day, clock, glue in product(_DATES, _CLOCKS, _GLUES)
        if clock or glue == ""
    ]
    asked = ", ".join(f"bool_and(try_strptime(cell, {literal(each)}) IS NOT NULL)" for each in formats)
    zoned = [re.sub("[Zz]$", "+00:00", cell) for cell in cells]
    told = connection.execute(f"SELECT {asked} FROM (SELECT unnest(?::VARCHAR[]) AS cell)", [zoned]).fetchall()[0]
    return [each for each, fits in zip(formats, told, strict=True) if fits][:2]
