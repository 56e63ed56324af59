"""A plan in time as lines of characters: a row an action, a cell a month, a quarter or a year, as the terminal allows.

The bars differ by their characters, so that they are told apart without colour; where a terminal knows ASCII only,
they are drawn in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Final

from rich.text import Text as Rich

from cxmaturity.roadmap import months as calendar

_SIZES: Final = ((1, 3, 46), (1, 2, 46), (1, 1, 30), (3, 3, 30), (3, 2, 30), (3, 1, 16), (12, 2, 0))
"""Months and columns of a cell, and the columns that they leave titles at least; the most detailed first."""
_GAP: Final = 2


@dataclass(frozen=True)
class Marks:
    """The characters of a chart, one column each."""

    chain: str
    """A month of an action that fixes the plan's last month."""
    planned: str
    running: str
    past: str
    """A month of a running action that is over."""
    border: str
    """Between two quarters, or years."""
    cut: str
    """Stands for the rest of a title."""


DRAWN: Final = Marks("█", "▒", "»", "·", "│", "…")
ASCII: Final = Marks("#", "=", ">", "-", "|", "~")
COLOURS: Final = {"chain": "bold cyan", "planned": "cyan", "running": "yellow", "past": "dim yellow"}


@dataclass(frozen=True)
class Bar:
    """One action; months count from the plan's first, which is 0, and may lie before it."""

    ref: str
    title: str
    owner: str
    first: int
    last: int
    chain: bool = False
    running: bool = False
    past: int = 0
    """Months of the plan that are over; a running action's cells show them."""

    def kind(self, months: range) -> str | None:
        """Return what a cell of these months shows of the action, None where it does not work in them."""
        if months.stop <= self.first or months.start > self.last:
            return None
        if self.running:
            return "past" if months.stop <= self.past else "running"
        return "chain" if self.chain else "planned"


