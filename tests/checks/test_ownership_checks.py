"""What the map's gaps become: severities, figures and words of findings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from planted_maps import a_planted_view
from small_maps import AS_OF, a_log, a_map

from cxmaturity.checks import find
from cxmaturity.checks.ownership import find_in_map
from cxmaturity.checks.ownership_words import NAMED_AT_MOST
from cxmaturity.evidence.facts import Facts
from cxmaturity.model import find_model, load_model
from cxmaturity.ownership import survey
from cxmaturity.ownership.claims import CLAIMS

EVERY_GAP = """
    teams:
      - {id: a, name: Shops, territory: north, max_sources: 1}
      - {id: b, name: Hotline}
      - {id: c}
      - {id: d}
    touchpoints: [{id: shop, name: Shop visit, important: true, owner: b}]
    sources:
      - {id: s1, name: After a visit, accountable: [a, b], objective: keep, every_days: 1, timing: {mode: hot}}
      - {id: s2, accountable: a, responsible: [a]}
      - {id: s3}
      - {id: s4, accountable: d}
    objectives: [{id: keep}]
    expectations: [{id: e1, name: A short queue}, {id: e2, name: A kind word}]
    levers: [{id: l1, name: More tills, owner: b}, {id: l2, name: Training}]
    crossings: [{expectation: e1, lever: l1}]
    kpis: [{id: k1, name: NPS}]
    alerts: [{id: al, source: s1, owner: a, overseer: a}]
    committee: []
    programme: {owner_role: director}
    communication: []
"""

SEEN = replace(
    a_log({"s1": 30, "web": 10}, last_seen={"s1": "2026-10-01T00:00:00Z"}),
    metrics={"timing.within_declared_share": 0.25},
    as_declared={"s1": 0.25},
)


@pytest.fixture(scope="module")
def shipped():
    return load_model(find_model("cx-program"))


def fired(model, source=EVERY_GAP, log=None):
    return {finding.id: finding for finding in find_in_map(model, survey(a_map(source), log, AS_OF))}


def test_claims_and_words_are_joined_by_their_ids(shipped):
    spoken = {check.id for check in shipped.checks if check.family == "ownership"}
    assert {claim.id for claim in CLAIMS} == spoken


def test_every_finding_can_fire_and_is_told_in_both_languages(shipped):
    found = fired(shipped, log=SEEN)
    assert set(found) == {claim.id for claim in CLAIMS}
    for finding in found.values():
        for language in ("en", "fr"):
            shown = finding.title(language) + finding.detail(language)
            assert "{" not in shown
            assert "None" not in shown
        assert finding.subjects == tuple(sorted(finding.subjects))
        assert finding.severity in {"high", "medium", "low"}


def test_severities_are_those_of_the_specification(shipped):
    found = fired(shipped, log=a_log({"s1": 30, "web": 1}, last_seen={"s1": "2026-10-01T00:00:00Z"}))
    by_severity = {
        level: {name for name, finding in found.items() if finding.severity == level}
        for level in ("high", "medium", "low")
    }
    assert by_severity["high"] == {"source_without_accountable", "dead_end_source", "alert_incomplete"}
    assert by_severity["medium"] == {
        "shadow_source", "source_with_several_accountable", "overseer_is_owner", "silent_team",
        "touchpoint_without_source", "expectation_without_lever", "single_kpi_programme", "single_point_of_failure",
        "overloaded_owner", "territory_without_member",
    }  # fmt: skip


@pytest.mark.parametrize(("contacts", "severity"), [(95, "medium"), (94, "high")])
def test_a_shadow_source_above_a_twentieth_of_the_volume_is_high(shipped, contacts, severity):
    finding = fired(shipped, log=a_log({"s1": contacts, "web": 100 - contacts}))["shadow_source"]
    assert finding.severity == severity
    assert finding.value == pytest.approx(1 - contacts / 100)


def test_words_name_the_subjects_and_ids_stay_beside_them(shipped):
    found = fired(shipped)
    assert found["source_with_several_accountable"].subjects == ("s1",)
    assert "After a visit" in found["source_with_several_accountable"].detail("en")
    assert "A short queue × More tills" in found["crossing_without_kpi"].detail("en")
    assert found["programme_incomplete"].subjects == ("objective", "sponsor")
    assert "business objective, executive sponsor" in found["programme_incomplete"].detail("en")
    assert "objectif d’entreprise" in found["programme_incomplete"].detail("fr")


WEIGHED = """
    teams: [{id: a, name: Shops, max_sources: 2}, {id: b, name: Hotline, max_sources: 1}, {id: c, name: Web}]
    touchpoints: [{id: shop, name: Shop visit, owner: b}, {id: site, name: Web site, owner: b}]
    sources:
      - {id: s1, name: After a visit, accountable: a, touchpoint: shop, every_days: 1}
      - {id: s2, name: After a call, accountable: a, timing: {mode: hot}}
      - {id: s3, name: Relationship, accountable: a}
      - {id: s4, name: Pop-up, accountable: c, timing: {mode: hot}}
      - {id: s5, name: Chat}
      - {id: s6, name: Letter, every_days: 30}
    levers: [{id: l1, name: More tills, owner: a}, {id: l2, name: Page speed, owner: c}]
    kpis: [{id: k1, name: NPS, family: relationship}, {id: k2, name: CES, family: relationship}]
    alerts:
      - {id: low, source: s1, trigger: "score <= 6", owner: a, informed: [b], method: phone, overseer: a}
      - {id: high, source: s2, owner: {dispatch: [a, b]}, deadline_hours: 2, documentation: CRM, overseer: b}
      - {id: bare}
    communication: [{kpi: k1, audience: a}]
