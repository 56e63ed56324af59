"""Claimed against supported, practice by practice: a row a question, a cell a practice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, line, rect, words

Kind = Literal["contradicted", "confirmed", "consistent", "unverified"]
_ROW = 17.0
_TOP = 20.0
_LEFT, _RIGHT = 180.0, 506.0
_CELL = 21.0
_NARROWEST = 12.0
"""Width of a cell that has room for its sign."""
_COLUMNS = (538.0, 582.0, FULL)
_LOOKS: dict[Kind, tuple[str, str, str | None]] = {
    "contradicted": (c.WARM, c.WHITE, None),
    "confirmed": (c.TEAL, c.WHITE, None),
    "consistent": (c.TEAL_PALE, c.NAVY, None),
    "unverified": (c.WHITE, c.GREY, c.MIST),
}
"""Fill, letters, outline."""


@dataclass(frozen=True)
class ClaimCell:
    """One practice."""

    kind: Kind
    sign: str
    """Stands in the cell, beside its colour: by how many levels the claim is too high, or how the records agree."""
    told: str
    """What is told where a pointer rests."""


@dataclass(frozen=True)
class ClaimRow:
    """One question."""

    ref: str
    name: str
    cells: tuple[ClaimCell, ...]
    columns: tuple[str, str, str]


def claims(title: str, rows: Sequence[ClaimRow], headings: Sequence[str], details: str = "") -> str:
    """Return the rows, all cells of one width; ``headings`` stand above the number columns."""
    most = max((len(row.cells) for row in rows), default=1) or 1
    step = min(_CELL + 1, (_RIGHT - _LEFT) / most)
    drawn = [
        words(x, _TOP - 9, heading, 9.5, c.GREY, 600, "end") for x, heading in zip(_COLUMNS, headings, strict=True)
    ]
    drawn.append(line(0, _TOP - 3, FULL, _TOP - 3, c.NAVY, 1))
    for index, row in enumerate(rows):
        drawn += _row(row, _TOP + _ROW * index, step)
    return drawing(FULL, _TOP + _ROW * len(rows) + 1, title, drawn, details)


def _row(row: ClaimRow, top: float, step: float) -> list[str]:
    middle = top + _ROW / 2
    name = fonts.wrap(row.name, 10, _LEFT - 36, 500, lines=1)[0]
    drawn = [
        words(0, middle + 3.4, row.ref, 9.5, c.GREY, 600),
        words(24, middle + 3.4, name, 10, c.NAVY, 500),
        line(0, top + _ROW, FULL, top + _ROW, c.PALE, 1),
    ]
    drawn += [_cell(cell, _LEFT + step * index, top + 2, step - 1.4) for index, cell in enumerate(row.cells)]
    for x, content, ink in zip(_COLUMNS, row.columns, (c.WARM, c.TEAL, c.GREY), strict=True):
        colour = c.GREY if content == "0" else ink
        drawn.append(words(x, middle + 3.6, content, 10.5, colour, 600 if colour == c.WARM else 400, "end"))
    return drawn


def _cell(cell: ClaimCell, x: float, y: float, wide: float) -> str:
    fill, ink, outline = _LOOKS[cell.kind]
    inset = 0.6 if outline else 0.0
    box = rect(x + inset, y + inset, wide - 2 * inset, _ROW - 4 - 2 * inset, fill, 2, outline)
    if not cell.sign or wide < _NARROWEST:
        return hovered(box, cell.told)
    return hovered(box + words(x + wide / 2, y + 10, cell.sign, 9.5, ink, 600, "middle"), cell.told)
