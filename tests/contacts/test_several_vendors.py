"""Three vendors' exports and the company's own log as one audit, by an engagement's manifest; all figures by hand.

Ann is ann@x.org in Salesforce's log and in Mailgun's, C1 in Qualtrics' contacts; Bob is bob@x.org and C2. What each
tool sees of Ann by itself is harmless; together she got four requests within five days.
"""

from __future__ import annotations

import json
import zipfile

import pytest
from cli.commands import call

SENT = """ClientID,SendID,SubscriberKey,EmailAddress,EventDate,EventType,BatchID
1,10,0031,Ann@X.org,1/13/2026 2:00:00 AM,Sent,1
1,10,0032,bob@x.org,1/13/2026 2:00:00 AM,Sent,1
1,11,0031,ann@x.org ,1/15/2026 2:00:00 AM,Sent,1
"""
UNSUBSCRIBED = """ClientID,SendID,SubscriberKey,EmailAddress,EventDate,EventType,BatchID
1,10,0032,BOB@x.org,1/14/2026 2:00:00 AM,Unsubscribe,1
"""
JOBS = "SendID,EmailName,Subject,JobStatus\n10,After purchase,How was it?,Complete\n11,Yearly,Would you?,Complete\n"
HISTORY = """contactId,contactLookupId,status,surveyLink,contactFrequencyRuleId,responseId,responseCompletedAt,sentAt
C1,L1,SurveyFinished,https://q/jfe/form/SV_1?Q_CHL=email,,R1,2026-01-17T12:00:00Z,2026-01-17T08:00:00Z
C2,L2,Success,https://q/jfe/form/SV_1?Q_CHL=email,,,,2026-01-17T08:00:00Z
C2,L2,Success,https://q/jfe/form/SV_1?Q_CHL=email,FR_1,,,
"""
MAILGUN = [
    {"event": "accepted", "id": "e1", "timestamp": 1_768_348_800.0, "recipient": "ANN@x.org", "tags": ["csat"]},
    {"event": "accepted", "id": "e1", "timestamp": 1_768_348_800.0, "recipient": "ANN@x.org", "tags": ["csat"]},
    {"event": "accepted", "id": "e2", "timestamp": 1_768_348_800.0, "recipient": "dan@x.org", "tags": ["csat"]},
]
"""2026-01-14T00:00:00Z, the first of them told twice."""
OWN = "Kunde;Gesendet\n007;20.01.2026 10:00\n7;21.01.2026 10:00\n"
MANIFEST = """
identities: identities.csv
logs:
  - {path: sfmc.zip, format: salesforce-marketing-cloud, map: {customer_id: EmailAddress}}
  - {path: history.csv, format: qualtrics-history}
  - {path: events.jsonl}
  - path: own.csv
    map: {customer_id: Kunde, sent_at: Gesendet}
    set: {source: letters, tool: crm}
    timezone: Europe/Paris
"""


@pytest.fixture
def folder(tmp_path, capsys):
    folder = tmp_path / "us"
    assert call(capsys, "init", folder, "--name", "Us").code == 0
    contacts = folder / "contacts"
    with zipfile.ZipFile(contacts / "sfmc.zip", "w") as packed:
        for name, content in {"Sent.csv": SENT, "Unsubs.csv": UNSUBSCRIBED, "SendJobs.csv": JOBS}.items():
            packed.writestr(name, content)
    (contacts / "history.csv").write_text(HISTORY)
    (contacts / "events.jsonl").write_text("\n".join(map(json.dumps, MAILGUN)))
    (contacts / "own.csv").write_text(OWN)
    (contacts / "identities.csv").write_text("alias,customer_id\nC1,ann@x.org\nC2,bob@x.org\n")
    (contacts / "manifest.yaml").write_text(
        MANIFEST.replace('  - {path: "*.csv.gz", map: {customer_id: EmailAddress}}\n', "")
    )
    return folder


def test_three_vendors_are_one_log(folder, capsys):
    done = call(capsys, "audit", folder, "--json", "--lang", "en")
    assert done.code == 0, done.err
    metrics, tables = done.json["metrics"], done.json["tables"]
    assert {name: metrics[name] for name in EXPECTED} == EXPECTED
    assert [(log["format"], log["rows"], log["tz"]) for log in done.json["inputs"]] == [
        ("salesforce-marketing-cloud", 2, "Etc/GMT+6"),
        ("salesforce-marketing-cloud", 3, "Etc/GMT+6"),
        ("salesforce-marketing-cloud", 1, "Etc/GMT+6"),
        ("qualtrics-history", 3, "UTC"),
        ("mailgun", 3, "UTC"),
        ("generic", 2, "Europe/Paris"),
    ]
    pairs = {
        (row["a"], row["b"]): (row["collisions"], row["customers"]) for row in tables["fragmentation.collision_pairs"]
    }
    assert pairs == {
        ("After purchase", "SV_1"): (1, 1),  # Bob, 4 days
        ("After purchase", "csat"): (1, 1),  # Ann, 16 hours
        ("SV_1", "Yearly"): (1, 1),  # Ann, 2 days
        ("Yearly", "csat"): (1, 1),  # Ann, 32 hours
    }


EXPECTED = {
    # Ann: 13 Jan 08:00 UTC (2:00 at UTC-6), 14 Jan 00:00, 15 Jan 08:00, 17 Jan 08:00; Bob: 13 and 17 Jan; Dan; 007; 7
    "contacts.count": 9,
    "contacts.customers": 5,
    "contacts.suppressed": 1,
    "contacts.sources": 5,
    "contacts.tools": 4,
    "contacts.duplicates": 0,
    "contacts.orphan_events": 0,
    "contacts.first": "2026-01-13T08:00:00.000000Z",
    "contacts.last": "2026-01-21T09:00:00.000000Z",
    "contacts.per_customer.max": 4,
    "fatigue.pressure_7d.max": 4,
    "fatigue.gaps_under_1d": 1,
    "fatigue.gaps_under_7d": 4,
    "fatigue.after_opt_out": 1,
    "fragmentation.sources_per_customer.max": 4,
    "fragmentation.multi_source_30d.customers": 2,
    "fragmentation.collisions_7d": 4,
    "fragmentation.collision_share": 1.0,
}


def test_without_the_table_of_identities_qualtrics_customers_are_others(folder, capsys):
    contacts = folder / "contacts"
    manifest = (contacts / "manifest.yaml").read_text()
    (contacts / "manifest.yaml").write_text(manifest.replace("identities: identities.csv\n", ""))
    (contacts / "identities.csv").rename(contacts / "aside.txt")
    metrics = call(capsys, "audit", folder, "--json").json["metrics"]
    assert (metrics["contacts.customers"], metrics["fatigue.after_opt_out"]) == (7, 0)
    assert metrics["fatigue.pressure_7d.max"] == 3
