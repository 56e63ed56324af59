"""Agreement and perception gaps."""

from __future__ import annotations

import pytest
import small_models as small

from cxmaturity.evidence.answers import Level, Unknown
from cxmaturity.scoring import agreement

MODEL = small.model([small.practice("q1.a"), small.practice("q1.b"), small.practice("q2.a")])


def test_one_voice_agrees_with_nobody():
    found = agreement(MODEL, [small.answer("q1.a")])
    assert (found.alpha, found.r_wg, found.gaps, found.largest_gap) == (None, {}, (), None)


def test_the_gap_is_first_role_minus_second_in_alphabetical_order():
    answers = [
        small.answer("q1.a", Level.FULLY, "eve", "executive"),
        small.answer("q1.b", Level.LARGELY, "eve", "executive"),
        small.answer("q1.a", Level.NOT, "carl", "cx"),
        small.answer("q2.a", Unknown(), "carl", "cx"),
        small.answer("q1.b", Level.NOT, "workshop", "cx", agreed=True),
    ]
    found = agreement(MODEL, answers)
    (gap,) = found.gaps
    assert (gap.question, gap.roles, gap.n, gap.p) == ("q1", ("cx", "executive"), (1, 1), None)
    assert gap.gap == pytest.approx(-250 / 3)
    assert found.largest_gap == pytest.approx(250 / 3)
    assert found.r_wg == {"q1.a": pytest.approx(1 - 4.5 / 1.25)}


def test_many_voices_can_be_tested():
    answers = [small.answer("q1.a", Level.FULLY, f"e{number}", "executive") for number in range(5)]
    answers += [small.answer("q1.a", Level.NOT, f"f{number}", "front-line") for number in range(5)]
    (gap,) = agreement(MODEL, answers).gaps
    assert gap.gap == 100
    assert gap.p == pytest.approx(2 / 252)
