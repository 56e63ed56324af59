"""Files as they are in the world: what is read, what is asked about, what is refused, each with one message."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.metrics.observable import FAMILIES
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.errors import InputError
from cxmaturity.evidence.measures import contact_facts, contact_record

SETTINGS = AuditSettings(parse_policy("rest-30"))
NOON = datetime.fromisoformat("2024-01-01T12:00")
HEADER = "customer_id,sent_at,source\n"


def read(path: Path, content: str | bytes, settings: AuditSettings = SETTINGS, **log):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return audit([Log(path, **log)], settings)


def first_of(facts):
    return facts.metrics["contacts.first"]


def notes(facts):
    return "\n".join(map(str, facts.notes))


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2024-03-05", "2024-03-05T00:00:00"),
        ("2024-3-5 1:02", "2024-03-05T01:02:00"),
        ("2024-03-05T01:02:03.1234567", "2024-03-05T01:02:03.123456"),
        ("2024-03-05T01:02:03Z", "2024-03-05T01:02:03"),
        ("2024-03-05T01:02:03z", "2024-03-05T01:02:03"),
        ("2024-03-05 01:02:03 UTC", "2024-03-05T01:02:03"),
        ("2024-03-05 01:02:03 +0100", "2024-03-05T00:02:03"),
        ("2024-03-05T01:02:03-05:30", "2024-03-05T06:32:03"),
        ("2024-03-05T01:02:03+01", "2024-03-05T00:02:03"),
        (" 2024-03-05 01:02:03,5 ", "2024-03-05T01:02:03.500000"),
        ("13/04/2024", "2024-04-13T00:00:00"),
        ("13.4.2024 09:05", "2024-04-13T09:05:00"),
        ("4-13-2024 9:05:01", "2024-04-13T09:05:01"),
        ("4/13/2024 1:05 PM", "2024-04-13T13:05:00"),
        ("4/13/2024 12:05:09 a.m.", "2024-04-13T00:05:09"),
        ("2024/13/04 10:00", "2024-04-13T10:00:00"),
        ("2024/04/13T10:00:00+02:00", "2024-04-13T08:00:00"),
    ],
)
def test_times_that_explain_themselves(tmp_path, written, instant):
    facts = read(tmp_path / "log.tsv", f"customer_id\tsent_at\n1\t{written}\n")
    assert first_of(facts) == (instant if "." in instant else f"{instant}.000000") + "Z"


@pytest.mark.parametrize(
    ("date_format", "written", "instant"),
    [
        ("%d/%m/%Y %H:%M", "03/04/2024 10:15", "2024-04-03T10:15:00"),
        ("%m/%d/%Y", "03/04/2024 10:15:30.5", "2024-03-04T10:15:30.500000"),
        ("%Y/%d/%m", "2024/03/04", "2024-04-03T00:00:00"),
        ("%Y%m%d", "20240304", "2024-03-04T00:00:00"),
        ("%d %b %Y %H:%M:%S", "04 Mar 2024 10:15:30.25", "2024-03-04T10:15:30.250000"),
        ("%Y%m%dT%H%M%S%z", "20240304T101530Z", "2024-03-04T10:15:30"),
        ("epoch", "1709547330.25", "2024-03-04T10:15:30.250000"),
        ("epoch_ms", "1709547330250", "2024-03-04T10:15:30.250000"),
    ],
)
def test_a_date_format_decides(tmp_path, date_format, written, instant):
    facts = read(tmp_path / "log.csv", f"customer_id,sent_at\n1,{written}\n", date_format=date_format)
    assert first_of(facts) == (instant if "." in instant else f"{instant}.000000") + "Z"


def test_differing_offsets_are_one_format(tmp_path):
    rows = "1,2024-03-30T10:00:00+01:00,s\n1,2024-04-01 10:00:00.25+02:00,s\n1,2024-03-31T00:00Z,s\n"
    facts = read(tmp_path / "log.csv", HEADER + rows)
    assert (first_of(facts), facts.metrics["contacts.last"]) == (
        "2024-03-30T09:00:00.000000Z",
        "2024-04-01T08:00:00.250000Z",
    )


def test_clock_changes_are_counted(tmp_path):
    rows = "1,2024-03-31 02:30,s\n1,2024-10-27 02:30,s\n1,2024-10-27 03:00,s\n"
    facts = read(tmp_path / "log.csv", HEADER + rows, replace(SETTINGS, timezone="UTC"), timezone="Europe/Paris")
    assert first_of(facts) == "2024-03-31T01:30:00.000000Z"
    assert facts.metrics["contacts.last"] == "2024-10-27T02:00:00.000000Z"
    assert "1 time falls into an hour that the clock repeats" in notes(facts)
    assert "1 time falls into an hour that the clock skips" in notes(facts)
    assert facts.inputs[0].tz == "Europe/Paris"


def test_customers_are_text(tmp_path):
    ids = ["007", "7", " 007\u00a0", "Ann@X.org", "ann@x.org ", "Opaque", "opaque"]
    facts = read(tmp_path / "log.csv", HEADER + "".join(f"{name},2024-01-01,s\n" for name in ids))
    assert facts.metrics["contacts.customers"] == 5


def test_a_field_is_mapped_or_set(tmp_path):
    content = "Kunde;Gesendet\n1;31.12.2023 23:00\n2;01.01.2024 10:00\n"
    facts = read(
        tmp_path / "log.csv",
        content,
        columns={"customer_id": "kunde", "sent_at": "Gesendet"},
        constants={"source": "nps", "tool": "q"},
    )
    assert (facts.sources, facts.tools) == ({"nps": 2}, {"q": 2})
    fixed = read(tmp_path / "log.csv", content, columns={"customer_id": "Kunde"}, constants={"sent_at": "2026-05-01"})
    assert first_of(fixed) == "2026-05-01T00:00:00.000000Z"


def test_names_whatever_their_case(tmp_path):
    facts = read(tmp_path / "log.csv", "Customer_ID,SENT_AT,Source\n1,2024-01-01,a\n")
    assert facts.sources == {"a": 1}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(tmp_path, encoding, delimiter):
    lines = ["customer_id,sent_at,source", *(f"{n},2024-01-0{n},Kassé’s" for n in range(1, 6))]
    content = "\r\n".join(line.replace(",", delimiter) for line in lines)
    facts = read(tmp_path / "log.csv", content.encode(encoding))
    assert facts.sources == {"Kassé’s": 5}
    assert ("Windows-1252" in notes(facts)) == (encoding == "cp1252")


def test_bytes_that_are_not_utf8_far_into_a_file(tmp_path):
    plain = "".join(f"{n},2024-01-01,a\n" for n in range(100_000))
    facts = read(tmp_path / "log.csv", HEADER.encode() + plain.encode() + "x,2024-01-01,é\n".encode("cp1252"))
    assert facts.sources == {"a": 100_000, "é": 1}
    assert "Windows-1252" in notes(facts)


def test_rows_of_uneven_width(tmp_path):
    rows = '1,2024-01-01\n"2\nb",2024-01-02,"q ""z"""\n3,2024-01-03,s,,\n\n' + "4,2024-01-04,s\n" * 100
    facts = read(tmp_path / "log.csv", HEADER + rows + "5,2024-01-05,s,surplus\n")
    assert facts.metrics["contacts.count"] == 103
    assert facts.sources == {"": 1, 'q "z"': 1, "s": 101}
    assert f"{tmp_path / 'log.csv'}:107: row rejected: the row has more cells" in notes(facts)


