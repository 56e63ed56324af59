"""The table of answers agrees with the audit, and with the naive reference in every column."""

from __future__ import annotations

import math
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from contacts import naive
from contacts.logs import random_files, random_rows, write_csv, write_parquet

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.answers import Answers, answers, no_answers
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.errors import InputError

SETTINGS = AuditSettings(parse_policy("rest-30"), max_rejected=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COMMON = ("customer", "contact_id", "source", "channel", "team", "metric", "scale", "score", "responded", "sent")


def table(found: Answers) -> list[dict]:
    rows = found.connection.execute("FROM answers ORDER BY number")
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


def answers_of(paths, settings=SETTINGS, **further):
    with answers([Log(path) for path in paths], settings, **further) as found:
        return table(found)


def written(folder, files, write=write_csv, ending="csv"):
    folder.mkdir(exist_ok=True)
    return [write(folder / f"{number}.{ending}", rows) for number, rows in enumerate(files)]


VARIANTS = [
    (SETTINGS, naive.Asked()),
    (replace(SETTINGS, without_reminders=True), naive.Asked(without_reminders=True)),
    (replace(SETTINGS, dedupe=True), naive.Asked(dedupe=True)),
    (
        replace(SETTINGS, without_reminders=True, dedupe=True, response_window=10),
        naive.Asked(without_reminders=True, dedupe=True, window=10),
    ),
    (
        replace(SETTINGS, log_from=date(2024, 1, 20), log_to=date(2024, 6, 30), timezone="Europe/Paris"),
        naive.Asked(first_day=date(2024, 1, 20), last_day=date(2024, 6, 30), zone="Europe/Paris"),
    ),
]


def seeds(few, more):
    """Return seeds of logs; those of ``more`` with the slow tests."""
    return [*few, *(pytest.param(seed, marks=pytest.mark.slow) for seed in more)]


@pytest.mark.parametrize("seed", seeds(range(8), range(8, 60)))
def test_answers_of_contacts_are_those_that_the_audit_counts(tmp_path, seed):
    paths = written(tmp_path, random_files(seed, size=100))
    settings, _ = VARIANTS[seed % len(VARIANTS)]
    try:
        facts = audit([Log(path) for path in paths], settings)
    except InputError:  # every contact was dropped
        return
    found = Counter(row["source"] for row in answers_of(paths, settings) if row["sent"] is not None)
    assert found == facts.responses


def microseconds(at):
    return (at - EPOCH) // timedelta(microseconds=1)


def score(written):
    found = naive.score_rank(written)[1] if written else math.inf
    return found if math.isfinite(found) else None


def told(contact):
    """Return the cells of an answered contact, as the reference tells them."""
    cells = [contact.customer, contact.contact_id, contact.source, contact.channel, contact.team, contact.metric]
    times = [microseconds(contact.responded), microseconds(contact.at)]
    return (*cells, contact.scale, score(contact.score), *times)


@pytest.mark.parametrize("seed", seeds(range(100, 108), range(108, 160)))
def test_each_answer_has_the_cells_that_the_reference_gives_it(tmp_path, seed):
    files = random_files(seed, size=60)
    settings, asked = VARIANTS[seed % len(VARIANTS)]
    contacts = [contact for own in naive.gathered([*chain(*files)], asked).by_customer.values() for contact in own]
    expected = Counter(told(contact) for contact in contacts if contact.responded)
    found = [row for row in answers_of(written(tmp_path, files), settings) if row["sent"] is not None]
    assert by_identity(tuple(row[name] for name in COMMON) for row in found) == by_identity(expected.elements())


def by_identity(rows):
    """Return the answers counted; those whose contact gets its id from the event are told apart by the rest."""
    return Counter((row[0], *row[2:]) for row in rows)


@pytest.mark.parametrize("seed", seeds((3, 8), range(20, 30)))
def test_neither_the_order_of_rows_and_files_nor_threads_or_the_kind_of_file_change_anything(tmp_path, seed):
    files = random_files(seed, size=200)
    rng = random.Random(seed)
    mixed = [rng.sample(rows, len(rows)) for rows in reversed(files)]
    first = answers_of(written(tmp_path / "a", files), replace(SETTINGS, threads=1))
    assert first == answers_of(written(tmp_path / "b", mixed), replace(SETTINGS, threads=4))
    assert first == answers_of(written(tmp_path / "c", mixed, write_parquet, "parquet"))
    assert [row["number"] for row in first] == list(range(len(first)))
    assert first == sorted(first, key=lambda row: (row["responded"], row["customer"], row["source"]))


SENT = {"event_type": "sent", "customer_id": "1", "sent_at": "2026-01-01T10:00:00Z", "source": "nps", "contact_id": "a"}
REPLY = SENT | {"event_type": "responded", "sent_at": "2026-01-02T10:00:00Z", "score": "3"}
BLANK = {"score": "", "segment": "", "value": "", "comment": "", "channel": "", "team": "", "scale": "", "metric": ""}


def only(tmp_path, *rows):
    [found] = answers_of([write_csv(tmp_path / "log.csv", [BLANK | row for row in rows])])
    return found


def test_an_answer_brings_its_own_words_and_takes_the_rest_from_its_contact(tmp_path):
    sent = SENT | {"channel": "email", "team": "cx", "segment": " pro ", "value": "12", "metric": "NPS", "score": "9"}
    reply = REPLY | {"channel": "web", "comment": " too slow ", "value": "15", "metric": "csat", "scale": "0 – 10"}
    found = only(tmp_path, sent, reply)
    assert {name: found[name] for name in BLANK} == {
        "channel": "email",
        "team": "cx",
        "segment": "pro",
        "value": "15",
        "metric": "nps",
        "scale": "0-10",
        "score": 3,
        "comment": "too slow",
    }


@pytest.mark.parametrize("written", ["many", "nan", "", "inf"])
def test_a_score_that_is_no_number_is_none(tmp_path, written):
    assert only(tmp_path, SENT, REPLY | {"score": written})["score"] is None


def test_an_answer_of_no_contact_counts_once_however_often_it_is_told(tmp_path):
    orphan = REPLY | {"customer_id": "2", "contact_id": "x", "channel": "web", "segment": "pro"}
    found = answers_of([write_csv(tmp_path / "log.csv", [BLANK | row for row in (SENT, orphan, orphan)])])
    assert [(row["customer"], row["contact_id"], row["channel"], row["sent"]) for row in found] == [
        ("2", "x", "web", None)
    ]


def test_fields_that_are_not_wanted_are_empty(tmp_path):
    row = SENT | {"event_type": "sent", "responded_at": "2026-01-02T10:00:00Z", "comment": "fine", "segment": "pro"}
    path = write_csv(tmp_path / "log.csv", [row])
    assert [(row["comment"], row["segment"]) for row in answers_of([path], further=("segment",))] == [("", "pro")]


QUALTRICS = {
    "history.csv": """contactId,contactLookupId,distributionId,surveyId,status,responseId,sentAt
CID_1,CGC_1,EMD_1,SV_1,SurveyFinished,R_1,2026-01-01T10:00:00Z
CID_2,CGC_2,EMD_1,SV_1,Success,,2026-01-01T10:00:00Z
""",
    "responses.csv": """StartDate,EndDate,Status,Finished,RecordedDate,ResponseId,RecipientEmail,Q1_NPS_GROUP,Q1
Start,End,Status,Finished,Recorded,Response,Address,Group,Recommend
{startDate},{endDate},{status},{finished},{recordedDate},{_recordId},{recipientEmail},{QID1_NPS_GROUP},{QID1}
2026-01-02 10:00:00,2026-01-02 10:00:00,0,1,2026-01-02 10:00:00,R_1,,Detractor,3
2026-01-02 11:00:00,2026-01-02 11:00:00,0,1,2026-01-02 11:00:00,R_9,d@x.fr,Promoter,9
""",
}


def test_responses_beside_the_log_of_their_requests_are_its_answers(tmp_path):
    for name, content in QUALTRICS.items():
        written = re.sub(r"{(\w+)}", r'"{""ImportId"":""\1""}"', content)
        (tmp_path / name).write_text(written)
    facts = audit([Log(tmp_path)], SETTINGS)
    found = answers_of([tmp_path])
    assert Counter(row["source"] for row in found if row["sent"] is not None) == facts.responses == {"SV_1": 1}
    assert [(row["customer"], row["source"], row["metric"], row["score"]) for row in found] == [
        ("CID_1", "SV_1", "nps", 3),
        ("d@x.fr", "", "nps", 9),
    ]


def test_ids_of_other_files_are_cleaned_and_joined_as_those_of_the_log(tmp_path):
    identities = tmp_path / "identities.csv"
    identities.write_text("alias,customer_id\nA@x.fr,17\n")
    rows = [SENT | {"customer_id": " a@X.fr ", "responded_at": "2026-01-02T10:00:00Z"}]
    path = write_csv(tmp_path / "log.csv", rows)
    with answers([Log(path)], replace(SETTINGS, identities=identities)) as found:
        assert [row["customer"] for row in table(found)] == ["17"]
        cells = "(VALUES ('A@X.FR '), ('17'), (' b@Y'), (' B ')) AS cases(id)"
        query = f"SELECT {found.customer_sql('id')}, {found.source_sql('id')} FROM {cells}"
        assert found.connection.execute(query).fetchall() == [
            ("17", "A@X.FR"),
            ("17", "17"),
            ("b@y", "b@Y"),
            ("B", "B"),
        ]


def test_without_a_log_there_is_an_empty_table_of_the_same_columns(tmp_path):
    path = write_csv(tmp_path / "log.csv", random_rows(1, size=5))
    describe = "SELECT column_name, column_type FROM (DESCRIBE answers)"
    with no_answers() as none, answers([Log(path)], SETTINGS) as some:
        assert (none.has_log, some.has_log) == (False, True)
        assert table(none) == []
        assert none.connection.execute(describe).fetchall() == some.connection.execute(describe).fetchall()
        assert none.connection.execute(f"SELECT {none.customer_sql(chr(39) + ' A@b ' + chr(39))}").fetchall() == [
            ("a@b",)
        ]


def test_what_is_to_be_said_of_the_reading_is_what_the_audit_says(tmp_path):
    path = write_csv(tmp_path / "log.csv", [*random_rows(2, size=20), random_rows(2)[0] | {"sent_at": "soon"}])
    facts = audit([Log(path)], SETTINGS)
    with answers([Log(path)], SETTINGS) as found:
        assert found.inputs == facts.inputs
        assert found.notes
        assert [note for note in found.notes if note not in facts.notes] == []


def test_a_log_that_cannot_be_read_is_the_same_error_as_in_the_audit(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("customer_id,when\n1,2026-01-01\n")
    with pytest.raises(InputError) as expected:
        audit([Log(path)], SETTINGS)
    with pytest.raises(InputError) as found, answers([Log(path)], SETTINGS):
        pass
    assert found.value.problems == expected.value.problems
