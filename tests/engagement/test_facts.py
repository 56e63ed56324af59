from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from small_engagements import write_engagement

from cxmaturity.engagement import recorded
from cxmaturity.engagement.facts import audit_engagement, gather
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.results import write_results
from cxmaturity.errors import InputError

LOG = "customer_id,sent_at,source\n" + "".join(
    f"c{number % 5},2026-0{1 + number % 9}-1{number % 7}T10:00:00Z,s{number % 2}\n" for number in range(40)
)
MORE = "customer_id,sent_at,source\nz1,2026-03-03T10:00:00Z,s3\n"
CYCLE = {"2026-Q4": "date: 2026-10-15\n"}


@pytest.fixture
def acme(tmp_path):
    folder = write_engagement(tmp_path / "acme", cycles=CYCLE)
    (folder / "contacts").mkdir()
    (folder / "contacts" / "a.csv").write_text(LOG)
    return folder


@pytest.fixture
def audits(monkeypatch):
    """Count the audits that are run; they run for real."""
    from cxmaturity import contacts

    ran = []
    real = contacts.audit

    def counted(logs, settings, progress=None):
        ran.append([log.path.name for log in logs])
        return real(logs, settings, progress)

    monkeypatch.setattr(contacts, "audit", counted)
    return ran


def facts_file(folder, cycle="2026-Q4"):
    return folder / "cycles" / cycle / "facts.json"


def said(gathered) -> str:
    return "\n".join(note.show("en") for note in gathered.notes)


def test_logs_are_audited_once_and_read_again_from_facts(acme, audits):
    first = gather(acme)
    content = facts_file(acme).read_bytes()
    assert first.facts.contacts.metrics["contacts.count"] == 40
    second = gather(acme)
    assert second.facts == first.facts
    assert facts_file(acme).read_bytes() == content
    assert audits == [["a.csv"]]
    assert first.facts.contacts.inputs[0].path == "contacts/a.csv"


def test_no_customer_is_in_the_facts(acme):
    gather(acme)
    assert '"c1"' not in facts_file(acme).read_text()


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "contacts/a.csv").write_text(LOG + "c9,2026-05-05T10:00:00Z,s1\n"),
        lambda folder: (folder / "contacts/b.csv").write_text(MORE),
        lambda folder: (folder / "engagement.yaml").write_text("organisation: Acme\nmodel: model\npolicy: 1/90\n"),
        lambda folder: (folder / "cycles/2026-Q4/cycle.yaml").write_text("date: 2026-10-15\nlog_from: 2026-02-01\n"),
        lambda folder: (folder / "ownership.yaml").write_text("tools: [{id: mail}]\n"),
        lambda folder: facts_file(folder).unlink(),
        lambda folder: facts_file(folder).write_text("{}"),
        lambda folder: facts_file(folder).write_text('{"schema": "cxmaturity/facts/1", "inputs": 3'),
    ],
    ids=["log", "another log", "policy", "window", "tools on the map", "no facts", "other facts", "torn facts"],
)
def test_what_changed_is_audited_again(acme, audits, change):
    gather(acme)
    change(acme)
    gather(acme)
    assert len(audits) == 2
    gather(acme)
    assert len(audits) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: os.utime(folder / "contacts/a.csv", (1, 1)),
        lambda folder: (folder / "roadmap.yaml").write_text("start: 2027-01\n"),
        lambda folder: (folder / "ownership.yaml").write_text("teams: [{id: support}]\n"),
        lambda folder: folder.rename(folder.with_name("moved")),
    ],
    ids=["touched", "roadmap", "teams on the map", "moved"],
)
def test_what_does_not_concern_the_logs_is_not(acme, audits, change):
    gather(acme)
    change(acme)
    gather(acme if acme.exists() else acme.with_name("moved"))
    assert len(audits) == 1


