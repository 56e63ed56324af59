"""Every kind of bad input by its name, through the command line: what it ends in, where the message points, what to do.

Nothing is half done: no result beside an error, no trace, no cell of a log, and no temporary folder left.
"""

from __future__ import annotations

import gzip
import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli.commands import call

from cxmaturity.contacts.files import listing

HEADER = "customer_id,sent_at,source\n"
Written = str | bytes
DAY = datetime.fromisoformat("2024-01-01")
SECRET = "zq7x"
"""Stands in the customers of these logs, and in no message."""


@dataclass(frozen=True)
class Bad:
    """A log, and what is to be said of it."""

    content: Written | Callable[[], Written]
    says: str
    """Regular expression: the place after the file's path, what is wrong, and the remedy."""
    name: str = "log.csv"
    options: tuple[str, ...] = ()
    mended: tuple[str, ...] | None = None
    """Options that follow the remedy, and make it a result."""


def rows(*times: str) -> str:
    return HEADER + "".join(f"{SECRET}{number},{time},s\n" for number, time in enumerate(times))


def parquet(**columns: list[object]) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    return written.getvalue()


def workbook(*cells: list[object]) -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in cells:
        book.active.append(row)
    book.save(written)
    return written.getvalue()


def zipped(**members: Written) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "."), content)
    return written.getvalue()


def many(n: int, broken: int) -> str:
    return rows(*["2024-01-01"] * (n - broken)) + f"{SECRET},soon,s\n" * broken


