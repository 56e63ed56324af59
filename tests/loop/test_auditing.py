"""Answers, cases and rules put together: what is known of each is told, and nothing else is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from loop.naive_loop import Answer
from loop.seen import seen

from cxmaturity.evidence.loop import Case, CaseLog, LoopFacts, loop_facts, loop_record
from cxmaturity.evidence.measures import Estimate
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.loop import audit_loop

DAY = date(2026, 10, 15)
START = datetime(2026, 9, 1, 9, tzinfo=UTC)
RULES = [
    {"id": "low", "when": {"class": "detractor"}, "then": "case", "owner": "cx", "deadline_hours": 24},
    {"id": "lower", "when": {"score": "<= 3"}, "then": "case"},
]
MAP = OwnershipMap.model_validate({"rules": RULES, "teams": [{"id": "cx"}, {"id": "shop"}]})


def answer(number, score=3, source="web", customer=None):
    responded = START + timedelta(hours=number)
    return Answer(number, customer or f"c{number}", "", source, "", "nps", "", score, responded)


def case(number, **known):
    opened = START + timedelta(days=1)
    given = {"line": number + 2, "case_id": f"k{number}", "customer_id": f"c{number}", "source": "web"}
    return Case(**(given | {"opened_at": opened, "owner": "cx"} | known))


def followed_up(number, **known):
    return case(number, first_contact_at=START + timedelta(days=2), first_contact_kind="human", **known)


def audited(answers=(), cases=None, ownership_map=None, day=DAY):
    log = None if cases is None else CaseLog(tuple(cases))
    with seen(list(answers)) as told:
        return audit_loop(told, log, ownership_map, day, "UTC")


def test_everything_together():
    answers = [answer(n, score=n % 11) for n in range(22)]
    facts = audited(answers, [followed_up(0), case(1, owner="shop"), case(2, owner="")], MAP)
    assert (facts.answers, facts.cases) == (22, 3)
    assert facts.metrics["loop.coverage"].value == 1 / 22
    assert facts.metrics["loop.detractor_follow_up"].n == 14
    assert facts.metrics["loop.unowned"].value == 1 / 3
    assert facts.gaps["case_missing"] == ("low",)
    assert facts.figures["case_missing"]["answers"] == 11
    assert facts.gaps["case_wrong_owner"] == ("low",)
    assert [row["rule"] for row in facts.tables["rules"]] == ["low", "lower", None]


@pytest.mark.parametrize(
    "finding", ["rule_cell_missing", "rule_without_owner", "case_missing", "case_late", "case_wrong_owner"]
)
def test_what_a_finding_is_about_is_counted(finding):
    rules = OwnershipMap.model_validate({**MAP.model_dump(exclude_unset=True), "rules": RULES[::-1]})
    facts = audited([answer(n, score=n % 11) for n in range(22)], [case(n, owner="shop") for n in range(7)], rules)
    assert facts.gaps[finding]
    assert all(number > 0 for number in facts.figures[finding].values())
    assert set(facts.figures[finding]) <= {"answers", "cases"}


def test_without_cases_everything_about_them_is_unknown():
    facts = audited([answer(1)], None, MAP)
    assert {name for name, value in facts.metrics.items() if value is not None} == {"loop.rules_share"}
    assert {name for name, rows in facts.tables.items() if rows} == {"rules"}
    assert (facts.cases, facts.as_old_as) == (None, None)
    assert not {"case_missing", "case_late", "case_wrong_owner"} & set(facts.gaps)


@pytest.mark.parametrize("contact_id", ["k", ""])
def test_an_answer_that_stands_in_the_log_twice_is_reached_as_often_as_it_has_a_case(contact_id):
    twice = [replace(answer(0), number=number, contact_id=contact_id) for number in range(2)]
    others = [answer(2), replace(answer(3), contact_id="k", source="shop")]
    facts = audited([*twice, *others], [followed_up(0, contact_id=contact_id)], MAP)
    row = facts.tables["rules"][0]
    assert (row["answers"], row["existing"], row["missing"]) == (4, 2, 2)
    assert facts.metrics["loop.coverage"].value == facts.metrics["loop.detractor_follow_up"].value == 2 / 4
    assert [(row["source"], row["human"], row["none"]) for row in facts.tables["by_source"]] == [
        ("shop", 0, 1),
        ("web", 2, 1),
    ]


def test_late_cases_are_found_without_any_rule():
    alert = {"id": "low-score", "source": "web", "deadline_hours": 24}
    for sections in ({}, {"rules": []}):
        facts = audited(
            [answer(1)], [case(1), followed_up(2)], OwnershipMap.model_validate({"alerts": [alert], **sections})
        )
        assert facts.gaps["case_late"] == ("low-score",)
        assert facts.figures["case_late"]["cases"] == 1
        assert (facts.metrics["loop.deadline"].value, facts.metrics["loop.deadline"].n) == (0.5, 2)


def test_a_case_log_without_a_row_is_known_to_be_empty():
    facts = audited([answer(1)], [], MAP)
    assert facts.metrics["loop.coverage"] == replace(facts.metrics["loop.coverage"], value=0, n=1)
    assert (facts.cases, facts.metrics["loop.aims"], facts.metrics["loop.unowned"]) == (0, 0, None)
    assert facts.gaps["case_missing"] == ("low",)


def test_without_answers_the_cases_speak():
    facts = audited([], [followed_up(0, class_="detractor"), case(1, class_="detractor")], MAP)
    assert (facts.answers, facts.metrics["loop.coverage"], facts.metrics["loop.rules_share"]) == (None, None, None)
    assert (facts.metrics["loop.detractor_follow_up"].value, facts.metrics["loop.detractor_follow_up"].n) == (0.5, 2)
    assert facts.tables["by_owner"][0]["cases"] == 2


def test_a_map_alone_is_linted():
    facts = audited([], None, MAP)
    assert set(facts.gaps) <= {"rule_unreachable", "rule_conflict", "rule_without_owner"}
    assert "rule_without_owner" in facts.gaps
    assert facts.metrics["loop.rules_share"] is None


def test_nothing_at_all_is_nothing():
    facts = audited()
    assert not any(facts.metrics.values())
    assert not any(facts.tables.values())
    assert facts.gaps == {}


def test_the_case_log_is_as_old_as_the_last_thing_that_happened_by_the_date():
    late = followed_up(0, closed_at=START + timedelta(days=9))
    assert audited([], [late, case(1)]).as_old_as == date(2026, 9, 10)
    assert audited([], [late], day=date(2026, 9, 5)).as_old_as == date(2026, 9, 3)


def test_the_day_of_the_date_still_counts_and_the_next_does_not():
    answers = [answer(0)]
    there = audited(answers, [followed_up(0)], day=date(2026, 9, 3))
    before = audited(answers, [followed_up(0)], day=date(2026, 9, 2))
    assert [facts.metrics["loop.coverage"].value for facts in (there, before)] == [1, 0]


def test_sources_and_teams_of_few_customers_are_told_and_no_word_that_is_no_team():
    few = [answer(n, source="rare", customer=f"r{n % 9}") for n in range(30)]
    many = [answer(n, source="web") for n in range(30, 50)]
    cases = [case(n, owner="shop") for n in range(30, 42)]
    cases += [case(n, owner=("cx", "Eva")[n % 2], customer_id="r1") for n in range(60, 90)]
    facts = audited(few + many, cases, MAP)
    assert facts.few == {"by_source": ("rare",), "by_owner": ("cx",)}


def test_facts_are_the_same_after_the_file():
    facts = audited([answer(n, score=n % 11) for n in range(22)], [followed_up(0), case(40)], MAP, date(2026, 9, 2))
    read = loop_facts(json.loads(json.dumps(loop_record(facts), allow_nan=False)))
    assert read == replace(facts, tables=read.tables, figures=read.figures)
    assert [[dict(row) for row in rows] for rows in read.tables.values()] == [
        [dict(row) for row in rows] for rows in facts.tables.values()
    ]
    assert isinstance(read.metrics["loop.coverage"], Estimate)


def test_an_earlier_record_without_later_fields_is_read():
    record = loop_record(LoopFacts({}, {}))
    for name in ("few", "answers", "cases"):
        del record[name]
    assert loop_facts(record) == LoopFacts({}, {})
