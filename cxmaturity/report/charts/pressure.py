"""How often customers are asked in their fullest 30 days, and how the answers go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import circle, drawing, line, rect, words

WIDTH = 308.0
_HEIGHT = 172.0
_TOP, _BOTTOM = 18.0, 136.0
_SIZE = 9.5


@dataclass(frozen=True)
class Bar:
    """Customers whose fullest 30 days held so many requests."""

    label: str
    customers: int
    shown: str
    over: bool
    """Beyond the limit of the policy in force: drawn in the warm colour."""


@dataclass(frozen=True)
class RatePoint:
    """Response rate at one level of pressure, as shares."""

    label: str
    rate: float | None
    low: float | None
    high: float | None
    shown: str


def distribution(title: str, bars: Sequence[Bar], axis: str, width: float = WIDTH) -> str:
    """Return the distribution as bars; ``axis`` names the horizontal axis."""
    most = max((bar.customers for bar in bars), default=0) or 1
    step = width / max(len(bars), 1)
    drawn = [line(0, _BOTTOM, width, _BOTTOM, c.GREY, 0.8)]
    for index, bar in enumerate(bars):
        tall = (_BOTTOM - _TOP) * bar.customers / most
        tall = max(tall, 1.0) if bar.customers else 0.0
        middle, colour = (index + 0.5) * step, c.WARM if bar.over else c.NAVY
        drawn.append(rect(middle - step * 0.4, _BOTTOM - tall, step * 0.8, tall, colour))
        size = min(_SIZE, _SIZE * step / max(fonts.width(bar.shown, _SIZE, 500) + 2, 1))
        drawn.append(words(middle, _BOTTOM - tall - 4, bar.shown, size, colour, 500, "middle"))
        drawn.append(words(middle, _BOTTOM + 14, bar.label, _SIZE, c.GREY, anchor="middle"))
    drawn.append(words(width / 2, _BOTTOM + 30, axis, _SIZE, c.GREY, anchor="middle"))
    return drawing(width, _HEIGHT, title, drawn)


def response(title: str, points: Sequence[RatePoint], axis: str, percent: Sequence[tuple[float, str]]) -> str:
    """Return response rates with their intervals; ``percent`` gives the ticks of the vertical axis."""
    most = max((share for share, _ in percent), default=1.0)
    left = 36.0
    step = (WIDTH - left) / max(len(points), 1)

    def height(share: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * share / most

    drawn: list[str] = []
    for share, label in percent:
        drawn.append(line(left, height(share), WIDTH, height(share), c.LINE if share else c.GREY, 0.8))
        drawn.append(words(left - 6, height(share) + 3, label, _SIZE, c.GREY, anchor="end"))
    for index, point in enumerate(points):
        middle = left + (index + 0.5) * step
        drawn.append(words(middle, _BOTTOM + 14, point.label, _SIZE, c.GREY, anchor="middle"))
        if point.rate is None or point.low is None or point.high is None:
            continue
        drawn.append(line(middle, height(point.low), middle, height(point.high), c.SKY, 7))
        drawn.append(circle(middle, height(point.rate), 3.6, c.BLUE))
        wide = fonts.width(point.shown, _SIZE, 500) + 4
        drawn.append(rect(middle - wide / 2, height(point.high) - 14, wide, 12, c.WHITE))
        drawn.append(words(middle, height(point.high) - 4.5, point.shown, _SIZE, c.BLUE, 500, "middle"))
    drawn.append(words(left + (WIDTH - left) / 2, _BOTTOM + 30, axis, _SIZE, c.GREY, anchor="middle"))
    return drawing(WIDTH, _HEIGHT, title, drawn)
