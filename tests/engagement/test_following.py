"""The closed loop of an engagement: observed when something changed, read again otherwise, never half recorded."""

from __future__ import annotations

import json
import os
from datetime import date

import pytest
from small_engagements import write_engagement

from cxmaturity.engagement import recorded
from cxmaturity.engagement.facts import audit_engagement, gather
from cxmaturity.engagement.lock import BusyError, locked
from cxmaturity.engagement.loop_audit import audit_engagement_loop
from cxmaturity.engagement.results import write_results
from cxmaturity.errors import InputError
from cxmaturity.evidence.loop import CASE_COLUMNS

LOG = "customer_id,sent_at,source,responded_at,metric,score\n" + "".join(
    f"c-{n:03},2026-09-01T08:00:00Z,s{n % 2},2026-09-02T10:00:00Z,nps,{n % 11}\n" for n in range(44)
)
CASES = "case_id,customer_id,source,opened_at,first_contact_at,first_contact_kind\n" + "".join(
    f"k{n},c-{n:03},s{n % 2},2026-09-03T10:00:00Z,2026-09-04T10:00:00Z,human\n" for n in range(11)
)
LATER = "k99,c-020,s0,2026-09-03T10:00:00Z,2026-09-04T10:00:00Z,automatic\n"
RULES = "rules: [{id: low, when: {score: '<= 6'}, then: case, owner: cx}]\nteams: [{id: cx}]\n"
CYCLE = {"2026-Q4": "date: 2026-10-15\n"}


@pytest.fixture
def acme(tmp_path):
    folder = write_engagement(tmp_path / "acme", cycles=CYCLE)
    (folder / "contacts").mkdir()
    (folder / "contacts/a.csv").write_text(LOG)
    (folder / "cases.csv").write_text(CASES)
    (folder / "ownership.yaml").write_text(RULES)
    return folder


@pytest.fixture
def looks(monkeypatch):
    """Count how often the closed loop is observed; it is for real."""
    from cxmaturity import loop

    seen = []
    real = loop.audit_loop

    def counted(answers, cases, ownership_map, as_of, timezone):
        seen.append(as_of)
        return real(answers, cases, ownership_map, as_of, timezone)

    monkeypatch.setattr(loop, "audit_loop", counted)
    return seen


def facts_file(folder, cycle="2026-Q4"):
    return folder / "cycles" / cycle / "facts.json"


def coverage(gathered):
    return gathered.facts.loop.metrics["loop.coverage"]


def said(gathered) -> str:
    return "\n".join(note.show("en") for note in gathered.notes)


def close(folder):
    """Begin a later cycle."""
    (folder / "cycles/2027-Q1").mkdir()
    (folder / "cycles/2027-Q1/cycle.yaml").write_text("date: 2027-01-15\n")


def test_it_is_observed_once_and_read_again_from_facts(acme, looks):
    first = gather(acme)
    content = facts_file(acme).read_bytes()
    assert (coverage(first).value, coverage(first).n, first.facts.loop.cases) == (0.25, 44, 11)
    assert gather(acme).facts == first.facts
    assert facts_file(acme).read_bytes() == content
    assert len(looks) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "contacts/a.csv").write_text(LOG.replace("c-001", "c-999")),
        lambda folder: (folder / "cases.csv").write_text(CASES + LATER),
        lambda folder: (folder / "cases.csv").unlink(),
        lambda folder: (folder / "ownership.yaml").write_text(RULES.replace("<= 6", "<= 5")),
        lambda folder: (folder / "ownership.yaml").write_text(RULES + "alerts: [{id: a, deadline_hours: 4}]\n"),
        lambda folder: (folder / "cycles/2026-Q4/cycle.yaml").write_text("date: 2026-11-15\n"),
        lambda folder: (folder / "cycles/2026-Q4/cycle.yaml").write_text("date: 2026-10-15\nlog_from: 2026-08-01\n"),
        lambda folder: (folder / "engagement.yaml").write_text("organisation: A\nmodel: model\ntimezone: Asia/Tokyo\n"),
        lambda folder: facts_file(folder).unlink(),
    ],
    ids=["log", "cases", "no cases", "rules", "alerts", "date", "window", "zone", "no facts"],
)
def test_what_changed_is_observed_again(acme, looks, change):
    gather(acme)
    change(acme)
    changed = gather(acme).facts
    assert len(looks) == 2
    assert gather(acme).facts == changed
    assert len(looks) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: os.utime(folder / "cases.csv", (1, 1)),
        lambda folder: os.utime(folder / "contacts/a.csv", (1, 1)),
        lambda folder: (folder / "roadmap.yaml").write_text("start: 2027-01\n"),
        lambda folder: (folder / "engagement.yaml").write_text("organisation: Acme\nmodel: model\npolicy: 1/90\n"),
        lambda folder: (folder / "ownership.yaml").write_text(RULES + "tools: [{id: mail}]\nlevers: []\n"),
        audit_engagement,
    ],
    ids=["touched cases", "touched log", "roadmap", "policy", "rest of the map", "audit"],
)
def test_what_does_not_concern_it_is_not(acme, looks, change):
    before = gather(acme).facts.loop
    change(acme)
    assert gather(acme).facts.loop == before
    assert len(looks) == 1


