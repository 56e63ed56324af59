from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report import sample
from small_models import answer

from cxmaturity.assess import assess, scorer
from cxmaturity.evidence.answers import Level, NotApplicable, Unknown

MODEL, FACTS = sample.model(), sample.facts()
VOICES = st.sampled_from([*Level, Unknown(), NotApplicable("outside_control")])
PEOPLE = st.sampled_from([("anna", "cx"), ("bob", "cx"), ("eve", "executive")])
IDS = st.sampled_from([practice.id for practice in MODEL.practices])
SCORE = scorer(MODEL, FACTS)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.tuples(IDS, PEOPLE), VOICES, max_size=40))
def test_the_quick_scores_of_an_interview_are_those_of_the_assessment(given_voices):
    answers = tuple(answer(name, voice, *who) for (name, who), voice in given_voices.items())
    assert SCORE(answers) == replace(assess(MODEL, replace(FACTS, answers=answers)).scores, flips=())


@pytest.mark.parametrize("answers", [FACTS.answers, ()])
def test_they_look_at_the_evidence(answers):
    bare = scorer(MODEL, replace(FACTS, contacts=None, map=None))
    assert [practice.supported for practice in SCORE(answers).practices] != [
        practice.supported for practice in bare(answers).practices
    ]


def voices(people: int):
    """One half of the people sees every practice of q4 fully in place, the other half not at all."""
    asked = [practice.id for practice in MODEL.practices if practice.question == "q4"]
    return tuple(
        answer(name, level, f"{role} {number}", role)
        for role, level in (("executive", Level.FULLY), ("front-line", Level.NOT))
        for number in range(people)
        for name in asked
    )


@pytest.mark.parametrize("people", [1, 9])
def test_a_perception_gap_is_evidence_however_few_speak(people):
    judged = assess(MODEL, replace(FACTS, answers=voices(people))).scores.practice("q4.same-view")
    assert (judged.claimed, judged.verdict, judged.supported) == (Level.NOT, "confirmed", Level.NOT)


def test_a_perception_gap_between_roles_that_share_no_practice_is_no_evidence():
    asked = [practice.id for practice in MODEL.practices if practice.question == "q4"]
    leads = [answer(name, Level.FULLY, "eve", "executive") for name in asked[::2]]
    serves = [answer(name, Level.NOT, "fred", "front-line") for name in asked[1::2]]
    judged = assess(MODEL, replace(FACTS, answers=(*leads, *serves))).scores.practice("q4.same-view")
    assert (judged.verdict, judged.supported) == ("unverified", None)
