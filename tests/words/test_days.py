from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.words.days import day_of

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
    assert day_of(written, "en") == DAY
    if not written.startswith("09/"):
        assert day_of(written, "fr") == DAY


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
    assert day_of(written, "en") == day_of(written, "fr") == day


def test_figures_have_the_day_first_in_french():
    assert day_of("03/04/2026", "fr") == date(2026, 4, 3)


def refused(written, language):
    with pytest.raises(ValueError) as error:  # noqa: PT011  # what it says is looked at
        day_of(written, language)
    return error.value.args[0].show("en").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("written", "told"),
    [
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
        ("2026-09", "names a month; give the day too"),
        ("09/2026", "names a month; give the day too"),
        ("Sept 2026", "“Sept 2026” names a month; give the day too"),
        ("septembre 2026", "names a month; give the day too"),
    ],
)
def test_what_is_no_day_is_refused(written, told):
    assert told in refused(written, "en")
    assert told in refused(written, "fr")


@pytest.mark.parametrize("written", ["03/04/2026", "3.4.2026", "04-03-2026"])
def test_what_could_be_two_days_is_refused_in_english(written):
    told = f"“{written}” can be 4 March 2026 or 3 April 2026. Write 2026-03-04 or 2026-04-03."
    assert refused(written, "en") == told


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["en", "en_GB", "fr"]))
def test_every_day_is_understood_as_each_language_writes_it(day, locale):
    assert day_of(day.isoformat(), "en") == day
    assert day_of(format_date(day, "long", locale), "en") == day


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_figures_are_never_guessed(day):
    written = day.strftime("%d/%m/%Y")
    assert day_of(written, "fr") == day
    if day.day > 12 or day.day == day.month:
        assert day_of(written, "en") == day
    else:
        assert "can be" in refused(written, "en")