def test_there_is_nothing_to_follow_without_cases_and_rules(acme, looks):
    (acme / "cases.csv").unlink()
    (acme / "ownership.yaml").write_text("teams: [{id: cx}]\n")
    assert gather(acme).facts.loop is None
    (acme / "contacts/a.csv").unlink()
    facts_file(acme).unlink()
    with pytest.raises(InputError, match=r"nothing to follow.*columns case_id, contact_id, .*section rules"):
        audit_engagement_loop(acme)
    assert looks == []


def test_a_log_alone_is_looked_at_and_never_recorded(acme, looks):
    gather(acme)
    (acme / "cases.csv").unlink()
    (acme / "ownership.yaml").unlink()
    facts = audit_engagement_loop(acme).gathered.facts.loop
    assert (facts.answers, facts.cases) == (44, None)
    assert set(facts.metrics.values()) == {None}
    assert gather(acme).facts.loop is None
    assert recorded.read(facts_file(acme)).loop is None


def test_facts_of_an_earlier_version_are_read_and_the_loop_added(acme, looks):
    gather(acme)
    before = json.loads(facts_file(acme).read_text())
    facts_file(acme).write_text(json.dumps({name: before[name] for name in before if not name.startswith("loop")}))
    assert recorded.read(facts_file(acme)).loop is None
    assert coverage(gather(acme)).n == 44
    assert json.loads(facts_file(acme).read_text()) == before


def test_another_date_is_looked_at_and_not_recorded(acme, looks):
    gather(acme)
    content = facts_file(acme).read_bytes()
    early = date(2026, 9, 3)
    assert coverage(gather(acme, as_of=early)).value == 0
    assert audit_engagement_loop(acme, as_of=early).gathered.facts.loop.cases == 11
    assert facts_file(acme).read_bytes() == content
    assert coverage(gather(acme)).value == 0.25
    assert looks == [date(2026, 10, 15), early, early]


def test_no_customer_and_no_case_is_in_the_facts(acme):
    gather(acme)
    assert {name for name in ("c-001", "c-010", "k10") if name in facts_file(acme).read_text()} == set()


def test_on_purpose_it_is_always_observed_and_recorded(acme, looks):
    gather(acme)
    facts = audit_engagement_loop(acme).gathered.facts
    assert len(looks) == 2
    assert gather(acme).facts == facts
    assert len(looks) == 2


def test_a_closed_cycle_keeps_it_until_it_is_audited_on_purpose(acme, looks):
    before = gather(acme).facts
    close(acme)
    (acme / "cases.csv").write_text(CASES + LATER)
    kept = gather(acme, "2026-Q4")
    assert kept.facts == before
    assert f"changed since: cases.csv. To renew them: cxmaturity loop {acme} --cycle 2026-Q4" in said(kept)
    assert gather(acme).facts.loop.cases == 12
    audit_engagement_loop(acme, "2026-Q4")
    after = gather(acme, "2026-Q4")
    assert (after.facts.loop.cases, after.facts.contacts, said(after)) == (12, before.contacts, "")


def test_a_closed_loop_renewed_says_so_and_names_only_what_is_still_kept(acme, looks):
    before = gather(acme).facts
    close(acme)
    (acme / "cases.csv").write_text(CASES + LATER)
    alone = audit_engagement_loop(acme, "2026-Q4").gathered
    assert "The closed loop of the cycle 2026-Q4 was renewed from the cases and logs as they are now" in said(alone)
    assert "changed since" not in said(alone)
    (acme / "ownership.yaml").write_text(RULES.replace("<= 6", "<= 5"))
    (acme / "roadmap.yaml").write_text("start: 2027-01\n")
    (acme / "contacts/a.csv").write_text(LOG.replace("c-001", "c-999"))
    renewed = audit_engagement_loop(acme, "2026-Q4").gathered
    kept = "changed since: contacts/a.csv, ownership.yaml, roadmap.yaml. To renew it too: cxmaturity audit"
    assert (kept in said(renewed), "cases.csv" in said(renewed)) == (True, False)
    for found in (renewed.facts, gather(acme, "2026-Q4").facts):
        assert (found.map, found.contacts, found.roadmap) == (before.map, before.contacts, before.roadmap)
        assert found.loop == renewed.facts.loop != before.loop
    audit_engagement(acme, "2026-Q4")
    after = gather(acme, "2026-Q4")
    assert (said(after), after.facts.map.rules[0].when["score"]) == ("", "<= 5")
    assert after.facts.loop != renewed.facts.loop


