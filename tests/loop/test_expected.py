"""What the rules demand against what happened: counts by hand, and against one answer and one case at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loop.asked import NOON, a_map, asked, expected
from loop.naive_rules import first_match, written

from cxmaturity.evidence.loop import Case
from cxmaturity.loop.expected import Expected, expected_against_actual

ANSWERED = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=NOON)
DETRACTOR = {"score": 3.0, "metric": "nps", "source": "s"}
TO_SUCCESS = {"when": {"score": "<= 6"}, "then": "case", "owner": "success", "deadline_hours": 24}
REST = {"when": {}, "then": "none"}


def case(customer="c0", **told) -> Case:
    """Return a case that was opened when its customer answered, unless it is told otherwise."""
    return Case(**{"line": 2, "case_id": "1", "customer_id": customer, "source": "s", "opened_at": ANSWERED, **told})


def contacted(hours, kind="human"):
    return {"first_contact_at": ANSWERED + timedelta(hours=hours), "first_contact_kind": kind}


def figures(found: Expected, place=0):
    row = found.table[place]
    return tuple(row[name] for name in ("answers", "due", "existing", "missing", "late", "wrong_owner"))


def test_the_table_has_the_rules_in_their_order_and_what_is_under_none():
    rules = [
        TO_SUCCESS,
        {"when": {"score": "> 8"}, "then": "notify", "owner": {"dispatch": ["cx", "a"]}},
        {"when": {"segment": "x"}, "then": "case"},
    ]
    found = expected([DETRACTOR, DETRACTOR, {"score": 9.0}, {"score": 7.0}], rules, [case()])
    assert found.table == (
        {"rule": "r0", "then": "case", "owner": "success"} | counts(2, 2, 1, 1, 1, 0),
        {"rule": "r1", "then": "notify", "owner": "a, cx"} | counts(1, 0, 0, 0, 0, 0),
        {"rule": "r2", "then": "case", "owner": None} | counts(0, 0, 0, 0, 0, 0),
        {"rule": None, "then": None, "owner": None} | counts(1, 0, 0, 0, 0, 0),
    )
    assert found.gaps["case_missing"] == ("r0",)
    assert found.figures["case_missing"] == {"answers": 1}
    assert found.figures["rule_without_owner"] == {"answers": 0}


def counts(*numbers):
    return dict(zip(("answers", "due", "existing", "missing", "late", "wrong_owner"), numbers, strict=True))


def test_without_a_case_log_nothing_is_known_of_cases():
    found = expected([DETRACTOR], [TO_SUCCESS], None)
    assert figures(found) == (1, 1, None, None, None, None)
    assert not any(name.startswith("case_") for name in found.gaps)


def test_without_a_log_nothing_is_known_of_answers():
    with asked([]) as told:
        found = expected_against_actual(told.connection, a_map([TO_SUCCESS]), has_log=False, has_cases=False)
    assert figures(found) == (None,) * 6
    assert found.share is None


@pytest.mark.parametrize(("rules", "share"), [(None, None), ([], 0.0), ([REST], 1.0)])
def test_no_section_of_rules_is_unknown_and_an_empty_one_is_none(rules, share):
    found = expected([DETRACTOR], rules, [])
    assert found.share == share
    assert len(found.table) == (0 if rules is None else 1)


def test_a_cell_is_missing_when_none_of_its_answers_meets_a_rule():
    rows = [
        {**DETRACTOR, "segment": "key"},
        {**DETRACTOR, "segment": "key", "score": 4.0},
        *({**DETRACTOR, "segment": "pro"} for _ in range(10)),
        {"score": 9.0, "metric": "nps"},
        {"score": 9.0},
    ]
    found = expected(rows, [{"when": {"score": "= 3", "segment": "key"}}])
    assert found.gaps["rule_cell_missing"] == ("detractor/pro/s", "promoter/–/–", "–/–/–")
    assert found.share == pytest.approx(1 / 4)
    assert found.figures["rule_cell_missing"] == {"answers": 12}


def test_small_segments_that_may_name_a_customer_are_not_named_and_counted_all_the_same():
    """Words like an address, a number or a customer's id are pooled where fewer than ten customers have them."""
    few = ["eva@example.org", "client 10234", "c1", "C2"]
    small = [{**DETRACTOR, "segment": word, "score": float(score)} for word in few for score in (2, 9)]
    nine = [{**DETRACTOR, "segment": "nine", "customer": f"c{n % 9}"} for n in range(90)]
    ten = [{**DETRACTOR, "segment": "10234 ten", "customer": f"c{n % 10}", "score": 9.0 - n % 2} for n in range(20)]
    found = expected([*small, *nine, *ten], [{"when": {"score": 8}}])
    subjects = ("detractor/nine/s", "detractor/…/s", "promoter/10234 ten/s", "promoter/…/s")
    assert found.gaps["rule_cell_missing"] == tuple(sorted(subjects))
    assert found.share == pytest.approx(1 / 11)
    assert found.figures["rule_cell_missing"] == {"answers": 108}


