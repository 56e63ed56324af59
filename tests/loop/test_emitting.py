"""The cases due: those that rules demand and nobody opened, under ids that nothing but the answer decides."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from loop.asked import DAY, HOUR, NOON, a_map, asked
from loop.seen import prepare
from loop.test_expected import ANSWERED, DETRACTOR, REST, TO_SUCCESS, case

from cxmaturity.evidence.loop import CaseLog
from cxmaturity.loop.emitting import FILLED, beside_cases, case_id, due_cases, overdue, unanswered
from cxmaturity.loop.follow_up import follow

DISPATCH = {**TO_SUCCESS, "owner": {"dispatch": ["success", "support"]}}


def due(rows, rules, cases=()):
    with asked(rows) as told:
        given_map = a_map(rules)
        prepare(told, CaseLog(tuple(cases)), given_map, DAY)
        return [*due_cases(told.connection, given_map.rules)]


def test_a_case_due_says_what_is_known_of_it():
    (found,) = due([{**DETRACTOR, "contact_id": "k", "segment": "key"}], [TO_SUCCESS])
    assert found == {
        "case_id": case_id("c0", "s", "k", NOON),
        "contact_id": "k",
        "customer_id": "c0",
        "source": "s",
        "opened_at": "2026-10-10T12:00:00Z",
        "class": "detractor",
        "segment": "key",
        "owner": "success",
        "rule": "r0",
    }
    assert tuple(found) == FILLED


def test_an_id_is_the_same_in_every_version():
    """Case logs out there hold these ids: another way to make them would add every case a second time."""
    assert case_id("c0", "s", "k", NOON) == "case-6d2b389f3540851d"


def test_what_is_known_by_other_words_has_another_id():
    parts = [
        ("a", "b", "", 1),
        ("ab", "", "", 1),
        ("a", "", "b", 1),
        ("a,b", "", "", 1),
        ('a","b', "", "", 1),
        ("a", "b", "", 2),
    ]
    assert len({case_id(*part) for part in parts}) == len(parts)


@pytest.mark.parametrize(
    ("rules", "cases", "count"),
    [
        ([TO_SUCCESS], [], 2),
        ([TO_SUCCESS], [case()], 1),
        ([TO_SUCCESS], [case(opened_at=ANSWERED + timedelta(days=100))], 1),
        ([TO_SUCCESS], [case(), case("c1", case_id="2")], 0),
        ([TO_SUCCESS], [case("nobody")], 2),
        ([{**TO_SUCCESS, "then": "auto_reply"}, TO_SUCCESS], [], 0),
        ([REST, TO_SUCCESS], [], 0),
        ([], [], 0),
    ],
)
def test_a_case_is_due_that_the_first_rule_demands_and_that_is_not_there(rules, cases, count):
    assert len(due([DETRACTOR, DETRACTOR, {"score": 9.0}], rules, cases)) == count


def test_an_answer_after_the_date_opens_no_case_yet():
    assert due([{**DETRACTOR, "responded": DAY.end}], [TO_SUCCESS]) == []


def test_an_answer_that_stands_in_the_log_twice_opens_one_case():
    rows = [{**DETRACTOR, "customer": "c"}] * 2
    assert len(due(rows, [TO_SUCCESS])) == 1
    assert due(rows, [TO_SUCCESS], [case("c")]) == []


def test_a_rule_without_owner_opens_cases_for_nobody():
    assert due([DETRACTOR], [{"then": "case"}])[0]["owner"] == ""


def test_a_dispatch_goes_to_all_of_its_teams():
    rows = [{**DETRACTOR, "responded": NOON + number} for number in range(200)]
    shares = Counter(each["owner"] for each in due(rows, [DISPATCH]))
    assert set(shares) == {"success", "support"}
    assert min(shares.values()) > 60


def test_an_opening_keeps_the_answers_microseconds_so_that_the_case_is_found_again():
    (found,) = due([{**DETRACTOR, "responded": NOON + 7}], [TO_SUCCESS])
    assert found["opened_at"] == "2026-10-10T12:00:00.000007Z"


ROW = st.fixed_dictionaries(
    {
        "score": st.sampled_from([2.0, 6.0, 9.0]),
        "customer": st.sampled_from(["a", "b", "c"]),
        "source": st.sampled_from(["", "s"]),
        "contact_id": st.sampled_from(["", "k"]),
        "responded": st.sampled_from([NOON, NOON + 1, NOON + HOUR]),
    }
)


@settings(max_examples=8, deadline=None)
@given(
    st.lists(ROW, max_size=8, unique_by=lambda row: tuple(row[name] for name in row if name != "score")), st.randoms()
)
def test_ids_owners_and_order_do_not_hang_on_the_order_of_log_rules_and_teams(rows, dice: random.Random):
    rules = [DISPATCH, {"id": "other", "when": {"score": "> 6"}, "then": "none"}]
    turned = [rules[1], {**DISPATCH, "id": "r0", "owner": {"dispatch": ["support", "success"]}}]
    shuffled = dice.sample(rows, len(rows))
    assert due(shuffled, turned) == due(rows, rules)


@settings(max_examples=8, deadline=None)
@given(st.lists(ROW, max_size=6), ROW)
def test_an_answer_more_adds_its_case_and_changes_no_other(rows, one_more):
    before, after = due(rows, [DISPATCH]), due([*rows, one_more], [DISPATCH])
    is_new = all(any(row[name] != one_more[name] for name in row if name != "score") for row in rows)
    ids = {each["case_id"] for each in before}
    if is_new:
        assert [each for each in after if each["case_id"] in ids] == before
        assert len(after) == len(before) + (one_more["score"] <= 6)
    assert ids <= {each["case_id"] for each in after}


@settings(max_examples=8, deadline=None)
@given(st.lists(ROW, max_size=6))
@example([{**DETRACTOR, "customer": "a", "contact_id": contact, "responded": NOON} for contact in ("", "k")])
def test_once_the_cases_due_are_in_the_log_of_cases_none_is_due(rows):
    """Also where two answers of one customer came at the same instant, so that a case may belong to either."""
    opened = [
        case(
            each["customer_id"],
            case_id=each["case_id"],
            contact_id=each["contact_id"] or None,
            source=each["source"] or None,
            opened_at=datetime.fromisoformat(each["opened_at"]),
        )
        for each in due(rows, [TO_SUCCESS])
    ]
    assert due(rows, [TO_SUCCESS], opened) == []


@pytest.mark.parametrize(
    ("rule", "source", "hours", "is_late"),
    [
        ("r0", "s", 24, True),
        ("r0", "s", 23, False),
        ("r1", "s", 48, False),
        ("r1", "other", 48, True),
        ("r1", "nowhere", 900, False),
    ],
)
def test_a_case_due_is_overdue_by_its_rules_deadline_else_by_its_sources_alert(rule, source, hours, is_late):
    """It is so many hours old at the date's midnight, and a minute."""
    alerts = [{"id": "a", "source": "s", "deadline_hours": 72}, {"id": "b", "source": "other", "deadline_hours": 47}]
    is_overdue = overdue(a_map([TO_SUCCESS, {"then": "case"}], alerts=alerts), DAY.day, DAY.timezone)
    opened = datetime.combine(DAY.day, time(), UTC) - timedelta(hours=hours, minutes=1)
    assert is_overdue({"rule": rule, "source": source, "opened_at": opened.isoformat()}) is is_late


