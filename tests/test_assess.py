from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report import sample
from small_models import answer

from cxmaturity.assess import assess, scorer
from cxmaturity.evidence.answers import Level, NotApplicable, Unknown
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import Estimate

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


FOLLOWED = "q3.detractors-followed"
LOOP = LoopFacts({"loop.detractor_follow_up": Estimate(0.97, 0.96, 0.98, 900), "loop.rules_share": 1.0}, {})


def seen_at(days: int | None) -> LoopFacts:
    """The closed loop, its case log so many days old."""
    return replace(LOOP, as_old_as=None if days is None else FACTS.as_of - timedelta(days=days))


@pytest.mark.parametrize(
    ("days", "supported"), [(None, Level.FULLY), (0, Level.FULLY), (400, Level.FULLY), (401, None)]
)
def test_the_closed_loop_is_evidence_while_its_cases_are_fresh(days, supported):
    judged = assess(MODEL, replace(FACTS, loop=seen_at(days))).scores.practice(FOLLOWED)
    assert judged.supported == supported


def test_shares_of_answers_are_as_old_as_the_log():
    """The latest instant of the log counts, too, for what is counted over its answers; rules need no case."""
    stale = replace(FACTS.contacts, as_old_as=FACTS.as_of - timedelta(days=401))
    judged = assess(MODEL, replace(FACTS, loop=seen_at(0), contacts=stale)).scores
    assert judged.practice(FOLLOWED).supported is None


def test_an_interval_across_a_threshold_confirms_nothing():
    wide = replace(LOOP, metrics={"loop.detractor_follow_up": Estimate(0.9, 0.7, 0.97, 30)})
    answers = (answer(FOLLOWED, Level.LARGELY),)
    judged = assess(MODEL, replace(FACTS, loop=wide, answers=answers)).scores.practice(FOLLOWED)
    assert (judged.verdict, judged.supported) == ("consistent", Level.FULLY)


def test_what_is_open_in_the_closed_loop_is_among_the_findings():
    loop = replace(LOOP, gaps={"case_late": ("low",)}, figures={"case_late": {"cases": 3}})
    assert "case_late" in {finding.id for finding in assess(MODEL, replace(FACTS, loop=loop)).findings}
