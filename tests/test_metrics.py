"""Every metric of the catalogue is computed, and those that decide something are known on a rich engagement."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cxmaturity.assess import Assessment, assess
from cxmaturity.engagement.facts import gather
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model import find_model, load_metrics, load_model

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
HEADS = (
    "customer_id,sent_at,source,channel,team,tool,question,contact_id,event_at,opened_at,responded_at,metric,score,scale,"
    "comment,unsubscribed_at,bounced,segment"
)
CASES = (
    "case_id,contact_id,customer_id,source,opened_at,class,owner,rule,first_contact_at,first_contact_kind,closed_at,cause,"
    "action_id,documented,aim"
)
MAP = """
platform: hub
tools: [{id: q, feeds: hub}, {id: m}]
teams:
  - {id: cx, lead_role: head, metric: nps, territory: cx}
  - {id: support, lead_role: head, metric: csat, territory: care}
touchpoints: [{id: call, important: true, owner: support}]
sources:
  - {id: yearly, kind: relationship, tool: q, metric: nps, objective: keep, accountable: cx, every_days: 90}
  - {id: call, kind: transactional, tool: m, metric: nps, objective: keep, accountable: support, touchpoint: call,
     timing: {mode: hot, days: 1}}
objectives: [{id: keep, name: Keep}]
expectations: [{id: fast, name: Fast, origin: customer, segments: [retail]}]
levers: [{id: staff, name: Staff, owner: support}]
crossings: [{expectation: fast, lever: staff, kpi: wait}]
kpis: [{id: wait, name: Wait, family: operational, owner: support}]
alerts: [{id: low, source: call, trigger: score <= 6, owner: support, informed: [cx], deadline_hours: 48, method: phone,
          documentation: CRM, overseer: cx}]
committee: [{role: head, team: support, territory: care}]
programme: {owner_role: head, sponsor_role: COO, objective: keep}
communication: [{kpi: wait, audience: support, grain: week, every_days: 7}]
playbook: [{class: detractor, method: phone, owner: support}]
rules: [{id: any, when: {score: "<= 6"}, then: case, owner: support, deadline_hours: 24}]
"""
ROADMAP = """
actions:
  - {id: contact-policy, status: running, owner: cx, feedback: [over_policy], started: 2026-09-01}
  - {id: executive-review, status: finished, owner: cx, ended: 2026-05-31, result: Done.}
