"""Which sources reach the same customers: half a matrix, each source's name where its row meets its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, drawing, hovered, rect, words

_HIGH = 150.0
"""Height of all rows together, as far as a row's own height allows."""
_TALLEST, _LOWEST = 28.0, 20.0
_WIDEST, _NARROWEST = 56.0, 34.0
_NAMES = 190.0
"""Room that the last name has at least."""
_SIZE = 10.0


def collisions(
    title: str, names: Sequence[str], cells: Mapping[tuple[int, int], tuple[float, str, str]], details: str
) -> str:
    """Return the lower half of the matrix of ``names``.

    ``cells`` maps (row, column), the row being the larger number, to how many collisions there were, how that is
    shown, and what else is told of the pair.
    """
    tall = max(_LOWEST, min(_TALLEST, _HIGH / max(len(names), 1)))
    wide = max(_NARROWEST, min(_WIDEST, (FULL - _NAMES) / max(len(names) - 1, 1)))
    most = max((number for number, _, _ in cells.values()), default=1.0) or 1.0
    drawn: list[str] = []
    for row, name in enumerate(names):
        top = row * tall
        for column in range(row):
            drawn += _cell(cells.get((row, column)), column * wide, top, (wide, tall), most)
        drawn.append(_name(name, row * wide + (5 if row else 1), top + tall / 2 + 2.5))
    return drawing(FULL, len(names) * tall + 1, title, drawn, details)


def _cell(cell: tuple[float, str, str] | None, x: float, y: float, size: tuple[float, float], most: float) -> list[str]:
    wide, tall = size
    box = (x, y, wide - 1.6, tall - 1.6)
    if cell is None:
        return [rect(*box, c.PALE, 2)]
    number, shown, told = cell
    fill = c.HEAT[min(int(number / most * len(c.HEAT)), len(c.HEAT) - 1)]
    letters = min(_SIZE, _SIZE * (wide - 6) / max(fonts.width(shown, _SIZE, 500), 1))
    label = words(x + (wide - 1.6) / 2, y + tall / 2 + 2.7, shown, letters, c.ink_on(fill), 500, "middle")
    return [hovered(rect(*box, fill, 2) + label, told)]


def _name(name: str, x: float, baseline: float) -> str:
    shown = fonts.wrap(name, _SIZE, FULL - x, 600, lines=1)[0]
    return hovered(words(x, baseline, shown, _SIZE, c.NAVY, 600), name)