def test_a_manifest_that_names_another_log_is_told_though_facts_are_recorded(acme, audits):
    gather(acme)
    (acme / "contacts/manifest.yaml").write_text("# logs\nlogs:\n  - {path: a.csv}\n  - path: aa.csv\n")
    (acme / "contacts/a.csv").rename(acme / "contacts/b.csv")
    with pytest.raises(InputError) as caught:
        gather(acme)
    told = [problem.show("en").partition("contacts/")[2] for problem in caught.value.problems]
    assert [line.partition(" Did")[0].partition(" Paths")[0] for line in told] == [
        "manifest.yaml:3: there is no file behind “a.csv”.",
        "manifest.yaml:4: there is no file behind “aa.csv”.",
    ]
    (acme / "contacts/manifest.yaml").write_text('logs: [{path: "*.csv"}]\n')
    (acme / "contacts/b.csv").unlink()
    assert "not here any more, so what was recorded of it is used: contacts/a.csv" in said(gather(acme))


def test_a_missing_log_leaves_its_recorded_facts_in_use_and_says_so(acme, audits):
    before = gather(acme)
    (acme / "contacts/a.csv").unlink()
    after = gather(acme)
    assert after.facts.contacts == before.facts.contacts
    assert "not here any more" in said(after)
    assert "contacts/a.csv" in said(after)
    assert len(audits) == 1


def test_an_engagement_without_logs_has_no_contact_facts(tmp_path):
    gathered = gather(write_engagement(tmp_path / "acme", cycles=CYCLE))
    assert gathered.facts.contacts is None
    with pytest.raises(InputError):
        audit_engagement(tmp_path / "acme")


def test_a_period_without_contacts_leaves_the_logs_unknown_and_is_read_once(acme, audits):
    (acme / "cycles/2026-Q4/cycle.yaml").write_text("date: 2026-10-15\nlog_from: 2026-10-01\n")
    rule = "{id: any, when: {score: '<= 6'}, then: case, owner: cx}"
    (acme / "ownership.yaml").write_text(f"rules: [{rule}]\nteams: [{{id: cx}}]\n")
    first, again = gather(acme), gather(acme)
    assert first.facts == again.facts
    assert first.facts.contacts is None
    assert first.facts.loop is not None
    assert audits == [["a.csv"]]
    for gathered in (first, again):
        assert "No contact lies in the period of the cycle 2026-Q4 (log_from: 1 October 2026, log_to: –)" in said(
            gathered
        ).replace("\u00a0", " ")
    with pytest.raises(InputError, match="no contact lies in the period"):
        audit_engagement(acme)
    (acme / "cycles/2026-Q4/cycle.yaml").write_text("date: 2026-10-15\nlog_from: 2026-09-01\n")
    assert gather(acme).facts.contacts is not None


def test_a_closed_cycle_without_contacts_says_so_too(acme, audits):
    (acme / "cycles/2026-Q4/cycle.yaml").write_text("date: 2026-10-15\nlog_to: 2025-12-31\n")
    gather(acme)
    (acme / "cycles" / "2027-Q1").mkdir()
    (acme / "cycles" / "2027-Q1" / "cycle.yaml").write_text("date: 2027-01-15\n")
    assert "No contact lies in the period of the cycle 2026-Q4" in said(gather(acme, "2026-Q4"))
    assert gather(acme).facts.contacts is not None
    assert len(audits) == 2


def test_audit_always_audits_and_records(acme, audits):
    gather(acme)
    audit_engagement(acme)
    assert len(audits) == 2
    gather(acme)
    assert len(audits) == 2


def test_a_closed_cycle_keeps_its_facts_until_it_is_audited_on_purpose(acme, audits):
    before = gather(acme).facts
    (acme / "cycles/2027-Q1").mkdir()
    (acme / "cycles/2027-Q1/cycle.yaml").write_text("date: 2027-01-15\n")
    (acme / "contacts/a.csv").write_text(LOG + "c9,2026-05-05T10:00:00Z,s1\n")
    (acme / "ownership.yaml").write_text("teams: [{id: support}]\n")
    kept = gather(acme, "2026-Q4")
    assert kept.facts == before
    assert "keeps the facts recorded for it; changed since: contacts/a.csv, ownership.yaml." in said(kept)
    latest = gather(acme)
    assert latest.cycle.name == "2027-Q1"
    assert latest.facts.contacts.metrics["contacts.count"] == 41
    assert latest.facts.map.teams[0].id == "support"
    audit_engagement(acme, "2026-Q4")
    assert gather(acme, "2026-Q4").facts.contacts.metrics["contacts.count"] == 41


