"""A heat map of time: a cell a day, a month or a year, the darker the more was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, rect, words

_SIZE = 8.6
_GAP = 1.4
_HEAD = 12.0
_BETWEEN = 10.0
_LEGEND = 26.0
_KEY = 9.0


@dataclass(frozen=True)
class HeatCell:
    """One day, month or year."""

    column: int
    row: int
    tone: int
    """Position in HEAT; below 0 where nothing was sent."""
    told: str
    """Its name and figure."""
    shown: str = ""
    """What stands in it."""
    marked: bool = False


@dataclass(frozen=True)
class Strip:
    """Cells under one head."""

    cells: tuple[HeatCell, ...]
    rows: tuple[str, ...]
    """What stands before each row."""
    heads: tuple[tuple[tuple[int, str], ...], ...]
    """Lines of column and label above the cells."""
    columns: int


@dataclass(frozen=True)
class Legend:
    """What the colours mean."""

    name: str
    none: str
    steps: tuple[str, ...]
    """From few to many, as many as there are tones."""
    marked: str = ""


def calendar(title: str, strips: Sequence[Strip], legend: Legend, largest: tuple[float, float], details: str) -> str:
    """Return the strips below one another; ``largest`` gives the largest width and height of a cell."""
    left = max((fonts.width(name, _SIZE) for strip in strips for name in strip.rows), default=0) + 7
    wide = min(largest[0], (FULL - left) / max(strip.columns for strip in strips))
    tall = min(largest[1], wide) if largest[0] == largest[1] else largest[1]
    drawn: list[str] = []
    top = 4.0
    for strip in strips:
        top += _HEAD * len(strip.heads)
        drawn += _strip(strip, left, top, wide, tall)
        top += tall * len(strip.rows) + _BETWEEN
    tones = max((cell.tone for strip in strips for cell in strip.cells), default=-1) + 1
    drawn += _legend(legend, top + 8, tones)
    return drawing(FULL, top + _LEGEND, title, drawn, details)


def _strip(strip: Strip, left: float, top: float, wide: float, tall: float) -> list[str]:
    drawn: list[str] = []
    for place, labels in enumerate(strip.heads):
        baseline = top - _HEAD * (len(strip.heads) - place) + 7.5
        drawn += [
            words(x, baseline, label, _SIZE, c.NAVY if place == 0 else c.GREY, 600 if place == 0 else 400)
            for x, label in _apart([(left + column * wide, label) for column, label in labels])
        ]
    for row, name in enumerate(strip.rows):
        drawn.append(words(left - 7, top + (row + 0.5) * tall + 3, name, _SIZE, c.GREY, anchor="end"))
    # Marked cells last, so that no neighbour lies on their frame.
    for cell in sorted(strip.cells, key=lambda cell: cell.marked):
        drawn += _cell(cell, left + cell.column * wide, top + cell.row * tall, wide - _GAP, tall - _GAP)
    return drawn


def _apart(labels: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """Return the labels that have room; where two are too close, the earlier names but a part and is left out."""
    kept: list[tuple[float, str]] = []
    for x, label in labels:
        if kept and kept[-1][0] + fonts.width(kept[-1][1], _SIZE, 600) + 4 > x:
            kept.pop()
        if x + fonts.width(label, _SIZE, 600) <= FULL:
            kept.append((x, label))
    return kept


def _cell(cell: HeatCell, x: float, y: float, wide: float, tall: float) -> list[str]:
    fill = c.HEAT[cell.tone] if cell.tone >= 0 else c.WHITE
    # Square corners: hundreds of round ones take WeasyPrint noticeably longer.
    if cell.marked:  # a light ring inside the frame, so that it is seen in grey, too
        rings = ((0.0, c.WARM), (1.3, c.WHITE), (2.4, fill))
        mark = "".join(rect(x + inset, y + inset, wide - 2 * inset, tall - 2 * inset, ink) for inset, ink in rings)
    elif cell.tone < 0:
        mark = rect(x + 0.6, y + 0.6, wide - 1.2, tall - 1.2, fill, 0, c.LINE)
    else:
        mark = rect(x, y, wide, tall, fill)
    drawn = [hovered(mark, cell.told)]
    if cell.shown and fonts.width(cell.shown, _SIZE, 500) <= wide - 2:
        drawn.append(words(x + wide / 2, y + tall / 2 + 3, cell.shown, _SIZE, c.ink_on(fill), 500, "middle"))
    return drawn


def _legend(legend: Legend, middle: float, tones: int) -> list[str]:
    drawn = [words(0, middle + 3, legend.name, _SIZE, c.GREY)]
    x = fonts.width(legend.name, _SIZE) + 10
    keys = [
        (c.WHITE, c.LINE, legend.none),
        *((fill, None, step) for fill, step in zip(c.HEAT, legend.steps, strict=False)),
    ]
    keys = keys[: tones + 1] + ([(c.WHITE, c.WARM, legend.marked)] if legend.marked else [])
    for fill, stroke, label in keys:
        wide = _KEY + 4 + fonts.width(label, _SIZE) + 12
        if x + wide - 12 > FULL:
            break
        drawn.append(rect(x + 0.6, middle - _KEY / 2 + 0.6, _KEY - 1.2, _KEY - 1.2, fill, 0, stroke))
        drawn.append(words(x + _KEY + 4, middle + 3, label, _SIZE, c.GREY))
        x += wide
    return drawn
