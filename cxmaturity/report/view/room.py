"""How many action records stand in full: as many as the pages that are left have room for.

Heights are estimates in millimetres, from the widths of the letters; tests/report/test_pages.py counts pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from cxmaturity.report import fonts

if TYPE_CHECKING:
    from cxmaturity.report.view.method import MethodPage
    from cxmaturity.report.view.records import Record

_PAGE: Final = 253.0
"""Height of a page's text."""
_SLACK: Final = 25.0
"""What headings and rows that keep with others may leave free at the ends of the last pages."""
_TITLE, _TABLE, _SOURCE = 30.0, 15.0, 7.0
"""The section's title, the head of the table of further actions, and the line that names the attached file."""
_POINT: Final = 8.0
_LINE, _ROW_LINE, _METHOD_LINE = 3.56, 3.67, 3.79
"""Heights of a line in a record, in a table and on the page of method."""
_BETWEEN: Final = 10.4
"""Of a record: its heading, rule and margins."""
_HEADING: Final = 93
"""Letters of a record's title that fit on a line."""
_WHOLE, _NARROW, _WIDE = 478.0, 128.0, 182.0
"""Points of a line below a record's heading, in its outer columns and in its middle one."""
_CELLS: Final = (146.0, 73.0, 54.0, 140.0)
"""Points of a line in the table of further actions: title, owner, months, goal."""
_METHOD: Final = 105.0
"""The page of method without what grows: its headings, its last lines and a term or two."""
_COLUMN, _NAME, _STANDS = 226.0, 138.0, (188.0, 274.0)
"""Points of a line there: in a column, of an input's name, of where the model stands."""
_LABEL: Final = "Effet attendu "
"""A field's name, as long as any."""
_LEAST: Final = 6
"""Records in full before which the table of further ones is shortened."""


@dataclass(frozen=True)
class Room:
    """What is left for the records, on pages of their own."""

    pages: int
    after: float
    """Of it, what follows on the same pages."""


def fitting(records: Sequence[Record], room: Room) -> tuple[int, int]:
    """Return how many records stand in full, and how many of the rest have a row, in their order."""
    heights, rows = [record_height(record) for record in records], [_row_height(record) for record in records]
    full = next((n for n in range(len(records), 0, -1) if _is_room(heights[:n], rows[n:], room)), 0)
    if full >= min(_LEAST, len(records)):
        return full, len(records) - full
    for full in range(min(_LEAST, len(records)), 0, -1):
        for listed in range(len(records) - full, -1, -1):
            if _is_room(heights[:full], rows[full : full + listed], room):
                return full, listed
    return 0, 0


def _is_room(heights: Sequence[float], rows: Sequence[float], room: Room) -> bool:
    pages, used = 0, _TITLE
    for height in heights:
        if used + height > _PAGE:
            pages, used = pages + 1, 0.0
        used += height
    used += (_TABLE + sum(rows) if rows else 0.0) + _SOURCE + room.after + _SLACK
    return pages * _PAGE + used <= room.pages * _PAGE


def record_height(record: Record) -> float:
    """Return how high a record stands on paper."""
    facts = " · ".join((record.owner, record.decider, record.when, record.effort, record.status))
    goal = f"{_LABEL}{record.goal} · {' '.join(record.findings)}"
    columns = (
        _all_lines((_LABEL + record.objective, _LABEL + record.background), _NARROW),
        1 + _all_lines(record.plan, _WIDE),
        _all_lines((_LABEL + record.impact, _LABEL + " ".join(record.obstacles)), _NARROW),
    )
    lines = _lines(facts, _WHOLE) + _lines(goal, _WHOLE) + max(columns)
    return _BETWEEN + lines * _LINE + len(record.title) // _HEADING * 5.0


def _row_height(record: Record) -> float:
    cells = zip((record.title, record.owner, record.when, record.goal), _CELLS, strict=True)
    return max(_lines(words, room) for words, room in cells) * _ROW_LINE + 1.9


def method_height(page: MethodPage) -> float:
    """Return how high the page of method stands on paper."""
    told = (*(words for _, words in page.paragraphs), *page.limits, *page.notes)
    said = _all_lines((*told, *(f"{term} – {words}" for term, words in page.terms)), _COLUMN)
    inputs = sum(
        _all_lines((entry.name, entry.about) if entry.about else (entry.name,), _NAME) for entry in page.inputs
    )
    stands = sum(max(map(_lines, stand, _STANDS)) for stand in page.stands)
    rows = (inputs + stands) * _ROW_LINE + (len(page.inputs) + len(page.stands)) * 1.8
    return _METHOD + said * _METHOD_LINE / 2 + rows


def _all_lines(texts: Iterable[str], room: float) -> int:
    return sum(_lines(words, room) for words in texts)


def _lines(words: str, room: float) -> int:
    """Return how many lines a text takes in so many points; words longer than a line break inside."""
    lines, used, space = 1, 0.0, _wide(" ")
    for word in words.split(" "):
        length = sum(map(_wide, word))
        if used and used + space + length > room:
            lines, used = lines + 1, 0.0
        used += (space if used else 0.0) + length
        while used > room:
            lines, used = lines + 1, used - room
    return lines


@cache
def _wide(letter: str) -> float:
    return fonts.width(letter, _POINT)
