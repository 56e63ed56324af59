"""What is said of rules against a log: those that meet nothing, words that it lacks, scores of several scales."""

from __future__ import annotations

import pytest
from loop.asked import DAY, asked, rules_of
from loop.test_expected import DETRACTOR

from cxmaturity.loop.classes import classify
from cxmaturity.loop.rules.noting import remarks_on_rules

KEY = [{**DETRACTOR, "segment": "Key"}] * 10
RARE = [{**DETRACTOR, "segment": "rare"}] * 9


def said(rows, *rules, unreachable=()):
    with asked(rows) as told:
        classify(told.connection, None, DAY)
        return [str(note) for note in remarks_on_rules(told.connection, rules_of(*rules), unreachable)]


def when(**conditions):
    return {"when": conditions}


def test_a_rule_that_no_answer_meets_is_told_and_the_word_that_was_meant():
    assert said(KEY, when(segment="= keys"), when(segment="= key")) == [
        "No answer of the logs meets the rule r0.",
        "Rule r0: the logs hold no segment “keys”. Did you mean “key”?",
    ]


def test_rules_are_told_together():
    assert said(KEY, when(score="= 5"), when(score="= 6"))[0] == "No answer of the logs meets the rules r0, r1."


def test_a_rule_that_others_take_everything_from_is_met():
    assert said(KEY, when(), when(segment="= key")) == []


def test_a_rule_known_to_be_unreachable_is_not_told_again():
    assert said(KEY, when(segment="= keys"), unreachable=("r0",)) == []


def test_words_of_few_customers_are_not_told():
    assert said(RARE, when(segment="= rares")) == ["No answer of the logs meets the rule r0."]
    assert len(said([*RARE, RARE[0]], when(segment="= rares"))) == 2
    one = [{**DETRACTOR, "segment": "rare", "customer": "c"}] * 30
    assert said(one, when(segment="= rares")) == ["No answer of the logs meets the rule r0."]


@pytest.mark.parametrize("field", ["segment", "source", "channel", "team", "metric"])
def test_every_field_of_categories_is_looked_at_and_every_word(field):
    rows = [{**DETRACTOR, field: "abcdef"}] * 10
    assert said(rows, when(**{field: "in abcdeg, zzz"}))[1:] == [
        f"Rule r0: the logs hold no {field} “abcdeg”. Did you mean “abcdef”?"
    ]


def test_comments_and_values_are_never_quoted():
    rows = [{**DETRACTOR, "comment": "refund", "value": "gold"}] * 20
    assert said(rows, when(comment="= refunds"), when(value="= golds")) == [
        "No answer of the logs meets the rules r0, r1."
    ]


def test_without_answers_nothing_is_said():
    assert said([], when(segment="= keys")) == []


CSAT = [{"metric": "csat", "score": 5.0}]


@pytest.mark.parametrize(
    ("rows", "conditions", "is_told"),
    [
        (KEY + CSAT, {"score": "<= 6"}, True),
        (KEY, {"score": "<= 6"}, False),
        ([*KEY, {"metric": "csat"}], {"score": "<= 6"}, False),
        (KEY + CSAT, {"score": "<= 6", "metric": "nps"}, False),
        (KEY + CSAT, {"score": "<= 6", "source": "s"}, False),
        (KEY + CSAT, {"class": "detractor"}, False),
        (KEY + CSAT, {"score": "<= 6", "segment": "key"}, True),
    ],
)
def test_a_score_that_is_compared_on_every_scale_is_told(rows, conditions, is_told):
    warning = (
        "The logs hold scores of csat, nps, and the rule r0 compares them without regard to the metric: a csat of 1 to "
        "5 always lies under 6. Say class: detractor, or add a metric or a source."
    )
    assert said(rows, when(**conditions)) == ([warning] if is_told else [])