"""


def rows():
    """Forty customers, asked by two sources in turn every ten days; some answer, complain, leave, bounce."""
    for number in range(40):
        for turn in range(8):
            at = START + timedelta(days=10 * turn, minutes=number)
            answered = (number + turn) % 3 != 0
            yield {
                "customer_id": f"c{number}",
                "sent_at": at,
                "source": ("yearly", "call")[turn % 2],
                "channel": ("email", "sms")[turn % 2],
                "team": ("cx", "support")[turn % 2],
                "tool": ("q", "m")[turn % 2],
                "question": "Would you recommend us?",
                "contact_id": f"k{number}-{turn}",
                "event_at": at - timedelta(hours=5),
                "opened_at": at + timedelta(hours=1),
                "responded_at": at + timedelta(hours=2) if answered else None,
                "metric": "nps",
                "score": (number * 7 + turn) % 11 if answered else None,
                "scale": "0-10",
                "comment": "because" if answered else None,
                "unsubscribed_at": at + timedelta(days=1) if number % 13 == 0 and turn == 7 else None,
                "bounced": "hard" if number == 39 and turn == 2 else None,
                "segment": "retail",
            }


def cases():
    """Yield a case for every low answer: called back after nine hours, closed after two days."""
    low = [row for row in rows() if row["score"] is not None and row["score"] < 4]
    for number, row in enumerate(low):
        at = row["responded_at"]
        who = f"{row['contact_id']},{row['customer_id']},{row['source']},{at.isoformat()}"
        handled = f"{(at + timedelta(hours=9)).isoformat()},human,{(at + timedelta(days=2)).isoformat()}"
        yield f"{number},{who},detractor,support,any,{handled},wait,contact-policy,true,recover"


def cells(row):
    shown = (row[name] for name in HEADS.split(","))
    return ",".join(
        item.isoformat() if isinstance(item, datetime) else "" if item is None else str(item) for item in shown
    )


@pytest.fixture(scope="module")
def rich(tmp_path_factory) -> Assessment:
    folder: Path = tmp_path_factory.mktemp("rich")
    files = {
        "engagement.yaml": "organisation: Acme\npolicy: 1/30\n",
        "cycles/2026-Q4/cycle.yaml": "date: 2026-10-15\n",
        "ownership.yaml": MAP,
        "roadmap.yaml": ROADMAP,
        "contacts/log.csv": "\n".join([HEADS, *map(cells, rows())]) + "\n",
        "contacts/manifest.yaml": "logs: [{path: log.csv}]\n",
        "cases.csv": "\n".join([CASES, *cases()]) + "\n",
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    gathered = gather(folder)
    voices = [("eve", "executive", Level.FULLY), ("fay", "front-line", Level.PARTLY)]
    answers = tuple(Answer(item.id, level, *who) for item in gathered.model.practices for *who, level in voices)
    return assess(gathered.model, replace(gathered.facts, answers=answers))


def test_every_metric_of_the_catalogue_is_computed_and_none_is_unheard_of(rich):
    contacts, loop = rich.facts.contacts, rich.facts.loop
    assert contacts is not None
    assert loop is not None
    defined = {metric.id: metric.unit for metric in load_metrics()}
    tables = {name for name, unit in defined.items() if unit == "table"}
    assert set(defined) - set(contacts.tables) == set(rich.measures)
    assert set(contacts.tables) == tables


def deciding():
    """Yield every metric that a rule, an action's target, a symptom or a finding of a shipped model names."""
    for name in ("cx-program", "closed-loop"):
        model = load_model(find_model(name))
        for practice in model.practices:
            yield from ((f"{name}: {practice.id}", rule.metric) for rule in practice.evidence)
        for action in model.actions:
            yield from ((f"{name}: {action.id}", action.target.metric) for _ in range(action.target is not None))
        for stage in model.stages:
            named = [metric for symptom in stage.symptoms for metric in (symptom.metric, symptom.per)]
            yield from ((f"{name}: stage {stage.number}", metric) for metric in named if metric)


def test_whatever_decides_something_can_be_measured(rich):
    def is_known(metric):
        measure = rich.measures.get(metric)
        return (measure.value if isinstance(measure, Estimate) else measure) is not None

    assert [where for where in deciding() if not is_known(where[1])] == []
    assert not rich.too_old
    assert {score.verdict for score in rich.scores.practices if score.practice.evidence} <= {
        "confirmed",
        "consistent",
        "contradicted",
    }
    assert all(symptom.seen is not None or symptom.low != symptom.high for symptom in rich.symptoms)


NEITHER = """
contacts.count contacts.customers contacts.sources contacts.channels contacts.teams contacts.tools contacts.suppressed
contacts.other_events contacts.effective_sources contacts.effective_tools response.late response.feedback_ratio
timing.lag_days.p50 coverage.lower_bound
"""
"""Figures of which neither more nor less is better."""


def test_every_figure_has_the_way_that_is_better_unless_neither_is():
    open_ = {metric.id for metric in load_metrics() if metric.better is None}
    assert open_ == {*NEITHER.split(), *(metric.id for metric in load_metrics() if metric.unit in ("table", "instant"))}


