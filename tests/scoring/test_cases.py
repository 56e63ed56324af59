"""Scores of hand-made cases."""

from __future__ import annotations

from fractions import Fraction

import pytest
import small_models as small

from cxmaturity.evidence.answers import Level, NotApplicable, Unknown
from cxmaturity.evidence.measures import Estimate
from cxmaturity.scoring import judge, tally
from cxmaturity.scoring.voices import claim_of

NOT, PARTLY, LARGELY, FULLY = Level
OUTSIDE = NotApplicable("outside_control")


@pytest.mark.parametrize(
    ("voices", "expected"),
    [
        ([], None),
        ([("cx", Unknown())], Unknown()),
        ([("cx", Unknown()), ("cx", PARTLY)], PARTLY),
        ([("cx", Unknown()), ("executive", FULLY)], FULLY),
        ([("cx", NOT), ("cx", FULLY)], NOT),
        ([("cx", NOT), ("cx", PARTLY), ("cx", FULLY)], PARTLY),
        ([("front-line", NOT)] * 9 + [("executive", FULLY)], NOT),
        ([("front-line", PARTLY)] * 9 + [("executive", FULLY), ("cx", LARGELY)], LARGELY),
        ([("cx", OUTSIDE), ("executive", OUTSIDE)], OUTSIDE),
        ([("cx", OUTSIDE), ("executive", FULLY)], FULLY),
        ([("cx", OUTSIDE), ("executive", Unknown())], Unknown()),
        ([("cx", OUTSIDE), ("executive", NotApplicable("other", "x"))], OUTSIDE),
    ],
)
def test_many_voices_become_one_claim(voices, expected):
    answers = [small.answer("q1.a", voice, f"r{number}", role) for number, (role, voice) in enumerate(voices)]
    assert claim_of(answers) == expected


def test_an_agreed_answer_stands_above_all():
    answers = [
        small.answer("q1.a", FULLY),
        small.answer("q1.a", PARTLY, "bert"),
        small.answer("q1.a", NOT, "workshop", agreed=True),
    ]
    assert claim_of(answers) == NOT


@pytest.mark.parametrize(
    ("claim", "measure", "supported", "final", "verdict"),
    [
        (FULLY, 0.95, FULLY, FULLY, "confirmed"),
        (FULLY, 0.5, LARGELY, LARGELY, "contradicted"),
        (PARTLY, 0.5, LARGELY, PARTLY, "consistent"),
        (LARGELY, Estimate(0.6, 0.45, 0.7, 9), LARGELY, LARGELY, "consistent"),
        (LARGELY, Estimate(0.6, 0.5, 0.7, 9), LARGELY, LARGELY, "confirmed"),
        (LARGELY, Estimate(0.6, None, None, 9), LARGELY, LARGELY, "confirmed"),
        (FULLY, Estimate(None, None, None, 0), None, FULLY, "unverified"),
        (FULLY, None, None, FULLY, "unverified"),
        (NOT, 0.1, NOT, NOT, "confirmed"),
        (None, 0.5, LARGELY, None, None),
        (Unknown(), 0.5, LARGELY, None, None),
    ],
)
def test_evidence_caps_a_claim(claim, measure, supported, final, verdict):
    model = small.model([small.practice("q1.a", evidence=[small.rule("m")])])
    answers = [] if claim is None else [small.answer("q1.a", claim)]
    (score,) = judge(model, answers, {"m": measure})
    assert (score.supported, score.final, score.verdict) == (supported, final, verdict)


def test_a_rule_on_the_declared_policy_waits_for_one():
    evidence = small.rule("m", "down", 0.2, 0.05, 0.01).model_copy(update={"declared_policy": True})
    model = small.model([small.practice("q1.a", evidence=[evidence])])
    assert judge(model, [small.answer("q1.a")], {"m": 0.4})[0].verdict == "unverified"
    assert judge(model, [small.answer("q1.a")], {"m": 0.4}, declared_policy=True)[0].final == NOT


def test_the_least_of_several_rules_counts():
    model = small.model([small.practice("q1.a", evidence=[small.rule("m"), small.rule("n")])])
    (score,) = judge(model, [small.answer("q1.a", LARGELY)], {"m": 0.95, "n": 0.3})
    assert (score.supported, score.final, score.verdict) == (PARTLY, PARTLY, "contradicted")


@pytest.mark.parametrize(
    ("levels", "headline"),
    [
        ([FULLY, LARGELY], "yes"),
        ([FULLY, PARTLY], "partly"),
        ([NOT, NOT], "no"),
        ([FULLY, None], "partly"),
        ([None, None], "cannot_tell"),
        ([NOT, None], "partly"),
    ],
)
def test_headline(levels, headline):
    model = small.model([small.practice("q1.a"), small.practice("q1.b", 3), small.practice("q1.c", 4)])
    answers = [small.answer(f"q1.{name}", level) for name, level in zip("ab", levels, strict=True) if level is not None]
    assert tally(model, judge(model, answers, {})).questions[0].headline == headline


def test_a_score_has_bounds_and_coverage():
    model = small.model(
        [small.practice("q1.a", weight="2"), small.practice("q1.b"), small.practice("q1.c", evidence=[small.rule("m")])]
    )
    (question,) = tally(model, judge(model, [small.answer("q1.a", LARGELY)], {"m": 0.3})).questions
    assert question.score.value == Fraction(200, 3)
    assert question.score.low == Fraction(100, 3)
    assert question.score.high == Fraction(100 * 8, 12)
    assert question.score.coverage == Fraction(1, 3)


def test_a_question_stops_at_the_top_of_its_scale_and_the_organisation_does_not():
    model = small.model([small.practice("q1.a"), small.practice("q2.a", 4)])
    scores = tally(model, judge(model, [small.answer("q1.a"), small.answer("q2.a")], {}))
    assert [(item.stage.value, item.top) for item in scores.questions] == [(2, 2), (4, 4)]
    assert scores.stage.value == 5


def test_outside_control_passes_a_gate_in_the_high_bound_only():
    model = small.model([small.practice("q1.a"), small.practice("q1.b")])
    scores = tally(model, judge(model, [small.answer("q1.a"), small.answer("q1.b", OUTSIDE)], {}))
    assert (scores.stage.value, scores.stage.high, scores.blockers) == (1, 5, ("q1.b",))


def test_a_question_that_gates_nothing_counts_as_an_answer_and_not_as_a_stage():
    model = small.model([small.practice("q1.a"), small.practice("q2.a", required=False)])
    scores = tally(model, judge(model, [small.answer("q2.a")], {}))
    assert (scores.stage.value, scores.stage.low, scores.stage.high) == (1, 1, 5)
    assert [item.stage.value for item in scores.questions] == [None, None]


def test_a_model_that_gates_nothing_has_no_stage():
    model = small.model([small.practice("q1.a", required=False)])
    scores = tally(model, judge(model, [small.answer("q1.a")], {}))
    assert (scores.stage.value, scores.stage.low, scores.stage.high) == (None, 1, 5)
    assert (scores.blockers, scores.flips, scores.questions[0].top) == ((), (), None)


def test_claims_alone_give_the_claimed_stage():
    model = small.model([small.practice("q1.a", evidence=[small.rule("m")])])
    scores = tally(model, judge(model, [small.answer("q1.a")], {"m": 0.0}))
    assert (scores.stage.value, scores.claimed_stage) == (1, 5)
    assert scores.questions[0].claimed.value == 100
    assert scores.questions[0].score.value == 0
