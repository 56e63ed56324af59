"""Symptoms of stage 1: what lies beyond a limit, what does not, and what nobody can tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import small_models as small
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from report import sample

from cxmaturity.assess import assess
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model.schema import Symptom
from cxmaturity.scoring.symptoms import symptoms


def seen(measures, **limit):
    model = small.model([small.practice("q1.a")])
    words = {"en": "Burden: much.", "fr": "Pression : beaucoup."}
    first = model.stages[0].model_copy(update={"symptoms": (Symptom(**words), Symptom(**words, metric="m", **limit))})
    (found,) = symptoms(model.model_copy(update={"stages": (first, *model.stages[1:])}), measures, {})
    return found.value, found.seen


@pytest.mark.parametrize(
    ("measures", "limit", "value", "shown"),
    [
        ({"m": 0.3}, {"above": 0.25}, 0.3, True),
        ({"m": 0.25}, {"above": 0.25}, 0.25, False),
        ({"m": 0.2}, {"below": 0.25}, 0.2, True),
        ({"m": 0.25}, {"below": 0.25}, 0.25, False),
        ({"m": Estimate(6, 5.1, 7, 900)}, {"above": 5}, 6, True),
        ({"m": Estimate(6, 5, 7, 900)}, {"above": 5}, 6, None),
        ({"m": Estimate(4, 3, 5, 900)}, {"above": 5}, 4, False),
        ({"m": Estimate(4, 3, 5.1, 900)}, {"above": 5}, 4, None),
        ({"m": Estimate(4, None, None)}, {"above": 3}, 4, True),
        ({"m": Estimate(None, None, None, 0)}, {"above": 3}, None, None),
        ({"m": None}, {"above": 3}, None, None),
        ({}, {"above": 3}, None, None),
        ({"m": "2026-09-30T00:00:00Z"}, {"above": 3}, None, None),
        ({"m": 3, "whole": 200}, {"above": 0.01, "per": "whole"}, 0.015, True),
        ({"m": 3, "whole": 0}, {"above": 0.01, "per": "whole"}, None, None),
        ({"m": 3}, {"above": 0.01, "per": "whole"}, None, None),
    ],
)
def test_a_symptom_is_there_when_the_whole_interval_lies_beyond_the_limit(measures, limit, value, shown):
    assert seen(measures, **limit) == (value, shown)


@pytest.mark.parametrize(
    "given_", [{"metric": "m"}, {"metric": "m", "above": 1, "below": 0}, {"above": 1}, {"per": "m"}]
)
def test_a_symptom_has_a_metric_and_one_limit_or_neither(given_):
    with pytest.raises(ValidationError):
        Symptom(en="a", fr="b", **given_)


def test_words_alone_keep_the_record_that_they_always_had():
    assert Symptom(en="Burden: a", fr="b").model_dump(mode="json") == {"en": "Burden: a", "fr": "b"}
    assert Symptom(en="Burden: a.", fr="Seule.").short("en") == "Burden"
    assert Symptom(en="Burden: a.", fr="Seule.").short("fr") == "Seule"


FACTS = sample.facts()
LOG = FACTS.contacts
FIVE = {
    "contacts.top_decile_share": 0.3,
    "fatigue.same_day.customers": 300,
    "contacts.customers": 20_000,
    "fragmentation.repeat_question_share": 0.01,
    "fragmentation.sources_per_customer.p95": 3,
    "optout.per_1000": Estimate(6.0, 4.0, 9.0, 3_000),
}
COUNTED = replace(FACTS, contacts=replace(LOG, metrics={**LOG.metrics, **FIVE}))


def test_the_five_symptoms_of_stage_1_come_from_the_log():
    found = assess(sample.model(), COUNTED).symptoms
    assert [(item.stage, item.metric, item.seen) for item in found] == [
        (1, "contacts.top_decile_share", True),
        (1, "fatigue.same_day.customers", True),
        (1, "fragmentation.repeat_question_share", False),
        (1, "fragmentation.sources_per_customer.p95", False),
        (1, "optout.per_1000", None),
    ]


def test_nobody_can_tell_from_a_log_that_is_too_old_or_absent():
    old = replace(COUNTED, contacts=replace(COUNTED.contacts, as_old_as=FACTS.as_of - timedelta(days=401)))
    found = assess(sample.model(), old).symptoms
    assert {(item.seen, item.old.days) for item in found} == {(None, 401)}
    assert {item.value is None for item in assess(sample.model(), replace(FACTS, contacts=None)).symptoms} == {True}


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_wider_interval_only_turns_an_answer_into_doubt(one, other, limit):
    low, high = sorted((one, other))
    _, narrow = seen({"m": Estimate(low, low, low)}, above=limit)
    _, wide = seen({"m": Estimate(low, low, high)}, above=limit)
    assert wide in (narrow, None)


def test_symptoms_change_no_score():
    model = sample.model()
    bare = model.model_copy(
        update={"stages": tuple(stage.model_copy(update={"symptoms": ()}) for stage in model.stages)}
    )
    assert assess(bare, COUNTED).scores == assess(model, COUNTED).scores
    assert assess(bare, COUNTED).symptoms == ()
