"""Policies: presets, the short form, files, inline mappings; and what is wrong with each."""

from __future__ import annotations

import pytest

from cxmaturity.contacts import AuditSettings, Limit, Log, audit
from cxmaturity.contacts.policy import parse_policy, policy_record, presets
from cxmaturity.errors import InputError


def test_the_presets_of_the_contract():
    assert list(presets()) == [
        "rest-7",
        "rest-30",
        "rest-90",
        "rest-180",
        "daily-1",
        "relationship-180-transactional-90",
    ]
    assert parse_policy("rest-30").limits == (Limit(1, 30),)
    assert parse_policy("daily-1").limits == (Limit(1, 1),)
    assert parse_policy("relationship-180-transactional-90").limits == (
        Limit(1, 180, "relationship"),
        Limit(1, 90, "transactional"),
    )


def test_the_short_form():
    policy = parse_policy("1/30, 3/365")
    assert (policy.name, policy.limits) == ("1/30, 3/365", (Limit(1, 30), Limit(3, 365)))
    assert (policy.counts, policy.exempt, policy.declared) == (("invite", "reminder"), (), False)
    assert parse_policy("1/0.5").limits == (Limit(1, 0.5),)


def test_a_file_and_a_mapping(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text("limits: [{contacts: 1, days: 30}, {contacts: 2, days: 365, to: relationship}]\nexempt: [x]\n")
    policy = parse_policy(str(path))
    assert (policy.name, policy.limits[1], policy.exempt) == ("ours", Limit(2, 365, "relationship"), ("x",))
    same = {"name": "ours", "limits": [{"contacts": 1, "days": 30}, {"contacts": 2, "days": 365, "to": "relationship"}]}
    assert parse_policy(same | {"exempt": ["x"]}) == policy


def test_the_record():
    assert policy_record(parse_policy("1/30", declared=True)) == {
        "name": "1/30",
        "limits": [{"contacts": 1, "days": 30, "to": None}],
        "counts": ["invite", "reminder"],
        "exempt": [],
        "priority": [],
        "declared": True,
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("rset-30", "not a contact policy. Did you mean “rest-30”"),
        ("rest-x", "not a contact policy. Give one of rest-7"),
        ("rest-99999", "99999 is not a number of days"),
        ("weekly", "not a contact policy. Give one of rest-7"),
        ("1/0", "0 is not a number of days"),
        ("1/99999", "99999 is not a number of days"),
        ("missing.yaml", "no such file"),
        ({"limit": []}, "unknown key “limit” in the policy. Did you mean “limits”"),
        ({"limits": [{"contacts": 1, "day": 3}]}, "Did you mean “days”"),
        ({"limits": []}, "a policy needs at least one limit"),
        ({"limits": [{"contacts": 1, "days": 3}], "counts": ["invit"]}, "not a kind of contact. Did you mean “invite”"),
        (
            {"limits": [{"contacts": 1, "days": 3, "to": "x"}]},
            "“x” is not a value of “limits.0.to”. Known are: relation",
        ),
        ({"limits": [{"contacts": -1, "days": 3}]}, "“limits.0.contacts”"),
    ],
)
def test_what_is_no_policy(given, message):
    with pytest.raises(InputError, match=message):
        parse_policy(given)


def test_mistakes_of_a_file(tmp_path):
    for content, message in (
        ("counts: [relance]\nlimits: [{contacts: 1, days: 3}]", "Known are: invite"),
        ("", "empty"),
    ):
        (tmp_path / "policy.yaml").write_text(content)
        with pytest.raises(InputError, match=message):
            parse_policy(tmp_path / "policy.yaml")


def test_limits_for_kinds_need_kinds(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("customer_id,sent_at,source\n1,2024-01-01,nps\n1,2024-02-01,nps\n1,2024-02-01,new\n")
    policy = parse_policy("relationship-180-transactional-90")
    with pytest.raises(InputError, match="no source’s kind is known"):
        audit([Log(path)], AuditSettings(policy))
    facts = audit([Log(path)], AuditSettings(policy, source_kinds={"nps": "relationship"}))
    assert facts.metrics["fatigue.contacts_over_policy_share"] == 1 / 3
    assert any("1 contact from sources of unknown kind" in str(note) for note in facts.notes)
