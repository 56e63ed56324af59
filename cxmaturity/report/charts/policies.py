"""What several policies would have kept and stopped: a bar and its figures a policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, line, name_lines, rect, told_row, words

_ROW = 27.0
_TOP = 24.0
_LEFT, _RIGHT = 190.0, 390.0
_COLUMNS = (460.0, 540.0, FULL)


@dataclass(frozen=True)
class PolicyRow:
    """One policy."""

    name: str
    kept: float
    """Share of requests that it would have kept."""
    columns: tuple[str, str, str]


def policies(title: str, rows: Sequence[PolicyRow], headings: tuple[str, str, str, str], details: str) -> str:
    """Return the rows; ``headings`` name the policy and the number columns."""
    drawn = [words(0, _TOP - 10, headings[0], 9.5, c.GREY, 600)]
    drawn += [
        words(x, _TOP - 10, heading, 9.5, c.GREY, 600, "end") for x, heading in zip(_COLUMNS, headings[1:], strict=True)
    ]
    drawn.append(line(0, _TOP - 3, FULL, _TOP - 3, c.NAVY, 1))
    for index, row in enumerate(rows):
        top = _TOP + _ROW * index
        middle, wide = top + _ROW / 2, _RIGHT - _LEFT
        drawn += name_lines(row.name, 0, middle, _LEFT - 12)
        kept = rect(_LEFT, middle - 6, wide * row.kept, 12, c.NAVY, 1.5)
        stopped = rect(_LEFT + wide * row.kept, middle - 6, wide * (1 - row.kept), 12, c.WARM_SOFT, 1.5)
        drawn.append(hovered(kept + stopped, told_row(row.name, headings[1:], row.columns)))
        for x, content in zip(_COLUMNS, row.columns, strict=True):
            drawn.append(words(x, middle + 3.6, content, 10.5, c.INK, anchor="end"))
        drawn.append(line(0, top + _ROW, FULL, top + _ROW, c.LINE, 0.7))
    return drawing(FULL, _TOP + _ROW * len(rows) + 2, title, drawn, details)
