"""When requests were sent: days in weeks, or months in years where the log is long, as a heat map."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import floor, log10
from statistics import median

from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.report.charts.calendar import HeatCell, Legend, Strip, calendar
from cxmaturity.report.charts.palette import HEAT
from cxmaturity.report.view.figures.figure import Figure, Undrawn, told
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import text

_WEEKS = 53
_DAY, _MONTH, _YEAR = (15.0, 15.0), (46.0, 19.0), (58.0, 22.0)
"""Largest cells, in pixels."""
_YEARS = 12
"""Years up to which months are shown."""
_WEEKS_TO_COMPARE, _OUTSTANDING = 8, 1.5
"""Whole weeks from which on weekdays are compared, and how many times as much as any other the heaviest one holds."""
_MONTHS_TO_COMPARE, _TURNED = 3, 0.9
"""Whole months before a turn at least, and what part of the lowest of them later ones reach at most."""
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
    details = speech.say(text("Requests by month. {rows}", rows=speech.series(months)))
    named = text("Requests by calendar day, {first:date} to {last:date}.", first=first, last=last)
    if len(_spans(first, last)) <= strips:
        drawn, legend, largest = _by_weeks(days, speech)
    elif last.year - first.year < _YEARS:
        drawn, legend, largest = _by_months(by_month, speech)
    else:
        drawn, legend, largest = _by_years(by_month, speech)
    return Figure(
        _title(days, speech), calendar(speech.say(named), drawn, legend, largest, details), _turn(days, speech)
    )


def _busiest(days: Mapping[date, int]) -> date:
    """Return the day with most requests, the first of several."""
    return max(days, key=lambda day: (days[day], -day.toordinal()))


def _title(days: Mapping[date, int], speech: Speech) -> str:
    heaviest = _heaviest(days)
    if heaviest is not None:
        weekday, mean, most = heaviest
        return speech.say(
            text(
                "{weekday} is the heaviest day of the week: {mean:int} requests on average, against at most {most:int} "
                "on any other",
                weekday=speech.weekday(weekday, "wide"),
                mean=mean,
                most=most,
            )
        )
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


def _heaviest(days: Mapping[date, int]) -> tuple[int, int, int] | None:
    """Return the weekday that stands out, its mean, and the highest mean of the others; None where none does."""
    first, last = min(days), max(days)
    whole = ((last - first).days + 1) // 7
    if whole < _WEEKS_TO_COMPARE:
        return None
    sums = Counter[int]()
    for day, sends in days.items():
        if (day - first).days < 7 * whole:
            sums[day.weekday()] += sends
    (weekday, most), (_, next_one) = [*sums.most_common(2), (0, 0)][:2]
    if most < _OUTSTANDING * next_one:
        return None
    return weekday, round(most / whole), round(next_one / whole)


def _turn(days: Mapping[date, int], speech: Speech) -> str:
    """Return from which month on fewer, or more, were sent a day than in any month before; empty where none is."""
    first, last = min(days), max(days)
    whole: dict[tuple[int, int], list[int]] = {}
    day = first
    while day <= last:
        whole.setdefault((day.year, day.month), []).append(days.get(day, 0))
        day += timedelta(days=1)
    means = [(month, sum(sends), len(sends)) for month, sends in whole.items() if len(sends) == monthrange(*month)[1]]
    for place in range(_MONTHS_TO_COMPARE, len(means) - 1):
        before, after = ([sends / number for _, sends, number in some] for some in (means[:place], means[place:]))
        fewer, more = max(after) < min(before) * _TURNED, min(after) * _TURNED > max(before)
        if fewer or more:
            usual, now = (
                sum(sends for _, sends, _ in some) / sum(number for _, _, number in some)
                for some in (means[:place], means[place:])
            )
            year, month = means[place][0]
            said = (
                text("From {month} on, fewer were sent: {now:int} a day on average, {usual:int} before.")
                if fewer
                else text("From {month} on, more were sent: {now:int} a day on average, {usual:int} before.")
            )
            shown = speech.month(f"{year}-{month:02d}")
            return speech.say(replace(said, figures={"month": shown, "now": round(now), "usual": round(usual)}))
    return ""


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
    """Return tones of about equal width; where most figures would share the first, parted near their quantiles."""
    ranked, most = sorted(figures), max(figures)
    even = _round(-(-most // len(HEAT))) if most else 0
    if most > len(HEAT) and sum(figure > even for figure in ranked) * 2 > len(ranked):
        return _Tones(tuple(even * step for step in range(1, len(HEAT)) if even * step < most), most)
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
