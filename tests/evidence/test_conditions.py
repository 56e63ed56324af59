"""What a rule's when says: every operator on every field, and every mistake told with what was meant."""

from __future__ import annotations

import pytest

from cxmaturity.evidence.conditions import FIELDS, Condition, as_number, conditions_of, folded, mistakes
from cxmaturity.evidence.ownership_map import Rule

ORDERS = ("<", "<=", ">", ">=")
TEXTS = tuple(field for field in FIELDS if field != "score")
RIGHT = [
    *(("score", sign, "6", ("6",)) for sign in ("=", "!=", *ORDERS)),
    ("score", "in", "1, 2 ,3.5", ("1", "2", "3.5")),
    *(("value", sign, "-1.5", ("-1.5",)) for sign in ORDERS),
    *(
        (field, sign, "detractor" if field == "class" else " A b ", ("detractor" if field == "class" else "a b",))
        for field in TEXTS
        for sign in ("=", "!=", "contains")
    ),
    *((field, "in", "passive, Detractor", ("passive", "detractor")) for field in TEXTS),
]


def rule(when) -> Rule:
    return Rule(id="r", when=when, then="none")


@pytest.mark.parametrize(("field", "sign", "word", "words"), RIGHT, ids=str)
def test_every_operator_on_every_field_that_it_fits(field, sign, word, words):
    for written in (f"{sign} {word}", f"  {sign}  {word} ", f"{sign.upper()} {word}"):
        assert [*mistakes(field, written)] == []
        assert conditions_of(rule({field: written})) == (Condition(field, sign, words),)


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("score", 6, Condition("score", "=", ("6",))),
        ("score", 6.5, Condition("score", "=", ("6.5",))),
        ("score", "6", Condition("score", "=", ("6",))),
        ("score", "<=6", Condition("score", "<=", ("6",))),
        ("score", [0, 1], Condition("score", "in", ("0", "1"))),
        ("segment", "key", Condition("segment", "=", ("key",))),
        ("segment", "=key", Condition("segment", "=", ("key",))),
        ("segment", ["key", "Gold "], Condition("segment", "in", ("key", "gold"))),
        ("segment", "in [key, gold]", Condition("segment", "in", ("key", "gold"))),
        ("segment", "in[key]", Condition("segment", "in", ("key",))),
        ("segment", "in key, key", Condition("segment", "in", ("key",))),
        ("segment", "in-house", Condition("segment", "=", ("in-house",))),
        ("segment", "information", Condition("segment", "=", ("information",))),
        ("segment", "= in house", Condition("segment", "=", ("in house",))),
        ("segment", "'<= 6'", Condition("segment", "=", ("<= 6",))),
        ("segment", "in 'a', \"b\"", Condition("segment", "in", ("a", "b"))),
        ("comment", "contains not happy", Condition("comment", "contains", ("not happy",))),
        ("comment", "Not at all", Condition("comment", "=", ("not at all",))),
        ("value", "high", Condition("value", "=", ("high",))),
        ("channel", "E-Mail", Condition("channel", "=", ("e-mail",))),
    ],
    ids=str,
)
def test_a_condition_is_read_as_it_is_meant(field, written, read):
    assert [*mistakes(field, written)] == []
    assert conditions_of(rule({field: written})) == (read,)


def test_an_empty_when_is_no_condition():
    assert conditions_of(rule({})) == ()


@pytest.mark.parametrize(
    ("field", "written", "what", "remedy"),
    [
        ("skore", "<= 6", "a rule cannot look at “skore”.", "Did you mean “score”?"),
        ("colour", "red", "a rule cannot look at “colour”.", "Known are: score, metric, class, segment"),
        ("score", "", "the condition on “score” compares with nothing.", "as in “<= 6”"),
        ("score", "<=", "the condition on “score” compares with nothing.", "as in “<= 6”"),
        ("segment", "  ", "the condition on “segment” compares with nothing.", "as in “in a, b”"),
        ("segment", "in", "the condition on “segment” compares with nothing.", None),
        ("segment", "in a,, b", "the condition on “segment” compares with nothing.", None),
        ("segment", [], "the condition on “segment” compares with nothing.", None),
        ("comment", "contains", "the condition on “comment” compares with nothing.", None),
        ("score", "=< 6", "“=<” is no operator.", "Did you mean “<=”?"),
        ("score", "== 6", "“==” is no operator.", "Did you mean “=”?"),
        ("score", "≤ 6", "“≤” is no operator.", "Did you mean “<=”?"),
        ("score", "<> 6", "“<>” is no operator.", "Did you mean “!=”?"),
        ("score", "=!~ 6", "“=!~” is no operator.", "Known are: =, !=, <, <=, >, >=, in, contains."),
        ("value", "more than 5000", "“more” is no operator.", "Did you mean “>”?"),
        ("score", "below 6", "“below” is no operator.", "Did you mean “<”?"),
        ("comment", "contians refund", "“contians” is no operator.", "Did you mean “contains”?"),
        ("comment", "contain refund", "“contain” is no operator.", "Did you mean “contains”?"),
        ("segment", "not in a, b", "“not” is no operator.", "Did you mean “!=”?"),
        ("segment", "is key", "“is” is no operator.", "Did you mean “=”?"),
        ("score", "<= six", "a score is a number, and “six” is none.", "as in “<= 6”"),
        ("score", "<= 6,5", "a score is a number, and “6,5” is none.", "with a point before its decimals"),
        ("score", "nan", "a score is a number, and “nan” is none.", None),
        ("score", "contains 6", "a score is a number, and “contains” looks into texts.", "look at “value”"),
        ("segment", "<= 6", "“<=” compares numbers, and “segment” is a text.", "Use one of: =, !=, in, contains."),
        ("comment", "> b", "“>” compares numbers, and “comment” is a text.", None),
        ("value", "< low", "“<” compares numbers, and “low” is none.", None),
        ("class", "detracter", "“detracter” is no class of customers.", "Did you mean “detractor”?"),
        ("class", "= happy", "“happy” is no class of customers.", "Known are: detractor, passive, promoter."),
        ("class", "contains xyz", "“xyz” is no class of customers.", None),
        ("segment", True, "“segment” is true, which is no condition.", "Put it in quotes."),
    ],
    ids=str,
)
def test_a_mistake_is_told_with_what_was_meant(field, written, what, remedy):
    ((told, hint),) = mistakes(field, written)
    assert str(told) == what
    assert remedy is None or remedy in str(hint)


def test_every_mistake_of_a_condition_is_told():
    assert [str(what) for what, _ in mistakes("class", "in detracter, promotor, ")] == [
        "the condition on “class” compares with nothing.",
        "“detracter” is no class of customers.",
        "“promotor” is no class of customers.",
    ]


def test_a_mistake_is_no_condition():
    with pytest.raises(ValueError, match="is no operator"):
        conditions_of(rule({"score": "=< 6"}))


@pytest.mark.parametrize(("word", "number"), [("6", 6.0), ("+6.", 6.0), (".5", 0.5), ("-0", 0.0)])
def test_a_number_is_what_looks_like_one(word, number):
    assert as_number(word) == number


@pytest.mark.parametrize("word", ["", "six", "1e3", "6,5", "0x1", "inf", "nan", "1_000", "٣", "- 1", "1" * 31])
def test_anything_else_is_no_number(word):
    assert as_number(word) is None


def test_words_are_compared_without_capitals_letter_by_letter():
    assert folded("  ÉTÉ ΣΑΣ İ ẞ ") == "été σασ i ß"