@pytest.mark.parametrize("suffix", ["csv", "csv.gz"])
def test_rejected_rows_are_named_by_line_and_never_shown(tmp_path, suffix):
    good = "".join(f'"c\n{n}",2024-01-01,s\n' for n in range(50))
    bad = " ,2024-01-01,s\n\nsecret,soon,s\nsecret,,s\nsecret,2024-02-30,s\n"
    content = (HEADER + good + bad).encode()
    path = tmp_path / f"log.{suffix}"
    facts = read(
        path, gzip.compress(content) if suffix.endswith("gz") else content, replace(SETTINGS, max_rejected=0.1)
    )
    told = [str(note) for note in facts.notes if "row rejected" in str(note)]
    assert told == [
        f"{path}:102 [customer_id]: row rejected: the customer is missing.",
        f"{path}:104 [sent_at]: row rejected: the time cannot be read.",
        f"{path}:105 [sent_at]: row rejected: the time is missing.",
        f"{path}:106 [sent_at]: row rejected: the time cannot be read.",
    ]
    assert (facts.inputs[0].rows, facts.inputs[0].rejected, facts.metrics["contacts.rejected_rows"]) == (54, 4, 4)


def test_only_the_first_twenty_are_named(tmp_path):
    rows = "".join(f"{n},2024-01-01,s\n" for n in range(1000)) + ",2024-01-01,s\n" * 25
    facts = read(tmp_path / "log.csv", HEADER + rows, replace(SETTINGS, max_rejected=0.1))
    assert sum("row rejected" in str(note) for note in facts.notes) == 20
    assert "5 further rows were rejected." in notes(facts)


