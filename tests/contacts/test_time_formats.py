"""Columns of times that are written differently: a format for one of them, by its field."""

from __future__ import annotations

import re
import shlex

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli.commands import call
from small_engagements import write_engagement

HEADER = "customer_id,sent_at,responded_at\n"
MIXED = HEADER + "a,2026-01-05 10:00,05/01/2026 10:00\nb,2026-02-03 10:00,04/02/2026 12:00\nz,2026-06-01 10:00,\n"
ORDER = "--date-format responded_at=%d/%m/%Y"


@pytest.fixture
def log(tmp_path):
    (tmp_path / "log.csv").write_text(MIXED)
    return tmp_path / "log.csv"


def answered(done):
    assert done.code == 0, done.err
    rate = done.json["metrics"]["response.rate"]
    return rate["value"], done.json["metrics"]["contacts.impossible_times"], done.json["metrics"]["contacts.count"]


def remedy(capsys, *words, lang="en"):
    done = call(capsys, "audit", *words, "--lang", lang)
    assert (done.code, done.out) == (2, "")
    return done.err


def test_the_remedy_names_the_field_and_works(log, capsys):
    for given in ([], ["--date-format", "%Y-%m-%d %H:%M"]):
        said = remedy(capsys, log, *given)
        assert f"{ORDER} (or %m/%d/%Y)" in said
        assert ORDER in remedy(capsys, log, *given, lang="fr")
        named = re.search(r"--date-format \S+", said)[0]
        done = call(capsys, "audit", log, *given, *shlex.split(named), "--json", "--lang", "en")
        assert answered(done) == (1, 0, 3)
    month_first = call(capsys, "audit", log, "--date-format", "responded_at=%m/%d/%Y", "--json")
    assert month_first.json["metrics"]["response.rate"]["value"] < 1


def test_a_format_that_fits_nothing_of_iso_times_is_for_the_others(log, capsys):
    assert answered(call(capsys, "audit", log, "--date-format", "%d/%m/%Y %H:%M", "--json")) == (1, 0, 3)


def test_numbers_beside_iso_times(tmp_path, capsys):
    columns = {
        "customer_id": ["a", "z"],
        "sent_at": ["2026-01-05 10:00", "2026-06-05"],
        "responded_at": [1767610800, None],
    }
    pq.write_table(pa.table(columns), tmp_path / "log.parquet")
    said = remedy(capsys, tmp_path / "log.parquet")
    named = re.search(r"--date-format responded_at=\w+", said)[0]
    assert answered(call(capsys, "audit", tmp_path / "log.parquet", *named.split(), "--json")) == (1, 0, 2)


def test_the_sending_alone_may_have_a_format(tmp_path, capsys):
    (tmp_path / "log.csv").write_text(HEADER + "a,05/01/2026,2026-01-06\nz,04/06/2026,\n")
    for given in ("sent_at=%d/%m/%Y", "%d/%m/%Y"):
        done = call(capsys, "audit", tmp_path / "log.csv", "--date-format", given, "--json")
        assert answered(done) == (1, 0, 2)
        assert done.json["metrics"]["contacts.last"].startswith("2026-06-04")
    (tmp_path / "log.csv").write_text(MIXED)
    given = ["--date-format", "%m/%d/%Y", "--date-format", "sent_at=%d/%m/%Y"]
    assert "3 of 3 rows are rejected" in remedy(capsys, tmp_path / "log.csv", *given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["respnded_at=%d/%m/%Y"], "“respnded_at”, which holds no time. Did you mean “responded_at”?.*unsubscribed_at"),
        (["answered_at=%d/%m/%Y"], "Did you mean “responded_at”?"),
        (["source=%d/%m/%Y"], "“source”, which holds no time. "),
        (
            ["opened_at=%d/%m/%Y", "%d/%m/%Y"],
            "for opened_at, and no column holds it. .*customer_id, sent_at, responded_at",
        ),
        (["responded_at=dd/mm"], r"log.csv \[responded_at\]: “dd/mm” is not a date format"),
        (["responded_at="], r"\[responded_at\]: “” is not a date format"),
        (["responded_at=%Y-%m-%d"], r"responded_at=%d/%m/%Y \(or %m/%d/%Y\)"),
        (["responded_at=%d/%m/%Y", "responded_at=%m/%d/%Y"], "--date-format names responded_at twice"),
        (["%d/%m/%Y", "%m/%d/%Y"], "twice without a field. Name the field of each"),
        (["=%d/%m/%Y"], "says no field. Name the field"),
    ],
)
def test_a_wrong_format_is_told(log, capsys, given, said):
    options = [word for each in given for word in ("--date-format", each)]
    assert re.search(said, remedy(capsys, log, *options))
    assert not re.search(r"\b(the|is|field|no)\b", remedy(capsys, log, *options, lang="fr").replace(str(log), ""))


def test_a_format_that_reads_no_time_of_a_clear_column(tmp_path, capsys):
    (tmp_path / "log.csv").write_text(HEADER + "a,2026-01-05,13/01/2026\n")
    said = remedy(capsys, tmp_path / "log.csv", "--date-format", "responded_at=%Y-%m-%d")
    assert "no time of this column is written %Y-%m-%d. Leave the format of responded_at out" in said


def test_one_of_two_files_may_lack_the_field(log, capsys):
    (log.parent / "more.csv").write_text("customer_id,sent_at\nq,2026-01-01\n")
    assert answered(call(capsys, "audit", log, log.parent / "more.csv", *ORDER.split(), "--json"))[2] == 4


def test_explain_shows_each_columns_format(log, capsys):
    fields = call(capsys, "audit", log, "--explain", "--json", "--lang", "en", *ORDER.split()).json["files"][0][
        "fields"
    ]
    reading = {each["field"]: each["reading"] for each in fields}
    assert "Y-m-d" in reading["sent_at"]
    assert "d/m/Y" in reading["responded_at"]
    assert ORDER in str(call(capsys, "audit", log, "--explain", "--json", "--lang", "en").json["problems"])


def test_the_manifest_of_an_engagement_says_it(tmp_path, capsys):
    folder = write_engagement(tmp_path / "acme", cycles={"2026-Q4": "date: 2026-10-15\n"})
    (folder / "contacts").mkdir()
    (folder / "contacts" / "log.csv").write_text(MIXED)
    said = remedy(capsys, folder)
    line = re.search(r"`(- \{.*\})` in contacts/manifest.yaml under `logs:`", said)[1]
    assert line == '- {path: "log.csv", date_format: {responded_at: "%d/%m/%Y"}}'
    manifest = folder / "contacts" / "manifest.yaml"
    manifest.write_text(f"logs:\n  {line}\n")
    assert answered(call(capsys, "audit", folder, "--json")) == (1, 0, 3)
    manifest.write_text('logs: [{path: log.csv, date_format: "%d/%m/%Y %H:%M"}]\n')
    assert answered(call(capsys, "audit", folder, "--json")) == (1, 0, 3)
    manifest.write_text('logs: [{path: log.csv, date_format: {respondd_at: "%d/%m/%Y"}}]\n')
    assert "Did you mean “responded_at”?" in remedy(capsys, folder)
    manifest.write_text("logs: [{path: log.csv, date_format: 7}]\n")
    assert "date_format" in remedy(capsys, folder)
