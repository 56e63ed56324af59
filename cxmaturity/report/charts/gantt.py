"""Actions by month under their quarters, and the stage that is predicted at each quarter's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, line, name_lines, rect, words

_LEFT = 310.0
_TOP = 50.0
ROW = 25.0
"""Height of a row that has room for a name on two lines."""
_NAME = 9.6
_BEFORE = 26.0
"""Where names begin, behind the references."""


@dataclass(frozen=True)
class GanttRow:
    """One action; months count from the plan's first, which is 0."""

    ref: str
    name: str
    owner: str
    """What stands at the bar: the team that carries it."""
    first: int
    last: int
    chain: bool
    """It fixes the plan's end: drawn in navy."""
    told: str = ""
    """What is told where a pointer rests."""


@dataclass(frozen=True)
class Span:
    """A year or a quarter over the months that it covers, with what is predicted at its end."""

    label: str
    first: int
    last: int
    shown: str = ""
    rises: bool = False
    """The predicted stage is higher than one quarter before."""


def gantt(  # noqa: PLR0917  # marks are placed by position
    title: str,
    months: Sequence[str],
    years: Sequence[Span],
    quarters: Sequence[Span],
    rows: Sequence[GanttRow],
    prediction: str,
    tall: float = ROW,
) -> str:
    """Return the plan with rows so ``tall``.

    ``prediction`` names the row of predicted stages, which is left out when no quarter has one.
    """
    predicted = any(quarter.shown for quarter in quarters)
    bottom = _TOP + tall * len(rows) + 4
    height = bottom + (34 if predicted else 0)
    month = (FULL - _LEFT) / max(len(months), 1)
    marks = [*_calendar(months, years, quarters, month, bottom)]
    for index, row in enumerate(rows):
        marks += _row(row, _TOP + tall * index, month, tall)
    if predicted:
        marks += _predictions(quarters, month, bottom, prediction)
    return drawing(FULL, height, title, marks)


def _calendar(
    months: Sequence[str], years: Sequence[Span], quarters: Sequence[Span], month: float, bottom: float
) -> list[str]:
    marks: list[str] = []
    for index, quarter in enumerate(quarters):
        x, width = _LEFT + quarter.first * month, (quarter.last - quarter.first + 1) * month
        if index % 2 == 0:
            marks.append(rect(x, _TOP - 22, width, bottom - _TOP + 22, c.PALE))
        if width > fonts.width(quarter.label, 9.5, 600):
            marks.append(words(x + width / 2, _TOP - 26, quarter.label, 9.5, c.GREY, 600, "middle"))
    for year in years:
        x = _LEFT + year.first * month
        if (year.last - year.first + 1) * month >= fonts.width(year.label, 10.5, 600) + 2:
            marks.append(words(x + 1, _TOP - 39, year.label, 10.5, c.NAVY, 600))
    if month >= max((fonts.width(letter, 8.5) for letter in months), default=0) + 1:
        for index, letter in enumerate(months):
            marks.append(words(_LEFT + (index + 0.5) * month, _TOP - 9, letter, 8.5, c.GREY, anchor="middle"))
    marks.append(line(0, _TOP - 2, FULL, _TOP - 2, c.NAVY, 1))
    return marks


def has_one_line(name: str) -> bool:
    """Tell whether a name fits on one line before the bars."""
    return len(fonts.wrap(name, _NAME, _LEFT - _BEFORE - 10, 500)) == 1


def _row(row: GanttRow, top: float, month: float, tall: float) -> list[str]:
    middle, bar = top + tall / 2, tall * 0.6
    x, width = _LEFT + row.first * month, (row.last - row.first + 1) * month - 1
    marks = [
        words(0, middle + 3.4, row.ref, 9.5, c.GREY, 600),
        *name_lines(row.name, _BEFORE, middle, _LEFT - _BEFORE - 10, _NAME),
        line(0, top + tall, FULL, top + tall, c.LINE, 0.6),
        hovered(rect(x, middle - bar / 2, width, bar, c.NAVY if row.chain else c.BLUE, 2.5), row.told),
    ]
    return [*marks, _owner(row.owner, x, width, middle)]


def _owner(owner: str, x: float, width: float, middle: float) -> str:
    """Return the owner's name inside the bar where it fits, else beside it on the side that has room."""
    wide = fonts.width(owner, 9, 500)
    before, behind = x - 5 - _LEFT, FULL - (x + width + 5)
    if wide + 10 <= width:
        return words(x + 6, middle + 3.2, owner, 9, c.WHITE, 500)
    if wide <= behind or behind >= before:
        return words(x + width + 5, middle + 3.2, fonts.wrap(owner, 9, behind, 500, 1)[0], 9, c.INK, 500)
    return words(x - 5, middle + 3.2, fonts.wrap(owner, 9, before, 500, 1)[0], 9, c.INK, 500, "end")


def _predictions(quarters: Sequence[Span], month: float, bottom: float, prediction: str) -> list[str]:
    marks = [words(0, bottom + 20, fonts.wrap(prediction, 10.5, _LEFT - 10, 600, 1)[0], 10.5, c.TEAL, 600)]
    for quarter in quarters:
        if not quarter.shown:
            continue
        x, width = _LEFT + quarter.first * month, (quarter.last - quarter.first + 1) * month
        ink = c.WHITE if quarter.rises else c.TEAL_INK
        marks.append(rect(x + 1, bottom + 5, width - 2, 22, c.TEAL if quarter.rises else c.TEAL_PALE, 2.5))
        if width >= fonts.width(quarter.shown, 11, 600) + 3:
            marks.append(words(x + width / 2, bottom + 20, quarter.shown, 11, ink, 600, "middle"))
    return marks
