"""Actions by month under their quarters, and the stage that is predicted at each quarter's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, line, name_lines, polygon, rect, words

_LEFT = 324.0
_TOP = 62.0
ROW = 25.0
"""Height of a row that has room for a name on two lines."""
_NAME = 9.6
_BEFORE = 40.0
"""Where names begin, behind the references and the letters of decisions."""
_LETTER = 20.0
"""Where these letters stand."""
_APART = 6.0
"""Room between two labels in one line."""
_POINT = 5.0
"""How far a bar that began before the first month points beyond it."""


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
    letter: str = ""
    """Of the decision that it waits for, as the summary calls it."""
    before: bool = False
    """It began before the first month: its bar is pointed there."""


@dataclass(frozen=True)
class Span:
    """A year or a quarter over the months that it covers, with what is predicted at its end."""

    label: str
    first: int
    last: int
    shown: str = ""
    rises: bool = False
    """The predicted stage is higher than one quarter before."""
    bounds: str = ""
    """The predicted stage with its bounds, shown instead where they differ and there is room."""


@dataclass(frozen=True)
class Gate:
    """The end of the quarter from which on a stage is predicted to be kept."""

    last: int
    """The quarter’s last month."""
    label: str
    short: str
    """Takes the label’s place where there is no room for it."""


@dataclass(frozen=True)
class Keys:
    """What the marks mean, told above the names; each only where there is such a mark."""

    letter: str = ""
    chain: str = ""
    before: str = ""
    gate: str = ""


def gantt(  # noqa: PLR0917  # marks are placed by position
    title: str,
    months: Sequence[str],
    years: Sequence[Span],
    quarters: Sequence[Span],
    rows: Sequence[GanttRow],
    prediction: str,
    tall: float = ROW,
    gates: Sequence[Gate] = (),
    keys: Keys = Keys(),
) -> str:
    """Return the plan with rows so ``tall``.

    ``prediction`` names the row of predicted stages, which is left out when no quarter has one.
    """
    predicted = any(quarter.shown for quarter in quarters)
    bottom = _TOP + tall * len(rows) + 4
    height = bottom + (34 if predicted else 0)
    month = (FULL - _LEFT) / max(len(months), 1)
    marks = [*_calendar(months, years, quarters, month, bottom), *_keys(rows, gates, keys)]
    marks += _gates(gates, rows, month, tall, bottom)
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
        x, end = _LEFT + year.first * month, _LEFT + (year.last + 1) * month
        wide = fonts.width(year.label, 10.5, 600)
        if end - x >= wide + 3 + _APART:
            marks.append(words(x + 3, _TOP - 39, year.label, 10.5, c.NAVY, 600))
        elif year.first == 0:
            marks.append(words(end - _APART, _TOP - 39, year.label, 10.5, c.NAVY, 600, "end"))
    if month >= max((fonts.width(letter, 8.5) for letter in months), default=0) + 1:
        for index, letter in enumerate(months):
            marks.append(words(_LEFT + (index + 0.5) * month, _TOP - 9, letter, 8.5, c.GREY, anchor="middle"))
    marks.append(line(0, _TOP - 2, FULL, _TOP - 2, c.NAVY, 1))
    return marks


def has_one_line(name: str) -> bool:
    """Tell whether a name fits on one line before the bars."""
    return len(fonts.wrap(name, _NAME, _LEFT - _BEFORE - 10, 500)) == 1


def _keys(rows: Sequence[GanttRow], gates: Sequence[Gate], keys: Keys) -> list[str]:
    """Return the marks of the plan with their meanings, one below the other."""
    letter = next((row.letter for row in rows if row.letter), "")
    told = {
        "letter": keys.letter if letter else "",
        "chain": keys.chain if any(row.chain for row in rows) else "",
        "before": keys.before if any(row.before for row in rows) else "",
        "gate": keys.gate if gates else "",
    }
    shown = [name for name, meaning in told.items() if meaning]
    drawn: list[str] = []
    for name, middle in zip(shown, (_TOP - 9 - 13 * place for place in range(len(shown) - 1, -1, -1)), strict=True):
        if name == "letter":
            drawn += _letter(letter, middle)
        elif name == "gate":
            drawn.append(line(6.5, middle - 5, 6.5, middle + 5, c.TEAL, 1.4, dashed=True))
        else:
            before = name == "before"
            drawn += _bar(_POINT if before else 0, 8 if before else 13, middle, 8, c.BLUE if before else c.NAVY, before)
        drawn.append(words(20, middle + 3.2, fonts.wrap(told[name], 9, _LEFT - 60, 400, 1)[0], 9, c.GREY))
    return drawn


def _letter(letter: str, middle: float, x: float = 0.0) -> list[str]:
    """Return a decision’s letter on its ground."""
    return [rect(x, middle - 6, 13, 12, c.NAVY, 2.5), words(x + 6.5, middle + 3.3, letter, 9, c.WHITE, 600, "middle")]


def _bar(  # noqa: PLR0917  # a mark is placed by position
    x: float, width: float, middle: float, tall: float, colour: str, pointed: bool
) -> list[str]:
    if not pointed:
        return [rect(x, middle - tall / 2, width, tall, colour, 2.5)]
    point = [(x - _POINT, middle), (x + 1, middle - tall / 2), (x + 1, middle + tall / 2)]
    return [polygon(point, colour), rect(x, middle - tall / 2, width, tall, colour)]


@dataclass(frozen=True)
class _Owner:
    """Where the name at a bar stands."""

    words: str
    x: float
    anchor: str
    ink: str

    @property
    def ends(self) -> tuple[float, float]:
        """From where to where it reaches."""
        wide = fonts.width(self.words, 9, 500)
        left = self.x - wide if self.anchor == "end" else self.x
        return left, left + wide


def _row(row: GanttRow, top: float, month: float, tall: float) -> list[str]:
    middle, high = top + tall / 2, tall * 0.6
    x, width = _reach(row, month)
    owner = _owner(row, month)
    bar = _bar(x, width, middle, high, c.NAVY if row.chain else c.BLUE, row.before)
    return [
        words(0, middle + 3.4, row.ref, 9.5, c.GREY, 600),
        *(_letter(row.letter, middle, _LETTER) if row.letter else []),
        *name_lines(row.name, _BEFORE, middle, _LEFT - _BEFORE - 10, _NAME),
        line(0, top + tall, FULL, top + tall, c.BAND, 0.5),
        hovered("".join(bar), row.told),
        words(owner.x, middle + 3.2, owner.words, 9, owner.ink, 500, owner.anchor),
    ]


def _reach(row: GanttRow, month: float) -> tuple[float, float]:
    """Return where a bar begins and how wide it is."""
    return _LEFT + row.first * month, (row.last - row.first + 1) * month - 1


def _owner(row: GanttRow, month: float) -> _Owner:
    """Return the owner's name inside the bar where it fits, else beside it on the side that has room."""
    x, width = _reach(row, month)
    wide = fonts.width(row.owner, 9, 500)
    before, behind = x - 5 - _LEFT, FULL - (x + width + 5)
    if wide + 10 <= width:
        return _Owner(row.owner, x + 6, "start", c.WHITE)
    if wide <= behind or behind >= before:
        return _Owner(fonts.wrap(row.owner, 9, behind, 500, 1)[0], x + width + 5, "start", c.INK)
    return _Owner(fonts.wrap(row.owner, 9, before, 500, 1)[0], x - 5, "end", c.INK)


