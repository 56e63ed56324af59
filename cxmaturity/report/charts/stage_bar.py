"""The five stages in one bar, with what stands where above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, polygon, rect, words

_GAP = 4.0
_BAR = 28.0
_LINE = 17.0


@dataclass(frozen=True)
class StageMark:
    """Something that stands at a stage: today, what was claimed, what is predicted."""

    stage: int
    label: str
    colour: str


def stage_bar(
    title: str, names: Sequence[str], reached: int | None, high: int | None, marks: Sequence[StageMark]
) -> str:
    """Return the bar: stages up to ``reached`` are filled, those up to ``high`` are possible and drawn dashed."""
    top = _LINE * len(marks) + 8
    drawn: list[str] = []
    for number, name in enumerate(names, start=1):
        drawn += _segment(number, name, top, len(names), reached or 0, high or 0)
    # From left to right and downwards, so that no line of a mark passes through the label of another.
    placed = list(enumerate(sorted(marks, key=lambda mark: mark.stage)))
    drawn += [part for level, mark in placed for part in _pointer(mark, level, top, len(names))]
    drawn += [part for level, mark in placed for part in _label(mark, level, len(names))]
    return drawing(FULL, top + _BAR + 2, title, drawn)


def _start(number: int, stages: int) -> float:
    return (number - 1) * (FULL + _GAP) / stages


def _segment(  # noqa: PLR0917  # marks are placed by position
    number: int, name: str, top: float, stages: int, reached: int, high: int
) -> list[str]:
    x, width = _start(number, stages), (FULL + _GAP) / stages - _GAP
    filled, possible = number <= reached, reached < number <= high
    box = rect(
        x + 0.6,
        top + 0.6,
        width - 1.2,
        _BAR - 1.2,
        c.NAVY if filled else c.WHITE if possible else c.PALE,
        3,
        c.NAVY if possible else None,
        dashed=possible,
    )
    label = fonts.wrap(f"{number}\u00a0\u00a0{name}", 10.5, width - 18, 600, lines=1)[0]
    return [box, words(x + 10, top + 18, label, 10.5, c.WHITE if filled else c.NAVY, 600)]


def _at(mark: StageMark, level: int, stages: int) -> tuple[float, float]:
    """Return where a mark's line begins: on a line of its own, so that no two labels can meet."""
    return _start(mark.stage, stages) + 12 + 11 * level, 12 + _LINE * level


def _pointer(mark: StageMark, level: int, top: float, stages: int) -> list[str]:
    x, y = _at(mark, level, stages)
    return [
        rect(x - 0.6, y - 2, 1.2, top - y - 2, mark.colour),
        polygon(((x - 4, top - 6), (x + 4, top - 6), (x, top - 1)), mark.colour),
    ]


def _label(mark: StageMark, level: int, stages: int) -> list[str]:
    x, y = _at(mark, level, stages)
    wide = fonts.width(mark.label, 10.5, 600)
    left = x + 8 if x + 12 + wide <= FULL else x - 8 - wide
    return [
        rect(left - 2, y - 9, wide + 4, 13, c.WHITE),
        words(left, y + 1, mark.label, 10.5, mark.colour, 600),
    ]
