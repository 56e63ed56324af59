"""Claimed against final, one row a question, with the bounds behind the marks and the numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, circle, drawing, hovered, line, rect, told_row, words

_ROW = 30.0
_TOP = 30.0
_LEFT, _RIGHT = 200.0, 410.0
_COLUMNS = (482.0, 532.0, 590.0, FULL)


@dataclass(frozen=True)
class DumbbellRow:
    """One question; scores run from 0 to 100."""

    ref: str
    name: str
    claimed: float | None
    final: float | None
    low: float | None
    high: float | None
    columns: tuple[str, str, str, str]
    """The numbers beside the marks, ready to be shown."""
    lowered: bool
    """Evidence caps the claim: drawn in the warm colour."""


def dumbbell(title: str, rows: Sequence[DumbbellRow], headings: tuple[str, str, str, str]) -> str:
    """Return the chart; ``headings`` stand above the number columns."""
    height = _TOP + _ROW * len(rows) + 4
    marks = [*_axis(height), *_headings(headings)]
    for index, row in enumerate(rows):
        marks += _row(row, _TOP + _ROW * index, told_row(f"{row.ref} {row.name}", headings, row.columns))
    return drawing(FULL, height, title, marks)


def _at(score: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * score / 100


def _axis(height: float) -> list[str]:
    marks: list[str] = []
    for tick in (0, 25, 50, 75, 100):
        marks.append(line(_at(tick), _TOP - 6, _at(tick), height - 4, c.LINE if tick else c.GREY, 0.8))
        marks.append(words(_at(tick), _TOP - 13, str(tick), 9.5, c.GREY, anchor="middle"))
    return marks


def _headings(headings: Sequence[str]) -> list[str]:
    return [
        words(x, _TOP - 13, heading, 9.5, c.GREY, 600, "end") for x, heading in zip(_COLUMNS, headings, strict=True)
    ]


def _row(row: DumbbellRow, top: float, told: str) -> list[str]:
    middle = top + _ROW / 2
    name = fonts.wrap(row.name, 11, _LEFT - 38, 500, lines=1)[0]
    marks = [
        line(0, top + _ROW, FULL, top + _ROW, c.PALE, 1),
        words(0, middle + 4, row.ref, 10.5, c.GREY, 600),
        words(26, middle + 4, name, 11, c.NAVY, 600 if row.lowered else 500),
        hovered("".join([*_bounds(row, middle), *_marks(row, middle)]), told),
    ]
    strong = c.WARM if row.lowered else c.NAVY
    for x, content, fill, weight in zip(
        _COLUMNS, row.columns, (c.GREY, strong, c.GREY, c.INK), (400, 600, 400, 400), strict=True
    ):
        marks.append(words(x, middle + 4, content, 11, fill, weight, "end"))
    return marks


def _bounds(row: DumbbellRow, middle: float) -> list[str]:
    if row.low is None or row.high is None or row.high - row.low < 0.5:
        return []
    return [rect(_at(row.low), middle - 7, _at(row.high) - _at(row.low), 14, c.BAND, 3)]


def _marks(row: DumbbellRow, middle: float) -> list[str]:
    """Return a ring for the claim and a dot for the final score, which stands inside the ring where both agree."""
    marks: list[str] = []
    if row.final is not None and row.claimed is not None and row.lowered:
        start, end = sorted((_at(row.final), _at(row.claimed)))
        marks.append(rect(start, middle - 3, end - start, 6, c.WARM_SOFT))
    if row.claimed is not None:
        marks.append(circle(_at(row.claimed), middle, 6.2, c.WHITE, c.NAVY, width=1.8))
    if row.final is not None:
        marks.append(circle(_at(row.final), middle, 4, c.WARM if row.lowered else c.NAVY))
    return marks
