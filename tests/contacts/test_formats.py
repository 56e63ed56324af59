"""Vendors' formats: small exports made here from the published schemas, each trap of which is read as it is meant."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from cli.commands import call

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.formats.schema import Format
from cxmaturity.contacts.formats.shipped import GENERIC, format_ids, format_named, shipped_formats
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.errors import InputError

SETTINGS = AuditSettings(parse_policy("rest-30"))
SHARED = Path(__file__).parents[3] / "shared" / "data" / "exports"
TABLES = [(name, table) for name, known in sorted(shipped_formats().items()) for table in sorted(known.tables)]

Row = Mapping[str, object]


def table(*rows: Sequence[object]) -> str:
    """Return rows as CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def lines(*rows: Row) -> str:
    """Return rows as JSON lines."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def export(folder: Path, **files: str) -> Path:
    """Write the files of an export, named by the keywords with ``__`` for the dot."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    return folder


def read(*paths: Path, settings: AuditSettings = SETTINGS, **log):
    return audit([Log(path, **log) for path in paths], settings)


def counts(facts, *names: str) -> list[object]:
    return [facts.metrics[f"contacts.{name}"] for name in names]


def notes(facts) -> str:
    return "\n".join(map(str, facts.notes))


def problem(*paths: Path, **log) -> str:
    with pytest.raises(InputError) as refused:
        read(*paths, **log)
    return str(refused.value)


# The formats as data


@pytest.mark.parametrize(("name", "part"), TABLES, ids="/".join)
def test_a_table_is_recognised_by_its_signature(tmp_path, name, part):
    """A file that has a table's signature and nothing else is taken for that table, and for no other."""
    from cxmaturity.contacts.engines.duckdb import workplace
    from cxmaturity.contacts.files.listing import files_of
    from cxmaturity.contacts.files.scans import open_scan
    from cxmaturity.contacts.formats.recognising import recognise

    rule = shipped_formats()[name].tables[part]
    named = {"hubspot": "email_event_sent.csv", "salesforce-marketing-cloud": "NotSent.csv"}
    path = tmp_path / (named[name] if rule.file_name else "file.csv")
    path.write_text(table([names.split("|")[0] for names in rule.signature], ["1"] * len(rule.signature)))
    with workplace(SETTINGS) as place:
        (file,) = files_of([Log(path)])
        found = recognise(place.connection, open_scan(place.connection, file, place.folder, 0))
    assert found is not None
    assert (found.format_id, found.table_id) == (name, part)


def test_every_looked_up_table_exists():
    for name, known in shipped_formats().items():
        for rule in known.tables.values():
            for lookup in rule.lookups.values():
                owner, _, part = lookup.table.rpartition("/")
                assert part in shipped_formats()[owner or name].tables


def test_the_help_names_every_format():
    from click.testing import CliRunner

    from cxmaturity.cli.main import cli

    shown = " ".join(CliRunner().invoke(cli, ["audit", "--help"]).output.split())
    assert all(name in shown for name in format_ids())