@dataclass(frozen=True)
class Grid:
    """The cells of a chart: months, quarters or years of the calendar, perhaps the first and last cut short."""

    start: int
    """The plan's first month, counted as ``calendar`` does."""
    months: int
    step: int
    """Months in a cell: 1, 3 or 12."""
    width: int
    """Columns of a cell."""

    @cached_property
    def cells(self) -> tuple[range, ...]:
        """Months of each cell, counted from the plan's first."""
        offsets = groupby(range(self.months), lambda month: (self.start + month) // self.step)
        found = [tuple(group) for _, group in offsets]
        return tuple(range(group[0], group[-1] + 1) for group in found)

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """Where each cell begins: a border stands before each quarter, or year where cells are quarters."""
        places, place = [], 0
        for number, cell in enumerate(self.cells):
            place += 1 if number and self._group(cell) != self._group(self.cells[number - 1]) else 0
            places.append(place)
            place += self.width
        return tuple(places)

    @property
    def size(self) -> int:
        """Columns of the whole."""
        return self.columns[-1] + self.width

    def spans(self, months: int) -> list[tuple[int, int, int]]:
        """Return first column, column behind the last one and last month of the cells of each so many months."""
        numbered = groupby(range(len(self.cells)), lambda number: self.month(number) // months)
        found = [tuple(group) for _, group in numbered]
        return [
            (self.columns[group[0]], self.columns[group[-1]] + self.width, self.start + self.cells[group[-1]].stop - 1)
            for group in found
        ]

    def month(self, cell: int) -> int:
        """Return the first month of a cell, counted as ``calendar`` does."""
        return self.start + self.cells[cell].start

    def _group(self, cell: range) -> int:
        return (self.start + cell.start) // {1: 3, 3: 12, 12: 1200}[self.step]


def grid(start: int, months: int, room: int, beside: int) -> Grid:
    """Return the most detailed cells that leave titles room; ``beside`` columns are taken by all else."""
    sizes = ((Grid(start, months, step, width), title) for step, width, title in _SIZES)
    return next(found for found, title in sizes if not title or beside + found.size + title <= room)


@dataclass(frozen=True)
class Words:
    """What a chart says, in the reader's language."""

    month: Callable[[int], str]
    """A month's initial, by its number from 1."""
    quarter: Callable[[int], str]
    """A quarter's short name, by its number."""
    stage: str
    """Names the line of predicted stages."""


def chart(
    bars: Sequence[Bar],
    stages: Mapping[str, str],
    cells: Grid,
    room: int,
    *,
    words: Words,
    marks: Marks = DRAWN,
) -> list[Rich]:
    """Return the lines of a chart: years, months or quarters, an action each, and the stage at each quarter's end.

    ``stages`` holds a stage by quarter (``2027-Q1``); without any the line is left out.
    """
    refs = max(len(bar.ref) for bar in bars) + 1
    owners = max(len(bar.owner) for bar in bars)
    owners += _GAP if owners else 0
    longest = max(len(words.stage), *(len(bar.title) for bar in bars))
    title = max(1, min(longest, room - refs - owners - _GAP - cells.size))
    margin = " " * (refs + title + owners + _GAP)
    lines = [Rich().append(margin + _years(cells), "bold"), Rich(margin).append(_heads(cells, words, marks))]
    for bar in bars:
        line = Rich().append(f"{bar.ref:<{refs}}", "dim").append(f"{cut(bar.title, title, marks):<{title}}")
        line.append(f"{'':{_GAP if owners else 0}}{bar.owner:<{max(owners - _GAP, 0)}}{'':{_GAP}}", "dim")
        lines.append(line.append(_row(bar, cells, marks)))
    if stages:
        line = Rich().append(f"{'':{refs}}{cut(words.stage, title, marks):<{title}}{'':{owners + _GAP}}", "bold")
        lines.append(line.append(_stages(stages, cells)))
    return lines


def cut(words: str, most: int, marks: Marks = DRAWN) -> str:
    """Return words, at their end cut where they are longer."""
    return words if len(words) <= most else f"{words[: max(0, most - 1)].rstrip()}{marks.cut}"


def _years(cells: Grid) -> str:
    line = ""
    for first, end, month in cells.spans(12):
        year = f"{month // 12:04d}"
        line = line.ljust(first) + next(name for name in (year, year[2:], "") if len(name) <= end - first)
    return line


def _heads(cells: Grid, words: Words, marks: Marks) -> Rich:
    def named(number: int) -> str:
        month = cells.month(number)
        if cells.step == 1:
            return words.month(month % 12 + 1)
        if cells.step == 12:
            return ""
        short = str(month % 12 // 3 + 1)
        return words.quarter(month % 12 // 3 + 1) if cells.width > 2 else short

    return _line(cells, [f"{named(number)[: cells.width]:<{cells.width}}" for number in range(len(cells.cells))], marks)


def _row(bar: Bar, cells: Grid, marks: Marks) -> Rich:
    kinds = [bar.kind(months) for months in cells.cells]
    filled = [getattr(marks, kind) * cells.width if kind else " " * cells.width for kind in kinds]
    return _line(cells, filled, marks, kinds)


def _line(cells: Grid, filled: Sequence[str], marks: Marks, kinds: Sequence[str | None] = ()) -> Rich:
    """Return cells with borders between them; a bar shows them, too."""
    line = Rich()
    for number, drawn in enumerate(filled):
        kind = kinds[number] if kinds else None
        if len(line) < cells.columns[number]:
            line.append(marks.border, "dim")
        line.append(drawn, COLOURS[kind] if kind else "dim")
    return line


def _stages(stages: Mapping[str, str], cells: Grid) -> Rich:
    line, before = Rich(), None
    for first, end, month in cells.spans(3):
        shown = stages.get(calendar.quarter(month), "")
        if len(shown) > end - first:
            shown = shown[: end - first]
        line.append(" " * (first - len(line)))
        line.append(f"{shown:>{end - first}}", "bold green" if before is not None and shown > before else "bold")
        before = shown or before
    return line


def legend(bars: Iterable[Bar], marks: Marks, words: Mapping[str, str]) -> Rich:
    """Return what the characters of the bars that are drawn mean; ``words`` holds it by kind."""
    kinds = {bar.kind(range(month, month + 1)) for bar in bars for month in range(max(0, bar.first), bar.last + 1)}
    line = Rich()
    for kind, said in words.items():
        if kind in kinds:
            line.append("   " if line else "").append(getattr(marks, kind) * 2, COLOURS[kind]).append(f" {said}", "dim")
    return line