def test_more_rejected_than_allowed_in_one_file_is_an_error(tmp_path):
    rows = "".join(f"{n},2024-01-01,s\n" for n in range(99))
    read(tmp_path / "log.csv", HEADER + rows + ",2024-01-01,s\n")
    with pytest.raises(InputError, match=r"log.csv:100 \[customer_id\]: 2 of 100 rows are rejected"):
        read(tmp_path / "log.csv", HEADER + rows[:-17] + "\n,2024-01-01,s\n" * 2)


def test_suppressed_before_other_event_before_rejected(tmp_path):
    content = (
        "customer_id,sent_at,event_type,suppressed\n"
        "1,2024-01-01,sent,\n"
        ",,clicked,yes\n"
        ",,suppressed,\n"
        ",,clicked,no\n"
        ",,opened,0\n"
        "1,2024-01-02,opened,\n"
    )
    facts = read(tmp_path / "log.csv", content, replace(SETTINGS, max_rejected=1))
    names = ("count", "suppressed", "other_events", "rejected_rows")
    assert [facts.metrics[f"contacts.{name}"] for name in names] == [1, 2, 1, 1]
    assert str(facts.as_old_as) == "2024-01-02"


def test_the_period_is_of_calendar_days_and_keeps_rows_without_time(tmp_path):
    rows = (
        "a,2024-03-01T22:59:59Z,s\na,2024-03-01T23:00:00Z,s\na,2024-03-03T22:59:59Z,s\na,2024-03-03T23:00:00Z,s\na,,s\n"
    )
    settings = replace(
        SETTINGS, timezone="Europe/Paris", log_from=date(2024, 3, 2), log_to=date(2024, 3, 3), max_rejected=1
    )
    facts = read(tmp_path / "log.csv", HEADER + rows, settings)
    assert facts.metrics["contacts.count"] == 2
    assert facts.metrics["contacts.rejected_rows"] == 1
    assert "2 rows lie outside the period and were left out." in notes(facts)


def parquet(path: Path, **columns: pa.Array) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("times", "first"),
    [
        (pa.array([NOON], pa.timestamp("ms")), "2024-01-01T11:00:00.000000Z"),
        (pa.array([NOON], pa.timestamp("ns")), "2024-01-01T11:00:00.000000Z"),
        (pa.array([datetime(2024, 1, 1, 12, tzinfo=UTC)], pa.timestamp("us", tz="UTC")), "2024-01-01T12:00:00.000000Z"),
        (pa.array([1_704_106_800_123_456_789], pa.timestamp("ns")), "2024-01-01T10:00:00.123456Z"),
        (pa.array([-1], pa.timestamp("ns", tz="UTC")), "1969-12-31T23:59:59.999999Z"),
        (pa.array([1_704_110_400_123_456_789], pa.timestamp("ns", tz="UTC")), "2024-01-01T12:00:00.123456Z"),
        (pa.array([1_704_110_400_123_456_789], pa.timestamp("ns", tz="Asia/Tokyo")), "2024-01-01T12:00:00.123456Z"),
        (pa.array([253_402_214_400_000_000], pa.timestamp("us")), "9999-12-30T23:00:00.000000Z"),
        (pa.array([date(2024, 1, 1)]), "2023-12-31T23:00:00.000000Z"),
        (pa.array(["2024-01-01T12:00:00Z"]), "2024-01-01T12:00:00.000000Z"),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)
def test_parquet_types(tmp_path, times, first):
    path = parquet(tmp_path / "log.parquet", customer_id=pa.array([7]), sent_at=times)
    assert first_of(audit([Log(path)], replace(SETTINGS, timezone="Europe/Paris"))) == first


def test_parquet_times_far_off_are_rejected(tmp_path):
    for times in (pa.array([2**63 - 1, 0], pa.timestamp("us")), pa.array([10**18, 0], pa.timestamp("us", tz="UTC"))):
        path = parquet(tmp_path / "log.parquet", customer_id=pa.array([7, 8]), sent_at=times)
        facts = audit([Log(path)], replace(SETTINGS, max_rejected=1))
        assert (facts.metrics["contacts.count"], facts.metrics["contacts.rejected_rows"]) == (1, 1)


