"""What moved and why: against the words of SCORING.md on random cases, and its laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
import small_models as small
from hypothesis import given, settings
from hypothesis import strategies as st
from scoring.plain_reading import Plain, everything
from scoring.test_laws import VOICES
from scoring.test_oracle import LIMITS, answers_of, model_of

from cxmaturity.assess import Assessment, assess
from cxmaturity.comparison.record import compare_record
from cxmaturity.comparison.scores import CAUSES, Comparison, compare
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.measures import ContactFacts, Estimate
from cxmaturity.model.schema import Model

METRICS = ("response.rate", "loop.documented")
PEOPLE = (("anna", "cx"), ("bo", "cx"), ("cy", "executive"), ("dan", "executive"))
IDS = tuple(f"q{question}.p{number}" for question in (1, 2, 3) for number in (0, 1, 2))
DAY = date(2026, 10, 15)


def facts_of(answers, measures) -> Facts:
    metrics = {name: Estimate(low, low, high, 10) for name, (low, high) in measures.items()}
    return Facts("Acme", "c", DAY, tuple(answers), contacts=ContactFacts(metrics, {}, {}, {}, ()))


# Against a plain reading: answers are tuples, practices are ``Plain``.


def random_model(rng: Random) -> list[Plain]:
    asked = rng.sample(IDS, rng.randint(4, 8))
    return [
        Plain(
            name,
            name.partition(".")[0],
            rng.randint(2, 5),
            rng.random() < 0.7,
            Fraction(rng.choice((1, 2, 3))),
            tuple((metric, "up", LIMITS["up"]) for metric in METRICS if rng.random() < 0.3),
        )
        for name in sorted(asked)
    ]


def random_answers(rng: Random) -> list:
    heard = rng.sample(PEOPLE, rng.randint(0, 4))
    voices = (0, 1, 2, 3, 3, 2, "unknown", ("n/a", "outside_control"))
    answers = [(name, rng.choice(voices), *who, False) for name in IDS for who in heard if rng.random() < 0.7]
    return answers + [(name, rng.choice(voices), "anna", "cx", True) for name in IDS if rng.random() < 0.1]


def random_measures(rng: Random) -> dict:
    return {name: tuple(sorted(rng.choices((0.0, 0.2, 0.5, 0.9), k=2))) for name in METRICS if rng.random() < 0.7}


def plainly(practices, answers, measures):
    """(question to score, stage, practice to final) of a state."""
    questions = sorted({item.question for item in practices})
    found = everything(questions, practices, answers, measures)
    scores = {name: found["questions"][name]["score"][0] for name in questions}
    return scores, found["stage"][0], {name: seen[2] for name, seen in found["practices"].items()}


def naive(then, now):
    """The five states of SCORING.md, from lists and nothing else; no practice is migrated here."""
    (model_a, answers_a, measures_a), (model_b, answers_b, measures_b) = then, now
    heard_a = {respondent for _, _, respondent, _, agreed in answers_a if not agreed}
    heard_b = {respondent for _, _, respondent, _, agreed in answers_b if not agreed}
    others = []
    for answer in answers_a:
        if answer[4] or answer[2] not in heard_a - heard_b:
            others.append(answer)
    for answer in answers_b:
        if not answer[4] and answer[2] in heard_b - heard_a:
            others.append(answer)
    return [
        plainly(model_a, answers_a, measures_a),
        plainly(model_b, answers_a, measures_a),
        plainly(model_b, others, measures_a),
        plainly(model_b, answers_b, measures_a),
        plainly(model_b, answers_b, measures_b),
    ]


def naive_parts(values):
    if values[0] is None or values[4] is None:
        return None
    parts, last = [], values[0]
    for value in values[1:]:
        moved_to = last if value is None else value
        parts.append(moved_to - last)
        last = moved_to
    return parts


def naive_cause(levels):
    heights = [-1 if level is None else level for level in levels]
    up = heights[4] > heights[0]
    steps = [(later - earlier) * (1 if up else -1) for earlier, later in pairwise(heights)]
    return CAUSES[max(range(4), key=lambda place: (steps[place], -place))]


@pytest.mark.parametrize("seed", range(80))
def test_random_cases_move_as_the_text_says(seed):
    rng = Random(seed)
    sides = [(random_model(rng), random_answers(rng), random_measures(rng)) for _ in range(2)]
    states = naive(*sides)
    before, after = (
        assess(model_of(sorted({item.question for item in model}), model), facts_of(answers_of(answers), measures))
        for model, answers, measures in sides
    )
    found = compare(before, after)
    for moved in found.questions:
        values = [scores.get(moved.id) for scores, _, _ in states]
        assert (moved.before, moved.after) == (values[0], values[4])
        assert (moved.parts and list(moved.parts.values())) == naive_parts(values)
    stages = [stage for _, stage, _ in states]
    assert (found.stage.before, found.stage.after) == (stages[0], stages[4])
    assert (found.stage.parts and list(found.stage.parts.values())) == naive_parts(stages)
    finals = {name: [levels.get(name) for _, _, levels in states] for name in IDS}
    assert {move.id: (move.before, move.after, move.cause) for move in found.practices} == {
        name: (levels[0], levels[4], naive_cause(levels)) for name, levels in finals.items() if levels[0] != levels[4]
    }


# Laws


@st.composite
def models(draw: st.DrawFn) -> Model:
    asked = draw(st.lists(st.sampled_from(IDS), min_size=2, max_size=6, unique=True))
    return small.model(
        small.practice(
            name,
            draw(st.integers(2, 5)),
            draw(st.booleans()),
            draw(st.sampled_from(["1", "2"])),
            [small.rule(metric) for metric in draw(st.sets(st.sampled_from(METRICS), max_size=1))],
        )
        for name in sorted(asked)
    )


ANSWERS = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(PEOPLE), st.sampled_from([False, False, False, True])),
    VOICES,
    max_size=12,
).map(lambda given: tuple(Answer(name, voice, *who, agreed) for (name, who, agreed), voice in given.items()))
MEASURES = st.dictionaries(
    st.sampled_from(METRICS), st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda ends: (min(ends), max(ends)))
)

SIDES = st.tuples(models(), ANSWERS, MEASURES)


def moves(comparison: Comparison):
    return [*comparison.questions, comparison.stage, comparison.index]


def parts_are(comparison: Comparison, only: str | None) -> None:
    """Every movement is the movement of one input, or of none."""
    for moved in moves(comparison):
        for cause, part in (moved.parts or {}).items():
            assert part == (moved.change if cause == only else 0)
    assert {move.cause for move in comparison.practices} <= {only}


@settings(max_examples=60, deadline=None)
@given(st.tuples(SIDES, SIDES))
def test_the_four_parts_sum_to_the_movement(sides):
    found = compare(*(assess(model, facts_of(answers, measures)) for model, answers, measures in sides))
    for moved in moves(found):
        if moved.parts is None:
            assert moved.change is None
        else:
            assert sum(moved.parts.values()) == moved.change
    for question in compare_record(found)["questions"]:
        parts = [question[cause] for cause in CAUSES]
        if None not in parts:
            assert sum(parts) == pytest.approx(question["to"] - question["from"])


def exchanged(side: Assessment, cause: str, model: Model, answers, measures) -> Assessment:
    """Return a side of which one input is another: model, answers of the same people, or evidence."""
    if cause == "model":
        return assess(model, side.facts)
    if cause == "evidence":
        return assess(side.model, replace(facts_of((), measures), answers=side.facts.answers))
    heard = {answer.respondent for answer in side.facts.answers if not answer.agreed}
    if cause == "respondents":
        stay = [answer for answer in side.facts.answers if answer.agreed or answer.respondent != min(heard, default="")]
        new = [replace(answer, respondent=f"new {answer.respondent}", agreed=False) for answer in answers]
        return assess(side.model, replace(side.facts, answers=(*stay, *new)))
    theirs = [answer for answer in answers if answer.agreed or answer.respondent in heard]
    silent = heard - {answer.respondent for answer in theirs if not answer.agreed}
    kept = [answer for answer in side.facts.answers if not answer.agreed and answer.respondent in silent]
    return assess(side.model, replace(side.facts, answers=(*theirs, *kept)))


@pytest.mark.parametrize("cause", [None, *CAUSES])
@settings(max_examples=25, deadline=None)
@given(side=SIDES, other=SIDES)
def test_one_exchanged_input_bears_the_whole_movement(cause, side, other):
    model, answers, measures = side
    before = assess(model, facts_of(answers, measures))
    after = before if cause is None else exchanged(before, cause, *other)
    found = compare(before, after)
    parts_are(found, cause)
    if cause is None:
        assert not found.practices
        assert not found.findings.new + found.findings.gone
        assert {change.verdict for change in found.metrics} <= {"cannot_tell"}


def test_while_nothing_can_be_said_a_score_stands_where_it_stood():
    """Bo alone spoke of it, then anna alone; when bo has left and anna has not spoken yet, nothing can be said."""
    asked = small.model([small.practice("q1.a"), small.practice("q2.a")])
    then = [small.answer("q1.a", Level.PARTLY, "bo"), small.answer("q2.a", Level.FULLY, "anna")]
    now = [small.answer("q1.a", Level.FULLY, "anna"), small.answer("q2.a", Level.FULLY, "anna")]
    found = compare(*(assess(asked, facts_of(answers, {})) for answers in (then, now)))
    assert found.questions[0].parts == {
        "model": 0, "respondents": 0, "answers": Fraction(200, 3), "evidence": 0
    }  # fmt: skip
    assert found.practices[0].cause == "answers"


def test_migrated_answers_are_read_by_the_later_model():
    """A rename is the model's doing, and moves no score."""
    before = assess(small.model([small.practice("q1.a")]), facts_of([small.answer("q1.a", Level.LARGELY)], {}))
    after = assess(small.model([small.practice("q1.b")]), facts_of([small.answer("q1.b", Level.LARGELY)], {}))
    found = compare(before, after, carried=after.facts.answers)
    assert set(found.questions[0].parts.values()) == {0}
    assert {(move.id, move.cause) for move in found.practices} == {("q1.a", "model"), ("q1.b", "model")}
    unread = compare(before, after)
    assert [move.cause for move in unread.practices] == ["answers", "model"]


