"""The first rule that an answer meets: in the engine as one answer at a time would find it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loop.asked import DAY, a_map, asked, rules_of
from loop.naive_rules import first_match, written

from cxmaturity.evidence.conditions import FIELDS
from cxmaturity.loop.classes import classify
from cxmaturity.loop.rules import first_match_sql, follow_rules

TEXTS = ("segment", "source", "channel", "team", "comment", "value")


def met(rows, rules):
    """Return the place of the first rule that each answer meets."""
    with asked(rows) as told:
        given_map = a_map(rules)
        classify(told.connection, given_map, DAY)
        follow_rules(told.connection, given_map.rules)
        return [place for (place,) in told.connection.execute("SELECT rule FROM ruled ORDER BY number").fetchall()]


CASES = [
    *(("score", f"{sign} 6", [5.0, 6.0, 7.0, 6.5, None], met) for sign, met in {
        "=": [0, 1, 0, 0, 0], "!=": [1, 0, 1, 1, 0], "<": [1, 0, 0, 0, 0], "<=": [1, 1, 0, 0, 0],
        ">": [0, 0, 1, 1, 0], ">=": [0, 1, 1, 1, 0], "in 1,": [0, 1, 0, 0, 0], "": [0, 1, 0, 0, 0],
    }.items()),
    ("score", "<= 6", [float("nan"), float("inf"), -float("inf")], [0, 0, 0]),
    *(("value", f"{sign} 6", ["5", "6.0", "+06", "7", "low", "", "1e9"], met) for sign, met in {
        "=": [0, 1, 1, 0, 0, 0, 0], "!=": [1, 0, 0, 1, 1, 0, 1], "<": [1, 0, 0, 0, 0, 0, 0],
        "<=": [1, 1, 1, 0, 0, 0, 0], ">": [0, 0, 0, 1, 0, 0, 0], ">=": [0, 1, 1, 1, 0, 0, 0],
        "in low,": [0, 1, 1, 0, 1, 0, 0], "contains": [0, 1, 1, 0, 0, 0, 0],
    }.items()),
    *((field, f"{sign} Key", ["key", "KEY", "keys", "", "pro"], met) for field in TEXTS for sign, met in {
        "=": [1, 1, 0, 0, 0], "!=": [0, 0, 1, 0, 1], "in gold,": [1, 1, 0, 0, 0], "contains": [1, 1, 1, 0, 0],
        "": [1, 1, 0, 0, 0],
    }.items()),
    *(("metric", f"{sign} NPS", ["nps", "", "csat"], met) for sign, met in {
        "=": [1, 0, 0], "!=": [0, 0, 1], "in ces,": [1, 0, 0], "contains": [1, 0, 0],
    }.items()),
]  # fmt: skip


@pytest.mark.parametrize(("field", "condition", "cells", "expected"), CASES, ids=str)
def test_every_operator_on_every_field(field, condition, cells, expected):
    found = met([{field: cell} for cell in cells], [{"when": {field: condition}}])
    assert [int(place == 0) for place in found] == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("detractor", [1, 0, 0, 0]),
        ("!= detractor", [0, 1, 1, 0]),
        ("in passive, promoter", [0, 1, 1, 0]),
        ("contains pro", [0, 0, 1, 0]),
    ],
)
def test_a_class_is_that_of_score_and_metric(condition, expected):
    rows = [
        {"score": 3.0, "metric": "nps"},
        {"score": 3.0, "metric": "csat"},
        {"score": 9.0, "metric": "nps"},
        {"score": 3.0},
    ]
    assert [int(place == 0) for place in met(rows, [{"when": {"class": condition}}])] == expected


def test_the_first_match_wins_and_an_empty_when_takes_the_rest():
    rules = [{"when": {"score": "<= 6", "segment": "key"}}, {"when": {"score": "<= 6"}}, {}, {"when": {"score": 9}}]
    rows = [{"score": 6.0, "segment": "KEY"}, {"score": 6.0, "segment": "pro"}, {"score": 9.0}, {}]
    assert met(rows, rules) == [0, 1, 2, 2]


def test_an_answer_may_meet_no_rule_and_there_may_be_none():
    assert met([{"score": 7.0}], [{"when": {"score": "<= 6"}}]) == [None]
    assert met([{"score": 7.0}], []) == [None]


@pytest.mark.parametrize("word", ["o'brien", 'a "quoted" b', "x); DROP TABLE answers; --", "50%", "a_b", "\\", "été"])
def test_what_a_condition_names_is_never_taken_for_a_command(word):
    rows = [{"comment": word}, {"comment": "axb"}]
    assert met(rows, [{"when": {"comment": f"contains {word}"}}, {"when": {"comment": f"= '{word}'"}}]) == [0, None]


def test_a_field_that_a_row_does_not_have_is_met_by_no_condition():
    sql = first_match_sql(rules_of({"when": {"segment": "!= x"}}, {"when": {"class": "detractor"}}), {"class": "class"})
    with asked([]) as told:
        assert told.connection.execute(f"SELECT {sql} FROM (SELECT 'detractor' AS class)").fetchall() == [(1,)]


WORDS = st.sampled_from(["a", "b", "ab", "A b", "É", "straße", "6", "6.0", "-1", "7.5", "+06", "ΑΣ", "o'k", "%"])
TOLD = st.one_of(st.just(""), WORDS, st.text("abAB6.-+ éÉßİ'%_", max_size=4).map(str.strip))
NUMBERS = st.sampled_from(["-1", "0", "6", "6.0", "6.5", "+7", ".5", "10"])
SCORES = st.one_of(st.none(), st.sampled_from([-1.0, 0.0, 0.5, 3.0, 6.0, 6.5, 7.0, 9.0, 10.0, 11.0]))
CLASSES = st.sampled_from(["detractor", "passive", "promoter"])


def conditions_on(field):
    if field == "score":
        signs = st.tuples(st.just(field), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), NUMBERS)
        return st.one_of(signs, st.tuples(st.just(field), st.just("in"), st.lists(NUMBERS, min_size=1, max_size=3)))
    words = CLASSES if field == "class" else WORDS
    found = [
        st.tuples(st.just(field), st.sampled_from(["=", "!=", "contains"]), words),
        st.tuples(st.just(field), st.just("in"), st.lists(words, min_size=1, max_size=3)),
    ]
    if field == "value":
        found.append(st.tuples(st.just(field), st.sampled_from(["<", "<=", ">", ">="]), NUMBERS))
    return st.one_of(found)


RULES = st.lists(
    st.lists(st.sampled_from(FIELDS), max_size=3, unique=True).flatmap(
        lambda fields: st.tuples(*(conditions_on(field) for field in fields))
    ),
    max_size=5,
)
ANSWERS = st.lists(
    st.fixed_dictionaries(
        {**dict.fromkeys(TEXTS, TOLD), "score": SCORES, "metric": st.sampled_from(["", "nps", "csat", "ces", "ab"])}
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ANSWERS, RULES)
def test_the_engine_finds_what_one_answer_at_a_time_finds(rows, rules):
    with asked(rows) as told:
        given_map = a_map([{"when": written(conditions)} for conditions in rules])
        classify(told.connection, given_map, DAY)
        follow_rules(told.connection, given_map.rules)
        columns = ("rule", *FIELDS)
        found = told.connection.execute(f"SELECT {', '.join(columns)} FROM ruled ORDER BY number").fetchall()
    answers = [dict(zip(columns, row, strict=True)) for row in found]
    assert [answer["rule"] for answer in answers] == [first_match(answer, rules) for answer in answers]
