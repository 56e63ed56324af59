"""Findings of the contact audit: when each fires, how grave it is, whom it reaches, and what it says."""

from __future__ import annotations

import pytest

from cxmaturity import resources
from cxmaturity.checks import find_in_contacts
from cxmaturity.checks.registry import CONTACT_CHECKS
from cxmaturity.documents import load
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.model.schema import Check

ASSOCIATIONS = {"response_falls_with_pressure", "opt_out_rises_with_pressure"}
"""Findings that rest on more than one figure (test_associations.py)."""


@pytest.fixture(scope="module")
def checks():
    return load(resources.assessments() / "cx-program" / "checks.yaml", tuple[Check, ...])[0]


def facts(metrics=None, concerned=None, declared=False):
    return ContactFacts(
        metrics={"contacts.customers": 1000, **(metrics or {})},
        tables={},
        concerned=concerned or {},
        policy={"name": "rest-30", "declared": declared},
        inputs=(),
    )


def test_words_and_logic_have_the_same_ids(checks):
    worded = {check.id for check in checks if check.family in ("fatigue", "fragmentation")}
    assert worded == set(CONTACT_CHECKS)


# finding, metric, a value that does not fire, one that does, its severity, limit, and a value that is high
CASES = [
    ("over_20_a_day", "fatigue.over_20_a_day.customers", 0, 1, "high", 0, None),
    ("over_policy", "fatigue.customers_over_policy_share", 0.05, 0.051, "medium", 0.05, 0.21),
    ("same_day_requests", "fatigue.same_day.customers", 10, 11, "medium", 0.01, None),
    ("contact_after_opt_out", "fatigue.after_opt_out", 0, 1, "high", 0, None),
    ("contact_after_bounce", "fatigue.after_hard_bounce", 0, 1, "low", 0, None),
    ("ignored_runs", "fatigue.ignored_streak.p95", 4, 5, "low", 5, None),
    ("impossible_times", "contacts.impossible_times", 0, 1, "low", 0, None),
    ("collisions", "fragmentation.collision_share", 0.05, 0.06, "medium", 0.05, 0.21),
    ("many_senders", "fragmentation.sources_per_customer.p95", 3, 4, "medium", 4, None),
    ("repeated_questions", "fragmentation.repeat_question_share", 0.02, 0.021, "medium", 0.02, None),
    ("metric_conflict", "fragmentation.metric_conflicts", 0, 1, "medium", 0, None),
    ("unattributed_contacts", "contacts.unattributed_share", 0.02, 0.03, "medium", 0.02, None),
    ("duplicate_rows", "contacts.duplicates", 0, 1, "low", 0, None),
    ("mirrored_sources", "contacts.mirrored_sources", 0, 1, "low", 0, None),
    ("rejected_rows", "contacts.rejected_rows", 0, 1, "low", 0, None),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_when_it_fires(checks, case):
    id, metric, quiet, firing, severity, limit, grave = case  # noqa: A001
    assert find_in_contacts(checks, facts({metric: quiet})) == ()
    assert find_in_contacts(checks, facts({metric: None})) == ()
    [found] = find_in_contacts(checks, facts({metric: firing}, {id: 7}))
    assert (found.id, found.severity, found.limit) == (id, severity, limit)
    assert (found.metric, found.value) == (metric, firing)
    if grave is not None:
        assert [found.severity for found in find_in_contacts(checks, facts({metric: 0.2}))] == [severity]
        assert [found.severity for found in find_in_contacts(checks, facts({metric: grave}))] == ["high"]


def test_every_case_is_a_check():
    assert {case[0] for case in CASES} | ASSOCIATIONS == set(CONTACT_CHECKS)


def test_a_declared_policy_allows_nobody(checks):
    broken = {"fatigue.customers_over_policy_share": 0.001}
    assert find_in_contacts(checks, facts(broken)) == ()
    [found] = find_in_contacts(checks, facts(broken, {"over_policy": 1}, declared=True))
    assert (found.limit, found.severity, found.reach) == (0, "medium", 0.001)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_it_says_what_was_found(checks, language, case):
    id, metric, _, firing, *_ = case  # noqa: A001
    [found] = find_in_contacts(checks, facts({metric: firing}, {id: 3}))
    written = found.record(language)
    assert "{" not in written["title"] + written["detail"]
    assert "–" not in written["title"]


@pytest.mark.parametrize("id", ["mirrored_sources", "rejected_rows"])
def test_some_findings_concern_no_customers(checks, id):  # noqa: A002
    metric = next(case[1] for case in CASES if case[0] == id)
    [found] = find_in_contacts(checks, facts({metric: 1}))
    assert found.reach is None


def test_the_gravest_come_first(checks):
    found = find_in_contacts(
        checks,
        facts(
            {
                "contacts.duplicates": 1,
                "fragmentation.collision_share": 0.1,
                "fatigue.same_day.customers": 500,
                "fatigue.over_20_a_day.customers": 1,
            }
        ),
    )
    assert [finding.id for finding in found] == ["over_20_a_day", "same_day_requests", "collisions", "duplicate_rows"]
