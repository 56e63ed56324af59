"""How the report speaks: texts, words of the model, figures and lists in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.model.schema import Bilingual, Metric
from cxmaturity.words import Language, Text, series, style, text

Number = int | float | Fraction
_BEFORE = re.compile(r" ([:;?!%»])")
_AFTER = re.compile(r"« ")
_NUMBER = re.compile(r"(?<=\d) (?=[^\W\d])|(?:(?<=stage)|(?<=stade)|(?<= of)|(?<= sur)) (?=\d)")
_DASH = "–"
_OF_A_HUNDRED = ("interview.perception_gap",)
"""Metrics that count in points of a score from 0 to 100."""


@dataclass(frozen=True)
class Speech:
    """One language, and the metrics whose units figures need."""

    language: Language
    metrics: Mapping[str, Metric]

    def say(self, sentence: Text) -> str:
        """Return one of our own texts."""
        return self.tidy(sentence.show(self.language))

    def words(self, bilingual: Bilingual) -> str:
        """Return words of the model."""
        return self.tidy(bilingual.show(self.language))

    def tidy(self, shown: str) -> str:
        """Return a text with the no-break spaces that French typography asks for."""
        if self.language == "fr":
            shown = _AFTER.sub("«\u00a0", _BEFORE.sub("\u00a0\\1", shown))
        return shown

    def title(self, sentence: Text) -> str:
        """Return one of our own texts as a title."""
        return self.joined(self.say(sentence))

    def joined(self, words: str) -> str:
        """Return a title in which no number is parted from its noun and no short last word stands alone."""
        shown = _NUMBER.sub("\u00a0", words)
        head, _, last = shown.rpartition(" ")
        return f"{head}\u00a0{last}" if head and len(last) < 9 else shown

    def listed(self, items: Sequence[str]) -> str:
        """Return items as a sentence lists them: A, B and C."""
        if len(items) < 2:
            return "".join(items)
        return self.say(text("{head} and {last}", head=", ".join(items[:-1]), last=items[-1]))

    def series(self, items: Iterable[str]) -> str:
        """Return items one behind the other: A; B; C."""
        return self.tidy(series(items, self.language))

    def integer(self, number: Number | None) -> str:
        """Return a whole number, a dash where there is none."""
        return _DASH if number is None else style.integer(float(number), self.language)

    def compact(self, number: Number) -> str:
        """Return a whole number as short as a cell needs it: 98,211, but 982K and 9.8M."""
        return style.compact(float(number), self.language)

    def decimal(self, number: Number | None, places: int = 1) -> str:
        """Return a number with decimals, a dash where there is none."""
        return _DASH if number is None else style.decimal(float(number), self.language, places)

    def percent(self, share: Number | None, places: int = 0) -> str:
        """Return a share as a percentage, a dash where there is none."""
        return _DASH if share is None else style.percent(float(share), self.language, places)

    def day(self, value: date) -> str:
        """Return a day in long form."""
        return style.day(value, self.language)

    def month(self, value: str, short: bool = False) -> str:
        """Return a month given as ``YYYY-MM``."""
        return style.month(first_day(value), self.language, short)

    def narrow_month(self, value: str) -> str:
        """Return a month's initial."""
        from babel.dates import format_date

        return format_date(first_day(value), format="LLLLL", locale=style.locale(self.language))

    def short_month(self, number: int) -> str:
        """Return a month's short name, January being 1."""
        from babel.dates import get_month_names

        return str(get_month_names("abbreviated", "stand-alone", style.locale(self.language))[number])

    def weekday(self, number: int, width: Literal["abbreviated", "wide"] = "abbreviated") -> str:
        """Return a weekday's name, Monday being 0; the short one unless said otherwise."""
        from babel.dates import get_day_names

        return str(get_day_names(width, "stand-alone", style.locale(self.language))[number])

    def quarter(self, number: int) -> str:
        """Return a quarter's short name."""
        return self.say(text("Q{number:int}", number=number))

    def quarter_of(self, name: str) -> str:
        """Return a quarter given as ``YYYY-Qn`` with its year."""
        return style.quarter(name, self.language)

    def instant(self, value: Measure) -> str:
        """Return the day of an instant as metrics hold it."""
        if not isinstance(value, str):
            return _DASH
        return self.day(datetime.fromisoformat(value.replace("Z", "+00:00")).date())

    def metric_name(self, metric_id: str) -> str:
        """Return a metric's name; its id where the catalogue lacks it."""
        metric = self.metrics.get(metric_id)
        return self.words(metric.name) if metric else metric_id

    def measure(self, metric_id: str, measure: Measure) -> str:
        """Return a metric's value in its unit, an estimate with its interval."""
        if isinstance(measure, Estimate):
            ends = [self._in_unit(metric_id, end) for end in (measure.value, measure.low, measure.high)]
            if measure.low is None or measure.high is None:
                return ends[0]
            return self.say(text("{value} ({low} to {high})", value=ends[0], low=ends[1], high=ends[2]))
        return self._in_unit(metric_id, measure)

    def _in_unit(self, metric_id: str, value: object) -> str:
        unit = self.metrics[metric_id].unit if metric_id in self.metrics else "number"
        if value is None:
            return _DASH
        if unit == "bool" or isinstance(value, bool):
            return self.say(text("yes") if value else text("no"))
        if not isinstance(value, (int, float)):
            return self.instant(value) if unit == "instant" and isinstance(value, str) else str(value)
        if unit == "share":
            return self.percent(value)
        return self._counted(metric_id, unit, value)

    def _counted(self, metric_id: str, unit: str, value: float) -> str:
        if unit == "days":
            return self.say(text("{n:decimal} {n:plural day|days}", n=value))
        shown = self.integer(value) if unit == "count" or float(value).is_integer() else self.decimal(value)
        if metric_id in _OF_A_HUNDRED:
            return self.say(text("{figure} {n:plural point|points} of 100", figure=shown, n=value))
        return shown


def first_day(month: str) -> date:
    """Return the first day of a month given as ``YYYY-MM``."""
    return date.fromisoformat(f"{month}-01")


def months_after(start: str, month: str) -> int:
    """Return how many months lie between two months given as ``YYYY-MM``."""
    first, second = first_day(start), first_day(month)
    return (second.year - first.year) * 12 + second.month - first.month


def added_months(start: str, months: int) -> str:
    """Return the month so many months later, as ``YYYY-MM``."""
    first = first_day(start)
    total = first.year * 12 + first.month - 1 + months
    return f"{total // 12}-{total % 12 + 1:02d}"


def sentence_start(words: str) -> str:
    """Return a text that begins with a capital letter."""
    return words[:1].upper() + words[1:]


def inside(words: str) -> str:
    """Return a sentence as it stands behind a colon: with a small letter, unless the word is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def first_sentence(words: str) -> str:
    """Return a text's first sentence."""
    end = words.find(". ")
    return words if end < 0 else words[: end + 1]


def without_stop(words: str) -> str:
    """Return a sentence without its full stop, for use inside another one."""
    return words.removesuffix(".")


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Return the items in their order, each once."""
    return tuple(dict.fromkeys(items))
