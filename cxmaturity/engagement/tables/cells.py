"""What the cells of an answers table mean; a ValueError, with a text, for a cell that means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from cxmaturity.engagement.levels import plain
from cxmaturity.engagement.tables.grid import Cell, is_blank
from cxmaturity.evidence.answers import Link
from cxmaturity.words import Language, text

_YES: Final = frozenset({"true", "yes", "oui", "vrai", "x", "1", "y", "o"})
_NO: Final = frozenset({"false", "no", "non", "faux", "0", "n"})
_LINK: Final = re.compile(
    r"[ \t]*(?:"
    r'"(?P<quoted>(?:[^"]|"")+)"|(?P<bare>[^\n]+?)'
    r")[ \t]*(?:\((?P<day>[\d./-]{6,10})\)|(?<=[ \t])\|[ \t](?P<piped>[^\n;]*?))?[ \t]*(?:\n|(?<=[ \t]);[ \t]|\Z)"
)
"""One link of a cell: as it stands or in quotes, then its date in brackets or after a bar, then the end of the line, a
semicolon between blanks, or the cell's end."""
_LONGEST: Final = 10_000
"""Letters beyond which a cell holds no list of links."""
_ISO: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


def words(cell: Cell) -> str:
    """Return what a cell says as text; whole numbers without decimals, dates as 2026-10-15."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return "" if cell is None else str(cell).replace("\r\n", "\n")


def boolean(cell: Cell) -> bool:
    """Return yes or no, in English, French or figures; a blank cell is no."""
    if isinstance(cell, bool) or is_blank(cell):
        return cell is True
    word = plain(words(cell))
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(text("“{value}” is neither yes nor no.", value=words(cell)))


def links(cell: Cell, language: Language) -> tuple[Link, ...]:
    """Return the links of a cell: one a line, or with `` ; `` between them, each with its date after it or none."""
    written = words(cell).strip()
    if len(written) > _LONGEST:
        raise ValueError(text("there is more in this cell than links and their dates."))
    return tuple(_links(written, language))


def _links(written: str, language: Language) -> Iterator[Link]:
    start = 0
    while start < len(written):
        found = _LINK.match(written, start)
        if found is None:  # a blank line
            start += 1
            continue
        start = found.end()
        name = found["quoted"].replace('""', '"') if found["quoted"] else found["bare"].strip()
        day = found["day"] or found["piped"]
        if name:
            yield Link(name, _day(day, language) if day and day.strip() else None)


def written_links(given: tuple[Link, ...]) -> str:
    """Return links as ``links`` reads them: one a line, its date in brackets."""
    return "\n".join(_written(link) for link in given)


def _written(link: Link) -> str:
    day = "" if link.date is None else f" ({link.date.isoformat()})"
    try:
        is_plain = not link.link.startswith('"') and links(link.link + day, "en") == (link,)
    except ValueError:
        is_plain = False
    return (link.link if is_plain else '"' + link.link.replace('"', '""') + '"') + day


def _day(written: str, language: Language) -> date:
    """Return the day that was written: 2026-09-30, or 30/09/2026; in English only where it cannot be another."""
    written = written.strip()
    if _ISO.fullmatch(written):
        year, month, day = map(int, written.split("-"))
        readings = _valid([(year, month, day)])
    elif parts := _DAY_FIRST.fullmatch(written):
        first, second, year = map(int, parts.groups())
        readings = _valid(
            [(year, second, first)] if language == "fr" else [(year, second, first), (year, first, second)]
        )
    else:
        readings = set()
    if len(readings) == 1:
        return readings.pop()
    if readings:
        one, other = sorted(readings)
        raise ValueError(
            text(
                "“{value}” can be {one:date} or {other:date}. Write it as 2026-10-15.",
                value=written,
                one=one,
                other=other,
            )
        )
    raise ValueError(text("“{value}” is not a date like 2026-10-15.", value=written))


def _valid(candidates: list[tuple[int, int, int]]) -> set[date]:
    found = set()
    for year, month, day in candidates:
        try:
            found.add(date(year, month, day))
        except ValueError:
            continue
    return found
