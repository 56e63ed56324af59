"""The stages as steps: the one that is reached, those still possible, and where each question stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, rect, words

_GAP = 6.0
_FIRST, _RISE = 46.0, 9.0
_CHIP, _CHIP_HEIGHT = 27.0, 17.0


def ladder(
    title: str, names: Sequence[str], reached: int | None, high: int | None, standing: Mapping[int, Sequence[str]]
) -> str:
    """Return the steps; ``standing`` lists the questions' short names by the stage that they have attained."""
    step = (FULL + _GAP) / len(names)
    per_row = int((step - _GAP) // _CHIP)
    height = max(
        _FIRST + _RISE * (number - 1) + -(-len(standing.get(number, ())) // per_row) * (_CHIP_HEIGHT + 4) + 6
        for number in range(1, len(names) + 1)
    )
    drawn: list[str] = []
    for number, name in enumerate(names, start=1):
        x, tall = (number - 1) * step, _FIRST + _RISE * (number - 1)
        marks = _step(x, height - tall, step - _GAP, tall, number, name, reached or 0, high or 0)
        chips = _chips(x, height - tall - 6, standing.get(number, ()), per_row)
        told = f"{number} {name}\n{', '.join(standing[number])}" if standing.get(number) else ""
        drawn.append(hovered("".join([*marks, *chips]), told))
    return drawing(FULL, height, title, drawn)


def _step(x: float, y: float, width: float, tall: float, number: int, name: str, reached: int, high: int) -> list[str]:  # noqa: PLR0917  # marks are placed by position
    filled, possible = number <= reached, reached < number <= high
    fill = c.NAVY if number == reached else c.BLUE if filled else c.WHITE if possible else c.PALE
    ink = c.WHITE if filled else c.NAVY
    return [
        rect(x + 0.6, y + 0.6, width - 1.2, tall - 1.2, fill, 3, c.NAVY if possible else None, dashed=possible),
        words(x + 10, y + 21, str(number), 15, ink, 600),
        words(x + 10, y + 37, fonts.wrap(name, 10.5, width - 16, 600, lines=1)[0], 10.5, ink, 600),
    ]


def _chips(x: float, bottom: float, refs: Sequence[str], per_row: int) -> list[str]:
    drawn: list[str] = []
    for index, ref in enumerate(refs):
        left = x + (index % per_row) * _CHIP
        top = bottom - _CHIP_HEIGHT - (index // per_row) * (_CHIP_HEIGHT + 4)
        drawn.append(rect(left + 0.6, top, _CHIP - 4, _CHIP_HEIGHT, c.WHITE, 8, c.NAVY))
        drawn.append(words(left + (_CHIP - 3) / 2, top + 12.3, ref, 9.5, c.NAVY, 600, "middle"))
    return drawn
