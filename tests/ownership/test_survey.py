"""Coverage, load and metrics, by hand and against their definitions on random maps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_maps import AS_OF, a_log, a_map, a_view

from cxmaturity.evidence.ownership_map import Lever, OwnershipMap, Source, Team
from cxmaturity.ownership import survey
from cxmaturity.ownership.facts import Conversation, Coverage, Load
from cxmaturity.ownership.metrics import METRICS, measure

MAP = """
    teams: [{id: a, lead_role: x, metric: csat, max_sources: 2}, {id: b, name: Bee}, {id: c}]
    sources:
      - {id: s1, accountable: a, kind: relationship, every_days: 30, objective: keep}
      - {id: s2, accountable: [a, b], kind: transactional}
      - {id: s3, responsible: [b], kind: transactional}
      - {id: s4, accountable: c, kind: relationship}
    levers: [{id: l, owner: b}]
    alerts: [{id: x, owner: a}, {id: y, owner: {dispatch: [a, c]}}]
"""


def test_coverage_counts_shadow_sources_in_its_denominators():
    facts = survey(a_map(MAP), a_log({"s1": 10, "s2": 20, "s3": 30, "shadow": 40, "": 99}), AS_OF)
    assert facts.accountable == Coverage(2 / 5, 10 / 100)
    assert facts.can_act == Coverage(2 / 5, 50 / 100)
    assert facts.metrics["map.accountable_weighted_share"] == 10 / 100


def test_volume_is_responses_where_the_log_has_some():
    contacts = {"s1": 10, "s2": 20, "shadow": 5}
    facts = survey(a_map(MAP), a_log(contacts, responses={"s1": 3, "s2": 1}), AS_OF)
    assert facts.accountable == Coverage(2 / 5, 3 / 4)
    assert facts.shadow_share == 0
    assert facts.gaps["shadow_source"] == ("shadow",)


def test_without_a_log_nothing_is_weighted():
    facts = survey(a_map(MAP), None, AS_OF)
    assert facts.accountable == Coverage(2 / 4, None)
    assert facts.can_act == Coverage(2 / 4, None)
    assert facts.metrics["map.accountable_weighted_share"] is None
    assert [node.volume for node in facts.sources] == [None] * 4


def test_load():
    facts = survey(a_map(MAP), a_log({"s1": 10, "s2": 20, "s3": 30, "shadow": 40}), AS_OF)
    assert facts.load == (
        Load("a", 2, 0.3, 2, 0, 2),
        Load("b", 1, 0.2, 0, 4, 5),
        Load("c", 1, 0, 1, 4, 5),
    )
    assert facts.teams == (("a", "a"), ("b", "Bee"), ("c", "c"))


def test_where_no_teams_are_listed_those_that_entries_name_carry_their_load():
    source = "sources: [{id: s, accountable: a}]\nalerts: [{id: x, source: s, owner: b}]\nlevers: [{id: l, owner: c}]"
    facts = survey(a_map(source), None, AS_OF)
    assert [(load.team, load.sources, load.alerts) for load in facts.load] == [("a", 1, 0), ("b", 0, 1), ("c", 0, 0)]


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        (None, None),
        (a_log({"s1": 2}), "contacts"),
        (a_log({"s1": 2}, responses={"": 9}), "contacts"),
        (a_log({"s1": 2}, responses={"s1": 1}), "responses"),
    ],
    ids=["no log", "no responses", "responses of unnamed sources", "responses"],
)
def test_what_volume_counts(log, expected):
    assert survey(a_map(MAP), log, AS_OF).volume_of == expected


def test_an_alert_is_called_by_its_source_and_what_sets_it_off():
    source = """
        sources: [{id: s, name: After a call}]
        alerts: [{id: x, source: s, trigger: "score <= 6"}, {id: y, source: s}, {id: z, trigger: "any"}, {id: w}]
    """
    alerts = survey(a_map(source), None, AS_OF).alerts
    assert [alert.name for alert in alerts] == ["After a call (score ≤ 6)", "After a call", "any", "w"]
    assert alerts[0].lacking == ("owner", "informed", "deadline_hours", "method", "documentation", "overseer")


def test_who_should_talk_first():
    collisions = (
        {"a": "s1", "b": "s4", "collisions": 5, "customers": 3, "lift": 1.0},
        {"a": "s1", "b": "s2", "collisions": 7, "customers": 3, "lift": 1.0},
        {"a": "s1", "b": "shadow", "collisions": 70, "customers": 3, "lift": 1.0},
    )
    facts = survey(a_map(MAP), a_log({"s1": 1}, collisions=collisions), AS_OF)
    assert facts.conversations == (Conversation("a", "b", 7), Conversation("a", "c", 5))


METRIC_CASES = [
    ("map.relationship_regular_share", MAP, 0.5),
    ("map.relationship_regular_share", "sources: [{id: s1, kind: transactional}]", 0),
    ("map.transactional_sources_seen", MAP, 1),
    ("map.sources_with_objective_share", MAP, 0.25),
    ("map.important_touchpoints_covered_share",
     "touchpoints: [{id: x, important: true}, {id: y, important: true}, {id: z}]\nsources: [{id: s, touchpoint: y}]",
     0.5),
    ("map.important_touchpoints_covered_share", "touchpoints: [{id: x}]\nsources: [{id: s, touchpoint: x}]", None),
    ("map.expectation_segments",
     "expectations: [{id: e, origin: customer, segments: [p, q]}, {id: f, origin: customer, segments: [q]},"
     " {id: g, origin: internal, segments: [r]}, {id: h, segments: [t]}]", 2),
    ("map.playbook_share", "playbook: [{class: detractor}, {class: detractor}, {class: passive}]", 2 / 3),
    ("map.expectations_met_share",
     "expectations: [{id: e}, {id: f}, {id: g}]\n"
     "crossings: [{expectation: e, lever: l, kpi: k}, {expectation: f, lever: l}]",
     1 / 3),
    ("map.programme_owner", "programme: {owner_role: director}", True),
    ("map.programme_owner", "programme: {owner_role: [director, head]}", False),
    ("map.programme_owner", "programme: {}", False),
    ("map.objective_stated", "programme: {objective: keep}", True),
    ("map.objective_stated", "programme: {}", False),
    ("map.territories_share", "teams: [{id: a, territory: n}, {id: b, territory: s}]\ncommittee: [{team: a}]", 0.5),
    ("map.territories_share", "teams: [{id: a}]\ncommittee: [{team: a}]", None),
    ("map.alerts_complete_share", "alerts: [{id: x}]", 0),
    ("map.overseer_apart_share", "alerts: [{id: x, owner: a, overseer: b}, {id: y, owner: a}]", 0.5),
    ("map.lead_role_share", MAP, 1 / 3),
    ("map.team_metric_share", MAP, 1 / 3),
    ("map.kpi_families", "kpis: [{id: k, family: operational}, {id: l, family: operational}, {id: m}]", 1),
    ("map.communication_share",
     "kpis: [{id: k}, {id: l}]\nsources: [{id: s, accountable: [a, b]}]\ncommunication: [{kpi: k, audience: a}]", 0.5),
    ("map.recipients_share",
     "sources: [{id: s, accountable: [a, b]}]\ncommunication: [{kpi: k, audience: a}, {kpi: k, audience: c}]", 0.5),
]  # fmt: skip


@pytest.mark.parametrize(("metric", "source", "expected"), METRIC_CASES)
def test_a_metric_by_hand(metric, source, expected):
    log = a_log({"s1": 10, "s2": 5, "s4": 1}, last_seen=dict.fromkeys(("s1", "s2", "s4"), "2026-08-16T23:00:00Z"))
    assert survey(a_map(source), log, AS_OF).metrics[metric] == (pytest.approx(expected) if expected else expected)


def test_a_relationship_source_is_regular_until_twice_its_interval():
    for day, expected in (("2026-08-16", 1), ("2026-08-15", 0)):
        log = a_log({"s": 1}, last_seen={"s": f"{day}T12:00:00.000000Z"})
        facts = survey(a_map("sources: [{id: s, kind: relationship, every_days: 30}]"), log, AS_OF)
        assert facts.metrics["map.relationship_regular_share"] == expected


@pytest.mark.parametrize("metric", METRICS)
def test_absent_sections_are_null_and_empty_ones_zero(metric):
    log = a_log({"s": 1})
    sections = METRICS[metric][0]
    assert measure(a_view("platform: hub", log))[metric] is None
    empty = "\n".join(f"{section}: {'{}' if section == 'programme' else '[]'}" for section in sections)
    found = measure(a_view(empty, log))[metric]
    assert found is not None
    assert found == 0


def test_every_metric_of_the_catalogue_is_measured():
    from cxmaturity.model import load_metrics

    assert {metric.id for metric in load_metrics() if metric.id.startswith("map.")} == set(METRICS)


NAMES = st.sampled_from(["a", "b", "c"])
MAPS = st.builds(
    OwnershipMap,
    teams=st.just(tuple(Team(id=name) for name in "abc")),
    sources=st.lists(
        st.builds(Source, id=st.integers(0, 9).map(str), accountable=st.lists(NAMES).map(tuple),
                  responsible=st.lists(NAMES).map(tuple)), unique_by=lambda source: source.id
    ).map(tuple),
    levers=st.lists(st.builds(Lever, id=st.integers(0, 9).map(str), owner=NAMES), max_size=3).map(tuple),
)  # fmt: skip
LOGS = st.dictionaries(st.integers(0, 12).map(str), st.integers(1, 50)).map(a_log)


@given(MAPS, LOGS)
def test_coverage_and_resilience_follow_their_definitions(ownership_map, log):
    facts = survey(ownership_map, log, AS_OF)
    everything = {source.id for source in ownership_map.sources} | set(log.sources)
    able = {lever.owner for lever in ownership_map.levers}
    one = {source.id for source in ownership_map.sources if len(set(source.accountable)) == 1}

    def acting(lost: str) -> set[str]:
        return {
            source.id
            for source in ownership_map.sources
            if {*source.accountable, *source.responsible} & (able - {lost})
        }

    def share(part: set[str]) -> Coverage:
        volume = sum(log.sources.values())
        weighted = sum(log.sources.get(name, 0) for name in part) / volume if volume else None
        return Coverage(len(part) / len(everything) if everything else None, weighted)

    assert facts.accountable == share(one)
    assert facts.can_act == share(acting(""))
    worst = min(len(acting(team)) for team in "abc")
    assert facts.resilience == (worst / len(everything) if everything else None)