@pytest.mark.parametrize(
    ("written", "zone", "shown"),
    [
        ("9999-12-31 23:59:59", "America/New_York", "9999-12-31T23:59:59.999999Z"),
        ("0001-01-01", "Europe/Paris", "0001-01-01T00:00:00.000000Z"),
        ("9999-12-31T23:59:59-05:00", "UTC", "9999-12-31T23:59:59.999999Z"),
        ("0001-01-01T00:00:00+01:00", "UTC", "0001-01-01T00:00:00.000000Z"),
        ("9999-12-31T23:59:59Z", "Pacific/Auckland", "9999-12-31T23:59:59.000000Z"),
    ],
)
def test_sentinels_are_impossible_times_and_kept(tmp_path, written, zone, shown):
    noon = "2024-01-01T12:00Z" if "T" in written else "2024-01-01T12:00"
    settings = replace(SETTINGS, timezone=zone)
    facts = read(tmp_path / "log.csv", HEADER + f"1,{written},s\n2,{noon},s\n", settings)
    assert shown in (first_of(facts), facts.metrics["contacts.last"])
    assert (facts.metrics["contacts.count"], facts.metrics["contacts.impossible_times"]) == (2, 1)
    cut = replace(settings, log_from=date(2000, 1, 1), log_to=date(2030, 1, 1))
    assert read(tmp_path / "log.csv", HEADER + f"1,{written},s\n2,{noon},s\n", cut).metrics["contacts.count"] == 1


@pytest.mark.parametrize("offset", ["+25:00", "+01:75", "-2400"])
@pytest.mark.parametrize("date_format", [None, "%Y-%m-%d %H:%M:%S%z"])
def test_offsets_that_do_not_exist_are_rejected(tmp_path, offset, date_format):
    rows = f"1,2024-01-01 12:00:00{offset},s\n1,2024-01-01 12:00:00+14:00,s\n"
    facts = read(tmp_path / "log.csv", HEADER + rows, replace(SETTINGS, max_rejected=1), date_format=date_format)
    assert (first_of(facts), facts.metrics["contacts.rejected_rows"]) == ("2023-12-31T22:00:00.000000Z", 1)


def test_parquet_numbers_ask_for_their_meaning(tmp_path):
    path = parquet(tmp_path / "log.parquet", customer_id=pa.array([7]), sent_at=pa.array([1_704_110_400]))
    with pytest.raises(InputError, match=r"BIGINT.*--date-format epoch"):
        audit([Log(path)], SETTINGS)
    assert first_of(audit([Log(path, date_format="epoch")], SETTINGS)) == "2024-01-01T12:00:00.000000Z"


def test_parquet_rejected_rows_by_row(tmp_path):
    path = parquet(
        tmp_path / "log.parquet",
        customer_id=pa.array(["a", None, "b"]),
        sent_at=pa.array([NOON, NOON, None], pa.timestamp("us")),
    )
    facts = audit([Log(path)], replace(SETTINGS, max_rejected=1))
    assert f"{path}:2 [customer_id]: row rejected" in notes(facts)
    assert f"{path}:3 [sent_at]: row rejected: the time is missing" in notes(facts)


