"""The laws of SCORING.md, on random models and answers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import small_models as small
from hypothesis import given, settings
from hypothesis import strategies as st
from report import sample

from cxmaturity.assess import assess
from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model.schema import Model
from cxmaturity.scoring import Score, Scores, agreement, judge, outlook, tally

LEVELS = st.sampled_from(list(Level))
REFUSALS = st.sampled_from(["not_our_business", "outside_control", "other"]).map(NotApplicable)
VOICES = st.one_of(LEVELS, LEVELS, LEVELS, REFUSALS, st.just(Unknown()))
METRICS = ("m1", "m2")


@st.composite
def models(draw: st.DrawFn) -> Model:
    practices = []
    for question in ("q1", "q2", "q3")[: draw(st.integers(1, 3))]:
        for number in range(draw(st.integers(1, 4))):
            rules = [small.rule(metric) for metric in draw(st.sets(st.sampled_from(METRICS), max_size=2))]
            weight = draw(st.sampled_from(["1", "2", "0.5", "0.1"]))
            practices.append(
                small.practice(f"{question}.p{number}", draw(st.integers(2, 5)), draw(st.booleans()), weight, rules)
            )
    return small.model(practices)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Model, list[Answer], dict[str, Estimate]]:
    model = draw(models())
    answers = []
    for practice in model.practices:
        for respondent, role in draw(st.sets(st.sampled_from([("anna", "cx"), ("bert", "cx"), ("carl", "executive")]))):
            answers.append(small.answer(practice.id, draw(VOICES), respondent, role))
        if draw(st.integers(0, 5)) == 0:
            answers.append(small.answer(practice.id, draw(VOICES), "workshop", "cx", agreed=True))
    shares = draw(st.dictionaries(st.sampled_from(METRICS), st.tuples(st.floats(0, 1), st.floats(0, 1))))
    measures = {name: Estimate(min(ends), min(ends), max(ends), 10) for name, ends in shares.items()}
    return model, answers, measures


def scored(model: Model, answers: list[Answer], measures: dict[str, Estimate] | None = None) -> Scores:
    return tally(model, judge(model, answers, measures or {}))


def bottom(number: Fraction | int | None) -> Fraction | int:
    return -1 if number is None else number


def not_below(after: Scores, before: Scores, values: bool = True) -> None:
    pairs = [(new.score, old.score) for new, old in zip(after.questions, before.questions, strict=True)]
    pairs += [(new.stage, old.stage) for new, old in zip(after.questions, before.questions, strict=True)]  # type: ignore[list-item]
    pairs += [(new.claimed, old.claimed) for new, old in zip(after.questions, before.questions, strict=True)]
    pairs += [(after.stage, before.stage), (after.index, before.index)]  # type: ignore[list-item]
    assert bottom(after.claimed_stage) >= bottom(before.claimed_stage)
    for new, old in pairs:
        assert bottom(new.low) >= bottom(old.low)
        assert bottom(new.high) >= bottom(old.high)
        if values:
            assert bottom(new.value) >= bottom(old.value)


def not_narrower(after: Scores, before: Scores) -> None:
    for new, old in zip(after.questions, before.questions, strict=True):
        assert bottom(new.score.low) <= bottom(old.score.low)
        assert bottom(new.score.high) >= bottom(old.score.high)
        assert bottom(new.stage.low) <= bottom(old.stage.low)
        assert bottom(new.stage.high) >= bottom(old.stage.high)
    assert bottom(after.stage.low) <= bottom(before.stage.low)
    assert bottom(after.stage.high) >= bottom(before.stage.high)


@given(cases(), st.data())
def test_raising_a_level_never_lowers_a_score_a_bound_or_a_stage(case, data):
    model, answers, measures = case
    levels = [
        position for position, item in enumerate(answers) if isinstance(item.voice, Level) and item.voice < Level.FULLY
    ]
    if not levels:
        return
    position = data.draw(st.sampled_from(levels))
    higher = list(answers)
    higher[position] = replace(
        answers[position],
        voice=data.draw(st.sampled_from([level for level in Level if level > answers[position].voice])),
    )
    not_below(scored(model, higher, measures), scored(model, answers, measures))


@given(cases())
def test_evidence_never_raises_a_final_level_above_the_claim(case):
    model, answers, measures = case
    for score in scored(model, answers, measures).practices:
        assert score.final is None if score.claimed is None else score.final <= score.claimed
        if score.verdict == "confirmed":
            assert score.final == score.claimed


@given(cases())
def test_adding_evidence_never_raises_and_confirming_evidence_never_lowers(case):
    model, answers, measures = case
    before, after = scored(model, answers), scored(model, answers, measures)
    for old, new in zip(before.practices, after.practices, strict=True):
        assert bottom(new.final) <= bottom(old.final)
        if new.verdict in ("confirmed", "consistent"):
            assert new.final == old.final
    not_below(before, after)


RULES = st.builds(
    small.rule,
    st.sampled_from((*METRICS, "m3")),
    st.sampled_from(["up"]),
    st.floats(0, 0.3),
    st.floats(0.3, 0.6),
    st.floats(0.6, 1),
)


@given(cases(), RULES, st.tuples(st.floats(0, 1), st.floats(0, 1)), st.data())
def test_a_further_rule_or_metric_raises_nothing(case, rule, ends, data):
    """Whatever the practice, the rule and its interval: no level, score, bound or stage is higher with it."""
    model, answers, measures = case
    position = data.draw(st.integers(0, len(model.practices) - 1))
    practices = list(model.practices)
    evidence = (*practices[position].evidence, rule)
    practices[position] = practices[position].model_copy(update={"evidence": evidence})
    further = measures | {rule.metric: Estimate(min(ends), min(ends), max(ends), 10)}
    known = {name: measure for name, measure in further.items() if name in measures or name == rule.metric}
    before = scored(model, answers, {name: known[name] for name in measures})
    after = scored(model.model_copy(update={"practices": tuple(practices)}), answers, known)
    not_below(before, after)
    for old, new in zip(before.practices, after.practices, strict=True):
        assert bottom(new.final) <= bottom(old.final)


@given(cases())
def test_evidence_that_contradicts_nobody_leaves_values_and_stages(case):
    """Only the upper bounds may fall: what nobody has answered is no longer thought to be anything."""
    model, answers, measures = case
    after = scored(model, answers, measures)
    if any(score.verdict == "contradicted" for score in after.practices):
        return
    before = scored(model, answers)
    assert [score.final for score in after.practices] == [score.final for score in before.practices]
    assert (after.stage.value, after.stage.low) == (before.stage.value, before.stage.low)
    assert (after.index.value, after.index.low, after.blockers) == (
        before.index.value,
        before.index.low,
        before.blockers,
    )
    for new, old in zip(after.questions, before.questions, strict=True):
        assert (new.score.value, new.score.low, new.stage.value) == (old.score.value, old.score.low, old.stage.value)


@given(cases())
def test_a_stage_holds_every_stage_below_it(case):
    model, answers, measures = case
    scores = scored(model, answers, measures)
    for question in scores.questions:
        if question.stage.value is not None:
            gates = [
                item for item in scores.practices if item.practice.question == question.id and item.practice.required
            ]
            assert all(item.passes(high=False) for item in gates if item.practice.stage <= question.stage.value)
            assert question.stage.low == question.stage.value <= question.stage.high <= question.top


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_answers_and_practices_is_irrelevant(case, random):
    model, answers, measures = case
    shuffled, practices = list(answers), list(model.practices)
    random.shuffle(shuffled)
    random.shuffle(practices)
    before, after = (
        scored(model, answers, measures),
        scored(model.model_copy(update={"practices": tuple(practices)}), shuffled, measures),
    )
    assert (before.questions, before.stage, before.index, before.blockers, before.flips) == (
        after.questions,
        after.stage,
        after.index,
        after.blockers,
        after.flips,
    )
    assert agreement(model, answers) == agreement(model, shuffled)


@given(cases(), st.data())
def test_not_applicable_leaves_the_mean_of_the_others(case, data):
    model, answers, measures = case
    practice = data.draw(st.sampled_from(model.practices))
    without = model.model_copy(update={"practices": tuple(item for item in model.practices if item.id != practice.id)})
    others = [item for item in answers if item.practice != practice.id]
    refused = [*others, small.answer(practice.id, NotApplicable("not_our_business"))]
    before, after = scored(without, others, measures), scored(model, refused, measures)
    assert [item.score for item in before.questions] == [item.score for item in after.questions]


@given(cases(), st.data())
def test_a_question_that_is_all_not_applicable_is_null_and_leaves_the_rest(case, data):
    model, answers, measures = case
    question = data.draw(st.sampled_from(model.questions)).id
    refused = [item for item in answers if not item.practice.startswith(question)]
    refused += [small.answer(item.id, NotApplicable("not_our_business")) for item in model.practices_of(question)]
    before, after = scored(model, answers, measures), scored(model, refused, measures)
    assert after.question(question).score == Score(None, None, None, None)
    assert [item for item in before.questions if item.id != question] == [
        item for item in after.questions if item.id != question
    ]


@given(cases())
def test_the_outlook_is_a_part_of_the_tally(case):
    whole = scored(*case)
    assert outlook(case[0], whole.practices) == (whole.stage, {item.id: item.score for item in whole.questions})


@given(cases())
def test_an_empty_question_changes_nothing(case):
    model, answers, measures = case
    empty = small.model(model.practices, [*(item.id for item in model.questions), "q9"])
    before, after = scored(model, answers, measures), scored(empty, answers, measures)
    assert before.questions == after.questions[:-1]
    assert (before.stage, before.index, before.blockers, before.flips) == (
        after.stage,
        after.index,
        after.blockers,
        after.flips,
    )


@given(cases(), st.data())
def test_doubling_a_weight_moves_the_score_towards_that_practice(case, data):
    model, answers, measures = case
    position = data.draw(st.integers(0, len(model.practices) - 1))
    chosen = model.practices[position]
    practices = list(model.practices)
    practices[position] = chosen.model_copy(update={"weight": chosen.weight * 2})
    before = scored(model, answers, measures)
    final = before.practice(chosen.id).final
    old = before.question(chosen.question).score.value
    new = (
        scored(model.model_copy(update={"practices": tuple(practices)}), answers, measures)
        .question(chosen.question)
        .score.value
    )
    if final is None or not before.practice(chosen.id).applicable:
        assert new == old
    else:
        assert abs(new - 100 * final.points) <= abs(old - 100 * final.points)


@given(cases(), st.data())
def test_deleting_the_levels_of_a_practice_never_raises_low_nor_lowers_high(case, data):
    model, answers, measures = case
    practice = data.draw(st.sampled_from(model.practices)).id
    silent = [item for item in answers if not (item.practice == practice and isinstance(item.voice, Level))]
    before, after = scored(model, answers, measures), scored(model, silent, measures)
    if before.practice(practice).applicable != after.practice(practice).applicable:
        return  # only N/A voices are left: the practice has left numerator and denominator (law 5)
    not_narrower(after, before)


@given(models())
def test_without_answers_and_evidence_nothing_is_known(model):
    scores = scored(model, [])
    nothing = Score(None, Fraction(0), Fraction(100), Fraction(0))
    assert [(item.score, item.claimed) for item in scores.questions] == [(nothing, nothing)] * len(model.questions)
    assert {item.stage.value for item in scores.questions} == {None}
    assert {item.headline for item in scores.questions} == {"cannot_tell"}
    assert (scores.stage.value, scores.stage.low, scores.stage.high) == (None, 1, 5)
    assert (scores.claimed_stage, scores.index.value, scores.flips) == (None, None, ())


@given(st.integers(1, 400), st.sampled_from([-1, 0, 1]))
def test_rounding_a_score_for_display_moves_no_headline_and_no_stage(n, hair):
    """Scores a hair beside two thirds and one third show as 66.7 and 33.3; the exact ones decide."""
    weights = {"q1.a": f"{2 * n}", "q1.b": f"{n * 1000 + hair}e-3", "q2.a": f"{n}", "q2.b": f"{2 * n * 1000 + hair}e-3"}
    model = small.model([small.practice(name, 2, name == "q1.a", weight) for name, weight in weights.items()])
    answers = [small.answer(name, Level.FULLY if name.endswith("a") else Level.NOT) for name in weights]
    scores = scored(model, answers)
    assert [round(item.score.low, 1) for item in scores.questions] == [
        pytest.approx(shown, abs=0.11) for shown in (66.7, 33.3)
    ]
    assert [item.headline for item in scores.questions] == [
        "yes" if hair <= 0 else "partly",
        "no" if hair > 0 else "partly",
    ]
    assert scores.stage.value == 5


GAP = "interview.perception_gap"
WHOLE = sample.model().model_copy(
    update={
        "practices": tuple(
            item.model_copy(update={"evidence": tuple(rule for rule in item.evidence if rule.metric != GAP)})
            for item in sample.model().practices
        )
    }
)
"""The shipped model without the one rule whose evidence the answers themselves are."""
OF_WHOLE = st.dictionaries(
    st.tuples(
        st.sampled_from([item.id for item in WHOLE.practices]),
        st.sampled_from([("anna", "cx"), ("bert", "cx"), ("carl", "executive")]),
    ),
    VOICES,
    min_size=1,
    max_size=60,
).map(lambda drawn: [small.answer(name, voice, *who) for (name, who), voice in drawn.items()])


def assessed(answers: list[Answer], model: Model = WHOLE) -> Scores:
    return assess(model, replace(sample.facts(), answers=tuple(answers))).scores


@settings(max_examples=15, deadline=None)
@given(OF_WHOLE, st.data())
def test_raising_a_level_lowers_nothing_of_a_whole_assessment(answers, data):
    """The perception gap is set aside: a higher level of one role can widen it, and q4.same-view is then capped."""
    position = data.draw(st.integers(0, len(answers) - 1))
    if not isinstance(answers[position].voice, Level):
        return
    higher = list(answers)
    higher[position] = replace(answers[position], voice=Level.FULLY)
    not_below(assessed(higher), assessed(answers))


@settings(max_examples=15, deadline=None)
@given(OF_WHOLE, st.randoms(use_true_random=False))
def test_order_is_irrelevant_to_a_whole_assessment(answers, random):
    """The perception gap is set aside here too, so that the three laws speak of one model."""
    shuffled, practices = list(answers), list(WHOLE.practices)
    random.shuffle(shuffled)
    random.shuffle(practices)
    before, after = assessed(answers), assessed(shuffled, WHOLE.model_copy(update={"practices": tuple(practices)}))
    assert (before.questions, before.stage, before.index, before.blockers, before.flips) == (
        after.questions,
        after.stage,
        after.index,
        after.blockers,
        after.flips,
    )


@settings(max_examples=15, deadline=None)
@given(OF_WHOLE, st.data())
def test_deleting_the_levels_of_a_practice_narrows_no_bound_of_a_whole_assessment(answers, data):
    """The perception gap is set aside: without a practice's levels it can shrink or end, and a cap with it."""
    practice = data.draw(st.sampled_from(answers)).practice
    silent = [item for item in answers if not (item.practice == practice and isinstance(item.voice, Level))]
    before, after = assessed(answers), assessed(silent)
    if before.practice(practice).applicable == after.practice(practice).applicable:  # else law 5 holds
        not_narrower(after, before)


MEASURED = sorted({rule.metric for item in WHOLE.practices for rule in item.evidence})
FIGURES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 5),
    st.floats(0, 1),
    st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda ends: Estimate(min(ends), min(ends), max(ends), 90)),
)


@settings(max_examples=20, deadline=None)
@given(OF_WHOLE, st.lists(st.dictionaries(st.sampled_from(MEASURED), FIGURES, max_size=8), min_size=2, max_size=2))
def test_no_metric_of_any_family_raises_a_score_of_the_shipped_model(answers, found):
    """Each further set of figures, of logs, cases, map and roadmap.yaml, leaves everything as it was or lower."""
    first, second = found
    alone, some, more = (
        tally(WHOLE, judge(WHOLE, answers, known, declared_policy=True), flips=False)
        for known in ({}, first, second | {name: value for name, value in first.items() if value is not None})
    )
    not_below(alone, some)
    not_below(some, more)
    assert some.claimed_stage == more.claimed_stage == alone.stage.value
