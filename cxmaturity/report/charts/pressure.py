"""How often customers are asked in their fullest 30 days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import drawing, hovered, line, rect, words

WIDTH = 308.0
_HEIGHT = 156.0
_TOP, _BOTTOM = 18.0, 120.0
_SIZE = 9.5


@dataclass(frozen=True)
class Bar:
    """Customers whose fullest 30 days held so many requests."""

    label: str
    customers: int
    shown: str
    over: bool
    """Beyond the limit of the policy in force: drawn in the warm colour."""
    told: str = ""
    """What is told where a pointer rests."""


def distribution(title: str, bars: Sequence[Bar], axis: str, width: float = WIDTH) -> str:
    """Return the distribution as bars; ``axis`` names the horizontal axis."""
    most = max((bar.customers for bar in bars), default=0) or 1
    step = width / max(len(bars), 1)
    drawn = [line(0, _BOTTOM, width, _BOTTOM, c.GREY, 0.8)]
    for index, bar in enumerate(bars):
        tall = (_BOTTOM - _TOP) * bar.customers / most
        tall = max(tall, 1.0) if bar.customers else 0.0
        middle, colour = (index + 0.5) * step, c.WARM if bar.over else c.NAVY
        drawn.append(hovered(rect(middle - step * 0.4, _BOTTOM - tall, step * 0.8, tall, colour), bar.told))
        size = min(_SIZE, _SIZE * step / max(fonts.width(bar.shown, _SIZE, 500) + 2, 1))
        drawn.append(words(middle, _BOTTOM - tall - 4, bar.shown, size, colour, 500, "middle"))
        drawn.append(words(middle, _BOTTOM + 14, bar.label, _SIZE, c.GREY, anchor="middle"))
    drawn.append(words(width / 2, _BOTTOM + 30, axis, _SIZE, c.GREY, anchor="middle"))
    return drawing(width, _HEIGHT, title, drawn)