def test_a_very_wide_cell(tmp_path):
    with (tmp_path / "log.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["customer_id", "sent_at", "comment"], ["1", "2024-01-01", "é" * 3_000_000]])
    assert audit([Log(tmp_path / "log.csv")], SETTINGS).metrics["contacts.count"] == 1


def test_a_file_larger_than_the_memory(tmp_path):
    with (tmp_path / "log.csv").open("w") as file:
        file.write("customer_id,sent_at,comment\n")
        file.writelines(f"{n % 999},2024-01-01,{'x' * 500}\n" for n in range(400_000))
    facts = audit([Log(tmp_path / "log.csv")], replace(SETTINGS, memory="120MB", threads=2))
    assert facts.metrics["contacts.count"] == 400_000


def test_a_name_with_signs_of_a_pattern_is_one_file(tmp_path):
    for name in ("a*.csv", "ab.csv", "[ab].csv", "it's;.csv"):
        (tmp_path / name).write_text(HEADER + f"1,2024-01-01,{name}\n")
    for name in ("a*.csv", "[ab].csv", "it's;.csv"):
        assert audit([Log(tmp_path / name)], SETTINGS).sources == {name: 1}


def test_files_of_a_glob_may_differ(tmp_path):
    (tmp_path / "1.csv").write_text("customer_id,sent_at,source\nx@Y.z,13/01/2024,s\n")
    (tmp_path / "2.csv").write_text("tool;customer_id;sent_at\nq;X@y.z;2024-01-13T00:00Z\n")
    (tmp_path / "3.csv").write_text("customer_id,sent_at,kind\nx@y.z,2024-13-01,Reminder\nx@y.z,2024-01-13,\n")
    facts = audit([Log(tmp_path / "*.csv")], replace(SETTINGS, max_rejected=0.5))
    assert (facts.metrics["contacts.customers"], facts.metrics["contacts.count"]) == (1, 3)
    assert (facts.sources, facts.tools) == ({"": 2, "s": 1}, {"": 2, "q": 1})
    assert "1.csv and 1 more: times without offset were read as UTC." in notes(facts)


@pytest.mark.parametrize(
    ("word", "suppressed"),
    [
        *((word, 0) for word in ("", "0", "0.0", "-0", "00", "faux", "NON", "-", "n/a", " Nein ", "NaN", "false")),
        *((word, 1) for word in ("1", "1.0", "x", "rule 0", "true", "oui")),
    ],
)
def test_words_of_suppression(tmp_path, word, suppressed):
    content = f"customer_id,sent_at,suppressed\n1,2024-01-01,\n2,2024-01-01,{word}\n"
    assert read(tmp_path / "log.csv", content).metrics["contacts.suppressed"] == suppressed


@pytest.mark.parametrize("flags", [[1.0, 0.0, None], [1, 0, None], [True, False, None]], ids=["float", "int", "bool"])
def test_flags_of_suppression(tmp_path, flags):
    times = pa.array([NOON] * 3, pa.timestamp("us"))
    path = parquet(tmp_path / "l.parquet", customer_id=pa.array([1, 2, 3]), sent_at=times, suppressed=pa.array(flags))
    assert audit([Log(path)], SETTINGS).metrics["contacts.suppressed"] == 1


@pytest.mark.parametrize(
    "ids",
    [
        pa.array([1, 2**40], pa.int64()),
        pa.array([1.0, 2.0**40]),
        pa.array([1, 2**40], pa.int64()).cast(pa.decimal128(21, 2)),
        pa.array(["1", str(2**40)]).dictionary_encode(),
        pa.array([b"1", str(2**40).encode()]),
    ],
    ids=lambda ids: str(ids.type),
)
def test_numbers_name_the_customers_that_their_text_names(tmp_path, ids):
    times = pa.array([NOON] * 2, pa.timestamp("us"))
    parquet(tmp_path / "1.parquet", customer_id=ids, sent_at=times)
    (tmp_path / "2.csv").write_text(f"customer_id,sent_at\n1,2024-01-01\n{2**40},2024-01-01\n")
    facts = audit([Log(tmp_path / "1.parquet"), Log(tmp_path / "2.csv")], SETTINGS)
    assert (facts.metrics["contacts.count"], facts.metrics["contacts.customers"]) == (4, 2)


def test_numbers_that_are_not_whole(tmp_path):
    ids = pa.array([1.5, float("nan"), None, 1.0, float("inf")])
    path = parquet(tmp_path / "l.parquet", customer_id=ids, sent_at=pa.array([NOON] * 5, pa.timestamp("us")))
    facts = audit([Log(path)], replace(SETTINGS, max_rejected=1))
    assert (facts.metrics["contacts.customers"], facts.metrics["contacts.rejected_rows"]) == (3, 2)


def test_unknown_kinds_count_as_other_and_are_named(tmp_path):
    content = "customer_id,sent_at,kind\n1,2024-01-01,Relance\n1,2024-01-02,relance\n1,2024-01-03,other\n"
    facts = read(tmp_path / "log.csv", content)
    assert facts.metrics["fatigue.contacts_over_policy_share"] == 0
    assert "3 of 3 requests are of kinds that the contact rule does not count (other, relance): they" in notes(facts)
    others = replace(SETTINGS, policy=parse_policy({"limits": [{"contacts": 1, "days": 30}], "counts": ["other"]}))
    facts = read(tmp_path / "log.csv", content, others)
    assert facts.metrics["fatigue.contacts_over_policy_share"] == 2 / 3
    assert "2 requests are of a kind other than invite, reminder, other and count as other: relance." in notes(facts)
    assert "does not count" not in notes(facts)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["clicked", "", "vu"], "clicked, vu, ∅"),
        ([f"type {letter}" for letter in "abcdefghijklmnopqrst"], None),
        ([f"type {letter}" for letter in "abcdefghijklmnopqrstu"], "21 distinct values, not named here"),
        (["clicked", "alice@example.org"], "2 distinct values, not named here"),
        (["c" * 30], "c" * 30),
        (["c" * 31], "1 distinct value, not named here"),
        (["C-1234"], "1 distinct value, not named here"),
        (["+33 6 12 34 56 78"], "1 distinct value, not named here"),
        (["wave 2"], "wave 2"),
        (["anna7"], "1 distinct value, not named here"),
    ],
)
def test_unknown_words_are_named_unless_they_may_tell_a_customer(tmp_path, words, said):
    said = ", ".join(words) if said is None else said
    rows = [f"1,2024-01-{day:02},{word}\n" for day, word in enumerate(words, 1)]
    sent = "1,2024-02-01,sent\n"
    facts = read(tmp_path / "events.csv", "customer_id,sent_at,event_type\n" + "".join(rows) + sent)
    assert f"of other event types: {said}." in notes(facts)
    with pytest.raises(InputError) as refused:
        read(tmp_path / "none.csv", "customer_id,sent_at,event_type\n" + "".join(rows))
    assert f"Its event types are: {said}." in str(refused.value)
    if "" not in words:
        facts = read(tmp_path / "kinds.csv", "customer_id,sent_at,kind\n" + "".join(rows).lower())
        assert f"does not count ({said.lower()}): " in notes(facts)


