"""Pairs of sources that reach the same customers within a week: a bar and its numbers a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, line, name_lines, rect, told_row, words

_ROW = 26.0
_TOP = 22.0
_LEFT, _RIGHT = 300.0, 490.0
_COLUMNS = (562.0, FULL)


@dataclass(frozen=True)
class PairRow:
    """Two sources that met."""

    name: str
    collisions: float
    columns: tuple[str, str]


def pairs(title: str, rows: Sequence[PairRow], headings: tuple[str, str, str]) -> str:
    """Return the rows; ``headings`` name the pair and the number columns."""
    most = max((row.collisions for row in rows), default=1) or 1
    drawn = [words(0, _TOP - 10, headings[0], 9.5, c.GREY, 600)]
    drawn += [
        words(x, _TOP - 10, heading, 9.5, c.GREY, 600, "end") for x, heading in zip(_COLUMNS, headings[1:], strict=True)
    ]
    drawn.append(line(0, _TOP - 2, FULL, _TOP - 2, c.NAVY, 1))
    for index, row in enumerate(rows):
        top = _TOP + _ROW * index
        drawn += name_lines(row.name, 0, top + _ROW / 2, _LEFT - 12)
        bar = rect(_LEFT, top + _ROW / 2 - 6, (_RIGHT - _LEFT) * row.collisions / most, 12, c.WARM, 1.5)
        drawn.append(hovered(bar, told_row(row.name, headings[1:], row.columns)))
        for x, content in zip(_COLUMNS, row.columns, strict=True):
            drawn.append(words(x, top + _ROW / 2 + 3.6, content, 10.5, c.INK, anchor="end"))
        drawn.append(line(0, top + _ROW, FULL, top + _ROW, c.LINE, 0.7))
    return drawing(FULL, _TOP + _ROW * len(rows) + 2, title, drawn)
