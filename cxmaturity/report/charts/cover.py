"""The cover's decoration: five rising steps, the reached one in green."""

from __future__ import annotations

from cxmaturity.report.charts.palette import STEPS, TEAL
from cxmaturity.report.charts.svg import drawing, rect

WIDTH, HEIGHT = 420.0, 480.0
_GAP = 14.0


def steps(reached: int | None, stages: int = 5) -> str:
    """Return the steps; it is a background, so its title says nothing."""
    wide = _wide(stages)
    marks = []
    for number, (left, tall) in enumerate(places(stages), start=1):
        fill = TEAL if number == reached else STEPS[(number - 1) % len(STEPS)]
        marks.append(rect(left, HEIGHT - tall, wide, tall, fill, 3))
    return drawing(WIDTH, HEIGHT, "", marks)


def places(stages: int = 5) -> list[tuple[float, float]]:
    """Return where each step begins, and how tall it is."""
    return [(at * (_wide(stages) + _GAP), HEIGHT * (0.16 + 0.84 * at / (stages - 1))) for at in range(stages)]


def _wide(stages: int) -> float:
    return (WIDTH - _GAP * (stages - 1)) / stages
