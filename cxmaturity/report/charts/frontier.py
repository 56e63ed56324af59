"""What rests of different lengths would have kept and spared: two bars a rest, and their figures below the axis.

Bars and no lines: the rests lie unevenly apart, and a line's slope between them would mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, line, rect, words

_LEFT = 132.0
"""Where the plot begins; before it stand the names of the figures' rows."""
_TOP = 22.0
PLOT = 108.0
"""How high the plot is, where nobody gives it more room."""
_WIDEST = 18.0
_SIZE = 9.5
_ROW = 15.0


@dataclass(frozen=True)
class Series:
    """One share at each rest."""

    name: str
    shares: tuple[float, ...]
    shown: tuple[str, ...]


def frontier(  # noqa: PLR0917  # marks are placed by position
    title: str,
    rests: Sequence[str],
    kept: Series,
    spared: Series,
    axis: str,
    mark: tuple[float, str] | None,
    ticks: Sequence[tuple[float, str]],
    told: Sequence[str],
    plot: float = PLOT,
) -> str:
    """Return both bars over the rests, of each of which something is ``told``; the plot is as high as ``plot``.

    ``mark`` stands at a place along them, 1.5 being midway behind the second.
    """
    step = (FULL - _LEFT) / len(rests)
    bottom = _TOP + plot

    def across(place: float) -> float:
        return _LEFT + (place + 0.5) * step

    drawn: list[str] = []
    for share, label in ticks:
        y = bottom - plot * share
        drawn.append(line(_LEFT, y, FULL, y, c.LINE if share else c.GREY, 0.8))
        drawn.append(words(_LEFT - 6, y + 3, label, _SIZE, c.GREY, anchor="end"))
    if mark is not None:
        drawn += _mark(across(mark[0]), mark[1], bottom)
    wide = min(_WIDEST, step * 0.32)
    for series, colour, left in ((kept, c.NAVY, -wide - 0.5), (spared, c.TEAL, 0.5)):
        bars = [
            rect(across(place) + left, bottom - plot * share, wide, plot * share, colour)
            for place, share in enumerate(series.shares)
        ]
        drawn += [hovered(bar, words_of_it) for bar, words_of_it in zip(bars, told, strict=True)]
    drawn += _table(rests, (kept, spared), axis, bottom, [across(place) for place in range(len(rests))])
    return drawing(FULL, bottom + 3 * _ROW + 8, title, drawn, " · ".join(told))


def _mark(x: float, label: str, bottom: float) -> list[str]:
    wide = fonts.width(label, _SIZE, 600)
    left = min(max(x - wide / 2, _LEFT), FULL - wide)
    return [line(x, _TOP - 6, x, bottom, c.GREY, 1.2, dashed=True), words(left, _TOP - 10, label, _SIZE, c.INK, 600)]


def _table(
    rests: Sequence[str], series: tuple[Series, Series], axis: str, bottom: float, places: Sequence[float]
) -> list[str]:
    """Return the rests and both series' figures, each below its bars and behind its name with its sign."""
    drawn = [words(0, bottom + 14, fonts.wrap(axis, _SIZE, _LEFT - 4, lines=1)[0], _SIZE, c.GREY)]
    drawn += [words(x, bottom + 14, rest, _SIZE, c.INK, 500, "middle") for x, rest in zip(places, rests, strict=True)]
    for row, (each, colour) in enumerate(zip(series, (c.NAVY, c.TEAL), strict=True), start=1):
        baseline = bottom + 14 + _ROW * row
        sign = rect(1, baseline - 6.6, 7, 7, colour)
        name = fonts.wrap(each.name, _SIZE, _LEFT - 16, 600, lines=1)[0]
        drawn += [sign, words(13, baseline, name, _SIZE, colour, 600)]
        drawn += [
            words(x, baseline, shown, _SIZE, colour, anchor="middle")
            for x, shown in zip(places, each.shown, strict=True)
        ]
    return drawn