"""
HEARD = replace(
    a_log(
        {"s1": 9, "s2": 9, "s3": 9, "s4": 9, "s5": 9},
        responses={"s1": 100, "s2": 400, "s3": 50, "s4": 200, "s5": 250},
        last_seen={"s1": "2026-10-05T00:00:00Z"},
        collisions=({"a": "s1", "b": "s4", "collisions": 70, "customers": 30, "lift": 1.0},),
    ),
    as_declared={"s2": 0.5, "s4": 0.25},
)
TOLD = [
    ("source_without_responsible", "After a call, Chat, Pop-up, After a visit, Relationship, Letter.",
     "Share of all answers in the logs: 100%."),
    ("source_without_accountable", "Chat, Letter.", "Share of all answers in the logs: 25%."),
    ("timing_not_as_declared", "After a call (50% in time), Pop-up (25% in time).",
     "Share of all answers in the logs: 60%."),
    ("dead_source", "After a visit (10 days ago), Letter (not in the logs).", ""),
    ("alert_incomplete",
     "After a call: trigger, who is informed, method · After a visit (score ≤ 6): deadline, documentation · bare: "
     "trigger, who takes it, who is informed, deadline, method, documentation, overseer.",
     "Share of all answers in the logs: 50%."),
    ("overseer_is_owner", "After a call, After a visit (score ≤ 6).", "Share of all answers in the logs: 50%."),
    ("silent_team", "Hotline (Shop visit, Web site).", "Share of all answers in the logs: 10%."),
    ("overloaded_owner", "Shops (3 sources, at most 2).", "Share of all answers in the logs: 55%."),
    ("single_point_of_failure",
     "Shops, Web. Nobody stands in for Shops (3 sources, 55% of volume), Web (1 source, 20% of volume): one",
     "Share of all answers in the logs: 75%. These links have no second one: Shops – More tills, Web – Page speed."),
    ("isolated_component", "Web (1 source, 20% of volume).",
     "Share of all answers in the logs: 20%. Shops and Web should talk first: 70 times they asked the same customer "
     "within a week."),
    ("communication_cell_missing", "the KPI CES, the team Web.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("finding", "subjects", "weight"), TOLD, ids=[case[0] for case in TOLD])
def test_a_detail_names_what_weighs_most_first_and_says_how_much(shipped, finding, subjects, weight):
    detail = fired(shipped, WEIGHED, HEARD)[finding].detail("en")
    assert subjects in detail
    assert detail.endswith(weight)


def test_what_a_manager_reads_in_french(shipped):
    found = fired(shipped, WEIGHED, HEARD)
    assert (
        found["single_point_of_failure"].title("fr") == "2 équipes, sources ou leviers n’ont aucun relais sur la carte"
    )
    assert "Shops (3 sources, 55\u00a0% du volume)" in found["single_point_of_failure"].detail("fr")
    assert "Part des réponses dans les journaux\u00a0: 75\u00a0%." in found["single_point_of_failure"].detail("fr")
    assert "After a call\u00a0: déclencheur, personnes informées" in found["alert_incomplete"].detail("fr")
    assert "tous relationnels" in found["single_kpi_programme"].title("fr")


@pytest.mark.parametrize(
    ("log", "words"),
    [(None, None), (a_log({"s1": 30, "s5": 10}), "Share of all requests in the logs: 25%."), (a_log({"": 90}), None)],
    ids=["no log", "requests only", "no source named"],
)
def test_sources_are_weighed_only_where_the_log_can(shipped, log, words):
    detail = fired(shipped, WEIGHED, log)["source_without_accountable"].detail("en")
    assert ("Share" in detail) is (words is not None)
    assert words is None or detail.endswith(words)


@pytest.mark.parametrize(
    ("kpis", "title"),
    [
        ("[{id: k, name: NPS}]", "The programme is steered by a single KPI"),
        ("[{id: k, family: operational}, {id: l}]", "steered by KPIs of a single kind, all of them operational"),
    ],
)
def test_a_programme_of_one_kpi_is_told_from_one_of_a_single_kind(shipped, kpis, title):
    assert title in fired(shipped, f"kpis: {kpis}")["single_kpi_programme"].title("en")


def test_a_late_source_is_told_with_the_share_of_the_whole_log(shipped):
    finding = fired(shipped, log=SEEN)["timing_not_as_declared"]
    assert (finding.subjects, finding.value, finding.severity) == (("s1",), 0.25, "medium")
    assert "After a visit" in finding.detail("en")


def test_an_owner_is_overloaded_against_its_own_limit(shipped):
    finding = fired(shipped)["overloaded_owner"]
    assert (finding.value, finding.limit) == (2, 1)


def test_a_long_list_is_cut_in_words_and_whole_in_subjects(shipped):
    sources = ", ".join(f"{{id: s{number}}}" for number in range(20))
    finding = fired(shipped, f"sources: [{sources}]")["source_without_accountable"]
    assert len(finding.subjects) == 20
    assert finding.detail("en").count(", s") == NAMED_AT_MOST - 1
    assert "s15 and 12 more." in finding.detail("en")
    assert "s15 et 12 autres." in finding.detail("fr")


def test_a_source_without_any_team_is_told_once(shipped):
    """It reaches nobody who can act, too; that finding names the others and only counts it."""
    levers = "levers: [{id: l, owner: b}], teams: [{id: a}, {id: b}]"
    held = "{id: x, name: After a call, accountable: a}"
    found = {
        sources: fired(shipped, f"{{sources: [{sources}], {levers}}}")["dead_end_source"]
        for sources in (held, f"{held}, {{id: y}}, {{id: z}}", "{id: y}")
    }
    assert [finding.subjects for finding in found.values()] == [("x",), ("x", "y", "z"), ("y",)]
    assert [finding.detail("en").partition("improve anything: ")[2] for finding in found.values()] == [
        "After a call. What customers say there can be read but not acted on.",
        "After a call (2 other sources have no team at all). What customers say there can be read but not acted on.",
        "y (without any team). What customers say there can be read but not acted on.",
    ]
    assert "After a call (2 autres sources n’ont aucune équipe)." in list(found.values())[1].detail("fr")


def test_single_points_of_a_large_map_stay_short(shipped):
    view = a_planted_view()
    found = {finding.id: finding for finding in find_in_map(shipped, survey(view.map, view.contacts, AS_OF))}
    for language, more in (("en", " more"), ("fr", " autres")):
        detail = found["single_point_of_failure"].detail(language)
        assert len(detail) < 800
        assert detail.count(more) == 3


def test_findings_of_equal_weight_stand_by_what_they_concern(shipped):
    source = """
        teams: [{id: a}, {id: b}]
        sources: [{id: small}, {id: large, accountable: [a, b]}, {id: late, accountable: a, responsible: b}]
        levers: [{id: l, owner: a}]
    """
    log = a_log({"small": 10, "large": 80, "late": 5, "shadow": 5})
    view = Facts("Acme", "2026-Q4", AS_OF, map=a_map(source), contacts=log)
    found = find(shipped, view, survey(a_map(source), log, AS_OF))
    ranks = ["high", "medium", "low"]
    rank = [(ranks.index(each.severity), -(each.weight or 0), -len(each.subjects)) for each in found]
    assert rank == sorted(rank)
    assert {each.id: each.weight for each in found}["source_with_several_accountable"] == pytest.approx(0.8)
    assert {each.id: each.weight for each in found}["source_without_accountable"] == pytest.approx(0.1)
    order = [each.id for each in found]
    assert order.index("source_with_several_accountable") < order.index("shadow_source")


def test_a_model_without_words_for_a_gap_leaves_it_out(shipped):
    assert fired(shipped.model_copy(update={"checks": ()})) == {}