def test_a_closed_cycle_at_another_date_is_looked_at_and_keeps_what_is_recorded(acme, looks):
    gather(acme)
    close(acme)
    (acme / "cases.csv").write_text(CASES + LATER)
    content = facts_file(acme).read_bytes()
    found = audit_engagement_loop(acme, "2026-Q4", as_of=date(2026, 9, 3)).gathered
    assert "What is shown was looked at anew" in said(found)
    assert facts_file(acme).read_bytes() == content


def test_an_audit_of_a_closed_cycle_renews_it_too(acme, looks):
    gather(acme)
    close(acme)
    (acme / "cases.csv").write_text(CASES + LATER)
    audit_engagement(acme, "2026-Q4")
    after = gather(acme, "2026-Q4")
    assert (after.facts.loop.cases, said(after)) == (12, "")


def test_without_their_logs_recorded_facts_stay_and_say_so(acme, looks):
    before = gather(acme).facts
    (acme / "contacts/a.csv").unlink()
    gone = gather(acme)
    assert gone.facts.loop == before.loop
    assert "closed loop is as recorded" not in said(gone)
    assert audit_engagement_loop(acme).gathered.facts.loop == before.loop
    (acme / "cases.csv").write_text(CASES + LATER)
    changed = gather(acme)
    assert changed.facts.loop == before.loop
    assert "closed loop is as recorded" in said(changed)
    assert len(looks) == 1


def test_readers_are_not_blocked_by_a_writer_and_an_audit_is(acme):
    with locked(acme):
        gathered = gather(acme)
        assert coverage(gathered).n == 44
        assert "facts.json was not rewritten" in said(gathered)
        with pytest.raises(BusyError):
            audit_engagement_loop(acme)
    assert not facts_file(acme).exists()


def test_a_folder_without_cycles_is_looked_at_and_not_written(acme):
    fresh = write_engagement(acme.with_name("fresh"))
    (fresh / "cases.csv").write_text(CASES)
    day = date(2026, 10, 15)
    assert audit_engagement_loop(fresh, as_of=day).gathered.facts.loop == gather(fresh, as_of=day).facts.loop
    assert not (fresh / "cycles").exists()


@pytest.mark.parametrize("audited", [gather, audit_engagement_loop])
def test_wrong_cases_stop_every_command_that_reads_them(acme, audited):
    (acme / "cases.csv").write_text(CASES + "k0,c-001,s1,yesterday,,robot\n")
    with pytest.raises(InputError) as refused:
        audited(acme)
    assert [problem.where.line for problem in refused.value.problems] == [13, 13, 13]


def test_results_rest_on_it(acme):
    results = acme / "cycles/2026-Q4/results.json"
    write_results(gather(acme), {"roadmap": {"start": "2027-01"}})
    (acme / "cases.csv").write_text(CASES + LATER)
    write_results(gather(acme), {"score": {}})
    assert "roadmap" not in json.loads(results.read_bytes())


def test_cases_added_to_the_engagements_own_file_are_seen_next_time(acme, looks):
    (acme / "cases.csv").write_text(",".join(CASE_COLUMNS) + "\n")
    first = audit_engagement_loop(acme, emit=acme / "cases.csv")
    assert (first.emitted.added, first.gathered.facts.loop.cases) == (28, 0)
    assert gather(acme).facts.loop.cases == 28
    assert audit_engagement_loop(acme, emit=acme / "cases.csv").emitted.added == 0
    assert len(looks) == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda folder: (folder / "ownership.yaml").write_text("teams: []\n"), "no rule says which cases to write"),
        (lambda folder: (folder / "contacts/a.csv").unlink(), "no log of answers, so no case can be due"),
        (lambda folder: (folder / "due.csv").mkdir(), "not a file that can be replaced"),
        (lambda folder: (folder / "due.csv").write_text("name,age\nx,3\n"), "names no column|unknown column"),
    ],
    ids=["no rules", "no log", "a folder", "another table"],
)
def test_what_cases_cannot_be_written_from_or_to_is_refused_before_anything_is_done(acme, looks, change, message):
    change(acme)
    with pytest.raises(InputError, match=message):
        audit_engagement_loop(acme, emit=acme / "due.csv")
    assert looks == []
    assert recorded.read(facts_file(acme)).loop is None
