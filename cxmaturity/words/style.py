"""How English and French write numbers, shares, days and months (Babel, ``en_GB`` and ``fr_FR``)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_LOCALES = {"en": "en_GB", "fr": "fr_FR"}


@cache
def locale(language: str) -> Locale:
    """Return Babel's locale for one of our languages."""
    from babel import Locale

    return Locale.parse(_LOCALES[language])


def integer(value: float, language: str) -> str:
    """Return a whole number with the language's thousands separator."""
    from babel.numbers import format_decimal

    return _no_break(format_decimal(value, format="#,##0", locale=locale(language)))


def compact(value: float, language: str) -> str:
    """Return a whole number, in thousands or millions where it is long."""
    if abs(value) < 100_000:
        return integer(value, language)
    from babel.numbers import format_compact_decimal

    places = 0 if abs(value) < 1_000_000 else 1
    return _no_break(format_compact_decimal(value, locale=locale(language), fraction_digits=places))


def decimal(value: float, language: str, places: int = 1) -> str:
    """Return a number with that many decimals."""
    from babel.numbers import format_decimal

    return _no_break(
        format_decimal(value, format=f"#,##0.{'0' * places}" if places else "#,##0", locale=locale(language))
    )


def short(value: float, language: str) -> str:
    """Return a number with one decimal, with none where it is whole."""
    return decimal(value, language, 0 if float(round(value, 1)).is_integer() else 1)


def percent(share: float, language: str, places: int = 0) -> str:
    """Return a share as a percentage; one above 0 never shows as 0 %, one below 1 never as 100 %."""
    from babel.numbers import format_percent

    decimals = "." + "0" * places if places else ""
    pattern = f"#,##0{decimals}\u00a0%" if language == "fr" else f"#,##0{decimals}%"
    least = 10.0 ** -(places + 2)
    if 0 < share < least / 2:
        return "<\u00a0" + _no_break(format_percent(least, format=pattern, locale=locale(language)))
    if 1 - least / 2 <= share < 1:
        return ">\u00a0" + _no_break(format_percent(1 - least, format=pattern, locale=locale(language)))
    return _no_break(format_percent(share, format=pattern, locale=locale(language)))


def day(value: date, language: str) -> str:
    """Return a day in long form: 15 October 2026, 15 octobre 2026, 1er octobre 2026 (which Babel writes as 1)."""
    from babel.dates import format_date

    written = format_date(value, format="d MMMM y", locale=locale(language)).replace(" ", "\u00a0")
    return f"1er{written[1:]}" if language == "fr" and value.day == 1 else written


def month(value: date, language: str, short: bool = False) -> str:
    """Return a month with its year: October 2026; in short form Oct 2026."""
    from babel.dates import format_date

    return format_date(value, format="MMM y" if short else "MMMM y", locale=locale(language)).replace(" ", "\u00a0")


def quarter(name: str, language: str) -> str:
    """Return a quarter given as ``2027-Q1``: Q1 2027, T1 2027."""
    from babel.dates import format_date

    year, _, number = name.partition("-Q")
    first = date(int(year), 3 * int(number) - 2, 1)
    return format_date(first, format="QQQ y", locale=locale(language)).replace(" ", "\u00a0")


def is_singular(number: float, language: str) -> bool:
    """Tell whether a noun counted by that number stands in the singular (0 does in French, not in English)."""
    return abs(number) < 2 if language == "fr" else number == 1


def _no_break(written: str) -> str:
    """Return the figure with no-break spaces only, fonts lack the narrow one and a figure never breaks; and a minus."""
    return written.replace("\u202f", "\u00a0").replace(" ", "\u00a0").replace("-", "\u2212")
