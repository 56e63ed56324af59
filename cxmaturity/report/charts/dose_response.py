"""Response rate at each pressure, with the band of its intervals and how many requests each rate rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import circle, drawing, hovered, line, path, polygon, rect, words

_LEFT = 38.0
_PLOT = 96.0
_ABOVE = 20.0
"""Room for the label of a rate at the top of the plot."""
_BELOW = 50.0
_SIZE = 9.5
_LINE = 13.0


@dataclass(frozen=True)
class Dose:
    """Response rate at one level of pressure, as shares; None where no request had it."""

    label: str
    rate: float | None
    low: float | None
    high: float | None
    shown: str
    n: str
    """Requests behind the rate."""
    told: str = ""
    """What is told where a pointer rests."""


@dataclass(frozen=True)
class _Point:
    x: float
    rate: float
    low: float
    high: float
    shown: str
    told: str


def dose_response(  # noqa: PLR0917  # marks are placed by position
    title: str,
    doses: Sequence[Dose],
    axis: str,
    ticks: Sequence[tuple[float, str]],
    width: float,
    remark: str = "",
    details: str = "",
) -> str:
    """Return the rates; ``ticks`` give the vertical axis, ``remark`` stands above the plot."""
    above = fonts.wrap(remark, _SIZE, width, 500, lines=2) if remark else []
    top = _ABOVE + _LINE * len(above)
    bottom, most = top + _PLOT, max((share for share, _ in ticks), default=1.0)
    step = (width - _LEFT) / max(len(doses), 1)

    def height(share: float) -> float:
        return bottom - _PLOT * share / most

    drawn = [words(0, 10 + _LINE * place, content, _SIZE, c.BLUE, 500) for place, content in enumerate(above)]
    for share, label in ticks:
        drawn.append(line(_LEFT, height(share), width, height(share), c.LINE if share else c.GREY, 0.8))
        drawn.append(words(_LEFT - 6, height(share) + 3, label, _SIZE, c.GREY, anchor="end"))
    points = [
        None
        if dose.rate is None or dose.low is None or dose.high is None
        else _Point(
            _LEFT + (place + 0.5) * step, height(dose.rate), height(dose.low), height(dose.high), dose.shown, dose.told
        )
        for place, dose in enumerate(doses)
    ]
    for run in _runs(points):
        drawn += _run(run)
    drawn.append(words(0, bottom + 27, "n", _SIZE, c.GREY))
    for place, dose in enumerate(doses):
        middle = _LEFT + (place + 0.5) * step
        size = min(_SIZE, _SIZE * (step - 3) / max(fonts.width(dose.n, _SIZE), 1))
        drawn.append(words(middle, bottom + 14, dose.label, _SIZE, c.INK, 500, "middle"))
        drawn.append(words(middle, bottom + 27, dose.n, size, c.GREY, anchor="middle"))
    drawn.append(words(_LEFT + (width - _LEFT) / 2, bottom + 43, axis, _SIZE, c.GREY, anchor="middle"))
    return drawing(width, bottom + _BELOW, title, drawn, details)


def _runs(points: Sequence[_Point | None]) -> Iterator[list[_Point]]:
    """Yield the neighbours that are known, so that nothing is drawn over a gap."""
    run: list[_Point] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _run(points: Sequence[_Point]) -> list[str]:
    """Return the band, the line and the rates of some neighbours."""
    upper = [(point.x, point.high) for point in points]
    drawn = [polygon([*upper, *((point.x, point.low) for point in reversed(points))], c.BAND)] if points[1:] else []
    drawn += [rect(point.x - 3, point.high, 6, max(point.low - point.high, 1), c.SKY) for point in points]
    if points[1:]:
        steps = " L".join(f"{point.x:.2f} {point.rate:.2f}" for point in points)
        drawn.append(path(f"M{steps}", c.BLUE, 1.4))
    drawn += [hovered(circle(point.x, point.rate, 3.4, c.BLUE), point.told) for point in points]
    for point in points:
        half = fonts.width(point.shown, _SIZE, 500) / 2
        # Above everything that the band reaches along the label, so that none is drawn through it.
        top = min(_along(upper, point.x - half), point.high, _along(upper, point.x + half))
        drawn.append(words(point.x, top - 4.5, point.shown, _SIZE, c.BLUE, 500, "middle"))
    return drawn


def _along(edge: Sequence[tuple[float, float]], x: float) -> float:
    """Return the height of an edge at a place; beyond its ends that of the nearest end."""
    for (x1, y1), (x2, y2) in pairwise(edge):
        if x1 <= x <= x2:
            return y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return edge[0][1] if x < edge[0][0] else edge[-1][1]