@pytest.mark.parametrize("name", ["cx-program", "closed-loop"])
def test_rules_targets_symptoms_and_findings_agree_on_what_is_better(name):
    model, better = load_model(find_model(name)), {metric.id: metric.better for metric in load_metrics()}
    said = [(rule.metric, rule.direction) for practice in model.practices for rule in practice.evidence]
    said += [
        (symptom.metric, "down" if symptom.below is None else "up")
        for stage in model.stages
        for symptom in stage.symptoms
        if symptom.metric
    ]
    said += [(check.metric, "down") for check in model.checks if check.metric and check.limit is not None]
    assert len(said) > 10
    assert [pair for pair in said if better[pair[0]] != pair[1]] == []
    assert all(better[action.target.metric] for action in model.actions if action.target)


CHECKED = """
q1.relationship-survey map.relationship_regular_share · q1.functional-surveys map.transactional_sources_seen
q1.survey-objectives map.sources_with_objective_share · q1.audience-timing timing.within_declared_share
q1.contact-limits fatigue.customers_over_policy_share · q1.open-question response.sources_with_comment_share
q1.journey-coverage map.important_touchpoints_covered_share · q1.expectations-explored map.expectation_segments
q1.not-one-survey response.largest_source_share · q2.actions-linked roadmap.linked_share
q2.case-playbook map.playbook_share · q2.actions-tracked roadmap.tracked_share
q2.action-records roadmap.record_share · q2.levels-apart roadmap.levels
q2.root-causes loop.with_cause, loop.linked_to_action · q2.levers-known map.expectations_met_share
q2.remeasured roadmap.remeasured_share · q3.programme-owner map.programme_owner · q3.committee map.territories_share
q3.routing map.accountable_weighted_share · q3.acknowledged loop.acknowledged
q3.detractors-followed loop.detractor_follow_up · q3.loop-complete loop.coverage
q3.alerts-complete map.alerts_complete_share · q3.owner-fit loop.owner_fit · q3.deadline-kept loop.deadline
q3.rules loop.rules_share · q3.oversight map.overseer_apart_share · q3.promoters-engaged loop.aims
q4.impact-stated map.objective_stated · q4.functional-leads map.lead_role_share · q4.same-view interview.perception_gap
q5.team-metrics map.team_metric_share · q6.definitions fragmentation.metric_conflicts
q6.never-alone map.kpi_families · q6.communication-plan map.communication_share · q6.role-relevant map.recipients_share
q7.inventory fragmentation.off_map_tool_share · q7.one-source fragmentation.off_platform_tool_share
q7.shared-calendar fragmentation.collision_share
"""
"""Practice and the metrics that check it; all other practices rest on words alone."""


def test_every_practice_that_can_be_checked_has_its_rules():
    listed = {}
    for entry in re.split(r"·|\n", CHECKED.strip()):
        practice, *metrics = entry.replace(",", " ").split()
        listed[practice] = metrics
    model = load_model(find_model("cx-program"))
    found = {item.id: [rule.metric for rule in item.evidence] for item in model.practices if item.evidence}
    assert found == listed
    declared = {item.id for item in model.practices for rule in item.evidence if rule.declared_policy}
    assert declared == {"q1.contact-limits"}


@pytest.mark.parametrize(("days", "verdict"), [(400, "contradicted"), (401, "unverified")])
def test_a_log_is_evidence_up_to_the_limit_and_map_and_roadmap_always(rich, days, verdict):
    """At the limit the log still counts; a day later its metrics are left out, with their age, and no others."""
    contacts = replace(rich.facts.contacts, as_old_as=date(2026, 10, 15) - timedelta(days=days))
    seen = assess(rich.model, replace(rich.facts, contacts=contacts))
    limits = seen.scores.practice("q1.contact-limits")
    assert limits.verdict == verdict
    assert [(rule.why, rule.old.days, rule.old.limit) for rule in limits.silent] == [("stale", 401, 400)] * (days > 400)
    for practice in ("q1.functional-surveys", "q2.actions-linked", "q3.committee", "q3.rules", "q3.routing"):
        expected = "stale" if days > 400 and practice == "q3.rules" else None
        silent = seen.scores.practice(practice).silent
        assert [rule.why for rule in silent] == ([] if expected is None else [expected]), practice
