"""What one practice does to the scores, against scoring the organisation anew with the practice moved."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import small_models as small
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring.test_laws import cases

from cxmaturity.evidence.answers import Level
from cxmaturity.scoring import contradictions, effects, judge, tally

NOT, PARTLY, LARGELY, FULLY = Level


def anew(model, answers, measures, practice, level=None):
    """Score with a practice of which there is no evidence, agreed on at a level where one is given."""
    freed = model.model_copy(
        update={
            "practices": tuple(
                item.model_copy(update={"evidence": ()}) if item.id == practice else item for item in model.practices
            )
        }
    )
    others = [answer for answer in answers if level is None or answer.practice != practice]
    agreed = [] if level is None else [small.answer(practice, level, "table", "cx", agreed=True)]
    scores = tally(model, judge(freed, [*others, *agreed], measures))
    return scores.question(practice.partition(".")[0]), scores.stage


def pair(outcome):
    return outcome.question, outcome.stage


@settings(deadline=None)
@given(cases(), st.data())
def test_every_outcome_is_what_scoring_anew_gives(case, data):
    model, answers, measures = case
    scores = tally(model, judge(model, answers, measures))
    score = data.draw(st.sampled_from(scores.practices))
    name, final = score.practice.id, score.final
    found = effects(model, scores, name)
    assert pair(found.now) == (scores.question(score.practice.question), scores.stage)
    freed = anew(model, answers, measures, name)
    if found.uncapped is None:
        assert (freed[0].score, freed[1]) == (found.now.question.score, found.now.stage)
    else:
        assert pair(found.uncapped) == freed
    assert (found.more is None, found.less is None) == (final in (None, FULLY), final in (None, NOT))
    for outcome, step in ((found.more, 1), (found.less, -1)):
        if outcome is not None:
            assert outcome.level == final + step
            assert pair(outcome) == anew(model, answers, measures, name, outcome.level)
    levels_open = range(score.highest + 1) if final is None and score.applicable else ()
    assert [outcome.level for outcome in found.answered] == list(levels_open)
    for outcome in found.answered:
        assert pair(outcome) == anew(model, answers, measures, name, outcome.level)


@settings(deadline=None, max_examples=40)
@given(cases())
def test_what_flips_and_what_blocks_is_what_the_outcomes_say(case):
    model, answers, measures = case
    scores = tally(model, judge(model, answers, measures))
    for score in scores.practices:
        found = effects(model, scores, score.practice.id)
        moved = [outcome for outcome in (found.more, found.less) if outcome is not None]
        assert found.flips == any(outcome.stage.value != scores.stage.value for outcome in moved)
        assert found.blocks == (score.practice.id in scores.blockers)
        assert (found.passes is None) == (not score.practice.required)
        assert found.cost >= 0
        assert found.stages_lost >= 0


def test_evidence_costs_points_and_a_stage():
    model = small.model([small.practice("q1.a", weight="2", evidence=[small.rule("m")]), small.practice("q1.b")])
    answers = [small.answer("q1.a", FULLY), small.answer("q1.b", LARGELY)]
    found = effects(model, tally(model, judge(model, answers, {"m": 0.3})), "q1.a")
    assert (found.now.level, found.now.question.score.value, found.now.stage.value) == (PARTLY, Fraction(400, 9), 1)
    assert found.uncapped is not None
    assert (found.uncapped.level, found.uncapped.question.score.value) == (FULLY, Fraction(800, 9))
    assert (found.cost, found.stages_lost) == (Fraction(400, 9), 4)
    assert (found.passes, found.passes_high, found.blocks, found.flips) == (False, False, True, True)


def test_contradictions_come_by_their_effect():
    rules = {"q1.a": "m", "q1.b": "n", "q2.a": "m", "q2.b": "fine"}
    practices = [
        small.practice(name, required=name == "q2.a", evidence=[small.rule(metric)]) for name, metric in rules.items()
    ]
    model = small.model(practices)
    answers = [small.answer(name, FULLY) for name in rules]
    measures = {"m": 0.3, "n": 0.1, "fine": 0.95}
    found = contradictions(model, tally(model, judge(model, answers, measures)))
    assert [each.practice.id for each in found] == ["q2.a", "q1.b", "q1.a"]  # a stage first, then points
    assert [(each.claimed, each.supported, each.stages_lost) for each in found] == [
        (FULLY, PARTLY, 4),
        (FULLY, NOT, 0),
        (FULLY, PARTLY, 0),
    ]
    assert [seen.rule.metric for seen in found[1].evidence] == ["n"]
    assert contradictions(model, tally(model, judge(model, answers, {}))) == ()


def test_agreeing_on_what_evidence_allows_ends_a_contradiction():
    model = small.model([small.practice("q1.a", evidence=[small.rule("m"), small.rule("n")])])
    answers = [small.answer("q1.a", FULLY)]
    measures = {"m": 0.3, "n": 0.1}
    (found,) = contradictions(model, tally(model, judge(model, answers, measures)))
    assert [seen.rule.metric for seen in found.evidence] == ["n", "m"]
    agreed = replace(answers[0], voice=found.supported, agreed=True, respondent="table")
    assert contradictions(model, tally(model, judge(model, [*answers, agreed], measures))) == ()
