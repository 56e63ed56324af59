"""Figures inside a text, written as the reader's language writes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from string import Formatter
from typing import Any

from cxmaturity.words import style


class Figures(Formatter):
    """A formatter of figures, dates and words.

    ``int``, ``decimal`` (1 to 3), ``short``, ``percent``, ``percent1``, ``percent2``, ``date``, ``month``,
    ``quarter``, ``lower``, ``plural a|b``.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    def format_field(self, value: object, format_spec: str) -> str:
        """Return one value written by its spec; a missing value is a dash, words in place of a share stay so."""
        if not format_spec:
            return str(value)
        kind, _, rest = format_spec.partition(" ")
        if kind == "plural":
            one, many = rest.split("|")
            return one if style.is_singular(_number(value), self._language) else many
        write = _WRITERS.get(kind)
        if write is None:
            raise ValueError(f"unknown format {format_spec!r}")
        if kind.startswith("percent") and isinstance(value, str):
            return value
        return "–" if value is None else write(value, self._language)


def _number(value: object) -> float:
    if isinstance(value, int | float):
        return value
    raise TypeError(f"{value!r} cannot be counted")


def _date(value: date, language: str) -> str:
    return style.day(value, language)


_WRITERS: dict[str, Callable[[Any, str], str]] = {
    "int": style.integer,
    "decimal": style.decimal,
    "decimal2": lambda value, language: style.decimal(value, language, places=2),
    "decimal3": lambda value, language: style.decimal(value, language, places=3),
    "percent": style.percent,
    "percent1": lambda value, language: style.percent(value, language, places=1),
    "percent2": lambda value, language: style.percent(value, language, places=2),
    "date": _date,
    "month": style.month,
    "quarter": style.quarter,
    "short": style.short,
    "lower": lambda value, _: str(value).lower(),
}
