"""A calendar day as people write it, in either language; what could be two days is refused."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from cxmaturity.words import LANGUAGES, Language, text
from cxmaturity.words.folding import plain

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FIGURES: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\.?\s+(?:of\s+)?([^\W\d]+)\.?,?\s+(\d{4})")
_MONTH_FIRST: Final = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH_ONLY: Final = re.compile(r"\d{4}[-/.]\d{1,2}|\d{1,2}[-/.]\d{4}|([^\W\d]+)\.?,?\s+\d{4}")


def day_of(written: str, language: Language) -> date:
    """Return the day: ISO, with its month's name in English or French, or in figures.

    Figures with the day first are French; in English they are read where one reading is possible. Raises ValueError,
    with a Text, when there is no such day, two days are possible, or it is no date at all.
    """
    said = plain(written)
    try:
        if found := _ISO.fullmatch(said):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _FIGURES.fullmatch(said):
            return _of_figures(written, int(found[1]), int(found[3]), int(found[4]), language)
        if found := _DAY_FIRST.fullmatch(said):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_FIRST.fullmatch(said):
            return date(int(found[3]), _month(found[1]), int(found[2]))
        if (found := _MONTH_ONLY.fullmatch(said)) and (found[1] is None or _month(found[1])):
            told = text("“{value}” names a month; give the day too, its last one if need be.", value=written.strip())
            raise _NotOneDayError(told)
    except _NotOneDayError:
        raise
    except (ValueError, KeyError):
        raise ValueError(text("there is no such day as “{value}”.", value=written.strip())) from None
    raise ValueError(text("“{value}” is not a date like 2026-10-15 or 15 October 2026.", value=written.strip()))


class _NotOneDayError(ValueError):
    """What was written names more days than one."""


def _of_figures(written: str, first: int, second: int, year: int, language: Language) -> date:
    """Return the day that two figures and a year mean; in English, day and month may stand in either order."""
    if language == "fr" or second <= 12:
        day_first = date(year, second, first)
        if language == "fr" or first > 12 or first == second:
            return day_first
        one, other = sorted((day_first, date(year, first, second)))
        raise _NotOneDayError(
            text(
                "“{value}” can be {one:date} or {other:date}. Write {first} or {second}.",
                value=written.strip(),
                one=one,
                other=other,
                first=one.isoformat(),
                second=other.isoformat(),
            )
        )
    return date(year, first, second)


def _month(name: str) -> int:
    """Return the number of a month by its name or its beginning. Raises KeyError when it is none, or could be two."""
    found = {number for known, number in _months() if len(name) >= 3 and known.startswith(name)}
    if len(found) != 1:
        raise KeyError(name)
    return found.pop()


def _months() -> list[tuple[str, int]]:
    from babel.dates import get_month_names

    return [
        (plain(name), number) for language in LANGUAGES for number, name in get_month_names(locale=language).items()
    ]
