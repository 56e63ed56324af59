"""What stands out enough to be a chart's title: a pair of sources, a weekday, a month in which something turns."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import pytest
from report import sample

from cxmaturity.report.view.figures import calendar, collisions
from cxmaturity.report.view.speech import Speech

ENGLISH = Speech("en", {})


def plain(shown: str) -> str:
    return shown.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((60, 30, 30), "x0 and y0 collide most: 60 of the 120 collisions"),
        ((60, 31, 29), "50% of repeat requests came from another source within a week"),
        ((30, 15, 15, 15, 15, 15, 16), "50% of repeat requests came from another source within a week"),
        ((30,), "50% of repeat requests came from another source within a week"),
    ],
)
def test_a_pair_stands_out_that_collides_twice_as_often_as_any_other(numbers, said):
    table = tuple({"a": f"x{place}", "b": f"y{place}", "collisions": n} for place, n in enumerate(numbers))
    facts = replace(
        sample.contacts(),
        tables={"fragmentation.collision_pairs": table},
        metrics={"fragmentation.collision_share": 0.5},
    )
    assert collisions.collision_title(facts, str).show("en") == said


MONDAYS = "Monday is the heaviest day of the week: 15 requests on average, against at most 10 on any other"


@pytest.mark.parametrize(("weeks", "monday", "said"), [(8, 15, MONDAYS), (7, 15, None), (8, 14, None)])
def test_a_weekday_stands_out_from_half_as_much_again_over_eight_weeks(weeks, monday, said):
    first = date(2026, 1, 5)
    days = {first + timedelta(days=n): 10 if n % 7 else monday for n in range(7 * weeks)}
    assert (plain(calendar._title(days, ENGLISH)) == said) == (said is not None)


FEWER = "From April 2026 on, fewer were sent: 80 a day on average, 100 before."


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ((100, 100, 100, 80, 80), FEWER),
        ((100, 100, 100, 120, 120), "From April 2026 on, more were sent: 120 a day on average, 100 before."),
        ((100, 100, 100, 95, 95), ""),
        ((100, 100, 100, 80), ""),
        ((100, 100, 80, 80), ""),
        ((100, 100, 100, 80, 95), ""),
    ],
)
def test_a_turn_is_told_where_every_later_month_lies_beyond_every_earlier_one(months, said):
    days = {
        date(2026, month, day): sends
        for month, sends in enumerate(months, start=1)
        for day in range(1, monthrange(2026, month)[1] + 1)
    }
    assert plain(calendar._turn(days, ENGLISH)) == said
