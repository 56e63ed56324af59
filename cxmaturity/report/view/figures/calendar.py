"""When requests were sent: days in weeks, or months in years where the log is long, as a heat map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10
from statistics import median

from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.report.charts.calendar import HeatCell, Legend, Strip, calendar
from cxmaturity.report.view.figures.figure import Figure, Undrawn, told
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import text

_WEEKS = 53
_DAY, _MONTH, _YEAR = (15.0, 15.0), (46.0, 19.0), (58.0, 22.0)
"""Largest cells, in pixels."""
_YEARS = 12
"""Years up to which months are shown."""
_QUANTILES = (0.25, 0.5, 0.75, 0.95)


def calendar_figure(facts: ContactFacts, speech: Speech, strips: int = 3) -> Figure | Undrawn:
    """Return the map in at most so many strips of weeks; longer logs by months, still longer ones by years."""
    if not facts.by_day:
        return Undrawn(text("the facts hold no sends by day; audit the logs again"))
    days = {date.fromisoformat(day): sends for day, sends in facts.by_day.items()}
    first, last = min(days), max(days)
    by_month = Counter[tuple[int, int]]()
    for day, sends in days.items():
        by_month[day.year, day.month] += sends
    months = (
        told(speech.month(f"{year}-{month:02d}"), speech.integer(sends), speech)
        for (year, month), sends in sorted(by_month.items())
    )
    details = speech.say(text("Requests by month. {rows}", rows="; ".join(months)))
    named = text("Requests by calendar day, {first:date} to {last:date}.", first=first, last=last)
    if len(_spans(first, last)) <= strips:
        drawn, legend, largest = _by_weeks(days, speech)
    elif last.year - first.year < _YEARS:
        drawn, legend, largest = _by_months(by_month, speech)
    else:
        drawn, legend, largest = _by_years(by_month, speech)
    return Figure(_title(days, speech), calendar(speech.say(named), drawn, legend, largest, details))


def _busiest(days: Mapping[date, int]) -> date:
    """Return the day with most requests, the first of several."""
    return max(days, key=lambda day: (days[day], -day.toordinal()))


def _title(days: Mapping[date, int], speech: Speech) -> str:
    busiest, usual = _busiest(days), median(days.values())
    if days[busiest] == usual:
        return speech.say(
            text("No day stands out: at most {n:int} {n:plural request|requests} on a day of sending", n=days[busiest])
        )
    if list(days.values()).count(days[busiest]) > 1:
        return speech.say(
            text(
                "No day was busier than {day:date}: {n:int} {n:plural request|requests}, against {median:short} on a "
                "median day of sending",
                day=busiest,
                n=days[busiest],
                median=usual,
            )
        )
    return speech.say(
        text(
            "{day:date} was the busiest day: {n:int} {n:plural request|requests}, against {median:short} on a median "
            "day of sending",
            day=busiest,
            n=days[busiest],
            median=usual,
        )
    )


def _spans(first: date, last: date) -> list[tuple[date, date]]:
    """Return the days in parts that a strip of weeks can hold: all in one, else by calendar year."""
    if (last - _monday(first)).days < 7 * _WEEKS:
        return [(first, last)]
    years = range(first.year, last.year + 1)
    return [(max(first, date(year, 1, 1)), min(last, date(year, 12, 31))) for year in years]


def _monday(day: date) -> date:
    return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))


@dataclass(frozen=True)
class _Tones:
    """Which tone a figure has."""

    bounds: tuple[int, ...]
    """The largest figure of each tone but the last."""
    most: int
    """The largest of all."""

    def of(self, figure: int) -> int:
        """Return the tone's number, below 0 for no figure."""
        return sum(figure > bound for bound in self.bounds) if figure else -1


def _tones(figures: Sequence[int]) -> _Tones:
    """Return tones that part the figures at round numbers near their quantiles."""
    ranked, most = sorted(figures), max(figures)
    near = {_round(ranked[int(share * (len(ranked) - 1))]) for share in _QUANTILES}
    return _Tones(tuple(sorted(bound for bound in near if ranked[0] <= bound < most)), most)