def test_a_log_with_canonical_names_is_never_taken_for_a_vendors(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(
        table(["customer_id", "sent_at", "email", "event", "timestamp", "sg_event_id"], ["1", "2024-01-01"])
    )
    assert read(path).inputs[0].format == GENERIC


def test_the_user_may_say_the_format(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(table(["id", "email", "last_sent_at"], ["1", "a@x.org", "1700000000"]))
    assert read(path).inputs[0].format == "delighted"
    columns = {"customer_id": "email", "sent_at": "last_sent_at"}
    assert read(path, format=GENERIC, columns=columns, date_format="epoch").inputs[0].format == GENERIC
    assert "Did you mean “mailgun”" in problem(path, format="mailgum")
    told = problem(path, format="sendgrid")
    assert (
        "does not have the columns of the format sendgrid. It lacks event, timestamp, sg_event_id/sg_message_id" in told
    )


def test_a_format_of_ones_own_needs_no_python(tmp_path):
    known = tmp_path / "ours.yaml"
    known.write_text(
        "name: Our CRM\nvendor: us\nreference: the intranet\ntimezone: Europe/Paris\n"
        "tables:\n  log:\n    gives: contacts\n    signature: [Kunde, Gesendet]\n"
        "    fields: {customer_id: Kunde, sent_at: Gesendet, source: {value: crm}}\n"
    )
    path = tmp_path / "log.csv"
    path.write_text("Kunde;Gesendet\n1;31.12.2023 23:00\n")
    facts = read(path, format=str(known))
    assert (facts.inputs[0].format, facts.inputs[0].tz, facts.sources) == ("ours", "Europe/Paris", {"crm": 1})
    assert facts.metrics["contacts.first"] == "2023-12-31T22:00:00.000000Z"
    known.write_text(known.read_text().replace("sent_at:", "sent_ta:"))
    assert f"{known}:9: “sent_ta” is not a field of a contact log." in problem(path, format=str(known))
    known.write_text(known.read_text().replace("sent_ta: Gesendet", 'sent_at: "no_such(`Gesendet`)"'))
    assert "the engine does not understand the sources of the format ours. It says: " in problem(
        path, format=str(known)
    )


def test_what_is_mapped_and_set_comes_before_the_format(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(table(["id", "email", "last_sent_at", "plan"], ["7", "a@x.org", "1700000000", "gold"]))
    facts = read(path, columns={"source": "Plan", "customer_id": "id"}, constants={"tool": "d1"})
    assert (facts.sources, facts.tools) == ({"gold": 1}, {"d1": 1})
    assert "there is no column “plam” for team" in problem(path, columns={"team": "plam"})


@pytest.mark.parametrize(
    "wrong",
    [
        "{value: a, source: b}",
        "{epoch: s}",
        "{file_name: '('}",
        "{source: a, epoch: h}",
    ],
)
def test_a_wrong_rule_is_told(wrong, tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text(
        "name: n\nvendor: v\nreference: r\n"
        f"tables: {{t: {{gives: contacts, signature: [a], fields: {{source: {wrong}}}}}}}\n"
    )
    with pytest.raises(InputError, match=rf"{path}:4: "):
        format_named(str(path), path)


# Each vendor


HISTORY = ["contactId", "contactLookupId", "distributionId", "status", "surveyLink", "contactFrequencyRuleId",
           "responseId", "responseCompletedAt", "sentAt", "openedAt"]  # fmt: skip
LINK = "https://x.qualtrics.com/jfe/form/SV_1?Q_CHL=email&Q_DL=1"


def test_qualtrics_history(tmp_path):
    day = "2024-01-{:02}T10:00:00Z".format
    sent = [
        ["CID_1", "CGC_1", "EMD_1", "SurveyFinished", LINK, "", "R_1", day(2), day(1), ""],
        ["CID_1", "CGC_2", "EMD_2", "Opened", LINK, "", "", "", day(3), day(4)],
        ["CID_2", "CGC_3", "EMD_1", "SoftBounce", LINK, "", "", "", day(1), ""],
        ["CID_3", "CGC_4", "EMD_1", "HardBounce", LINK, "", "", "", day(1), ""],
        ["CID_3", "CGC_4", "EMD_2", "Success", LINK, "", "", "", day(5), ""],
        ["CID_4", "CGC_5", "EMD_1", "Success", LINK, "FR_1", "", "", "", ""],
        ["CID_5", "CGC_6", "EMD_1", "Failure", LINK, "", "", "", "", ""],
        ["CID_6", "CGC_7", "EMD_3", "Success", "", "", "", "", day(6), ""],
    ]
    kinds = table(
        ["id", "parentDistributionId", "requestType", "surveyLink.surveyId"],
        ["EMD_1", "", "Invite", "SV_1"],
        ["EMD_2", "EMD_1", "Reminder", "SV_1"],
        ["EMD_3", "EMD_1", "ThankYou", "SV_2"],
    )
    folder = export(tmp_path / "q", history__csv=table(HISTORY, *sent), distributions__csv=kinds)
    facts = read(folder)
    assert counts(facts, "count", "customers", "suppressed", "rejected_rows") == [6, 4, 1, 0]
    assert (facts.sources, facts.tools) == ({"SV_1": 5, "SV_2": 1}, {"qualtrics": 6})
    assert facts.metrics["fatigue.after_hard_bounce"] == 1
    assert [(log.rows, log.format) for log in facts.inputs] == [(3, "qualtrics-history"), (8, "qualtrics-history")]
    assert "1 row was left out (never sent)" in notes(facts)
    assert counts(read(folder, settings=replace(SETTINGS, without_reminders=True)), "count") == [4]
    alone = read(folder / "history.csv")
    assert alone.sources == {"SV_1": 5, "": 1}
    assert "read as Qualtrics distribution history (qualtrics-history)" in notes(alone)


THREE = ["StartDate", "EndDate", "Status", "Finished", "RecordedDate", "ResponseId", "RecipientEmail",
         "ExternalReference", "Q1_NPS_GROUP", "Q1"]  # fmt: skip


def three_headers(first: Sequence[str] = THREE) -> list[Sequence[str]]:
    labels = ["Anfangsdatum", "Enddatum", "Antworttyp", "Beendet", "Erfassungsdatum", "Antwort-ID", "E-Mail",
              "Referenz", "Würden Sie\nuns empfehlen? - Gruppe", "Würden Sie uns empfehlen?"]  # fmt: skip
    ids = ["startDate", "endDate", "status", "finished", "recordedDate", "_recordId", "recipientEmail",
           "externalDataReference", "QID1_NPS_GROUP", "QID1"]  # fmt: skip
    return [first, labels, [json.dumps({"ImportId": name}, separators=(",", ":")) for name in ids]]


def answer(number: int, *, email: str = "", status: str = "0", finished: str = "1", score: str = "9") -> list[str]:
    day = f"2024-01-02 12:0{number}:00"
    return [day, day, status, finished, day, f"R_{number}", email, "", "Promoter", score]


def test_qualtrics_responses_beside_a_contact_log(tmp_path):
    rows = [
        answer(1),
        answer(2, email="b@x.org", score="3"),
        answer(3, email="c@x.org", finished="0"),
        answer(4, email="d@x.org", status="1"),
        answer(5),
    ]
    sent = [["CID_1", "CGC_1", "EMD_1", "SurveyFinished", LINK, "", "R_1", "", "2024-01-01T10:00:00Z", ""],
            ["CID_9", "CGC_1", "EMD_1", "Success", LINK, "", "", "", "2024-01-01T10:00:00Z", ""]]  # fmt: skip
    folder = export(tmp_path / "q", answers__csv=table(*three_headers(), *rows), history__csv=table(HISTORY, *sent))
    other = tmp_path / "mails.csv"
    other.write_text(table(["customer_id", "sent_at"], ["B@X.org", "2024-01-02"]))
    facts = read(folder, other)
    assert counts(facts, "count", "customers", "other_events", "rejected_rows") == [3, 3, 3, 0]
    assert "of other event types: anonymous answer, preview, unfinished answer" in notes(facts)
    assert facts.inputs[0].rows == 5
    assert counts(facts, "orphan_events") == [0]
    assert facts.metrics["score.nps"].n == 2
    assert facts.metrics["score.nps"].value == 0


def test_qualtrics_responses_alone_are_refused_with_the_remedy(tmp_path):
    for name, content in {
        "three.csv": table(*three_headers(), answer(1, email="a@x.org")),
        "labels.csv": table(*three_headers([f"Frage {n}" for n in range(10)]), answer(1, email="a@x.org")),
        "legacy.csv": table([f"V{n}" for n in range(1, 11)], ["ResponseID"] * 10, ["R_1"] * 10),
    }.items():
        (tmp_path / name).write_text(content)
        told = problem(tmp_path / name)
        assert "answers and no requests" in told
        assert "together with the log of what was sent" in told


def test_qualtrics_columns_are_known_by_their_import_ids(tmp_path):
    (tmp_path / "labels.csv").write_text(
        table(*three_headers([f"Frage {n}" for n in range(10)]), answer(1, email="a@x.org"))
    )
    (tmp_path / "log.csv").write_text(table(["customer_id", "sent_at"], ["a@x.org", "2024-01-02T00:00"]))
    facts = read(tmp_path / "labels.csv", tmp_path / "log.csv")
    assert [log.format for log in facts.inputs] == ["qualtrics-responses", GENERIC]
    assert (facts.inputs[0].rows, facts.inputs[0].rejected) == (1, 0)
    assert facts.metrics["score.nps"].n == 1


def test_qualtrics_legacy_has_two_header_rows(tmp_path):
    names = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status",
             "StartDate", "EndDate", "Finished"]  # fmt: skip
    row = ["R_1", "", "", "c-1", "", "", "0", "2024-01-02 08:00:00", "2024-01-02 08:01:00", "1"]
    (tmp_path / "old.csv").write_text("\ufeff" + table([f"V{n}" for n in range(1, 11)], names, row))
    (tmp_path / "log.csv").write_text(table(["customer_id", "sent_at"], ["c-1", "2024-01-02"]))
    facts = read(tmp_path / "old.csv", tmp_path / "log.csv")
    assert (facts.inputs[0].rows, facts.inputs[0].rejected) == (1, 0)
    assert counts(facts, "count", "orphan_events") == [1, 0]


EVENTS = ["ClientID", "SendID", "SubscriberKey", "EmailAddress", "SubscriberID", "ListID", "EventDate", "EventType",
          "BatchID", "TriggeredSendExternalKey"]  # fmt: skip


def extract() -> dict[str, str]:
    """Return a tracking extract, one file a type."""

    def event(key: str, when: str, what: str, batch: str = "1", send: str = "10") -> list[str]:
        return ["99", send, key, f"{key}@x.org", "1", "5", when, what, batch, ""]

    return {
        "Sent.csv": table(
            EVENTS,
            event("a", "7/1/2024 11:30:00 PM", "Sent"),
            event("a", "7/2/2024 11:30:00 PM", "Sent", batch="2"),
            event("b", "7/1/2024 11:30:00 PM", "Sent"),
            event("c", "1/1/2024 6:00:00 AM", "Sent", send="11"),
        ),
        "Opens.csv": table(EVENTS, event("a", "7/3/2024 1:00:00 AM", "Open")),
        "Unsubs.csv": table(EVENTS, event("a", "7/2/2024 1:00:00 AM", "Unsubscribe")),
        "Bounces.csv": table(
            [*EVENTS, "BounceCategory"],
            [*event("b", "7/2/2024 1:00:00 AM", "Bounce"), "Soft bounce"],
            [*event("c", "7/2/2024 1:00:00 AM", "Bounce", send="11"), "Hard bounce"],
        ),
        "NotSent.csv": table(EVENTS, event("d", "7/1/2024 1:00:00 AM", "NotSent")),
        "SendJobs.csv": table(
            ["ClientID", "SendID", "FromName", "SchedTime", "SentTime", "Subject", "EmailName", "JobStatus"],
            ["99", "10", "x", "", "", "How was it?", "After purchase", "Complete"],
            ["99", "11", "x", "", "", "Happy new year?", "Yearly", "Complete"],
        ),
    }


@pytest.mark.parametrize("typed", [True, False], ids=["typed", "by name"])
@pytest.mark.parametrize("zipped", [False, True], ids=["folder", "zip"])
def test_salesforce_marketing_cloud(tmp_path, zipped, typed):
    files = extract() if typed else {name: content.replace("EventType", "X") for name, content in extract().items()}
    folder = export(tmp_path / "sfmc", **{name.replace(".", "__"): content for name, content in files.items()})
    path = folder
    if zipped:
        path = tmp_path / "extract.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, file.name)
    facts = read(path)
    assert counts(facts, "count", "customers", "suppressed", "orphan_events") == [4, 3, 1, 0]
    assert facts.sources == {"After purchase": 3, "Yearly": 1}
    assert facts.metrics["contacts.first"] == "2024-01-01T12:00:00.000000Z"
    assert facts.metrics["contacts.last"] == "2024-07-03T05:30:00.000000Z"  # UTC-6 in summer, too
    assert {log.tz for log in facts.inputs} == {"Etc/GMT+6"}
    assert facts.metrics["fatigue.after_opt_out"] == 1


def test_a_tracking_extract_without_its_jobs_names_no_campaign(tmp_path):
    path = tmp_path / "Sent.csv"
    path.write_text(extract()["Sent.csv"].replace("7/1/2024", "7/4/2024").replace("1/1/", "1/2/"))
    facts = read(path)
    assert (facts.sources, facts.metrics["contacts.first"]) == ({"": 4}, "2024-01-02T12:00:00.000000Z")


@pytest.mark.parametrize(
    ("name", "contacts"),
    [
        ("Sent.csv", 4),
        ("2024_sent_eu.csv", 4),
        ("ExtractSent20240701.csv", 4),
        ("Presentation_Opens.csv", None),
        ("NotSent_2024.csv", None),
        ("Presentation.csv", None),
    ],
)
def test_the_type_of_an_extract_is_a_word_of_its_files_name(tmp_path, name, contacts):
    (tmp_path / name).write_text(extract()["Sent.csv"].replace("EventType", "X"))
    if contacts is not None:
        assert counts(read(tmp_path / name), "count") == [contacts]
    else:
        assert re.search("no row of the event type “sent”|every row .* suppressed|no column", problem(tmp_path / name))


def test_the_sheet_with_a_vendors_columns_is_the_log(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["About", "this export"])
    for row in csv.reader(extract()["Sent.csv"].splitlines()):
        (book["Sent"] if "Sent" in book.sheetnames else book.create_sheet("Sent")).append(row)
    book.save(tmp_path / "Sent.xlsx")
    facts = read(tmp_path / "Sent.xlsx")
    assert counts(facts, "count") == [4]
    assert "the sheet “Sent” was read" in notes(facts)
    assert counts(read(tmp_path / "Sent.xlsx", format="salesforce-marketing-cloud"), "count") == [4]
    assert "no sheet of this workbook has the columns of a log" in problem(tmp_path / "Sent.xlsx", format="hubspot")


def hubspot(what: str, identity: str, when: int, sent_by: str = "", **more: object) -> Row:
    sent = {"sentBy": {"id": sent_by, "created": 1}} if sent_by else {}
    return {"id": identity, "type": what, "recipient": "A@x.org", "created": when, "emailCampaignId": 3, **sent, **more}


def test_hubspot_as_one_table(tmp_path):
    hour = 3_600_000
    path = tmp_path / "events.jsonl"
    path.write_text(
        lines(
            hubspot("SENT", "s1", 1_700_000_000_000, "s1"),
            hubspot("SENT", "s2", 1_700_000_000_000 + hour, "s2", obsoletedBy={"id": "d2", "created": 1}),
            hubspot("DROPPED", "d2", 1_700_000_000_000 + hour, dropReason="PREVIOUSLY_BOUNCED"),
            hubspot("OPEN", "o1", 1_700_000_000_000 + hour, "s1", filteredEvent=True),
            hubspot("OPEN", "o2", 1_700_000_000_000 + hour, "s1", filteredEvent=False),
            hubspot("STATUSCHANGE", "u1", 1_700_000_000_000 + hour, portalSubscriptionStatus="UNSUBSCRIBED"),
            hubspot("STATUSCHANGE", "u2", 1_700_000_000_000, portalSubscriptionStatus="SUBSCRIBED"),
            hubspot("STATUSCHANGE", "u3", 1_700_000_000_000, bounced=True),
            hubspot("SENT", "s3", 1_700_000_000_000 + 2 * hour, "s3"),
        )
    )
    facts = read(path)
    assert counts(facts, "count", "suppressed", "other_events") == [2, 1, 3]
    assert "opened by a machine, status changed" in notes(facts)
    assert "1 row was left out (marked as obsolete)" in notes(facts)
    assert facts.metrics["fatigue.after_opt_out"] == 1
    assert (facts.inputs[0].rows, facts.inputs[0].tz) == (9, "UTC")


def test_hubspot_as_one_table_a_type(tmp_path):
    named = ["id", "type", "recipient", "created", "email_campaign_id", "sent_by_id", "filtered_event"]
    folder = export(
        tmp_path / "h",
        email_event__csv=table(
            named,
            ["s1", "SENT", "a@x.org", "2024-01-01 10:00:00", "3", "s1", ""],
            ["b1", "BOUNCE", "a@x.org", "2024-01-01 10:05:00", "3", "s1", ""],
            ["s2", "SENT", "b@x.org", "2024-01-01 10:00:00", "4", "s2", ""],
            ["b2", "BOUNCE", "b@x.org", "2024-01-01 10:05:00", "4", "s2", ""],
            ["s3", "SENT", "a@x.org", "2024-01-02 10:00:00", "3", "s3", ""],
            ["s4", "SENT", "b@x.org", "2024-01-02 10:00:00", "3", "s4", ""],
        ),
        email_event_bounce__csv=table(
            ["id", "category", "status", "response"],
            ["b1", "UNKNOWN_USER", "550", ""],
            ["b2", "MAILBOX_FULL", "452", ""],
        ),
        email_event_open__csv=table(["id", "duration", "user_agent"], ["o", "1", "x"]),
        email_campaign__csv=table(
            ["id", "name", "subject", "app_id", "content_id"],
            ["3", "NPS", "How?", "1", "1"],
            ["3", "NPS", "How?", "2", "1"],
        ),
    )
    facts = read(folder)
    assert counts(facts, "count", "orphan_events") == [4, 0]
    assert facts.sources == {"4": 1, "NPS": 3}
    assert facts.metrics["fatigue.after_hard_bounce"] == 1
    names = ["event_id", "recipient_email_address", "created_timestamp", "email_campaign_id", "email_send_id"]
    joined = export(
        tmp_path / "j",
        email_event_sent__csv=table(names, ["s1", "a@x.org", "2024-01-01 10:00:00", "3", "s1"]),
        email_event_open__csv=table(names, ["o1", "a@x.org", "2024-01-01 11:00:00", "3", "s1"]),
        email_event_status_change__csv=table(names, ["u1", "a@x.org", "2024-01-01 12:00:00", "3", "s1"]),
        email_event_dropped__csv=table(names, ["d1", "a@x.org", "2024-01-02 12:00:00", "3", ""]),
    )
    by_type = read(joined)
    assert counts(by_type, "count", "suppressed", "orphan_events", "other_events") == [1, 1, 0, 0]
    assert by_type.metrics["optout.per_1000"] is not None
    told = problem(folder / "email_event_bounce.csv", folder / "email_event_open.csv")
    assert "only tell more of others" in told


def braze(what: str, identity: str, when: float, **properties: object) -> Row:
    return {
        "id": identity,
        "event_type": f"users.messages.email.{what}",
        "time": when,
        "properties": {"dispatch_id": "d1", **properties},
        "user": {"external_user_id": "u1", "user_id": "b1"},
    }


def test_braze(tmp_path):
    send = braze("Send", "e1", 1_700_000_000, campaign_name="NPS")
    rows = [
        send,
        send,  # delivered at least once
        braze("Send", "e2", 1_700_000_900.5, canvas_name="Welcome", dispatch_id="d2"),
        braze("Open", "e3", 1_700_000_100, campaign_name="NPS", machine_open="true"),
        braze("Open", "e4", 1_700_000_200, campaign_name="NPS"),
        braze("Abort", "e5", 1_700_000_200, campaign_name="NPS"),
        braze("Bounce", "e6", 1_700_000_100, campaign_name="NPS"),
        braze("Unsubscribe", "e7", 1_700_000_300, campaign_name="NPS"),
    ]
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "events.json").write_text(json.dumps(rows))
    facts = read(tmp_path / "one" / "events.json")
    assert counts(facts, "count", "customers", "suppressed", "other_events", "orphan_events") == [2, 1, 1, 1, 0]
    assert facts.sources == {"NPS": 1, "Welcome": 1}
    assert facts.metrics["contacts.last"] == "2023-11-14T22:28:20.500000Z"
    assert (facts.metrics["fatigue.after_opt_out"], facts.metrics["fatigue.after_hard_bounce"]) == (1, 1)
    assert "1 row repeats an event and was left out" in notes(facts)
    assert facts.inputs[0].rows == 8
    # the same event in two files of one kind is one event, too
    files = export(tmp_path / "many", **{f"f{n}__json": json.dumps(row, indent=2) for n, row in enumerate(rows)})
    assert counts(read(files), "count", "suppressed", "orphan_events") == [2, 1, 0]


def sendgrid(what: str, identity: str, when: int, **more: object) -> Row:
    message = f"m1.filter{len(identity)}.0" if what == "processed" else "m1.recvd-2"
    return {
        "email": "a@x.org", "event": what, "timestamp": when, "sg_event_id": identity, "sg_message_id": message, **more
    }  # fmt: skip


def test_sendgrid(tmp_path):
    path = tmp_path / "events.json"
    events = [
        sendgrid("processed", "e1", 1_700_000_000, category="nps"),
        sendgrid("processed", "e1", 1_700_000_000, category="nps"),
        sendgrid("processed", "e22", 1_700_086_400, category=["csat", "emea"], sg_message_id="m2.filter1"),
        sendgrid("open", "e3", 1_700_000_100, sg_machine_open=True),
        sendgrid("open", "e4", 1_700_000_200, sg_machine_open=False),
        sendgrid("bounce", "e5", 1_700_000_100, type="blocked"),
        sendgrid("dropped", "e6", 1_700_000_100, reason="Bounced Address"),
        sendgrid("group_unsubscribe", "e7", 1_700_000_300),
    ]
    path.write_text(json.dumps(events))
    facts = read(path)
    assert counts(facts, "count", "suppressed", "other_events", "orphan_events") == [2, 1, 1, 0]
    assert facts.sources == {"csat": 1, "nps": 1}
    assert (facts.metrics["fatigue.after_opt_out"], facts.metrics["fatigue.after_hard_bounce"]) == (1, 0)
    path.write_text(lines(*events))
    assert counts(read(path), "count") == [2]


def mailgun(what: str, identity: str, when: float, **more: object) -> Row:
    return {
        "event": what, "id": identity, "timestamp": when, "recipient": "a@x.org", "tags": ["nps", "emea"],
        "message": {"headers": {"message-id": "m1"}}, **more,
    }  # fmt: skip


@pytest.mark.parametrize("posted", [False, True], ids=["events", "webhook"])
def test_mailgun(tmp_path, posted):
    events = [
        mailgun("accepted", "e1", 1_521_233_123.501324),
        mailgun("accepted", "e1", 1_521_233_123.501324),
        mailgun("opened", "e2", 1_521_233_124.25, **{"client-info": {"bot": "apple"}}),
        mailgun("failed", "e3", 1_521_233_125, severity="temporary", reason="generic"),
        mailgun("failed", "e4", 1_521_233_125, severity="permanent", reason="suppress-bounce"),
        mailgun("failed", "e5", 1_521_233_126, severity="permanent", reason="bounce"),
        mailgun("accepted", "e6", 1_521_233_200, message={"headers": {"message-id": "m2"}}),
    ]
    path = tmp_path / "events.jsonl"
    path.write_text(lines(*({"signature": {"token": "t"}, "event-data": row} if posted else row for row in events)))
    facts = read(path)
    assert facts.metrics["contacts.first"] == "2018-03-16T20:45:23.501324Z"
    assert counts(facts, "count", "suppressed", "other_events", "orphan_events") == [2, 1, 1, 0]
    assert facts.sources == {"nps": 2}
    assert facts.metrics["fatigue.after_hard_bounce"] == 1
    assert "opened by a machine" in notes(facts)


ADDRESS = "a9c4cef5735770e657b7c25b9dcb807b"


def mailchimp(folder: Path, **more: str) -> Path:
    return export(
        folder,
        campaign__csv=table(
            ["id", "send_time", "subject_line", "list_id", "title"],
            ["c1", "2024-01-01 10:00:00", "How?", "l1", "NPS"],
            ["c2", "", "Draft", "l1", "Draft"],
        ),
        campaign_recipient__csv=table(
            ["campaign_id", "member_id", "combination_id", "list_id"],
            ["c1", ADDRESS, "", "l1"],
            ["c1", "0" * 32, "", "l1"],
            ["c2", ADDRESS, "", "l1"],
        ),
        campaign_recipient_activity__csv=table(
            ["action", "campaign_id", "member_id", "timestamp", "bounce_type", "combination_id", "list_id"],
            ["open", "c1", ADDRESS, "2024-01-01 11:00:00", "", "", "l1"],
            ["bounce", "c1", "0" * 32, "2024-01-01 11:00:00", "hard", "", "l1"],
        ),
        unsubscribe__csv=table(
            ["campaign_id", "member_id", "list_id", "reason", "timestamp"],
            ["c1", ADDRESS, "l1", "", "2024-01-02 11:00:00"],
        ),
        **more,
    )


def test_mailchimp(tmp_path):
    folder = mailchimp(tmp_path / "m")
    facts = read(folder)
    assert counts(facts, "count", "customers", "orphan_events", "rejected_rows") == [2, 2, 0, 0]
    assert facts.metrics["contacts.first"] == "2024-01-01T10:00:00.000000Z"
    assert facts.sources == {"NPS": 2}
    assert "1 row was left out (never sent)" in notes(facts)
    told = problem(folder / "campaign_recipient.csv")
    assert "stand in another one, which is missing: campaigns" in told


def test_mailchimp_members_are_joined_with_other_tools_by_their_address(tmp_path):
    members = table(
        ["id", "list_id", "email_address", "status"],
        [ADDRESS, "l1", "Ann@X.org", "subscribed"],
        [ADDRESS, "l2", "ann@x.org", "subscribed"],
    )
    folder = mailchimp(tmp_path / "m", member__csv=members)
    (tmp_path / "other.json").write_text(
        json.dumps([sendgrid("processed", "e", 1_704_110_400) | {"email": "ANN@x.org"}])
    )
    facts = read(folder, tmp_path / "other.json")
    assert counts(facts, "count", "customers", "tools") == [3, 2, 2]
    assert facts.metrics["fatigue.gaps_under_1d"] == 1


TOKENS = ["tid", "firstname", "email", "emailstatus", "token", "language", "invited", "reminded", "remindercount",
          "completed", "usesleft"]  # fmt: skip


def test_limesurvey(tmp_path):
    path = tmp_path / "tokens_123456.csv"
    rows = [
        ["1", "A", "a@x.org", "OK", "t1", "fr", "2024-03-31 10:30", "2024-04-10 10:30", "2", "2024-04-11 09:00", "0"],
        ["2", "B", "b@x.org", "OK", "t2", "fr", "2024-03-31 10:30", "2024-04-10 10:30", "1", "2024-04-02 09:00", "0"],
        ["3", "C", "c@x.org", "bounced", "t3", "fr", "2024-03-31 10:30", "N", "0", "N", "1"],
        ["4", "D", "d@x.org", "OK", "t4", "fr", "N", "N", "0", "N", "1"],
        ["5", "E", "e@x.org", "OK", "t5", "fr", "2024-03-31 10:30", "N", "0", "Y", "0"],
    ]
    path.write_text("\ufeff" + table(TOKENS, *rows))
    paris = replace(SETTINGS, timezone="Europe/Paris")
    facts = read(path, settings=paris)
    assert counts(facts, "count", "customers", "rejected_rows") == [6, 4, 0]
    assert facts.sources == {"123456": 6}
    assert facts.metrics["contacts.first"] == "2024-03-31T08:30:00.000000Z"
    assert facts.metrics["coverage.lower_bound"] is True
    assert facts.inputs[0].rows == 5
    assert counts(read(path, settings=replace(paris, without_reminders=True)), "count") == [4]
    path.write_text(table(TOKENS, *rows[1:]))
    assert read(path).metrics["coverage.lower_bound"] is False


def test_a_rejected_row_of_a_log_with_reminders_is_told_at_its_line(tmp_path):
    path = tmp_path / "tokens_1.csv"
    row = ["1", "A", "", "OK", "", "fr", "2024-03-31 10:30", "2024-04-10 10:30", "1", "N", "1"]
    path.write_text(table(TOKENS, *[[*row[:2], f"{n}@x.org", *row[3:]] for n in range(3)], row))
    facts = read(path, settings=replace(SETTINGS, max_rejected=0.5))
    assert counts(facts, "count", "rejected_rows") == [6, 2]
    assert notes(facts).count(f"{path}:5 [email]: row rejected: the customer is missing") == 2


def test_delighted(tmp_path):
    path = tmp_path / "people.json"
    person = {"id": "1", "name": "A", "email": "a@x.org", "created_at": 1, "last_sent_at": 1_700_000_000}
    people = [
        person | {"last_responded_at": 1_700_000_500},
        person | {"email": "b@x.org", "last_responded_at": 1_600_000_000},
        person | {"email": None, "phone_number": "+331", "last_responded_at": None},
        person | {"email": "d@x.org", "last_sent_at": None},
    ]
    path.write_text(json.dumps(people))
    facts = read(path)
    assert counts(facts, "count", "customers", "impossible_times") == [3, 3, 0]
    assert facts.metrics["coverage.lower_bound"] is True
    assert "only the last request to each person is kept here" in notes(facts)
    assert read(path).responses == {"": 1}


def test_asknicely(tmp_path):
    person = {"id": "1", "active": "1", "created": "1418350105", "scheduled": "0", "importedattime": "1450653162"}
    people = [
        person | {"email": "a@x.org", "lastemailed": "1452219376", "unsubscribetime": None},
        person | {"email": "b@x.org", "lastemailed": "14522193485", "unsubscribetime": "0"},
        person | {"email": "c@x.org", "lastemailed": "0", "unsubscribetime": None},
    ]
    path = tmp_path / "contacts.json"
    path.write_text(json.dumps(people))
    facts = read(path)
    assert counts(facts, "count", "impossible_times", "last") == [2, 1, "2430-03-10T22:38:05.000000Z"]
    assert facts.metrics["coverage.lower_bound"] is True


def test_medallia(tmp_path):
    path = tmp_path / "feedback.csv"
    path.write_text(
        table(
            ["request_id", "request_sent_at", "request_delivery_status", "response_received_at", "star_rating", "crm"],
            ["1", "2024-01-01 10:00:00", "Sent", "2024-01-02 10:00:00", "5", "c-1"],
            ["2", "2024-01-01 10:00:00", "Not sent: suppression period", "", "", "c-2"],
            ["3", "2024-01-01 10:00:00", "Hard bounce", "", "", "c-3"],
        )
    )
    told = problem(path)
    assert "no column is named customer_id" in told
    facts = read(path, columns={"customer_id": "crm"}, settings=replace(SETTINGS, timezone="Asia/Tokyo"))
    assert counts(facts, "count", "suppressed") == [2, 1]
    assert (facts.inputs[0].tz, facts.metrics["contacts.first"]) == ("UTC", "2024-01-01T10:00:00.000000Z")
    assert facts.metrics["score.csat"].n == 1


@pytest.mark.parametrize(
    "header",
    [
        ["#", "How likely?", "Start Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"],
        ["No.", "Response ID", "Timestamp", "Finished", "Survey ID", "Formbricks ID (internal)", "User ID"],
    ],
    ids=["typeform", "formbricks"],
)
def test_tools_that_keep_no_invitations_are_refused(tmp_path, header):
    (tmp_path / "answers.csv").write_text(table(header, ["x"] * len(header)))
    (tmp_path / "log.csv").write_text(table(["customer_id", "sent_at"], ["1", "2024-01-01"]))
    told = problem(tmp_path / "answers.csv", tmp_path / "log.csv")
    mapped = {"columns": {"customer_id": header[-2]}, "constants": {"sent_at": "2024-01-01"}}
    assert read(tmp_path / "answers.csv", **mapped).inputs[0].format == GENERIC
    assert "answers and no invitations" in told
    assert "Audit the log of the tool that sent the invitations" in told


def test_answers_of_an_api_are_unwrapped(tmp_path):
    """A page as an API gives it is one object around the rows; several pages stand one after another."""
    history = [
        dict(zip(HISTORY, row, strict=True))
        for row in (
            ["CID_1", "CGC_1", "EMD_1", "Success", LINK, None, None, None, "2024-01-01T10:00:00Z", None],
            ["CID_2", "CGC_1", "EMD_1", "Success", LINK, None, None, None, "2024-01-01T10:00:00Z", None],
        )
    ]
    pages = {
        "qualtrics-history": {"result": {"elements": history, "nextPage": None}, "meta": {"httpStatus": "200 - OK"}},
        "mailgun": {"items": [mailgun("accepted", "1", 1), mailgun("accepted", "2", 2)], "paging": {"next": "x"}},
        "braze": {"events": [braze("Send", "1", 1), braze("Send", "2", 1)]},
        "asknicely": {
            "success": True,
            "data": [{"id": str(n), "email": "a@x.org", "lastemailed": "1", "scheduled": "0"} for n in range(2)],
        },
    }
    for name, page in pages.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(page, indent=1))
        facts = read(path)
        assert (facts.inputs[0].format, *counts(facts, "count")) == (name, 2)
        if name == "qualtrics-history":
            path.write_text(lines(page, {"result": {"elements": history[:1]}}))
            assert counts(read(path), "count") == [3]
    basket = {"customer_id": "1", "sent_at": "2024-01-01", "items": [{"sku": 1}, {"sku": 2}]}
    (tmp_path / "rows.jsonl").write_text(lines(basket, basket))
    assert counts(read(tmp_path / "rows.jsonl"), "count") == [2]


# Exports of several vendors


def test_a_folder_holds_one_vendors_files(tmp_path):
    folder = mailchimp(tmp_path / "m")
    export(folder, notes__txt="hello\n")
    assert "no vendor's format is recognised in notes.txt" in problem(folder)
    (folder / "notes.txt").unlink()
    export(folder, events__jsonl=lines(sendgrid("processed", "e", 1_700_000_000)))
    assert "it holds exports of mailchimp, sendgrid" in problem(folder)
    (tmp_path / "none").mkdir()
    assert "neither an engagement nor a data set" in problem(tmp_path / "none")


def test_a_file_on_which_the_engine_stumbles_is_joined_all_the_same(tmp_path):
    folder = mailchimp(tmp_path / "m")
    for name in ("campaign.csv", "campaign_recipient.csv"):
        first, *rest = (folder / name).read_text().splitlines()
        (folder / name).write_text("\n".join([first, "ragged", *rest]) + "\n")
    facts = read(folder, settings=replace(SETTINGS, max_rejected=0.5))
    assert counts(facts, "count") == [2]


def test_an_engagement_lists_exports(tmp_path, capsys):
    folder = tmp_path / "acme"
    assert call(capsys, "init", folder, "--name", "Acme").code == 0
    mailchimp(tmp_path / "m")
    contacts = folder / "contacts"
    contacts.mkdir(exist_ok=True)
    (contacts / "tokens_7.csv").write_text(
        table(TOKENS, ["1", "A", "a@x.org", "OK", "t1", "fr", "2024-03-31 10:30", "N", "0", "N", "1"])
    )
    (contacts / "own.csv").write_text("Kunde;Gesendet\n1;31.12.2023 23:00\n")
    (contacts / "own.yaml").write_text(
        "name: Our CRM\nvendor: us\nreference: the intranet\ntables:\n  log:\n    gives: contacts\n"
        "    signature: [Kunde, Gesendet]\n    fields: {customer_id: Kunde, sent_at: Gesendet}\n"
    )
    (contacts / "manifest.yaml").write_text(
        f"logs:\n  - {{path: {tmp_path / 'm'}, format: mailchimp, tool: mc, timezone: UTC}}\n"
        "  - {path: 'tokens_*.csv'}\n  - {path: own.csv, format: own.yaml}\n"
    )
    done = call(capsys, "audit", folder, "--json")
    assert done.code == 0, done.err
    assert done.json["metrics"]["contacts.count"] == 4
    assert done.json["metrics"]["contacts.tools"] == 2
    assert [log["format"] for log in done.json["inputs"]] == ["mailchimp"] * 4 + ["limesurvey", "own"]
    assert call(capsys, "score", folder).code == 0
    (tmp_path / "m" / "campaign.csv").unlink()
    assert "missing: campaigns" in call(capsys, "audit", folder).err


def test_the_formats_are_valid():
    assert all(isinstance(known, Format) for known in shipped_formats().values())
    assert set(shipped_formats()) == {*format_ids()} - {GENERIC}


# The vendors' own samples


@pytest.mark.skipif(not SHARED.exists(), reason="the vendors' samples are not there")
@pytest.mark.parametrize(
    ("vendor", "expected"),
    [
        ("braze", {"count": 1, "customers": 1, "suppressed": 0}),
        ("hubspot", {"count": 4, "customers": 1, "other_events": 3}),
        ("mailchimp", {"count": 10, "customers": 10, "sources": 1}),
        ("qualtrics", {"count": 5, "customers": 2, "sources": 3, "rejected_rows": 0}),
    ],
)
def test_the_vendors_samples(vendor, expected):
    facts = read(SHARED / vendor)
    assert {name: facts.metrics[f"contacts.{name}"] for name in expected} == expected
    assert len(facts.inputs) == len(list((SHARED / vendor).iterdir()))
