"""Keys of a menu move its pointer; what somebody types for another question takes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.interview.menu import Entry, Menu

ROWS = [Entry(str(level), f"level {level}", level) for level in range(4)]
BAR = [Entry(key, key, key) for key in "ausbgnilpftq"]
LEVELS = range(4)


def menu(width=78):
    return Menu("How far?", "(usual)", "(lost)", ROWS, BAR, 6, width)


def taken(keys):
    """Return what is taken once Enter was pressed, None when nothing is."""
    shown = menu()
    for key in keys:
        shown.press(key)
    return shown.entries[shown.pointer].value if shown.take() else None


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ("", "s"),
        ("2", 2),
        ("12", 2),
        ("222", 2),
        ("é", 2),  # the key of 2 on a French keyboard
        ("N", "n"),
        ("Sept 2026", None),
        ("2026", None),
        ("2021", None),
        ("30/09/2026", None),
        ("1er mars 2021", None),
        ("?", None),
        ("zjk9", None),
        ("2z", None),
        ("z2", None),
    ],
)
def test_what_enter_takes(keys, value):
    assert taken(keys) == value


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%B %Y", "%b %Y", "%d.%m.%Y"]))
def test_no_date_is_taken_for_an_answer(day, form):
    assert taken(day.strftime(form)) is None


def test_enter_then_a_key_goes_on_after_something_typed_astray():
    shown = menu()
    for key in "May 2026":
        shown.press(key)
    assert ("class:lost", "(lost)") in shown.shown()
    assert shown.pointer == shown.start
    assert not shown.take()
    assert ("class:instruction", "(usual)") in shown.shown()
    shown.press("3")
    assert shown.take()
    assert shown.entries[shown.pointer].value == 3


def test_an_arrow_ends_what_was_typed_astray():
    shown = menu()
    shown.press("?")
    shown.move(1)
    assert shown.take()
    assert shown.pointer == shown.start + 1


def test_a_row_is_shown_whole_where_the_pointer_is_and_cut_elsewhere():
    rows = [Entry("1", "word " * 30, 1), Entry("2", "short", 2)]
    shown = Menu("Go to", "(usual)", "(lost)", rows, (), 0, 60)
    lines = "".join(words for _, words in shown.shown()).split("\n")
    assert len(lines) == 5
    assert " ".join(lines[1:4]).split() == ["»1)", *["word"] * 30]
    shown.press("2")
    lines = "".join(words for _, words in shown.shown()).split("\n")
    assert len(lines) == 3
    assert lines[1].endswith(" …")
    assert max(map(len, lines)) <= 61