def test_a_column_of_too_many_segments_names_no_small_one():
    many = [{**DETRACTOR, "segment": f"word {chr(97 + n // 26)}{chr(97 + n % 26)}"} for n in range(51)]
    assert expected(many, [{"when": {"score": 8}}]).gaps["rule_cell_missing"] == ("detractor/…/s",)
    assert len(expected(many[:50], [{"when": {"score": 8}}]).gaps["rule_cell_missing"]) == 50


@pytest.mark.parametrize(
    ("told", "is_late"),
    [
        ({}, True),
        (contacted(24), False),
        (contacted(24.001), True),
        (contacted(1, "automatic"), True),
        ({"closed_at": ANSWERED + timedelta(hours=1)}, True),
        ({"rule": "r1"}, False),
        ({"rule": "r1", **contacted(9000)}, False),
        ({"rule": "no such rule"}, True),
        (contacted(0), False),
    ],
    ids=str,
)
def test_a_case_is_late_that_no_person_followed_up_by_its_deadline(told, is_late):
    """A contact after the cycle's date has not happened, and the deadline of r1 has not passed."""
    found = expected([DETRACTOR], [TO_SUCCESS, {**REST, "deadline_hours": 9000}], [case(**told)])
    assert found.gaps.get("case_late", ()) == (("r0",) if is_late else ())
    assert found.figures.get("case_late") == ({"cases": 1} if is_late else None)


@pytest.mark.parametrize(
    ("owner", "of_rule", "told", "is_wrong"),
    [
        ("success", "success", {}, False),
        ("support", "success", {}, True),
        ("Success", "success", {}, True),
        (None, "success", {}, False),
        ("support", None, {}, False),
        ("support", {"dispatch": ["success", "support"]}, {}, False),
        ("cx", {"dispatch": ["success", "support"]}, {}, True),
        ("support", "success", {"rule": "r1"}, False),
    ],
    ids=str,
)
def test_an_owner_is_wrong_that_the_rule_does_not_name(owner, of_rule, told, is_wrong):
    rules = [{**TO_SUCCESS, "owner": of_rule}, {**REST, "owner": "support"}]
    found = expected([DETRACTOR], rules, [case(owner=owner, **told)])
    assert found.gaps.get("case_wrong_owner", ()) == (("r0",) if is_wrong else ())


def test_a_case_without_answer_is_under_the_first_rule_that_its_own_row_meets():
    rules = [{**TO_SUCCESS, "when": {"class": "detractor", "segment": "key"}}]
    cases = [case("nobody", class_="detractor", segment="KEY", owner="cx"), case("no one", case_id="2", owner="cx")]
    found = expected([{"score": 9.0}], rules, cases)
    assert figures(found) == (0, 0, 0, 0, 1, 1)


def test_a_case_opened_after_the_date_does_not_exist_yet():
    later = case(contact_id="k", opened_at=ANSWERED + timedelta(days=100))
    assert figures(expected([{**DETRACTOR, "contact_id": "k"}], [TO_SUCCESS], [later])) == (1, 1, 0, 1, 0, 0)


def test_a_rule_that_an_odd_answer_met_is_not_unreachable():
    """No whole score of csat is 2.5, and an average may be."""
    rules = [{"when": {"metric": "csat", "score": "= 2.5"}}, {"when": {"metric": "csat", "score": "= 3.5"}}]
    found = expected([{"metric": "csat", "score": 2.5}], rules)
    assert found.gaps["rule_unreachable"] == ("r1",)


def test_an_answer_that_stands_in_the_log_twice_has_one_case():
    twice = {**DETRACTOR, "customer": "c0"}
    assert figures(expected([twice, twice], [TO_SUCCESS], [case()])) == (2, 2, 2, 0, 1, 0)


