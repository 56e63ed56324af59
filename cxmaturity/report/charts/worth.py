"""What each action is worth, in the parts that add up to it, beside what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, line, name_lines, rect, told_row, words

_ROW = 25.0
_TOP = 22.0
_LEFT, _RIGHT = 262.0, 428.0
_COLUMNS = (470.0, 506.0, 566.0, FULL)
COLOURS = (c.NAVY, c.BLUE, c.TEAL)
"""Of the parts, in their order."""


@dataclass(frozen=True)
class WorthRow:
    """One action."""

    ref: str
    name: str
    parts: tuple[float, float, float]
    """What it adds to the scores, to the next stage and to the customers concerned."""
    columns: tuple[str, str, str, str]
    """What stands in the number columns."""


def worth(title: str, rows: Sequence[WorthRow], headings: Sequence[str]) -> str:
    """Return the rows; ``headings`` stand above the number columns."""
    most = max((sum(row.parts) for row in rows), default=1.0) or 1.0
    drawn = [
        words(x, _TOP - 10, heading, 9.5, c.GREY, 600, "end") for x, heading in zip(_COLUMNS, headings, strict=True)
    ]
    drawn.append(line(0, _TOP - 2, FULL, _TOP - 2, c.NAVY, 1))
    for index, row in enumerate(rows):
        drawn += _row(row, _TOP + _ROW * index, most, told_row(f"{row.ref} {row.name}", headings, row.columns))
    return drawing(FULL, _TOP + _ROW * len(rows) + 2, title, drawn)


def _row(row: WorthRow, top: float, most: float, told: str) -> list[str]:
    middle, x = top + _ROW / 2, _LEFT
    drawn = [
        words(0, middle + 3.4, row.ref, 9.5, c.GREY, 600),
        *name_lines(row.name, 26, middle, _LEFT - 36),
        line(0, top + _ROW, FULL, top + _ROW, c.LINE, 0.6),
    ]
    bar: list[str] = []
    for part, colour in zip(row.parts, COLOURS, strict=True):
        wide = (_RIGHT - _LEFT) * part / most
        bar.append(rect(x, middle - 6, wide, 12, colour))
        x += wide
    drawn.append(hovered("".join(bar), told))
    for right, content in zip(_COLUMNS, row.columns, strict=True):
        drawn.append(words(right, middle + 3.6, content, 10.5, c.INK, anchor="end"))
    return drawn
