"""What rests of different lengths would have kept and spared: two lines, and their figures below the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, circle, drawing, hovered, line, path, rect, words

_LEFT = 132.0
"""Where the plot begins; before it stand the names of the figures' rows."""
_TOP = 22.0
PLOT = 108.0
"""How high the plot is, where nobody gives it more room."""
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
    """Return both lines over the rests, of each of which something is ``told``; the plot is as high as ``plot``.

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
    for series, colour, square in ((kept, c.NAVY, False), (spared, c.TEAL, True)):
        places = [(across(place), bottom - plot * share) for place, share in enumerate(series.shares)]
        drawn.append(path("M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in places), colour, 1.8))
        signs = [rect(x - 3, y - 3, 6, 6, colour) if square else circle(x, y, 3.4, colour) for x, y in places]
        drawn += [hovered(sign, words_of_it) for sign, words_of_it in zip(signs, told, strict=True)]
    drawn += _table(rests, (kept, spared), axis, bottom, [across(place) for place in range(len(rests))])
    return drawing(FULL, bottom + 3 * _ROW + 8, title, drawn, "; ".join(told))


def _mark(x: float, label: str, bottom: float) -> list[str]:
    wide = fonts.width(label, _SIZE, 600)
    left = min(max(x - wide / 2, _LEFT), FULL - wide)
    return [line(x, _TOP - 6, x, bottom, c.GREY, 1.2, dashed=True), words(left, _TOP - 10, label, _SIZE, c.INK, 600)]


def _table(
    rests: Sequence[str], series: tuple[Series, Series], axis: str, bottom: float, places: Sequence[float]
) -> list[str]:
    """Return the rests and both series' figures, each below its points and behind its name with its sign."""
    drawn = [words(0, bottom + 14, fonts.wrap(axis, _SIZE, _LEFT - 4, lines=1)[0], _SIZE, c.GREY)]
    drawn += [words(x, bottom + 14, rest, _SIZE, c.INK, 500, "middle") for x, rest in zip(places, rests, strict=True)]
    for row, (each, colour) in enumerate(zip(series, (c.NAVY, c.TEAL), strict=True), start=1):
        baseline = bottom + 14 + _ROW * row
        sign = circle(4, baseline - 3.4, 3.4, colour) if row == 1 else rect(1, baseline - 6.4, 6, 6, colour)
        name = fonts.wrap(each.name, _SIZE, _LEFT - 16, 600, lines=1)[0]
        drawn += [sign, words(13, baseline, name, _SIZE, colour, 600)]
        drawn += [
            words(x, baseline, shown, _SIZE, colour, anchor="middle")
            for x, shown in zip(places, each.shown, strict=True)
        ]
    return drawn
