"""What a log is understood as, before anything is computed."""

from __future__ import annotations

import pytest

from cxmaturity.contacts import AuditSettings, Log
from cxmaturity.contacts.explaining import explain
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.errors import InputError

SETTINGS = AuditSettings(parse_policy("rest-30"), timezone="Europe/Paris")


def test_a_log_is_explained_and_tells_no_customer(tmp_path):
    path = tmp_path / "log.csv"
    rows = [
        f"Ann.{n}@Example.org;{n + 1}.07.2024 10:00;nps;{'ann@x.org' if n else 'q'};fine, says Ann\n" for n in range(8)
    ]
    path.write_text("Kunde;Gesendet;source;team;comment\n" + "".join(rows) + ";13.07.2024 10:00;nps;q;\n")
    ((found,), problems) = explain(
        [Log(path, columns={"customer_id": "Kunde", "sent_at": "Gesendet"}, constants={"tool": "q"})], SETTINGS
    )
    assert (found.format, found.rows, found.is_events, found.timezone) == ("generic", 9, False, "Europe/Paris")
    told = {field.field: (field.column, field.value, str(field.reading)) for field in found.fields}
    assert told["sent_at"] == ("Gesendet", None, "times of Europe/Paris, written d.m.Y")
    assert told["customer_id"][:2] == ("Kunde", None)
    assert told["tool"] == (None, "q", "a fixed value")
    assert found.becomes == {"contact": 8, "rejected": 1}
    assert len(found.sample) == 5
    assert found.sample[1].values["sent_at"] == "2024-07-02T08:00:00+00:00"
    assert found.sample[1].values["customer_id"] == "Xxx.9@Xxxxxxx.xxx"
    assert (found.sample[0].values["team"], found.sample[1].values["team"]) == ("q", "xxx@x.xxx")
    assert not any("ann" in value.lower() for row in found.sample for value in row.values.values())
    assert [str(problem.where) for problem in problems] == [f"{path}:10 [Kunde]"]


def test_an_export_is_explained_by_its_own_columns(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,email,name,last_sent_at,last_responded_at\n1,a@x.org,A,1700000000,\n2,b@x.org,B,,\n")
    ((found,), problems) = explain([Log(path)], SETTINGS)
    told = {field.field: (field.column, str(field.reading)) for field in found.fields}
    assert (found.format, found.rows, problems) == ("delighted", 2, ())
    assert told["sent_at"] == ("last_sent_at", "times with an offset, written Y-m-d")
    assert told["tool"] == (None, "a fixed value")
    assert found.unused == ("id", "name")
    assert [dict(row.values)["tool"] for row in found.sample] == ["delighted"]
    assert "read as Delighted people (delighted)." in "\n".join(map(str, found.notes))


def test_what_cannot_be_read_is_told(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("customer_id,sent_at\n1,03/04/2024\n")
    with pytest.raises(InputError, match="day and month cannot be told apart"):
        explain([Log(path)], SETTINGS)
