"""A calendar day as people write it, in either language; what could be two days is refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from cxmaturity.errors import wrong
from cxmaturity.words import LANGUAGES, text

_NUMBERS: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\.?\s+(?:of\s+)?([^\W\d]+)\.?,?\s+(\d{4})")
_MONTH_FIRST: Final = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")


def day_of(written: str) -> date:
    """Return the day: ISO, with its month's name in English or French, or in figures where one reading is possible.

    Raises InputError when there is no such day, two days are possible, or it is no date at all.
    """
    plain = _plain(written)
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", plain):
            return date(*map(int, plain.split("-")))
        if found := _NUMBERS.fullmatch(plain):
            return _of_figures(int(found[1]), int(found[3]), int(found[4]))
        if found := _DAY_FIRST.fullmatch(plain):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_FIRST.fullmatch(plain):
            return date(int(found[3]), _month(found[1]), int(found[2]))
    except (ValueError, KeyError):
        raise wrong(text("there is no such day as “{written}”.", written=written)) from None
    raise wrong(text("“{written}” is not a date like 2026-09-30 or 30 September 2026.", written=written))


def _of_figures(first: int, second: int, year: int) -> date:
    """Return the one day that two figures and a year can mean: day and month in either order."""
    if first <= 12 and second <= 12 and first != second:
        ours, theirs = date(year, second, first), date(year, first, second)
        what = text("this could be {one:date} or {other:date}.", one=ours, other=theirs)
        raise wrong(what, remedy=text("Write {one} or {other}.", one=ours.isoformat(), other=theirs.isoformat()))
    return date(year, second, first) if second <= 12 else date(year, first, second)


def _month(name: str) -> int:
    """Return the number of a month by its name or its beginning. Raises KeyError when it is none, or could be two."""
    found = {number for known, number in _months() if len(name) >= 3 and known.startswith(name)}
    if len(found) != 1:
        raise KeyError(name)
    return found.pop()


def _months() -> list[tuple[str, int]]:
    from babel.dates import get_month_names

    return [
        (_plain(name), number) for language in LANGUAGES for number, name in get_month_names(locale=language).items()
    ]


def _plain(written: str) -> str:
    """Return the words in lower case, without accents, with single spaces."""
    letters = unicodedata.normalize("NFKD", written.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
