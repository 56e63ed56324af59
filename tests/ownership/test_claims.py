"""Each claim fails for what it should fail for, and for nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_maps import AS_OF, a_log, a_map, a_view

from cxmaturity.ownership import survey
from cxmaturity.ownership.claims import CLAIMS

SOUND = """
    tools: [{id: asker}]
    teams: [{id: a, territory: north}, {id: b, territory: south}]
    touchpoints: [{id: shop, important: true, owner: a}, {id: site, owner: b}]
    sources:
      - {id: s1, touchpoint: shop, accountable: a, responsible: [a, b], objective: keep, every_days: 10}
      - {id: s2, touchpoint: site, accountable: b, responsible: [a, b], objective: keep}
    objectives: [{id: keep}]
    expectations: [{id: e1, origin: customer}, {id: e2}]
    levers: [{id: l1, owner: a}, {id: l2, owner: b}]
    crossings: [{expectation: e1, lever: l1, kpi: k1}, {expectation: e2, lever: l2, kpi: k2}]
    kpis: [{id: k1, family: operational}, {id: k2, family: relationship}]
    alerts: [{id: al, source: s1, trigger: low, owner: a, informed: [b], deadline_hours: 24, method: phone,
              documentation: case, overseer: b}]
    committee: [{role: head, territory: north}, {role: head, team: b}]
    programme: {owner_role: director, sponsor_role: ceo, objective: keep}
    communication: [{kpi: k1, audience: a}, {kpi: k2, audience: b}]
