from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.errors import InputError
from cxmaturity.interview.days import day_of

DAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-30",
        "30 September 2026",
        "30 septembre 2026",
        "30 Sept. 2026",
        "September 30, 2026",
        "Sep 30th 2026",
        "30/09/2026",
        "09/30/2026",
        "30.9.2026",
        "30-09-2026",
        "  30\u00a0septembre  2026 ",
        "30 SEPTEMBRE 2026",
    ],
)
def test_a_day_as_people_write_it(written):
    assert day_of(written) == DAY


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1er août 2026", date(2026, 8, 1)),
        ("1 fevrier 2024", date(2024, 2, 1)),
        ("5/5/2026", date(2026, 5, 5)),
        ("29 févr. 2024", date(2024, 2, 29)),
        ("14 juil. 2026", date(2026, 7, 14)),
    ],
)
def test_french_days(written, day):
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("03/04/2026", "this could be 3 April 2026 or 4 March 2026. Write 2026-04-03 or 2026-03-04."),
        ("3.4.2026", "this could be"),
        ("31/02/2026", "there is no such day"),
        ("31/13/2026", "there is no such day"),
        ("0/5/2026", "there is no such day"),
        ("2026-02-30", "there is no such day"),
        ("30 Brumaire 2026", "there is no such day"),
        ("3 ju 2026", "there is no such day"),
        ("3 jui 2026", "there is no such day"),  # juin or juillet
        ("30/09/26", "is not a date"),
        ("30/09.2026", "is not a date"),
        ("last week", "is not a date"),
        ("2026", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_day_or_two_is_refused(written, told):
    with pytest.raises(InputError) as refused:
        day_of(written)
    assert told in str(refused.value).replace("\u00a0", " ")


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["en", "en_GB", "fr"]))
def test_every_day_is_understood_as_each_language_writes_it(day, locale):
    assert day_of(day.isoformat()) == day
    assert day_of(format_date(day, "long", locale)) == day


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_figures_are_never_guessed(day):
    written = day.strftime("%d/%m/%Y")
    if day.day > 12 or day.day == day.month:
        assert day_of(written) == day
    else:
        with pytest.raises(InputError):
            day_of(written)