def _gates(gates: Sequence[Gate], rows: Sequence[GanttRow], month: float, tall: float, bottom: float) -> list[str]:
    """Return a line down from each gate's label, which leaves out the rows where a name stands in its way."""
    drawn: list[str] = []
    taken = _LEFT - 20
    for gate in gates:
        x = min(_LEFT + (gate.last + 1) * month, FULL - 0.7)
        for label in (gate.label, gate.short):
            wide = fonts.width(label, 9.5, 600)
            left = min(max(x - wide / 2, taken), FULL - wide)
            if left >= taken and left - 1 <= x <= left + wide + 1:
                drawn.append(words(left, 9, label, 9.5, c.TEAL_INK, 600))
                taken = left + wide + _APART
                break
        start = 13.0
        for index, row in enumerate(rows):
            left, right = _owner(row, month).ends
            if left - 2 < x < right + 2:
                drawn.append(line(x, start, x, _TOP + tall * index, c.TEAL, 1.4, dashed=True))
                start = _TOP + tall * (index + 1)
        drawn.append(line(x, start, x, bottom, c.TEAL, 1.4, dashed=True))
    return drawn


def _predictions(quarters: Sequence[Span], month: float, bottom: float, prediction: str) -> list[str]:
    marks = [words(0, bottom + 20, fonts.wrap(prediction, 10.5, _LEFT - 10, 600, 1)[0], 10.5, c.TEAL, 600)]
    for quarter in quarters:
        if not quarter.shown:
            continue
        x, width = _LEFT + quarter.first * month, (quarter.last - quarter.first + 1) * month
        ink = c.WHITE if quarter.rises else c.TEAL_INK
        marks.append(rect(x + 1, bottom + 5, width - 2, 22, c.TEAL if quarter.rises else c.TEAL_PALE, 2.5))
        whole = quarter.bounds and width >= fonts.width(quarter.bounds, 11, 600) + 5
        shown = quarter.bounds if whole else quarter.shown
        if width >= fonts.width(shown, 11, 600) + 3:
            marks.append(words(x + width / 2, bottom + 20, shown, 11, ink, 600, "middle"))
    return marks
