"""What a log is understood as, before anything is computed."""

from __future__ import annotations

import pytest
from contacts.logs import random_rows, write_csv
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.contacts import AuditSettings, Log
from cxmaturity.contacts.explaining import NotUnderstood, Understood, explain
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.rows.judging import CONTACT, EVENT, REJECTED
from cxmaturity.contacts.rows.masking import masked
from cxmaturity.errors import InputError

SETTINGS = AuditSettings(parse_policy("rest-30"), timezone="Europe/Paris")


def explained(path, settings=SETTINGS, **log):
    found = explain([Log(path, **log)], settings)
    return found, found.files[0]


def test_a_log_is_explained_and_tells_no_customer(tmp_path):
    path = tmp_path / "log.csv"
    rows = [
        f"Ann.{n}@Example.org;{n + 1}.07.2024 10:00;nps;{'ann@x.org' if n else 'q'};fine, says Ann\n" for n in range(8)
    ]
    path.write_text("Kunde;Gesendet;source;team;comment\n" + "".join(rows) + ";13.07.2024 10:00;nps;q;\n")
    columns = {"customer_id": "Kunde", "sent_at": "Gesendet"}
    everything, found = explained(path, columns=columns, constants={"tool": "q"})
    assert isinstance(found, Understood)
    assert (found.written.kind, found.written.format, found.rows, found.is_events) == ("csv", "generic", 9, False)
    assert (found.written.encoding, found.written.delimiter, found.timezone) == ("utf-8", ";", "Europe/Paris")
    told = {field.field: (field.column, field.value, str(field.reading)) for field in found.fields}
    assert told["sent_at"] == ("Gesendet", None, "times of Europe/Paris, written d.m.Y")
    assert told["customer_id"][:2] == ("Kunde", None)
    assert told["tool"] == (None, "q", "a fixed value")
    assert (found.becomes, found.unused) == ({CONTACT: 8, REJECTED: 1}, ())
    assert len(found.sample) == 5
    assert found.sample[1].values["sent_at"] == "2024-07-02T08:00:00Z"
    assert found.sample[1].values["customer_id"] == "•••.#@•••••••.•••"
    assert found.sample[0].values["source"] == "nps"
    assert (found.sample[0].values["team"], found.sample[1].values["team"]) == ("•", "•••@•.•••")
    assert str(found.sample[1].values["comment"]) == "yes"
    assert not any("ann" in str(value).lower() for row in found.sample for value in row.values.values())
    assert [str(problem.where) for problem in everything.problems] == [f"{path}:10 [Kunde]"]


def test_an_export_is_explained_by_its_own_columns(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,email,name,last_sent_at,last_responded_at\n1,a@x.org,A,1700000000,\n2,b@x.org,B,,\n")
    everything, found = explained(path)
    assert isinstance(found, Understood)
    told = {field.field: (field.column, str(field.reading)) for field in found.fields}
    assert (found.written.format, found.rows, everything.problems) == ("delighted", 2, ())
    assert told["sent_at"] == ("last_sent_at", "times, as the format writes them")
    assert told["tool"] == (None, "known from the format")
    assert found.unused == ("id", "name")
    assert [row.values["tool"] for row in found.sample] == ["delighted"]
    assert "read as Delighted people (delighted)." in "\n".join(map(str, everything.notes))


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (["Ann B.,03/04/2024,nps"], "day and month cannot be told apart"),
        (["Ann B.,2024-04-03,nps", "Cid,13/04/2024,nps"], "two formats"),
        (["Ann B.,2024-04-03T10:00:00Z,nps", "Cid,2024-04-03 10:00,nps"], "offset"),
    ],
)
def test_what_cannot_be_read_is_told_as_far_as_it_is_understood(tmp_path, rows, problem):
    path = tmp_path / "log.csv"
    path.write_text("customer_id,sent_at,source,other\n" + "".join(f"{row},x\n" for row in rows))
    everything, found = explained(path)
    assert isinstance(found, NotUnderstood)
    assert [field.field for field in found.fields] == ["customer_id", "sent_at", "source"]
    assert found.unused == ("other",)
    assert found.sample[0]["customer_id"] == "••• •."
    assert set(found.sample[0]["sent_at"]) <= set("#/-•: ")
    assert [problem in str(each) for each in everything.problems] == [True]


def test_columns_that_may_be_data_are_not_named(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("Ann Borg,2024-04-03\nCid Dahl,2024-04-04\n")
    constants = {"customer_id": "Eve Falk", "sent_at": "2024-05-01"}
    _, found = explained(path, constants=constants)
    assert isinstance(found, Understood)
    assert found.unused is None
    assert found.fields[0].value == "••• ••••"
    _, found = explained(path)
    assert isinstance(found, NotUnderstood)
    assert (found.unused, found.fields, found.sample) == (None, (), ())


def test_a_column_of_customers_is_masked_whatever_it_is_mapped_to(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("who,sent_at,again\n" + "".join(f"{n},2024-04-0{n},{n}\n" for n in range(1, 9)))
    columns = {"customer_id": "who", "source": "who", "score": "who", "team": "again", "question": "again"}
    _, found = explained(path, columns=columns)
    assert isinstance(found, Understood)
    for row in found.sample:
        shown = {field: value for field, value in row.values.items() if field != "sent_at"}
        assert shown == dict.fromkeys(["customer_id", "source", "score", "team", "question"], "#")


def test_a_log_without_a_contact_is_explained(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("customer_id,sent_at,event_type\n1,2024-04-03,opened\n")
    everything, found = explained(path)
    assert isinstance(found, Understood)
    assert found.becomes == {EVENT: 1}
    assert ["no row of the event type" in str(problem) for problem in everything.problems] == [True]


def test_what_cannot_be_opened_is_told(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(b"")
    with pytest.raises(InputError, match="empty"):
        explain([Log(path)], SETTINGS)


@given(st.text(max_size=60))
def test_a_mask_has_no_letter_and_no_digit(written):
    shape = masked(written)
    assert not any(letter.isalnum() for letter in shape)
    assert len(shape) == min(len(written), 40)


def test_nothing_of_a_large_log_is_told_but_its_shape(tmp_path):
    rows = [dict(row, customer_id=f"secret{row['customer_id']}") for row in random_rows(5, 300)]
    _, found = explained(write_csv(tmp_path / "log.csv", rows))
    assert "secret" not in str(found).replace(str(tmp_path), "")
