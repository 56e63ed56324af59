"""Numbers, shares, dates and plurals as each language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.words import fill, preferred_language, text

DAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("template", "value", "english", "french"),
    [
        ("{x:int}", 1234567, "1,234,567", "1 234 567"),
        ("{x:decimal}", 1234.56, "1,234.6", "1 234,6"),
        ("{x:percent}", 0.414, "41%", "41 %"),
        ("{x:percent1}", 0.4142, "41.4%", "41,4 %"),
        ("{x:percent2}", 0.0001, "0.01%", "0,01 %"),
        ("{x:short}", 119.0, "119", "119"),
        ("{x:short}", 1234.56, "1,234.6", "1 234,6"),
        ("{x:short}", 2.96, "3", "3"),
        ("{x:quarter}", "2027-Q1", "Q1 2027", "T1 2027"),
        ("{x:quarter}", "2027-Q4", "Q4 2027", "T4 2027"),
        ("{x:quarter}", None, "–", "–"),
        ("{x:percent}", 0.001, "< 1%", "< 1 %"),
        ("{x:percent}", 0.9999, "> 99%", "> 99 %"),
        ("{x:percent}", 0, "0%", "0 %"),
        ("{x:percent}", 1, "100%", "100 %"),
        ("{x:percent}", None, "–", "–"),
        ("{x:date}", DAY, "5 October 2026", "5 octobre 2026"),
        ("{x:date}", DAY.replace(day=1), "1 October 2026", "1er octobre 2026"),
        ("{x:decimal2}", -0.25, "−0.25", "−0,25"),
        ("{x:month}", DAY, "October 2026", "octobre 2026"),
        ("{x:plural row|rows}", 0, "rows", "row"),
        ("{x:plural row|rows}", 1, "row", "row"),
        ("{x:plural row|rows}", 1.5, "rows", "row"),
        ("{x:plural row|rows}", 2, "rows", "rows"),
        ("{x}", "a{b}c", "a{b}c", "a{b}c"),
    ],
)
def test_a_figure_is_written_as_its_language_writes_it(template, value, english, french):
    shown = [fill(template, {"x": value}, language).replace("\u00a0", " ") for language in ("en", "fr")]
    assert shown == [english, french]


def test_a_text_inside_a_text_takes_the_same_language():
    assert text("{what}", what=text("there is no such file.")).show("fr") == "ce fichier n’existe pas."


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"CXMATURITY_LANG": "fr", "LC_ALL": "C"}, "fr"),
        ({"LC_ALL": "", "LANG": "fr_FR"}, "fr"),
    ],
)
def test_the_environment_says_which_language(environment, language):
    assert preferred_language(environment) == language
