"""What real files hold, and what each must not do to the figures."""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import replace

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from contacts.test_reading import HEADER, SETTINGS, notes, read

from cxmaturity.contacts import Log, audit
from cxmaturity.errors import InputError


def test_one_row(tmp_path):
    facts = read(tmp_path / "log.csv", HEADER + "1,2024-01-01,s")
    assert (facts.metrics["contacts.count"], facts.metrics["fatigue.gap_days.p50"]) == (1, None)


def test_a_tenth_rejected(tmp_path):
    rows = "".join(f"{n},2024-01-01,s\n" for n in range(90)) + ",2024-01-01,s\n" * 10
    with pytest.raises(InputError, match=r"log.csv:92 \[customer_id\]: 10 of 100 rows are rejected, more than 1"):
        read(tmp_path / "log.csv", HEADER + rows)
    assert read(tmp_path / "log.csv", HEADER + rows, replace(SETTINGS, max_rejected=0.1)).inputs[0].rejected == 10


def test_three_hundred_columns(tmp_path):
    names = [f"x{n}" for n in range(298)]
    header = ",".join(["sent_at", *names, "customer_id"])
    facts = read(tmp_path / "log.csv", header + "\n" + ",".join(["2024-01-01", *names, "1"]) + "\n")
    assert facts.metrics["contacts.count"] == 1
    with pytest.raises(InputError) as caught:
        read(tmp_path / "log.csv", header.replace("sent_at", "wann") + "\n1\n")
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(
    ("millions", "rest"), [(100, "\n2,2024-01-01,s\n"), (20, ""), (40, ""), (20, '"\n2,2024-01-01,s\n')]
)
def test_a_line_of_a_hundred_megabytes(tmp_path, millions, rest):
    with pytest.raises(InputError, match=r"log.csv:2: this row is longer than 16 million characters"):
        read(tmp_path / "log.csv", HEADER + "1,2024-01-01," + "x" * millions * 1_000_000 + rest)


def test_a_gzip_bomb_of_one_line(tmp_path):
    with gzip.open(tmp_path / "log.csv.gz", "wb", compresslevel=1) as file:
        file.write(HEADER.encode() + b"1,2024-01-01,")
        for _ in range(60):
            file.write(b"x" * 1_000_000)
    with pytest.raises(InputError, match=r"log.csv.gz:2: this row is longer"):
        audit([Log(tmp_path / "log.csv.gz")], SETTINGS)


def test_a_workbook_bomb(tmp_path):
    with zipfile.ZipFile(tmp_path / "log.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", " " * 30_000_000)
    with pytest.raises(InputError, match=r"“xl/workbook.xml” would unpack to [\d,]+ times its size"):
        audit([Log(tmp_path / "log.xlsx")], SETTINGS)


def test_bytes_that_are_zero(tmp_path):
    rows = "".join(f"{n},2024-01-01,\x00s\n" for n in range(3)) + "a\x00b,2024-01-01,s\n"
    facts = read(tmp_path / "log.csv", "x" * 2000 + "," + HEADER + "".join(f"x,{row}\n" for row in rows.splitlines()))
    assert (facts.metrics["contacts.customers"], facts.metrics["contacts.sources"]) == (4, 2)
    with pytest.raises(InputError, match="this is no text file"):
        read(tmp_path / "log.csv", HEADER + "\x00" * 500)


@pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
def test_parquet_cut_short(tmp_path, share):
    ids = pa.array([str(n) for n in range(5000)])
    pq.write_table(pa.table({"customer_id": ids, "sent_at": pa.array(["2024-01-01"] * 5000)}), tmp_path / "log.parquet")
    content = (tmp_path / "log.parquet").read_bytes()
    with pytest.raises(InputError, match=r"log.parquet: this file is damaged.*Fetch or export it again"):
        read(tmp_path / "log.parquet", content[: int(len(content) * share)])


@pytest.mark.parametrize("other", ["2024/13/04", "13-04-2024 10:00", "04/13/2024", "20240413"])
def test_a_column_that_a_spreadsheet_rewrote_in_part(tmp_path, other):
    rows = "1,2024-04-03,s\n" * 200 + f"2,{other},s\n" * 100
    with pytest.raises(InputError, match=r"log.csv[:\[\] a-z_0-9]*: .*--date-format"):
        read(tmp_path / "log.csv", HEADER + rows)