BAD = {
    "an empty file": Bad("", r": this file is empty\."),
    "a header only": Bad(HEADER, r": this log has no rows below its header\."),
    "all rows rejected": Bad(rows("soon", "later"), r":2 \[sent_at\]: 2 of 2 rows are rejected.*--date-format"),
    "10 % rejected": Bad(
        many(100, 10),
        r":92 \[sent_at\]: 10 of 100 rows are rejected, more than 1\.0%; .*allow more with --max-rejected",
        mended=("--max-rejected", "0.1"),
    ),
    "a 100 MB line": Bad(
        lambda: HEADER + f"{SECRET},2024-01-01," + "x" * 100_000_000,
        r":2: this row is longer than 16 million characters\. Check its quotes\.",
    ),
    "NUL bytes": Bad(HEADER.encode() + bytes(500), r": this is no text file.*Export it again as CSV in UTF-8"),
    "a zip bomb": Bad(
        lambda: zipped(log__csv=HEADER + "0" * 50_000_000),
        r": “log\.csv” would unpack to [\d,]+ times.*Unpack it",
        "z.zip",
    ),
    "a truncated gz": Bad(
        lambda: gzip.compress(rows(*["2024-01-01"] * 9999).encode(), mtime=0)[:-500],
        r": this gzip file is damaged or cut short\. Fetch or export it again\.",
        "log.csv.gz",
    ),
    "a truncated Parquet": Bad(
        lambda: parquet(customer_id=[SECRET] * 999, sent_at=["2024-01-01"] * 999)[:-300],
        r": this file is damaged.*Fetch or export it again\.",
        "log.parquet",
    ),
    "not in the encoding that it names": Bad(
        b"\xff\xfe" + rows("2024-01-01").encode("utf-16-le")[:-1], r": this file is not text in the encoding utf-16"
    ),
    "a time column with two formats": Bad(
        rows("13/04/2024", "04/13/2024"),
        r" \[sent_at\]: the times of this column are written in two formats.*--date-format",
        mended=("--date-format", "%d/%m/%Y", "--max-rejected", "0.5"),
    ),
    "Y/D/M beside Y-m-d": Bad(
        rows("2024-04-03", "2024/13/04"),
        r" \[sent_at\]: the times of this column are written in two formats.*--date-format",
    ),
    "Y/D/M beside d-m-Y": Bad(
        rows("13-04-2024 10:00", "2024/13/04"), r" \[sent_at\]: the times of this column are written in two formats"
    ),
    "day and month that cannot be told apart": Bad(
        rows("03/04/2024", "05/04/2024"),
        r" \[sent_at\]: day and month cannot be told apart in this column.*--date-format, such as '%d/%m/%Y %H:%M'",
        mended=("--date-format", "%d/%m/%Y %H:%M"),
    ),
    "zoned beside naive times": Bad(
        rows("2024-01-01T10:00Z", "2024-01-01T10:00"), r" \[sent_at\]: some times .* offset"
    ),
    "an open quote": Bad(HEADER + f'{SECRET},2024-01-01,"s\n', r":2: this row is not valid CSV\. Check its quotes\."),
    "a title above the header": Bad(
        f"Contacts {SECRET},,\n\n" + rows("2024-01-01"),
        r": the first line does not name the columns\. Line 3 names them: delete what stands above it\.",
    ),
    "a merged title above the header of a workbook": Bad(
        lambda: workbook(["Contacts"], [], HEADER.strip().split(","), [SECRET, DAY, "s"]),
        r": the first line does not name the columns\. Line 3 names them: delete what stands above it\.",
        "log.xlsx",
    ),
    "columns with other names": Bad(
        "Customer ID;Sent At\n1;2024-01-01\n",
        r": no column is named customer_id.*--map customer_id=COLUMN\. Did you mean “Customer ID”\?.*“Sent At”",
        mended=("--map", "customer_id=Customer ID", "--map", "sent_at=Sent At"),
    ),
    "two columns of one name": Bad(
        HEADER.replace("source", "sent_at") + f"{SECRET},2024-01-01,2024-01-02\n",
        r": several columns are named “sent_at”\. Rename all but one",
    ),
    "seconds since 1970": Bad(
        rows("1704067200", "1704153600"),
        r":2 \[sent_at\]:.*say --date-format epoch\.",
        mended=("--date-format", "epoch"),
    ),
    "milliseconds since 1970": Bad(
        rows("1704067200000"), r":2 \[sent_at\]:.*say --date-format epoch_ms\.", mended=("--date-format", "epoch_ms")
    ),
    "numbers of days": Bad(rows("45292.5", "45293"), r":2 \[sent_at\]:.*give the column a date format"),
    "numbers of days in a workbook": Bad(
        lambda: workbook(HEADER.strip().split(","), [SECRET, 45292.5, "s"]),
        r":2 \[sent_at\]:.*a date format",
        "log.xlsx",
    ),
    "months by name": Bad(
        rows("01-Jan-2024 10:00"),
        r":2 \[sent_at\]:.*By its look it is --date-format '%d-%b-%Y %H:%M'\.",
        mended=("--date-format", "%d-%b-%Y %H:%M"),
    ),
    "ISO weeks": Bad(rows("2024-W03-2"), r":2 .*'%G-W%V-%u'\.", mended=("--date-format", "%G-W%V-%u")),
    "ISO without marks": Bad(
        rows("20240101T100000Z"), r":2 .*'%Y%m%dT%H%M%S%z'\.", mended=("--date-format", "%Y%m%dT%H%M%S%z")
    ),
    "years of two digits": Bad(
        rows("13/04/24 10:05"), r":2 .*'%d/%m/%y %H:%M'\.", mended=("--date-format", "%d/%m/%y %H:%M")
    ),
    "clocks with words": Bad(
        rows("31.12.2023 23:59 Uhr", "01.01.2024 09:00 Uhr"),
        r":2 .*'%d\.%m\.%Y %H:%M Uhr'\.",
        mended=("--date-format", "%d.%m.%Y %H:%M Uhr"),
    ),
    "months alone": Bad(rows("2024-01"), r":2 \[sent_at\]:.*Check --map and --date-format"),
    "a fixed time that is none": Bad(
        rows("2024-01-01"),
        r":2: 1 of 1 rows are rejected.*Write --set sent_at=2026-05-01",
        options=("--set", "sent_at=yesterday"),
        mended=("--set", "sent_at=2026-05-01 10:00"),
    ),
    "either of two readings": Bad(rows("03/04/24"), r":2 .*'%d/%m/%y' / '%m/%d/%y'\."),
    "names of time zones": Bad(
        rows("2024-01-01 10:00 CET"), r":2 \[sent_at\]:.*export the times in UTC, or with offsets"
    ),
    "times of day alone": Bad(rows("10:05"), r":2 \[sent_at\]:.*Check --map and --date-format"),
    "more cells than columns": Bad(
        rows("Jan 1, 2024"), r":2: 1 of 1 rows are rejected.*Check the delimiter and the quotes"
    ),
    "a web page": Bad("<html><table><tr><td>customer_id", r": this is a web page.*save it as CSV or XLSX", "log.xls"),
    "an unknown format": Bad(
        rows("2024-01-01"),
        r": “qualtrics-histroy” is not .* Did you mean “qualtrics-history”\?",
        options=("--format", "qualtrics-histroy"),
        mended=("--format", "generic"),
    ),
    "a zone that is none": Bad(rows("2024-01-01"), r"^✗ there is no time zone “Paris”", options=("--tz", "Paris")),
    "a date format that is none": Bad(
        rows("2024-01-01"),
        r" \[sent_at\]: “yyyy-mm-dd” is not a date format\. Write it like",
        options=("--date-format", "yyyy-mm-dd"),
        mended=("--date-format", "%Y-%m-%d"),
    ),
}


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    """Look for temporary folders in one of its own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


def write(tmp_path: Path, content: Written | Callable[[], Written], name: str = "log.csv") -> Path:
    content = content() if callable(content) else content
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return tmp_path / name


def refused(capsys, *arguments: object) -> str:
    done = call(capsys, "audit", *arguments, "--json", "--lang", "en")
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert SECRET not in done.err
    return done.err


@pytest.mark.parametrize("name", BAD)
def test_bad_input_has_one_message_and_its_remedy_works(tmp_path, capsys, name):
    bad = BAD[name]
    path = write(tmp_path, bad.content, bad.name)
    said = refused(capsys, path, *bad.options)
    where = bad.says if bad.says.startswith("^") else f"^✗ {re.escape(str(path))}{bad.says}"
    assert re.search(where, said, re.DOTALL), said
    assert len(said.splitlines()) <= 2
    if bad.mended is not None:
        done = call(capsys, "audit", path, *bad.mended, "--json")
        assert done.code == 0, done.err
        assert done.json["metrics"]["contacts.count"] > 0


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_in_french(tmp_path, capsys, name):
    if callable(BAD[name].content):
        pytest.skip("its message is that of others")
    done = call(capsys, "audit", write(tmp_path, BAD[name].content, BAD[name].name), *BAD[name].options, "--lang", "fr")
    assert (done.code, done.out) == (2, "")
    assert not re.search(r"\b(this|the|is|are|column|rows)\b", done.err.replace(str(tmp_path), "")), done.err


def test_a_directory_and_what_is_no_file(tmp_path, capsys):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.csv").symlink_to("gone.csv")
    for given, said in (
        (tmp_path / "folder", "this folder is neither an engagement nor a data set.*/folder/\\*.csv"),
        (tmp_path / "link.csv", "this link leads nowhere"),
        ("/dev/null", "this is a pipe or a device"),
        ("-", "standard input is not read. Save it to a file"),
        (f"file://{tmp_path}/log.csv", "this is an address, and only files are read.*without file://"),
        ("s3a://bucket/log.parquet", "s3a://bucket/log.parquet: only Spark reads .*Add --engine spark"),
        ("table:db.contacts", "table:db.contacts: only Spark reads .*Add --engine spark"),
        (tmp_path / "*.csv", "no file matches this pattern. Check"),
        (tmp_path / "lnk.csv", "there is no such file. Did you mean “link.csv”?"),
    ):
        assert re.search(said, refused(capsys, given))


def test_what_excel_leaves_beside_an_open_file_is_passed_over(tmp_path, capsys):
    (tmp_path / "log.csv").write_text(rows("2024-01-01"))
    (tmp_path / "~$log.csv").write_bytes(b"\x05Anna\x00\x00")
    done = call(capsys, "audit", tmp_path / "*.csv", "--json")
    assert [each["path"] for each in done.json["inputs"]] == [str(tmp_path / "log.csv")]


@pytest.mark.parametrize("named", ["once more", "by a link", "by a pattern"])
def test_a_file_named_twice(tmp_path, capsys, named):
    path = tmp_path / "log.csv"
    path.write_text(rows("2024-01-01"))
    (tmp_path / "link.csv").symlink_to("log.csv")
    other = {"once more": path, "by a link": tmp_path / "link.csv", "by a pattern": tmp_path / "lo*.csv"}[named]
    assert "this file is named twice" in refused(capsys, path, other)


def test_two_files_with_the_same_contacts(tmp_path, capsys):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(rows("2024-01-01", "2024-01-02"))
    done = call(capsys, "audit", tmp_path / "a.csv", tmp_path / "b.csv", "--json", "--lang", "en")
    assert done.json["metrics"]["contacts.duplicates"] == 2
    assert f"{tmp_path / 'a.csv'} and {tmp_path / 'b.csv'} have 2 contacts in common" in done.err


def test_a_file_that_changes_while_it_is_read(tmp_path, capsys, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text(rows("2024-01-01"))
    real = listing.Digests.all

    def slow(self):
        path.write_text(rows("2024-01-01", "2024-01-02"))
        return real(self)

    monkeypatch.setattr(listing.Digests, "all", slow)
    said = refused(capsys, path)
    assert f"{path}: this file changed while it was read. Wait until it is written, or audit a copy." in said


def test_every_bad_file_is_told_at_once_and_nothing_is_computed(tmp_path, capsys):
    for number, content in enumerate(("", HEADER + f"{SECRET},soon,s\n", rows("2024-01-01"))):
        (tmp_path / f"{number}.csv").write_text(content)
    said = refused(capsys, tmp_path / "0.csv", tmp_path / "2.csv")
    assert "0.csv: this file is empty" in said
    assert "1.csv" in refused(capsys, tmp_path / "1.csv", tmp_path / "2.csv")
