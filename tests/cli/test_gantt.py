"""The plan in time at a terminal: every action has exactly its months filled, at any width and any horizon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.cli.roadmap import gantt
from cxmaturity.cli.roadmap.gantt import ASCII, DRAWN, Bar, Grid

WORDS = gantt.Words(month=lambda number: "JFMAMJJASOND"[number - 1], quarter=lambda number: f"Q{number}", stage="Stage")
NOVEMBER = 2026 * 12 + 10
GLYPHS = "".join((DRAWN.chain, DRAWN.planned, DRAWN.running, DRAWN.past))


def drawn(bars, months, room=80, stages=None, *, marks=DRAWN, start=NOVEMBER):
    cells = gantt.grid(start, months, room, beside=max(len(bar.ref) for bar in bars) + 3)
    return cells, [line.plain for line in gantt.chart(bars, stages or {}, cells, room, words=WORDS, marks=marks)]


def filled(cells: Grid, line: str) -> set[int]:
    """Return the months whose cell is filled; a cell is filled as a whole or not at all."""
    chart, months = line[-cells.size :].ljust(cells.size), set()
    assert len(line) >= cells.size
    for place, cell in zip(cells.columns, cells.cells, strict=True):
        glyphs = set(chart[place : place + cells.width])
        assert len(glyphs) == 1
        if glyphs <= set(GLYPHS):
            months |= set(cell)
    return months


def expected(cells: Grid, bar: Bar) -> set[int]:
    worked = range(bar.first, bar.last + 1)
    return {month for cell in cells.cells if set(cell) & set(worked) for month in cell}


@pytest.mark.parametrize(
    ("months", "room", "step", "width"),
    [(1, 80, 1, 3), (6, 80, 1, 3), (12, 80, 1, 2), (24, 80, 1, 1), (24, 120, 1, 2), (24, 140, 1, 3), (36, 80, 3, 3),
     (36, 140, 1, 2), (120, 80, 3, 1), (24, 40, 3, 1), (120, 40, 12, 2)],
)  # fmt: skip
def test_cells_are_as_detailed_as_titles_allow(months, room, step, width):
    cells, lines = drawn([Bar("R1", "A title of an action that is rather long to read", "", 0, 0)], months, room)
    assert (cells.step, cells.width) == (step, width)
    assert max(map(len, lines)) <= room
    assert sum(map(len, cells.cells)) == months


@given(
    bars=st.lists(
        st.tuples(st.integers(-5, 130), st.integers(0, 30), st.booleans(), st.booleans()), min_size=1, max_size=6
    ),
    months=st.integers(1, 120),
    room=st.integers(40, 160),
    start=st.integers(NOVEMBER, NOVEMBER + 11),
)
def test_every_action_has_exactly_its_months_filled(bars, months, room, start):
    rows = [
        Bar(f"R{number}", f"Action {number}", "", first, first + length, chain, running, 1)
        for number, (first, length, chain, running) in enumerate(bars)
    ]
    cells, lines = drawn(rows, months, room, start=start)
    for bar, line in zip(rows, lines[2:], strict=True):
        assert filled(cells, line) == expected(cells, bar)
        assert len(line) <= room


def test_kinds_are_told_apart_without_colour():
    bars = [
        Bar("R1", "Chain", "", 0, 1, chain=True), Bar("R2", "Other", "", 2, 2),
        Bar("R3", "Runs", "", -2, 3, running=True, past=2),
    ]  # fmt: skip
    cells, lines = drawn(bars, 4, 60)
    width = cells.width
    assert [line[-cells.size :].replace("│", "").split() for line in lines[2:]] == [
        ["█" * (2 * width)], ["▒" * width], ["·" * (2 * width) + "»" * (2 * width)],
    ]  # fmt: skip


def test_only_ascii_where_nothing_else_can_be_drawn():
    bars = [Bar("R1", "A long title that has to be cut somewhere", "", 0, 1, chain=True), Bar("R2", "Two", "", 2, 30)]
    _, lines = drawn(bars, 36, 50, {"2027-Q1": "2"}, marks=ASCII)
    assert all(line.isascii() for line in lines)
    assert "~" in lines[2]


def test_heads_and_stages_stand_over_and_under_their_months():
    cells, lines = drawn([Bar("R1", "One", "", 0, 13)], 14, 60, {"2026-Q4": "1", "2027-Q1": "2", "2027-Q4": "3"})
    assert (cells.step, cells.width) == (1, 1)
    years, months, bar, stages = lines
    margin = len(bar) - cells.size
    assert bar[margin:] == "▒▒│▒▒▒│▒▒▒│▒▒▒│▒▒▒"
    assert years[margin:] == "26 2027"
    assert months[margin:] == "ND│JFM│AMJ│JAS│OND"
    assert stages[margin:] == " 1   2           3"


def test_years_bear_the_stage_of_their_end():
    cells, lines = drawn([Bar("R1", "One", "", 0, 13)], 120, 40, {"2026-Q4": "1", "2027-Q1": "2", "2027-Q4": "3"})
    assert cells.step == 12
    assert lines[0].split()[0].startswith("2627")
    assert lines[3].split()[-2:] == ["1", "3"]


def test_quarters_that_begin_in_the_middle_are_cells_of_their_own():
    cells = Grid(NOVEMBER, 8, 3, 2)
    assert cells.cells == (range(2), range(2, 5), range(5, 8))
    assert cells.columns == (0, 3, 5)