"""
LOG = a_log({"s1": 60, "s2": 40})


def gaps(source: str, log=LOG) -> dict[str, tuple[str, ...]]:
    return dict(survey(a_map(source), log, AS_OF).gaps)


ALWAYS = {"single_point_of_failure"}
"""Both levers of the sound map hang on one team each."""


def test_a_sound_map_has_no_other_gap():
    assert set(gaps(SOUND)) == ALWAYS
    assert survey(a_map(SOUND), LOG, AS_OF).fragile == ("a", "b")
    assert survey(a_map(SOUND), LOG, AS_OF).undescribed == ()


CASES = [
    ("accountable: a,", "", {"source_without_accountable": ("s1",)}),
    ("accountable: b,", "accountable: [a, b],", {"source_with_several_accountable": ("s2",)}),
    ("accountable: b,", "accountable: [b, b],", {}),
    ("responsible: [a, b], objective: keep, ev", "objective: keep, ev",
     {"source_without_responsible": ("s1",)}),
    ("objective: keep, ev", "ev", {"source_without_objective": ("s1",)}),
    ("{id: l1, owner: a}, {id: l2, owner: b}", "{id: l1}, {id: l2}", {"dead_end_source": ("s1", "s2")}),
    ("informed: [b]", "informed: []", {"alert_incomplete": ("al",)}),
    ("trigger: low", "trigger: ' '", {"alert_incomplete": ("al",)}),
    ("owner: a, informed", "owner: {dispatch: [a]}, informed", {}),
    ("owner: a, informed", "owner: {dispatch: []}, informed", {"alert_incomplete": ("al",)}),
    ("deadline_hours: 24, ", "", {"alert_incomplete": ("al",)}),
    ("overseer: b", "overseer: a", {"overseer_is_owner": ("al",)}),
    ("owner: a, informed", "owner: {dispatch: [a, b]}, informed", {"overseer_is_owner": ("al",)}),
    ("owner: b}]\n    sources", "owner: c}]\n    sources", {"silent_team": ("c",)}),
    ("{id: site, owner: b}", "{id: site, owner: b}, {id: fax, owner: b}", {"silent_team": ("b",)}),
    ("{id: site, owner: b}", "{id: site, owner: b}, {id: x, important: true}", {"touchpoint_without_source": ("x",)}),
    ("expectation: e2", "expectation: e1", {"expectation_without_lever": ("e2",)}),
    ("lever: l2", "lever: l1", {"lever_without_expectation": ("l2",)}),
    (", kpi: k2}]", "}]", {"crossing_without_kpi": ("e2/l2",), "kpi_without_crossing": ("k2",)}),
    ("family: relationship", "family: operational", {"single_kpi_programme": ("k1", "k2")}),
    (", family: relationship", "", {"single_kpi_programme": ("k1", "k2")}),
    ("{id: b, territory: south}", "{id: b, territory: west}", {}),
    ("territory: north}, {role", "territory: ' North '}, {role", {}),
    ("team: b}]", "team: a}]", {"territory_without_member": ("south",)}),
    ("committee: [{role: head, territory: north}, {role: head, team: b}]", "committee: []",
     {"territory_without_member": ("north", "south")}),
    ("{id: a, territory: north}", "{id: a, territory: north, max_sources: 0}", {"overloaded_owner": ("a",)}),
    ("every_days: 10", "every_days: 6.9", {"dead_source": ("s1",)}),
    ("every_days: 10", "every_days: 7", {}),
    ("sponsor_role: ceo, ", "", {"programme_incomplete": ("sponsor",)}),
    ("owner_role: director", "owner_role: ''", {"programme_incomplete": ("owner",)}),
    ("audience: b", "audience: board", {"communication_cell_missing": ("b",)}),
    ("{kpi: k2, audience: b}", "{kpi: k1, audience: b}", {"communication_cell_missing": ("k2",)}),
]  # fmt: skip


@pytest.mark.parametrize(("right", "amiss", "expected"), CASES, ids=[case[1] or f"no {case[0]}" for case in CASES])
def test_one_change_opens_these_gaps(right, amiss, expected):
    assert right in SOUND
    found = gaps(SOUND.replace(right, amiss, 1))
    assert {name: subjects for name, subjects in found.items() if name not in ALWAYS} == expected


def test_a_source_without_any_team_ends_nowhere():
    found = gaps("sources: [{id: s}]\nlevers: [{id: l, owner: a}]", None)
    assert found["dead_end_source"] == ("s",)


def test_a_source_in_the_log_that_is_not_on_the_map_is_a_shadow():
    log = a_log({"s1": 50, "s2": 40, "": 7, "web": 10})
    facts = survey(a_map(SOUND), log, AS_OF)
    assert facts.gaps["shadow_source"] == ("web",)
    assert facts.shadow_share == pytest.approx(0.1)
    assert [(node.id, node.on_map, node.volume) for node in facts.sources] == [
        ("s1", True, 50), ("s2", True, 40), ("web", False, 10)
    ]  # fmt: skip


def test_without_a_list_of_sources_every_source_of_the_log_is_a_shadow():
    facts = survey(a_map("teams: [{id: a}]"), a_log({"web": 10, "": 7}), AS_OF)
    assert facts.gaps == {"shadow_source": ("web",)}
    assert facts.shadow_share == 1
    assert (facts.accountable.share, facts.accountable.weighted_share) == (None, None)
    assert set(facts.metrics.values()) == {None, 0.0}
    assert gaps("teams: [{id: a}]", None) == {}


def test_a_scheduled_source_that_the_log_never_saw_is_dead():
    assert gaps(SOUND, a_log({"s2": 40}))["dead_source"] == ("s1",)
    assert "dead_source" not in gaps(SOUND, None)


@pytest.mark.parametrize(
    ("timing", "share", "expected"),
    [("{mode: hot}", 0.79, ("s1",)), ("{mode: hot}", 0.8, None), ("null", 0.1, None), ("{mode: hot}", None, None)],
)
def test_a_source_asks_when_declared_if_four_in_five_of_its_requests_do(timing, share, expected):
    source = SOUND.replace("every_days: 10", f"timing: {timing}")
    log = replace(LOG, as_declared={} if share is None else {"s1": share})
    assert gaps(source, log).get("timing_not_as_declared") == expected


@pytest.mark.parametrize(("zone", "dead"), [("UTC", True), ("Pacific/Auckland", False), ("America/New_York", True)])
def test_days_of_silence_are_those_of_the_engagements_zone(zone, dead):
    """The contact of 13 October, 12:30 UTC, was on the 14th in Auckland."""
    log = a_log({"s": 1}, last_seen={"s": "2026-10-13T12:30:00.000000Z"})
    facts = survey(a_map("sources: [{id: s, every_days: 0.5}]"), log, AS_OF, timezone=zone)
    assert ("dead_source" in facts.gaps) is dead


def test_the_scope_says_which_territories_must_sit_on_the_committee():
    source = SOUND.replace("committee: [{role: head, territory: north}, {role: head, team: b}]", "committee: []")
    facts = survey(a_map(source), LOG, AS_OF, team="b")
    assert facts.gaps["territory_without_member"] == ("south",)


def test_an_empty_map_was_not_asked_and_says_so():
    facts = survey(a_map("platform: hub"), None, AS_OF)
    assert dict(facts.gaps) == {}
    needed = {section for claim in CLAIMS for section in claim.needs}
    assert facts.undescribed == tuple(sorted(needed))


BOTH = "expectations: [{id: e}]\nlevers: [{id: l, owner: a}]\nkpis: [{id: k}]\n"


@pytest.mark.parametrize(
    ("source", "is_taken_as_empty"),
    [
        (BOTH, True),
        (BOTH + "crossings: []", True),
        (BOTH.replace("[{id: e}]", "[]"), False),
        (BOTH.replace("[{id: l, owner: a}]", "[]"), False),
        ("expectations: [{id: e}]", False),
        ("levers: [{id: l}]\nkpis: [{id: k}]", False),
    ],
)
def test_absent_crossings_are_none_where_expectations_and_levers_are_described(source, is_taken_as_empty):
    facts = survey(a_map(source), None, AS_OF)
    told = {"expectation_without_lever": ("e",), "lever_without_expectation": ("l",), "kpi_without_crossing": ("k",)}
    found = {name: subjects for name, subjects in facts.gaps.items() if name in told}
    assert found == (told if is_taken_as_empty else {})
    assert ("crossings" in facts.undescribed) is not is_taken_as_empty
    assert facts.metrics["map.expectations_met_share"] == (0 if "crossings" in source else None)


def test_claims_have_ids_of_their_own():
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)
    assert all(claim.ask.__doc__ and "Why it matters:" in claim.ask.__doc__ for claim in CLAIMS)


def test_a_subject_is_named_once():
    view = a_view("touchpoints: [{id: x, owner: a}, {id: y, owner: a}]\nsources: []")
    silent = next(claim for claim in CLAIMS if claim.id == "silent_team")
    assert silent.failing(view) == ("a",)
