"""What the report says of the closed loop: what is known, most important first, and nothing of the rest."""

from __future__ import annotations

import pytest

from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import Estimate
from cxmaturity.report.view.loop import loop_sentences

KNOWN = {
    "loop.coverage": Estimate(0.42, 0.34, 0.51, 120),
    "loop.detractor_follow_up": Estimate(0.234, 0.153, 0.34, 77),
    "loop.deadline": Estimate(0.04, 0.01, 0.13, 50),
    "loop.time_to_person.p50": 3.25,
    "loop.oldest_silent_days": 43,
}
SAID = [
    "A person followed up 23.4% of detractors (95% interval 15.3% to 34.0%, n = 77).",
    "4.0% of cases were followed up by a person in time (1.0% to 13.0%, n = 50).",
    "Half of the cases waited 3.2 days or more for a person.",
    "58.0% of all answers met silence, the oldest for 43 days.",
]


def said(metrics):
    return [sentence.show("en") for sentence in loop_sentences(LoopFacts(metrics, {}))]


def test_all_that_is_known_is_said():
    assert said(KNOWN) == SAID


@pytest.mark.parametrize(("unknown", "sentence"), [*zip(KNOWN, (3, 0, 1, 2), strict=False)])
def test_what_is_unknown_is_not(unknown, sentence):
    assert said({**KNOWN, unknown: None}) == [words for place, words in enumerate(SAID) if place != sentence]


def test_without_a_silent_answer_no_age_is_said():
    assert said({"loop.coverage": Estimate(1, 0.9, 1, 40)}) == ["0.0% of all answers met silence."]


def test_nothing_is_said_of_nothing():
    assert said(dict.fromkeys(KNOWN)) == list(loop_sentences(None)) == []