def test_the_copy_of_map_and_roadmap_is_as_used(acme):
    (acme / "ownership.yaml").write_text("teams: [{id: support}]\nsources: []\n")
    (acme / "roadmap.yaml").write_text("capacity: {support: [6, 2]}\n")
    facts = gather(acme).facts
    kept = recorded.read(facts_file(acme))
    assert (kept.map, kept.roadmap, kept.contact) == (facts.map, facts.roadmap, facts.contacts)
    assert kept.map.levers is None
    assert [file.path for file in kept.files] == ["engagement.yaml", "ownership.yaml", "roadmap.yaml"]


def test_a_map_with_every_key_is_the_same_after_the_file(acme):
    whole = (Path(__file__).parents[1] / "ownership" / "every_key.yaml").read_text(encoding="utf-8")
    (acme / "ownership.yaml").write_text(whole, encoding="utf-8")
    used = gather(acme).facts.map
    assert recorded.read(facts_file(acme)).map == used
    assert recorded.read(facts_file(acme)).map.model_fields_set == used.model_fields_set


def test_facts_that_cannot_be_read_are_never_replaced_by_nothing(acme):
    gather(acme)
    facts_file(acme).write_text("torn")
    (acme / "contacts/a.csv").unlink()
    with pytest.raises(InputError):
        gather(acme)
    assert facts_file(acme).read_text() == "torn"
    (acme / "contacts/a.csv").write_text(LOG)
    assert "computed anew" in said(gather(acme))


def test_a_manifest_names_logs_wherever_they_lie(acme, tmp_path):
    elsewhere = tmp_path / "else[where]"
    elsewhere.mkdir()
    (elsewhere / "x.csv").write_text("Kunde;Gesendet\nk1;03.02.2026 10:00\nk2;28.02.2026 10:00\n", encoding="cp1252")
    (acme / "contacts/manifest.yaml").write_text(
        f"""\
logs:
  - path: "*.csv"
  - path: "{elsewhere}/x.csv"
    map: {{customer_id: Kunde, sent_at: Gesendet}}
    set: {{source: relationship, channel: 7}}
    date_format: "%d.%m.%Y %H:%M"
    timezone: Europe/Paris
    tool: mailer
source_kinds: {{relationship: relationship}}
"""
    )
    contacts = gather(acme).facts.contacts
    assert contacts.metrics["contacts.count"] == 42
    assert contacts.metrics["contacts.tools"] == 1
    assert [log.path for log in contacts.inputs] == ["contacts/a.csv", str(elsewhere / "x.csv")]


def test_the_maps_timing_is_what_requests_are_measured_against(acme):
    """Hot: at most a day after the event; D+N: a day around N. A changed timing is measured anew."""
    days = [("hot", 1), ("hot", 2), ("week", 6), ("week", 8), ("week", 9), ("any", 3)]
    rows = [f"c{n},{source},2026-03-{10 + day:02},2026-03-10\n" for n, (source, day) in enumerate(days)]
    (acme / "contacts/a.csv").write_text("customer_id,source,sent_at,event_at\n" + "".join(rows))
    map_of = "sources: [{{id: hot, timing: {{mode: hot}}}}, {{id: week, timing: {{mode: cold, days: {days}}}}}]\n"
    for declared, share in ((7, 3 / 5), (10, 2 / 5)):
        (acme / "ownership.yaml").write_text(map_of.format(days=declared))
        assert gather(acme).facts.contacts.metrics["timing.within_declared_share"] == share
    (acme / "ownership.yaml").unlink()
    metrics = gather(acme).facts.contacts.metrics
    assert metrics["timing.within_declared_share"] is None
    assert metrics["timing.lag_days.p50"] == 3


def test_every_missing_path_of_a_manifest_is_listed(acme):
    (acme / "contacts/manifest.yaml").write_text("logs: [{path: b.csv}, {path: '*.parquet'}, {path: a.csv}]\n")
    with pytest.raises(InputError) as refused:
        gather(acme)
    assert [problem.what.figures["path"] for problem in refused.value.problems] == ["b.csv", "*.parquet"]