def _round(figure: int) -> int:
    """Return a number near by with two digits that count."""
    unit: int = 10 ** max(floor(log10(figure)) - 1, 0)
    return round(figure / unit) * unit


def _legend(name: str, tones: _Tones, speech: Speech, marked: str = "") -> Legend:
    ends = (*tones.bounds, tones.most)
    steps = []
    for below, end in zip((0, *ends), ends, strict=False):
        low, high = speech.compact(below + 1), speech.compact(end)
        steps.append(low if below + 1 >= end else f"{low}–{high}")
    return Legend(name, speech.integer(0), tuple(steps), marked)


_Drawn = tuple[list[Strip], Legend, tuple[float, float]]


def _by_weeks(days: Mapping[date, int], speech: Speech) -> _Drawn:
    tones = _tones(list(days.values()))
    strips = [_weeks(begin, end, days, tones, speech) for begin, end in _spans(min(days), max(days))]
    legend = _legend(speech.say(text("Requests a day")), tones, speech, speech.say(text("busiest day")))
    return strips, legend, _DAY


def _weeks(first: date, last: date, days: Mapping[date, int], tones: _Tones, speech: Speech) -> Strip:
    begin, busiest = _monday(first), _busiest(days)
    every = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    months = [day for day in every if day == first or day.day == 1]
    cells = tuple(
        HeatCell(
            (day - begin).days // 7,
            day.weekday(),
            tones.of(days.get(day, 0)),
            told(speech.day(day), speech.integer(days.get(day, 0)), speech),
            marked=day == busiest,
        )
        for day in every
    )
    heads = (
        tuple((_column(day, begin, first), str(day.year)) for day in months if day == first or day.month == 1),
        tuple((_column(day, begin, first), speech.short_month(day.month)) for day in months),
    )
    weekdays = tuple(speech.weekday(number) for number in range(7))
    return Strip(cells, weekdays, heads, (last - begin).days // 7 + 1)


def _column(day: date, begin: date, first: date) -> int:
    """Return the week over which a month's name stands: its first whole one, or the strip's first."""
    days = (day - begin).days
    return days // 7 if day == first else -(-days // 7)


def _by_months(by_month: Mapping[tuple[int, int], int], speech: Speech) -> _Drawn:
    tones, first, last = _tones(list(by_month.values())), min(by_month), max(by_month)
    years = range(first[0], last[0] + 1)
    spanned = [(year, month) for year in years for month in range(1, 13) if first <= (year, month) <= last]
    cells = tuple(
        _cell(
            month - 1,
            year - first[0],
            speech.month(f"{year}-{month:02d}"),
            by_month.get((year, month), 0),
            tones,
            speech,
        )
        for year, month in spanned
    )
    heads = tuple((month - 1, speech.short_month(month)) for month in range(1, 13))
    legend = _legend(speech.say(text("Requests a month")), tones, speech)
    return [Strip(cells, tuple(map(str, years)), (heads,), 12)], legend, _MONTH


def _by_years(by_month: Mapping[tuple[int, int], int], speech: Speech) -> _Drawn:
    by_year = Counter[int]()
    for (year, _), sends in by_month.items():
        by_year[year] += sends
    tones, first, last = _tones(list(by_year.values())), min(by_year), max(by_year)
    decades = range(first // 10, last // 10 + 1)
    cells = tuple(
        _cell(year % 10, year // 10 - decades[0], str(year), by_year[year], tones, speech)
        for year in range(first, last + 1)
    )
    heads = tuple((place, f"+{place}") for place in range(10))
    legend = _legend(speech.say(text("Requests a year")), tones, speech)
    return [Strip(cells, tuple(f"{decade}0" for decade in decades), (heads,), 10)], legend, _YEAR


def _cell(column: int, row: int, name: str, sends: int, tones: _Tones, speech: Speech) -> HeatCell:  # noqa: PLR0917
    shown = speech.compact(sends) if sends else ""
    return HeatCell(column, row, tones.of(sends), told(name, speech.integer(sends), speech), shown)