def test_exactly_the_share_that_may_be_rejected(tmp_path):
    rows = "".join(f"{n},2024-01-01,s\n" for n in range(71)) + ",2024-01-01,s\n" * 29
    assert read(tmp_path / "log.csv", HEADER + rows, replace(SETTINGS, max_rejected=0.29)).inputs[0].rejected == 29


def test_what_a_log_cannot_show_is_null(tmp_path):
    facts = read(tmp_path / "log.csv", HEADER + "1,2024-01-01,s\n")
    assert facts.metrics["contacts.orphan_events"] == 0
    for family in FAMILIES:
        assert [facts.metrics[name] for name in family.metrics] == [None] * len(family.metrics)
        assert [facts.tables[name] for name in family.tables] == [None] * len(family.tables)


SHOWN = {
    "responded_at": ("response.late", "responded"),
    "unsubscribed_at": ("fatigue.after_opt_out", "unsubscribed"),
    "bounced": ("fatigue.after_hard_bounce", "bounced"),
    "bounced_at": ("fatigue.after_hard_bounce", "bounced"),
    "metric": ("fragmentation.metric_conflicts", None),
}


@pytest.mark.parametrize("field", SHOWN)
def test_what_a_log_could_show_is_counted(tmp_path, field):
    metric, event = SHOWN[field]
    assert read(tmp_path / "log.csv", f"customer_id,sent_at,{field}\n1,2024-01-01,\n").metrics[metric] == 0
    if event:
        events = "customer_id,sent_at,event_type\n1,2024-01-01,sent\n1,2024-01-02,"
        facts = read(tmp_path / "log.csv", f"{events}{event}\n")
        assert (facts.metrics[metric], facts.metrics["contacts.orphan_events"]) == (0, 0)
        assert read(tmp_path / "log.csv", events + "clicked\n").metrics[metric] is None


def test_facts_survive_json(tmp_path):
    content = HEADER + "1,2024-03-31 02:30,s\n1,2024-04-01,t\n,2024-01-01,s\n"
    facts = read(tmp_path / "log.csv", content, replace(SETTINGS, timezone="Europe/Paris", max_rejected=1))
    again = contact_facts(json.loads(json.dumps(contact_record(facts))))
    assert again.metrics == facts.metrics
    assert again.tables == facts.tables
    assert (again.as_old_as, again.inputs) == (facts.as_old_as, facts.inputs)
    assert (again.by_day, again.timezone) == ({"2024-03-31": 1, "2024-04-01": 1}, "Europe/Paris")
    assert [note.show("fr") for note in again.notes] == [note.show("fr") for note in facts.notes]
    assert "ligne rejetée : le client manque" in again.notes[-1].show("fr").replace("\u00a0", " ")


def test_facts_of_an_earlier_version_are_read(tmp_path):
    record = json.loads(json.dumps(contact_record(read(tmp_path / "log.csv", HEADER + "1,2024-03-31 02:30,s\n"))))
    older = {name: value for name, value in record.items() if name not in ("by_day", "timezone", "without_reminders")}
    found = contact_facts(older)
    assert (found.by_day, found.timezone, found.without_reminders) == ({}, None, None)