def test_a_limit_of_the_later_model_fires_by_the_model_alone():
    from cxmaturity.model import load_checks

    many = next(check for check in load_checks() if check.id == "impossible_times")
    seen = ContactFacts({"contacts.impossible_times": 3}, {}, {}, {}, ())
    facts = replace(facts_of((), {}), contacts=seen)
    strict, loose = (
        small.model([small.practice("q1.a")]).model_copy(update={"checks": (many.model_copy(update={"limit": limit}),)})
        for limit in (0, 5)
    )
    found = compare(assess(loose, facts), assess(strict, facts)).findings
    assert (found.new, found.gone, found.by_model) == (("impossible_times",), (), {"impossible_times"})
    back = compare(assess(strict, facts), assess(loose, facts)).findings
    assert (back.new, back.gone, back.by_model) == ((), ("impossible_times",), {"impossible_times"})
    none = replace(facts, contacts=replace(seen, metrics={"contacts.impossible_times": 0}))
    by_facts = compare(assess(strict, none), assess(strict, facts)).findings
    assert (by_facts.new, by_facts.by_model) == (("impossible_times",), frozenset())
    cured = compare(assess(strict, facts), assess(strict, none)).findings
    assert (cured.gone, cured.by_model) == (("impossible_times",), frozenset())
