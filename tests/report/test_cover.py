"""The cover's words and steps: whatever is permitted to be long, neither lies on the other."""

from __future__ import annotations

import pytest

from cxmaturity.report.view.cover_room import MOST_LINES, art_width, is_long, name_on_cover

TITLE = "What customers tell us, and what becomes of it"
SUBTITLE = "Maturity of the customer-feedback programme, audit of its contacts and a roadmap over 22 months"
WORDS = "Caisse régionale de crédit mutuel et de prévoyance des provinces du centre "


@pytest.mark.parametrize(
    ("name", "title", "subtitle", "kind", "width"),
    [
        ("Acme", TITLE, SUBTITLE, "", 108),
        ("Acme", "Audit", "", "", 108),
        (WORDS * 5, WORDS + WORDS[:44], SUBTITLE, "", 78),
        (WORDS * 5, WORDS + WORDS[:44], SUBTITLE * 2, WORDS, 78),
        ("x" * 370, "y" * 119, SUBTITLE, "", 94),
    ],
)
def test_the_steps_are_as_large_as_the_words_leave_room_for(name, title, subtitle, kind, width):
    assert art_width(name_on_cover(name), title, subtitle, kind) == width


def test_a_name_is_cut_after_a_few_lines_and_a_long_title_is_smaller():
    assert name_on_cover("Acme Ltd") == "Acme Ltd"
    assert name_on_cover(WORDS * 5).endswith("…")
    assert len(name_on_cover("word " * 99).split()) < 99
    assert MOST_LINES == 3
    assert not is_long(TITLE)
    assert is_long(WORDS + WORDS[:44])
