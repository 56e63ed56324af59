"""Who answers for each of many sources, as a small table: sources down, teams across, in panels beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, circle, drawing, hovered, line, rect, words

Role = Literal["accountable", "responsible", "informed"]
ROLES: tuple[Role, ...] = ("accountable", "responsible", "informed")

_ROW, _SIZE = 10.4, 8.2
_HEAD, _KEY_LINE, _KEY = 14.0, 13.0, 9.4
_CELL = (9.0, 15.0)
"""Smallest and largest width of a team's column."""
_BETWEEN = 18.0


@dataclass(frozen=True)
class MatrixRow:
    """A source, and what each team has to do with it."""

    name: str
    roles: Mapping[int, Role]
    """Number of the team's column, from 0, to its role; the column behind the last one is any other team's."""
    told: str
    gap: str | None = None
    """What is wrong with who answers for it, in a few words."""

    @property
    def is_loose(self) -> bool:
        """Whether nobody answers for it."""
        return "accountable" not in self.roles.values()


@dataclass(frozen=True)
class Matrix:
    """Sources and teams."""

    rows: Sequence[MatrixRow]
    teams: Sequence[str]
    legend: Mapping[Role, str]
    others: str = ""
    """What the last column, headed by a plus sign, stands for; empty where no team is left out."""
    rest: str = ""
    """What is said of the sources that are left out."""


def matrix(title: str, drawn: Matrix, width: float = FULL) -> str:
    """Return the table; each team's column bears a number, which the key below it explains."""
    panels = 2 if len(drawn.rows) > 12 else 1
    tall = -(-len(drawn.rows) // panels)
    wide = (width - _BETWEEN * (panels - 1)) / panels
    heads = [*(str(team) for team in range(1, len(drawn.teams) + 1)), *(["+"] if drawn.others else [])]
    cell = max(_CELL[0], min(_CELL[1], wide * 0.6 / max(len(heads), 1)))
    marks: list[str] = []
    for panel in range(panels):
        rows = drawn.rows[panel * tall : (panel + 1) * tall]
        marks += _panel(rows, heads, panel * (wide + _BETWEEN), wide, cell)
    top = _HEAD + _ROW * tall + 14
    key = _key(drawn, width)
    marks += [words(0, top + _KEY_LINE * place, part, _KEY, c.GREY) for place, part in enumerate(key)]
    bottom = top + _KEY_LINE * len(key)
    marks += _legend(drawn, bottom)
    return drawing(width, bottom + 6, title, marks)


def _panel(rows: Sequence[MatrixRow], heads: Sequence[str], left: float, wide: float, cell: float) -> Iterator[str]:
    first = left + wide - cell * len(heads)
    for team, head in enumerate(heads):
        yield words(first + cell * (team + 0.5), 9, head, 7.6, c.GREY, 600, "middle")
    for place, row in enumerate(rows):
        top = _HEAD + _ROW * place
        yield line(left, top, left + wide, top, c.LINE, 0.5)
        ink, weight = (c.WARM_INK, 600) if row.gap else (c.NAVY, 400)
        name = fonts.wrap(row.name, _SIZE, first - left - 6, weight, lines=1)[0]
        shown = words(left, top + _ROW - 2.4, name, _SIZE, ink, weight)
        if row.gap and row.is_loose:
            said = fonts.wrap(row.gap, 7.6, max(cell * len(heads) - 8, 30), 600, lines=1)[0]
            shown += words(left + wide - 2, top + _ROW - 2.4, said, 7.6, ink, 600, "end")
        cells = (
            _mark(role, first + cell * (team + 0.5), top + _ROW / 2, c.WARM if row.gap else c.NAVY)
            for team, role in sorted(row.roles.items())
        )
        yield hovered(shown + "".join(cells), row.told)


def _mark(role: Role, x: float, y: float, ink: str) -> str:
    """Return a role's mark: filled, hollow or a dot, so that no colour is needed to tell them apart."""
    if role == "accountable":
        return rect(x - 3.2, y - 3.2, 6.4, 6.4, ink)
    return (
        rect(x - 2.8, y - 2.8, 5.6, 5.6, c.WHITE, 0, c.STREAM) if role == "responsible" else circle(x, y, 1.5, c.STREAM)
    )


def _key(drawn: Matrix, width: float) -> list[str]:
    """Return which number is which team, in as many lines as that takes, and what is left out."""
    lines: list[str] = []
    for number, team in enumerate(drawn.teams, start=1):
        entry = f"{number} {fonts.wrap(team, _KEY, 150, lines=1)[0]}"
        longer = f"{lines[-1]} · {entry}" if lines else entry
        if lines and fonts.width(longer, _KEY) <= width:
            lines[-1] = longer
        else:
            lines.append(entry)
    further = " ".join(part for part in (f"+ {drawn.others}." if drawn.others else "", drawn.rest) if part)
    return [*lines, *(fonts.wrap(further, _KEY, width, lines=2) if further else [])]


def _legend(drawn: Matrix, baseline: float) -> Iterator[str]:
    x = 4.0
    for role in ROLES:
        if role in drawn.legend:
            yield _mark(role, x, baseline - 3, c.NAVY)
            yield words(x + 9, baseline, drawn.legend[role], _KEY, c.GREY)
            x += fonts.width(drawn.legend[role], _KEY) + 26