ALERTS = [
    {"id": "no-time", "source": "s"},
    {"id": "day", "source": "s", "deadline_hours": 24},
    {"id": "hour", "source": "s", "deadline_hours": 1},
    {"id": "elsewhere", "source": "t", "deadline_hours": 9000},
]


@pytest.mark.parametrize(
    ("rules", "cases", "subjects"),
    [
        (None, [case()], ("day",)),
        (None, [case(**contacted(24))], ()),
        (None, [case(**contacted(25)), case(case_id="2"), case(source="t", case_id="3")], ("day",)),
        ([], [case()], ("day",)),
        ([{"when": {"score": "> 6"}, "deadline_hours": 1}], [case()], ("day",)),
        ([{"when": {"score": "<= 6"}}], [case()], ("r0",)),
        ([{**TO_SUCCESS, "deadline_hours": 9000}], [case()], ()),
        ([TO_SUCCESS], [case(), case("c9")], ("day", "r0")),
        ([TO_SUCCESS], None, ()),
    ],
)
def test_a_case_under_no_rule_is_late_under_the_alert_of_its_source(rules, cases, subjects):
    found = expected([DETRACTOR], rules, cases, alerts=ALERTS)
    assert found.gaps.get("case_late", ()) == subjects
    late = sum(row["late"] or 0 for row in found.table) if rules is not None else len(subjects) and len(cases[:2])
    assert found.figures.get("case_late", {"cases": 0}) == {"cases": late}


def test_pairs_of_rules_in_conflict_are_counted_and_told_beside_the_rules_concerned():
    rules = [TO_SUCCESS, {"when": {"segment": "key"}, "then": "none"}, {"when": {"team": "x"}, "then": "none"}]
    found = expected([DETRACTOR], rules)
    assert found.gaps["rule_conflict"] == ("r0", "r1", "r2")
    assert found.figures["rule_conflict"] == {"count": 2, "pair0": "r0 – r1", "pair1": "r0 – r2"}


def test_the_share_of_cells_is_the_one_that_its_counts_give():
    rows = [{**DETRACTOR, "segment": segment} for segment in ("a", "b", "c")]
    assert expected(rows, [{"when": {"segment": "a"}}]).share == 1 / 3


WHEN = st.sampled_from(
    [(), (("score", "<=", "6"),), (("segment", "=", "key"),), (("segment", "!=", "key"), ("score", ">", "3"))]
)
OWNER = st.sampled_from([None, "a", "b", {"dispatch": ["a", "c"]}])
THEN = st.sampled_from(["case", "case", "auto_reply", "none"])
RULE = st.fixed_dictionaries({"when": WHEN, "then": THEN, "owner": OWNER})
ROW = st.fixed_dictionaries(
    {"score": st.sampled_from([None, 2.0, 6.0, 9.0]), "segment": st.sampled_from(["", "key", "pro"])}
)
HELD = st.tuples(st.integers(0, 7), st.sampled_from(["", "a", "b", "c"]), st.sampled_from([None, "r0", "r1"]))


@settings(max_examples=20, deadline=None)
@given(st.lists(ROW, max_size=6), st.lists(RULE, min_size=1, max_size=4), st.lists(HELD, max_size=5))
def test_the_table_is_what_one_answer_and_one_case_at_a_time_come_to(rows, rules, held):
    when = [rule["when"] for rule in rules]
    cases = [
        case(f"c{number}", case_id=str(line), source=None, owner=owner or None, rule=rule)
        for line, (number, owner, rule) in enumerate(held)
    ]
    found = expected(rows, [{**rule, "when": written(rule["when"])} for rule in rules], cases)
    first = [first_match(row, when) for row in rows]
    with_case = {number for number, _, _ in held}
    under = [_rule_of(number, rule, first, when) for number, _, rule in held]
    for place, rule in enumerate(rules):
        due = [number for number, met in enumerate(first) if met == place and rule["then"] == "case"]
        named = rule["owner"]["dispatch"] if isinstance(rule["owner"], dict) else [rule["owner"]]
        wrong = [
            owner
            for (_, owner, _), its in zip(held, under, strict=True)
            if its == place and owner and rule["owner"] and owner not in named
        ]
        existing = len([number for number in due if number in with_case])
        assert figures(found, place) == (first.count(place), len(due), existing, len(due) - existing, 0, len(wrong))


def _rule_of(number, own, first, when):
    if own in ("r0", "r1") and int(own[1]) < len(when):
        return int(own[1])
    return first[number] if number < len(first) else first_match({}, when)