def test_as_of_moves_the_date_and_not_the_record(acme, audits):
    gather(acme)
    content = facts_file(acme).read_bytes()
    assert gather(acme, as_of=date(2028, 1, 1)).facts.as_of == date(2028, 1, 1)
    assert facts_file(acme).read_bytes() == content


def test_a_folder_without_cycles_is_looked_at_and_not_written(acme):
    folder = acme.with_name("fresh")
    write_engagement(folder)
    gathered = gather(folder, as_of=date(2026, 10, 15))
    assert (gathered.cycle.name, gathered.cycle.recorded) == ("2026-Q4", False)
    assert write_results(gathered, {"score": {}}) == ()
    assert not (folder / "cycles").exists()


def test_readers_are_not_blocked_by_a_writer(acme):
    with locked(acme):
        gathered = gather(acme)
        assert gathered.facts.contacts.metrics["contacts.count"] == 40
        assert "facts.json was not rewritten" in said(gathered)
        assert "results.json was not rewritten" in write_results(gathered, {"score": {}})[0].show("en")
    assert not facts_file(acme).exists()


def test_results_are_the_same_bytes_again_and_keep_what_still_holds(acme):
    gathered = gather(acme)
    results = acme / "cycles/2026-Q4/results.json"
    write_results(gathered, {"roadmap": {"start": "2027-01"}})
    write_results(gathered, {"score": {"stage": 2}})
    content = results.read_bytes()
    assert json.loads(content)["roadmap"] == {"start": "2027-01"}
    write_results(gather(acme), {"score": {"stage": 2}})
    assert results.read_bytes() == content
    (acme / "roadmap.yaml").write_text("start: 2027-05\n")
    write_results(gather(acme), {"score": {"stage": 2}})
    assert "roadmap" not in json.loads(results.read_bytes())


def test_identities_of_the_manifest_are_joined_and_watched(acme, audits):
    (acme / "contacts" / "b.csv").write_text("customer_id,sent_at,source\nMail@x.org,2026-03-03T10:00:00Z,s3\n")
    assert gather(acme).facts.contacts.metrics["contacts.customers"] == 6
    (acme / "contacts" / "manifest.yaml").write_text("identities: who.csv\n")
    with pytest.raises(InputError, match=r"no file behind “who.csv”"):
        gather(acme)
    (acme / "contacts" / "who.csv").write_text("alias,customer_id\nmail@X.org,c1\n")
    assert gather(acme).facts.contacts.metrics["contacts.customers"] == 5
    gather(acme)
    assert len(audits) == 2
    (acme / "contacts" / "who.csv").write_text("alias,customer_id\nmail@X.org,c9\n")
    assert gather(acme).facts.contacts.metrics["contacts.customers"] == 6
    assert len(audits) == 3
    assert audits[-1] == ["a.csv", "b.csv"]
    assert "identities" not in recorded.read(facts_file(acme)).asked


AUDITED = {
    "audit: {dedupe: true}": ("dedupe", True),
    "audit: {response_window: 45}": ("response_window", 45),
    "audit: {without_reminders: true}": ("without_reminders", True),
    "audit: {max_rejected: 0.5}": ("max_rejected", 0.5),
}


@pytest.mark.parametrize("written", AUDITED)
def test_how_the_manifest_wants_logs_audited_is_obeyed_and_watched(acme, audits, written):
    gather(acme)
    (acme / "contacts" / "manifest.yaml").write_text(written)
    gather(acme)
    gather(acme)
    assert len(audits) == 2
    key, value = AUDITED[written]
    assert recorded.read(facts_file(acme)).asked[key] == value


