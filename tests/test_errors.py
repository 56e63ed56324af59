"""What is meant by a word that is none of the known ones."""

from __future__ import annotations

import pytest

from cxmaturity.errors import did_you_mean, is_slip, slip_of


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("ONE", ["two", "one"], "one"),
        ("b", ["A", "B"], "B"),
        ("2026-q4", ["2026-Q3", "2026-Q4"], "2026-Q4"),
        ("contact-polcy", ["contact-policy"], "contact-policy"),
        ("winter", ["A", "B"], None),
    ],
)
def test_case_does_not_keep_a_word_from_being_recognised(word, known, meant):
    hint = did_you_mean(word, known)
    assert (hint and hint.figures["word"]) == meant


def test_words_of_ones_own_are_hardly_ever_taken_for_slips():
    assert slip_of("STATSU", ["status"]) is not None
    assert slip_of("status", ["status"]) is None
    assert slip_of("stage", ["status"]) is None
    assert [is_slip("order", "owner", most) for most in (1, 2)] == [False, True]
