"""Agreement and perception gaps."""

from __future__ import annotations

import pytest
import small_models as small
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.evidence.answers import Level, Unknown
from cxmaturity.scoring import Agreement, agreement, largest_gap

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
    assert (gap.shared, gap.answered) == (1, 2)
    assert found.largest_gap == pytest.approx(250 / 3)  # too few to test is told of p, and takes no gap away
    assert found.r_wg == {"q1.a": pytest.approx(1 - 4.5 / 1.25)}


def test_many_voices_can_be_tested():
    answers = [small.answer("q1.a", Level.FULLY, f"e{number}", "executive") for number in range(5)]
    answers += [small.answer("q1.a", Level.NOT, f"f{number}", "front-line") for number in range(5)]
    found = agreement(MODEL, answers)
    (gap,) = found.gaps
    assert (gap.gap, found.largest_gap, largest_gap(MODEL, answers)) == (100, 100, 100)
    assert gap.p == pytest.approx(2 / 252)


def test_the_largest_gap_is_the_largest_whether_it_could_be_tested_or_not():
    """One executive is 100 points away from the front line, too few to test; the groups of five are 33 apart."""
    answers = [small.answer("q1.a", Level.FULLY, "ceo", "executive")]
    answers += [small.answer("q1.a", Level.PARTLY, f"c{number}", "cx") for number in range(5)]
    answers += [small.answer("q1.a", Level.NOT, f"f{number}", "front-line") for number in range(5)]
    found = agreement(MODEL, answers)
    assert {gap.roles: gap.p is None for gap in found.gaps} == {
        ("cx", "executive"): True,
        ("cx", "front-line"): False,
        ("executive", "front-line"): True,
    }
    assert found.largest_gap == 100


VOICES = st.lists(
    st.tuples(st.sampled_from(["q1.a", "q1.b", "q2.a"]), st.sampled_from(Level), st.integers(0, 9), st.booleans()),
    max_size=40,
)


@given(VOICES)
def test_the_quick_largest_gap_is_the_one_of_the_whole_agreement(drawn):
    answers = [
        small.answer(practice, level, f"p{person}", "cx" if leads else "executive")
        for practice, level, person, leads in drawn
    ]
    quick, whole = largest_gap(MODEL, answers), agreement(MODEL, answers).largest_gap
    assert quick == whole
    assert (quick and quick.shared) == (whole and whole.shared)


def test_of_equal_gaps_the_one_on_most_practices_counts():
    answers = [
        small.answer(practice, level, role, role)
        for practice in ("q1.a", "q1.b", "q2.a")
        for role, level in (("cx", Level.NOT), ("executive", Level.FULLY))
    ]
    assert (largest_gap(MODEL, answers), largest_gap(MODEL, answers[4:]).shared) == (100, 1)
    assert largest_gap(MODEL, answers).shared == agreement(MODEL, answers).largest_gap.shared == 2


def test_roles_that_answered_different_practices_share_none():
    answers = [
        small.answer("q1.a", Level.FULLY, "eve", "executive"),
        small.answer("q1.b", Level.NOT, "carl", "cx"),
    ]
    (gap,) = agreement(MODEL, answers).gaps
    assert (gap.shared, gap.answered, gap.gap) == (0, 2, -100)
    assert agreement(MODEL, answers).largest_gap is None
    shared = small.answer("q2.a", Level.FULLY, "eve", "executive"), small.answer("q2.a", Level.LARGELY, "carl", "cx")
    assert agreement(MODEL, [*answers, *shared]).largest_gap == pytest.approx(100 / 3)


@pytest.mark.parametrize(
    ("alpha", "shared", "reading"),
    [
        (None, 9, "few"),
        (0.9, 4, "few"),
        (0.8, 5, "high"),
        (0.79, 5, "fair"),
        (0.667, 5, "fair"),
        (0.66, 5, "low"),
        (0.0, 5, "none"),
        (-0.2, 5, "none"),
    ],
)
def test_what_an_alpha_allows_to_conclude(alpha, shared, reading):
    assert Agreement(alpha, {f"q{n}": 1.0 for n in range(shared)}, ()).reading == reading