def test_answers_that_nothing_has_reached_yet_are_counted_by_rule():
    reached = case(first_contact_at=datetime(2026, 10, 12, tzinfo=UTC), first_contact_kind="automatic")
    with asked([DETRACTOR, {**DETRACTOR, "score": 9.0}, {**DETRACTOR, "score": 9.0}, DETRACTOR]) as told:
        given_map = a_map([{"when": {"score": "<= 6"}, "then": "auto_reply"}, REST])
        prepare(told, CaseLog((reached,)), given_map, DAY)
        follow(told.connection, DAY)
        assert unanswered(told.connection, given_map.rules) == {"r0": 1, "r1": 2}


def test_what_rules_demand_besides_cases_is_told():
    rules = a_map(
        [
            {**TO_SUCCESS, "notify": ["cx"]},
            {"then": "auto_reply"},
            {"then": "notify", "owner": "support", "notify": ["cx"]},
            {"then": "none"},
        ]
    ).rules
    table = tuple({"rule": f"r{place}", "answers": n} for place, n in enumerate((1200, 1, 2, 5)))
    beside = beside_cases(rules, table, {"r0": 30}, {"r1": 1})
    assert [str(told) for demand in beside for told in demand.told()] == [
        "Under r0, tell cx of 30 new cases.",
        "Under r1, 1 answer calls for an automatic reply.",
        "Under r2, 2 answers should be told to cx, support.",
    ]
    assert [*beside_cases(rules, (), {}, {})] == []
