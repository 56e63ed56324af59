"""The order of the drawing's columns: crossings are counted right, and become fewer."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.report.charts.ownership_order import crossings, ordered


def naive_crossings(left, right, linked) -> int:
    lines = [(left.index(source), right.index(team)) for source in left for team in linked[source]]
    return sum((a - p) * (b - q) < 0 for place, (a, b) in enumerate(lines) for p, q in lines[place + 1 :])


links = st.lists(st.lists(st.integers(0, 6), max_size=4, unique=True), max_size=12)


@given(links)
def test_crossings_are_counted_as_by_hand(rows):
    linked = {f"s{place}": [f"t{team}" for team in row] for place, row in enumerate(rows)}
    left, right = list(linked), [f"t{number}" for number in range(7)]
    assert crossings(left, right, linked) == naive_crossings(left, right, linked)


@given(links)
def test_order_never_adds_crossings_and_loses_nobody(rows):
    linked = {f"s{place}": [f"t{team}" for team in row] for place, row in enumerate(rows)}
    teams = [f"t{number}" for number in range(7)]
    left, right = ordered(list(linked.items()), teams)
    assert sorted(left) == sorted(linked)
    assert sorted(right) == teams
    assert crossings(left, right, linked) <= crossings(list(linked), teams, linked)


def test_few_lines_cross_on_forty_by_fourteen():
    """The map of the measurements: three lines in four no longer cross."""
    draw = random.Random(1)
    teams = [f"t{number}" for number in range(14)]
    linked = {f"s{n}": draw.sample(teams, draw.choice((1, 1, 2, 3))) for n in range(40)}
    left, right = ordered(list(linked.items()), teams)
    assert crossings(left, right, linked) < 0.45 * crossings(list(linked), teams, linked)