def test_instants_decades_off_are_kept_and_counted(tmp_path):
    rows = "1,1979-01-01,s\n1,2024-01-01,s\n2,2430-01-01,s\n2,2024-01-05,s\n"
    metrics = read(tmp_path / "log.csv", HEADER + rows).metrics
    assert (metrics["contacts.count"], metrics["contacts.impossible_times"]) == (4, 2)


def test_customers_that_are_decimals(tmp_path):
    pq.write_table(
        pa.table({"customer_id": pa.array([123.0, 1e20]), "sent_at": pa.array(["2024-01-01"] * 2)}),
        tmp_path / "log.parquet",
    )
    (tmp_path / "log.csv").write_text(f"customer_id,sent_at\n123,2024-01-02\n{10**20},2024-01-02\n0123,2024-01-02\n")
    facts = audit([Log(tmp_path / "log.parquet"), Log(tmp_path / "log.csv")], SETTINGS)
    assert facts.metrics["contacts.customers"] == 3


def test_decimals_in_text_stay_and_are_told(tmp_path):
    facts = read(tmp_path / "log.csv", HEADER + "123.0,2024-01-01,s\n7.0,2024-01-02,s\n")
    assert facts.metrics["contacts.customers"] == 2
    assert "log.csv [customer_id]: the customers are written as decimals" in notes(facts)
    assert "written as decimals" not in notes(
        read(tmp_path / "log.csv", HEADER + "123.0,2024-01-01,s\n7,2024-01-02,s\n")
    )


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx"])
def test_formulas_are_not_computed(tmp_path, name):
    formula = "=1+1"
    if name == "log.csv":
        (tmp_path / name).write_text(HEADER + f"{formula},2024-01-01,=HYPERLINK(1)\n2,2024-01-02,s\n")
    else:
        book = openpyxl.Workbook()
        for row in (["customer_id", "sent_at", "source"], ["a", "2024-01-01", "s"], ["2", "2024-01-02", formula]):
            book.active.append(row)
        book.active["A2"].value, book.active["A2"].data_type = formula, "s"
        book.save(tmp_path / name)
    facts = audit([Log(tmp_path / name)], SETTINGS)
    assert facts.metrics["contacts.customers"] == 2
    assert set(facts.sources) == ({"=HYPERLINK(1)", "s"} if name == "log.csv" else {"s", ""})


def test_gaps_of_exactly_seven_days(tmp_path):
    days = "".join(f"{n},2024-01-0{day}T10:00:00,s\n" for n in range(50) for day in (1, 8))
    metrics = read(tmp_path / "log.csv", HEADER + days + "x,2024-01-01T10:00:00,s\nx,2024-01-08T09:59:59,s\n").metrics
    assert metrics["fatigue.gaps_under_7d"] == 1
    assert metrics["fatigue.pressure_7d.max"] == 2
    assert metrics["fatigue.pressure_7d.p95"] == 1


def test_simultaneous_contacts(tmp_path):
    metrics = read(tmp_path / "log.csv", HEADER + "1,2024-01-01,a\n1,2024-01-01,b\n1,2024-01-01,b\n").metrics
    names = ("contacts.duplicates", "fatigue.pressure_1d.p50", "fatigue.gaps_under_1d", "fragmentation.collisions_7d")
    assert [metrics[name] for name in names] == [1, 3, 2, 1]


def test_event_rows_are_no_contacts(tmp_path):
    content = "customer_id,sent_at,event_type\n" + "1,2024-01-01,sent\n1,2024-01-02,opened\n1,2024-01-02,clicked\n" * 2
    metrics = read(tmp_path / "log.csv", content).metrics
    assert (metrics["contacts.count"], metrics["contacts.other_events"]) == (2, 2)


def test_sources_that_are_copies_of_each_other(tmp_path):
    rows = "".join(f"{n},2024-01-01,{source}\n" for n in range(9) for source in "ab") + "1,2024-01-01,c\n"
    assert read(tmp_path / "log.csv", HEADER + rows).metrics["contacts.mirrored_sources"] == 1


def test_a_score_without_a_scale_is_left_out_and_counted(tmp_path):
    content = "customer_id,sent_at,responded_at,score\n1,2024-01-01,2024-01-02,9\n"
    facts = read(tmp_path / "log.csv", content)
    assert facts.metrics["score.nps"].n == 0
    assert "1 score" in notes(facts)