def test_dedupe_of_the_manifest_drops_exact_duplicates(acme):
    log = acme / "contacts" / "a.csv"
    log.write_text(LOG + LOG.partition("\n")[2])
    assert gather(acme).facts.contacts.metrics["contacts.count"] == 80
    (acme / "contacts" / "manifest.yaml").write_text("audit: {dedupe: true}\n")
    assert gather(acme).facts.contacts.metrics["contacts.count"] == 40


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("response_windw: 4", "unknown key “response_windw”. Did you mean “response_window”?"),
        ("response_window: 0", "“response_window” is 0: it must be greater than 0"),
        ("response_window: 36501", "“response_window” is 36501: it must be at most 36500"),
        ("response_window: .inf", "“response_window” is .inf: "),
        ("max_rejected: 1.01", "“max_rejected” is 1.01: it must be at most 1"),
        ("max_rejected: -1", "“max_rejected” is -1: it must be at least 0"),
        ("max_rejected: nan", "“max_rejected” is nan: "),
        ("dedupe: maybe", "“dedupe” is maybe: true or false is expected"),
    ],
)
def test_mistakes_in_how_logs_are_audited_are_told_with_their_line(acme, written, message):
    (acme / "contacts" / "manifest.yaml").write_text(f"audit:\n  {written}\n")
    with pytest.raises(InputError) as refused:
        gather(acme)
    (problem,) = refused.value.problems
    assert problem.show("en").startswith(f"{acme}/contacts/manifest.yaml:2: {message}")


@pytest.mark.parametrize("name", ["log.jsonl", "log.json.gz", "log.zip", "log.xlsx"])
def test_other_kinds_of_log_lie_in_contacts_too(acme, name):
    row = {"customer_id": "new", "sent_at": "2026-03-03T10:00:00Z", "source": "s3"}
    target = acme / "contacts" / name
    if name == "log.zip":
        with zipfile.ZipFile(target, "w") as packed:
            packed.writestr("inner.csv", MORE)
    elif name == "log.xlsx":
        book, content = openpyxl.Workbook(), io.BytesIO()
        for cells in (list(row), list(row.values())):
            book.active.append(cells)
        book.save(content)
        target.write_bytes(content.getvalue())
    else:
        written = json.dumps(row).encode()
        target.write_bytes(gzip.compress(written) if name.endswith("gz") else written)
    found = gather(acme).facts.contacts
    assert found.metrics["contacts.count"] == 41
    assert [log.path for log in found.inputs] == ["contacts/a.csv", f"contacts/{name}"]


def test_facts_are_the_same_wherever_the_engagement_lies(acme, tmp_path):
    contacts = acme / "contacts"
    (contacts / "ids.csv").write_text("alias,customer_id\nc1,c0\n")
    (contacts / "manifest.yaml").write_text("identities: ids.csv\naudit: {max_rejected: 0.5}\n")
    (contacts / "b.csv").write_text(MORE.replace("Z", "") + ",2026-03-03T10:00:00,s3\n")
    shutil.copytree(acme, tmp_path / "elsewhere" / "theirs")
    for folder in (acme, tmp_path / "elsewhere" / "theirs"):
        audit_engagement(folder)
    one, other = (recorded.read(facts_file(folder)) for folder in (acme, tmp_path / "elsewhere" / "theirs"))
    assert one.contact == other.contact
    notes = [str(note) for note in one.contact.notes]
    assert notes[0].startswith("contacts/ids.csv (sha256 ")
    assert any(note.startswith("contacts/b.csv:3 [customer_id]: row rejected") for note in notes)
    assert str(tmp_path) not in facts_file(acme).read_text()


def test_a_vendors_folder_in_contacts_is_taken_and_others_are_named(acme):
    contacts = acme / "contacts"
    header = "id,email,name,last_sent_at,last_responded_at\n"
    for folder, content in (("delighted", f"{header}1,a@x.org,A,1700000000,\n"), ("drafts", "a,b\n1,2\n")):
        (contacts / folder).mkdir()
        (contacts / folder / "people.csv").write_text(content)
    (contacts / "empty").mkdir()
    facts = audit_engagement(acme)
    assert [log.path for log in facts.inputs] == ["contacts/a.csv", "contacts/delighted/people.csv"]
    assert [str(note).partition(". ")[0] for note in facts.notes[:2]] == [
        "contacts/drafts was left out: no vendor’s format is recognised in people.csv",
        "contacts/empty was left out: no log file is in it",
    ]
    assert gather(acme).facts.contacts == facts
