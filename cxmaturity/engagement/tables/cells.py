"""What the cells of an answers table mean; a ValueError, with a text, for a cell that means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from cxmaturity.engagement.tables.grid import Cell, is_blank
from cxmaturity.evidence.answers import Link
from cxmaturity.words import Language, text
from cxmaturity.words.days import day_of
from cxmaturity.words.folding import plain

_YES: Final = frozenset({"true", "yes", "oui", "vrai", "x", "1", "y", "o"})
_NO: Final = frozenset({"false", "no", "non", "faux", "0", "n"})
_END: Final = re.compile(r"\n|(?<=[ \t]);[ \t]")
"""What ends a link before the cell does: the end of the line, or a semicolon between blanks."""
_QUOTED: Final = re.compile(r'[ \t]*"((?:[^"]|"")++)"')
_DAY: Final = re.compile(r"\(([\d./-]{6,10})\)[ \t]*\Z|[ \t]\|[ \t]([^;]*)\Z")
"""What may follow a link: its date in brackets or after a bar."""
_DATE: Final = re.compile(r"\(?\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?\)?")
"""A date, or what may have been meant for one, with nothing beside it."""
_LONGEST: Final = 10_000
"""Letters beyond which a cell holds no list of links."""


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
    for name, day, is_quoted in _parts(written):
        if not is_quoted and _is_date(name, language):
            told = text(
                "“{value}” is a date and no proof. Say of what, as in: minutes.pdf (2026-09-30).",
                value=name.strip("()"),
            )
            raise ValueError(told)
        if name:
            yield Link(name, day_of(day, language) if day.strip() else None)


def _parts(written: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each link, its date or nothing, and whether it stands in quotes: these may hold what ends a link."""
    start = 0
    while start < len(written):
        quoted = _QUOTED.match(written, start)
        if quoted:
            end, after = _end(written, quoted.end())
            name, day = _with_day(written[quoted.end() : end])
            if not name:
                yield quoted[1].replace('""', '"'), day, True
                start = after
                continue
        end, after = _end(written, start)
        yield *_with_day(written[start:end].lstrip(" \t"), least=1), False
        start = after


def _end(written: str, start: int) -> tuple[int, int]:
    """Return where a link ends that begins at ``start``, and where the next one begins."""
    found = _END.search(written, start)
    return found.span() if found else (len(written), len(written))


def _with_day(part: str, least: int = 0) -> tuple[str, str]:
    """Return a part of a cell without the date at its end, and the date; ``least`` letters are no date."""
    found = _DAY.search(part, max(least, part.rfind(";")))
    return (part[: found.start()].strip(), found[1] or found[2]) if found else (part.strip(), "")


def _is_date(name: str, language: Language) -> bool:
    if _DATE.fullmatch(name):
        return True
    try:
        return bool(day_of(name, language))
    except ValueError:
        return False


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
