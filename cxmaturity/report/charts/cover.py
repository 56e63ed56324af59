"""The cover's decoration: five rising steps, the reached one in green."""

from __future__ import annotations

from cxmaturity.report.charts.palette import TEAL
from cxmaturity.report.charts.svg import drawing, rect

_SHADES = ("#17345c", "#1b3f6b", "#204c7c", "#275c8d", "#2f6d9d")
WIDTH, HEIGHT = 420.0, 480.0


def steps(reached: int | None, stages: int = 5) -> str:
    """Return the steps; it is a background, so its title says nothing."""
    gap = 14.0
    wide = (WIDTH - gap * (stages - 1)) / stages
    marks = []
    for number in range(1, stages + 1):
        tall = HEIGHT * (0.16 + 0.84 * (number - 1) / (stages - 1))
        fill = TEAL if number == reached else _SHADES[(number - 1) % len(_SHADES)]
        marks.append(rect((number - 1) * (wide + gap), HEIGHT - tall, wide, tall, fill, 3))
    return drawing(WIDTH, HEIGHT, "", marks)
