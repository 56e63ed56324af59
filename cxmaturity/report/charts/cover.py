"""The cover's decoration: five rising steps, the reached one in green."""

from __future__ import annotations

from cxmaturity.report.charts.palette import STEPS, TEAL
from cxmaturity.report.charts.svg import drawing, rect

WIDTH, HEIGHT = 420.0, 480.0


def steps(reached: int | None, stages: int = 5) -> str:
    """Return the steps; it is a background, so its title says nothing."""
    gap = 14.0
    wide = (WIDTH - gap * (stages - 1)) / stages
    marks = []
    for number in range(1, stages + 1):
        tall = HEIGHT * (0.16 + 0.84 * (number - 1) / (stages - 1))
        fill = TEAL if number == reached else STEPS[(number - 1) % len(STEPS)]
        marks.append(rect((number - 1) * (wide + gap), HEIGHT - tall, wide, tall, fill, 3))
    return drawing(WIDTH, HEIGHT, "", marks)
