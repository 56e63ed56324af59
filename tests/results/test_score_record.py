"""The JSON of a score, key by key, as SCORING.md lists it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
import small_models as small

from cxmaturity.assess import assess
from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.answers import Answer, Level, NotApplicable, Unknown
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.measures import ContactFacts, Estimate
from cxmaturity.model.schema import Check
from cxmaturity.results.score_record import practice_record, score_record

NUMBER = (int, float)
MAYBE = (int, float, type(None))
LEVEL = {"not", "partly", "largely", "fully", None}
SCORE = {"value": MAYBE, "low": MAYBE, "high": MAYBE, "coverage": MAYBE}
REACH = {"value": (int, type(None)), "low": (int, type(None)), "high": (int, type(None))}
FINDING = {
    "id": str, "severity": str, "title": str, "metric": (str, type(None)), "value": MAYBE, "limit": MAYBE,
    "reach": MAYBE, "subjects": [str], "detail": str,
}  # fmt: skip
PRACTICE = {
    "id": str, "question": str, "stage": int, "required": bool, "claimed": LEVEL, "supported": LEVEL, "final": LEVEL,
    "verdict": {"confirmed", "consistent", "contradicted", "unverified", None},
    "answers": [{"respondent": str, "role": str, "level": LEVEL - {None} | {"not_applicable", "unknown"}}],
    "evidence": [
        {"metric": str, "value": NUMBER, "low": MAYBE, "high": MAYBE,
         "thresholds": {"partly": NUMBER, "largely": NUMBER, "fully": NUMBER}}
    ],
    "left_out": [{"metric": str, "why": {"no_data", "no_policy", "stale"}}],
}  # fmt: skip
CONTRACT = {
    "schema": {"cxmaturity/score/1"}, "organisation": str, "cycle": str, "as_of": str,
    "model": {"id": str, "version": str, "hash": str},
    "stage": REACH | {"claimed": (int, type(None))},
    "index": {"value": MAYBE, "low": NUMBER, "high": NUMBER},
    "questions": [
        {"id": str, "score": SCORE, "claimed": SCORE, "headline": {"yes", "partly", "no", "cannot_tell"},
         "stage": REACH | {"top": (int, type(None))}}
    ],
    "practices": [PRACTICE], "blockers": [str], "flips": [str],
    "agreement": {"alpha": MAYBE, "r_wg": dict},
    "perception_gaps": [{"question": str, "roles": [str], "gap": NUMBER, "p": MAYBE, "n": [int]}],
    "findings": [FINDING],
    "symptoms": [
        {"stage": int, "metric": str, "per": (str, type(None)), "value": MAYBE, "low": MAYBE, "high": MAYBE,
         "limit": NUMBER, "direction": {"above", "below"}, "seen": {True, False, None}}
    ],
    "metrics": dict,
}  # fmt: skip
MODEL = small.model(
    [
        small.practice("q1.a", evidence=[small.rule("fatigue.customers_over_policy_share", "down", 0.3, 0.2, 0.1)]),
        small.practice("q1.b", evidence=[small.rule("contacts.count", "up", 1, 2, 3)]),
        small.practice("q2.a", 3),
        small.practice("q2.b", 3),
        small.practice("q3.a", required=False),
    ]
)
WORDS = small.words("x")
CHECK = Check(id="f", family="fatigue", metric=None, limit=None, severity="low", title=WORDS, detail=WORDS)
ANSWERS = (
    *(Answer("q1.a", Level.FULLY, f"r{n}", "cx", note="seen", internal_note="hush") for n in range(4)),
    *(Answer("q1.a", Level.NOT, f"s{n}", "sales") for n in range(4)),
    Answer("q1.b", Level.LARGELY, "r1", "cx"),
    Answer("q2.a", Unknown(), "r1", "cx"),
    Answer("q2.b", NotApplicable("outside_control", "hush too"), "r1", "cx"),
    Answer("q2.b", NotApplicable("outside_control"), "workshop", "cx", agreed=True),
)
LOG = ContactFacts(
    {"fatigue.customers_over_policy_share": Estimate(0.15, 0.05, 0.25, 99), "contacts.count": 5},
    {}, {}, {}, (), as_old_as=date(2026, 9, 30),
)  # fmt: skip


def assessed(answers=ANSWERS):
    found = Finding(CHECK, "low", "contacts.count", 5, 1, 0.5, ("s1",))
    assessment = assess(MODEL, Facts("Acme", "2026-Q4", date(2026, 10, 15), answers, LOG))
    return replace(assessment, findings=(found,))


def check(given, expected, place="score"):
    """Fail where a JSON value has another key or another type than the contract's."""
    if isinstance(expected, dict):
        assert list(given) == list(expected), place
        for key, inner in expected.items():
            check(given[key], inner, f"{place}.{key}")
    elif isinstance(expected, list):
        assert isinstance(given, list), place
        for item in given:
            check(item, expected[0], f"{place}[]")
    elif isinstance(expected, set):
        assert given in expected, place
    else:
        assert isinstance(given, expected), place
        assert isinstance(given, bool) == (expected is bool), place


@pytest.mark.parametrize("answers", [ANSWERS, ()], ids=["voices", "nobody"])
def test_keys_and_types_are_exactly_the_contracts(answers):
    record = json.loads(json.dumps(score_record(assessed(answers), "en")))
    check(record, CONTRACT)
    assert record["practices"][0]["evidence"]
    assert record["findings"]


def test_values_of_a_case_with_everything_in_it():
    record = score_record(assessed(), "en")
    assert record["stage"] == {"value": 1, "low": 1, "high": 1, "claimed": 1}
    assert record["blockers"] == ["q1.a"]
    assert [question["stage"] for question in record["questions"]] == [
        {"value": 1, "low": 1, "high": 1, "top": 2},
        {"value": 2, "low": 2, "high": 3, "top": 3},
        {"value": None, "low": None, "high": None, "top": None},
    ]
    first, _, unknown, refused, silent = record["practices"]
    assert (first["claimed"], first["supported"], first["final"], first["verdict"]) == (
        "not",
        "fully",
        "not",
        "consistent",
    )
    assert [item["level"] for item in (*unknown["answers"], *refused["answers"])] == [
        "unknown", "not_applicable", "not_applicable",
    ]  # fmt: skip
    assert (silent["claimed"], silent["verdict"], silent["answers"]) == (None, None, [])
    (gap,) = record["perception_gaps"]
    assert (gap["question"], gap["roles"], gap["n"]) == ("q1", ["cx", "sales"], [4, 4])
    assert gap["p"] is None or gap["p"] <= 1
    assert set(record["agreement"]["r_wg"]) == {"q1.a"}


def test_notes_come_with_internal_only():
    assessment = assessed()
    assert "hush" not in json.dumps(score_record(assessment, "en"))
    internal = score_record(assessment, "en", internal=True)["practices"][0]
    assert internal["answers"][0] == {
        "respondent": "r0", "role": "cx", "level": "fully", "note": "seen", "internal_note": "hush",
    }  # fmt: skip
    practice = assessment.scores.practice("q1.a")
    check(practice_record(practice), PRACTICE)
    assert internal == practice_record(practice, internal=True)
