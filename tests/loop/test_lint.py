"""What is wrong with rules themselves: against every answer of a small world, and by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loop.asked import rules_of
from loop.naive_rules import meets, written

from cxmaturity.loop.rules import Lint, lint

CLASSES = {
    "nps": {"detractor": range(7), "passive": (7, 8), "promoter": (9, 10)},
    "csat": {"detractor": (1, 2), "passive": (3,), "promoter": (4, 5)},
    "ces": {"detractor": (1, 2, 3), "passive": (4, 5), "promoter": (6, 7)},
}


HALVES = [half / 2 for half in range(-3, 24)]


def scored():
    """Yield every score with a metric and the class that comes of them.

    A metric without classes has any number, and one that nobody names has those that the known scales keep to.
    """
    for metric in ("", "nps", "csat", "ces", "smile", "another"):
        yield {"metric": metric, "score": None, "class": ""}
        for word, scores in CLASSES.get(metric, {}).items():
            yield from ({"metric": metric, "score": float(score), "class": word} for score in scores)
        if metric not in CLASSES:
            numbers = HALVES if metric == "smile" else [number for number in HALVES if 0 <= number <= 10]
            yield from ({"metric": metric, "score": number, "class": ""} for number in numbers)


WORLD = (
    list(scored()),
    [{"segment": "".join(letters)} for size in range(6) for letters in product("abx", repeat=size)],
    [
        {"value": word}
        for word in ("", "-1", "5", "5.0", "5.5", "6", "6.5", "7", "low", "high", "lows", "highs", "low high", "else")
    ],
)
"""The axes of a world of answers; each is told independently of the others."""


def mask(conditions):
    """Return which answers of the world meet all conditions."""
    found = np.ones((1,) * len(WORLD), dtype=bool)
    for axis, cells in enumerate(WORLD):
        own = [condition for condition in conditions if condition[0] in cells[0]]
        met = np.array([all(meets(cell, *condition) for condition in own) for cell in cells])
        found = found & met.reshape([-1 if axis == place else 1 for place in range(len(WORLD))])
    return np.broadcast_to(found, [len(cells) for cells in WORLD])


def outcome(rule):
    owner = rule.owner
    teams = getattr(owner, "dispatch", (owner,)) if owner else ()
    return rule.then, frozenset(teams)


def by_force(rules, conditions):
    """Return what lint should find, having asked every answer of the world."""
    world = np.ones([len(cells) for cells in WORLD], dtype=bool)
    if not any("smile" in (name, word) for each in conditions for name, _, word in each if name == "metric"):
        world[[place for place, cell in enumerate(WORLD[0]) if cell["metric"] == "smile"]] = False
    masks = [mask(each) & world for each in conditions]
    taken = ~world
    pairs, found = [], {"rule_unreachable": [], "rule_conflict": [], "rule_without_owner": []}
    for place, (rule, own) in enumerate(zip(rules, masks, strict=True)):
        if not (own & ~taken).any():
            found["rule_unreachable"].append(rule.id)
        taken = taken | own
        if not outcome(rule)[1] and (rule.then == "case" or (rule.then == "notify" and not rule.notify)):
            found["rule_without_owner"].append(rule.id)
        for other, its in zip(rules[place + 1 :], masks[place + 1 :], strict=True):
            crossed = (own & its).any() and (own & ~its).any() and (its & ~own).any()
            if crossed and outcome(rule) != outcome(other):
                pairs.append((rule.id, other.id))
    found["rule_conflict"] = {rule for pair in pairs for rule in pair}
    return Lint({finding: tuple(sorted(subjects)) for finding, subjects in found.items() if subjects}, tuple(pairs))


SEGMENTS = st.sampled_from(["a", "b", "ab", "x"])
PARTS = st.sampled_from(["a", "b", "ab", "ba"])
NUMBERS = st.sampled_from(["-1", "0", "3", "5", "6", "6.5", "7", "9", "10", "11"])
VALUES = st.sampled_from(["5", "6", "low", "high"])
SIGNS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
EQUAL = st.sampled_from(["=", "!="])


def several(words):
    return st.lists(words, min_size=1, max_size=3)


ON = {
    "score": st.tuples(st.just("score"), SIGNS, NUMBERS) | st.tuples(st.just("score"), st.just("in"), several(NUMBERS)),
    "metric": st.tuples(st.just("metric"), EQUAL, st.sampled_from(["nps", "csat", "ces", "smile"])),
    "class": st.tuples(st.just("class"), EQUAL, st.sampled_from(["detractor", "passive", "promoter"])),
    "segment": st.tuples(st.just("segment"), EQUAL, SEGMENTS)
    | st.tuples(st.just("segment"), st.just("in"), several(SEGMENTS))
    | st.tuples(st.just("segment"), st.just("contains"), PARTS),
    "value": st.tuples(st.just("value"), EQUAL, VALUES)
    | st.tuples(st.just("value"), SIGNS, st.sampled_from(["5", "6"]))
    | st.tuples(st.just("value"), st.just("in"), several(VALUES))
    | st.tuples(st.just("value"), st.just("contains"), st.sampled_from(["low", "high"])),
}
WHEN = st.lists(st.sampled_from([*ON]), max_size=3, unique=True).flatmap(
    lambda fields: st.tuples(*(ON[field] for field in fields))
)
ACTS = st.sampled_from(
    [{"then": "none"}, {"then": "auto_reply"}, {"then": "case", "owner": "x"}, {"then": "case"}]
    + [{"then": "notify"}, {"then": "notify", "owner": "x"}, {"then": "notify", "notify": ["x"]}]
    + [{"then": "case", "owner": {"dispatch": teams}} for teams in (["x", "y"], ["y", "x"], [])]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.tuples(WHEN, ACTS), max_size=6))
def test_lint_is_exact(given_rules):
    conditions = [when for when, _ in given_rules]
    rules = rules_of(*({"when": written(when), **acts} for when, acts in given_rules))
    assert lint(rules) == by_force(rules, conditions)


CASE = {"then": "case", "owner": "x"}


@pytest.mark.parametrize(
    ("rules", "unreachable"),
    [
        ([{"score": "<= 6", "segment": "key"}, {"score": "<= 6"}], ()),
        ([{"score": "<= 6"}, {"score": "<= 6", "segment": "key"}], ("r1",)),
        ([{"score": "<= 6"}, {"class": "detractor"}], ("r1",)),
        ([{"class": "detractor"}, {"score": "<= 6", "metric": "nps"}], ("r1",)),
        ([{"class": "detractor"}, {"score": "<= 6"}], ()),
        ([{"metric": "nps", "score": "> 10"}, {"metric": "csat", "score": 2.5}, {"score": 2.5}], ("r0", "r1")),
        ([{"class": "promoter", "score": "<= 3"}], ("r0",)),
        ([{"class": "passive", "metric": "smile"}], ("r0",)),
        ([{"score": "<= 5"}, {"score": ">= 6"}, {"score": "!= 20"}], ()),
        ([{"score": "<= 5"}, {"score": "> 5"}, {"score": "!= 20"}], ("r2",)),
        ([{"segment": "a"}, {"segment": "!= a"}, {"score": "> 1"}], ()),
        ([{"segment": "a"}, {"segment": "!= a"}, {"segment": "contains b"}], ("r2",)),
        ([{"comment": "contains refund"}, {"comment": "contains REFUNDED"}], ("r1",)),
        ([{"comment": "contains refunded"}, {"comment": "contains refund"}], ()),
        ([{"segment": "in a, b"}, {"source": "s", "segment": "a"}, {"segment": "b"}], ("r1", "r2")),
        ([{}, {"score": 3}], ("r1",)),
        ([{"score": "> 10"}, {"score": "< 0"}, {"score": "in 11, -1"}], ("r0", "r1", "r2")),
        ([{"score": "> 10", "source": "a"}, {"score": "< 0", "source": "a"}], ("r0", "r1")),
        ([{"score": ">= 10"}, {"score": "<= 0"}, {"score": "> 9.5"}, {"score": "< 0.5"}], ()),
        ([{"score": "<= 6"}, {"score": "> 6"}, {"score": "!= 20"}], ("r2",)),
        ([{"score": "<= 10"}, {"score": "!= 11"}], ("r1",)),
        ([{"metric": "index", "score": "> 60"}, {"metric": "index"}, {"metric": "!= index", "score": "> 10"}], ("r2",)),
        ([{"metric": "index", "score": "> 60"}, {"score": "> 10"}, {"score": "> 50"}], ("r2",)),
        ([{"value": "> 5"}, {"value": "= 6.0"}, {"value": "contains 6"}], ("r1",)),
        ([{"value": "= low"}, {"value": "<= 5"}, {"value": "> 5"}, {"value": "in 7, low"}], ("r3",)),
    ],
)
def test_a_rule_that_never_matches_is_found(rules, unreachable):
    assert lint(rules_of(*({"when": when} for when in rules))).gaps.get("rule_unreachable", ()) == unreachable


@pytest.mark.parametrize(
    ("one", "other", "is_conflict"),
    [
        ({"when": {"score": "<= 6"}, **CASE}, {"when": {"segment": "key"}, "then": "none"}, True),
        ({"when": {"score": "<= 6"}, **CASE}, {"when": {"segment": "key"}, "then": "case", "owner": "y"}, True),
        ({"when": {"score": "<= 6"}, **CASE}, {"when": {"segment": "key"}, **CASE}, False),
        ({"when": {"score": "<= 6", "segment": "key"}, **CASE}, {"when": {"score": "<= 6"}, "then": "none"}, False),
        ({"when": {"score": "<= 6"}, **CASE}, {"when": {"score": "> 6"}, "then": "none"}, False),
        ({"when": {"score": "<= 6"}, **CASE}, {"when": {"score": "in 6, 7"}, "then": "none"}, True),
    ],
)
def test_rules_that_cross_with_another_outcome_are_in_conflict(one, other, is_conflict):
    found = lint(rules_of(one, other))
    assert found.gaps.get("rule_conflict") == (("r0", "r1") if is_conflict else None)
    assert found.conflicts == ((("r0", "r1"),) if is_conflict else ())


def test_a_rule_in_two_conflicts_is_one_subject_and_stands_in_two_pairs():
    """The pairs are in the order of the rules, the subjects in that of their ids."""
    key = {"id": "z", "when": {"segment": "key"}, "then": "none"}
    found = lint(rules_of(key, {"id": "b", "when": {"score": "<= 6"}, **CASE}, {"id": "a", "when": {"team": "x"}}))
    assert found.gaps["rule_conflict"] == ("a", "b", "z")
    assert found.conflicts == (("z", "b"), ("b", "a"))


def test_many_rules_that_overlap_everywhere_are_linted():
    """Telling which of them is unreachable is as hard as any puzzle: what takes too long is taken for reachable."""
    rules = rules_of(*({"when": dict.fromkeys(("comment", "segment", "team"), f"contains w{n:02}")} for n in range(30)))
    assert lint((*rules, *rules_of({"id": "last", "when": {"score": "<= 6"}}))) == Lint({})
