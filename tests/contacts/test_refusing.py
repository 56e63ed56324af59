"""Files and options that are wrong: each with one message that says what, where and what to do."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from contacts.test_reading import HEADER, SETTINGS, read

from cxmaturity.contacts import Log, audit
from cxmaturity.errors import InputError

BAD = {
    "an empty file": (b"", "this file is empty"),
    "only a header": (HEADER, "no rows below its header"),
    "no header": (b"\n\n", "no header row"),
    "no customer": ("kunde,sent_at\n1,2024-01-01\n", r"no column is named customer_id.*--map.*kunde, sent_at"),
    "no time": ("customer_id,sent\n1,2024-01-01\n", r"no column is named sent_at.*Did you mean “sent”"),
    "twice the column": ("customer_id,sent_at,source,source\n1,2024-01-01,a,b\n", "several columns are named “source”"),
    "day or month": (HEADER + "1,03/04/2024,s\n1,05/04/2024 10:00,s\n", "cannot be told apart.*--date-format"),
    "day or month, year first": (HEADER + "1,2024/03/04,s\n", "cannot be told apart.*--date-format"),
    "two orders": (HEADER + "1,13/04/2024,s\n1,04/13/2024,s\n", "two formats.*--date-format"),
    "rewritten by a spreadsheet": (HEADER + "1,2024/13/04,s\n1,13-04-2024 10:00,s\n", "two formats.*--date-format"),
    "ISO beside another": (HEADER + "1,2024-04-13,s\n1,13/04/2024,s\n", "two formats.*--date-format"),
    "zoned beside naive": (
        HEADER + "1,2024-04-13T10:00Z,s\n1,2024-04-13T10:00,s\n",
        "have an offset from UTC",
    ),
    "a day beside zoned": (HEADER + "1,2024-04-13T10:00Z,s\n1,2024-04-13,s\n", "have an offset from UTC"),
    "no time at all": (HEADER + "1,soon,s\n", "1 of 1 rows are rejected.*--date-format"),
    "all rejected": (HEADER + ",2024-01-01,s\n", "1 of 1 rows are rejected"),
    "an open quote": (
        HEADER + '1,2024-01-01,"s\n2,2024-01-01,s\n',
        r"log:2: this row is not valid CSV\. Check its quotes",
    ),
    "a cut gzip": (gzip.compress((HEADER + "1,2024-01-01,s\n" * 9).encode(), mtime=0)[:-9], "damaged or cut short"),
    "a broken gzip": (gzip.compress(b"x" * 99, mtime=0)[:12] + b"rubbish", "damaged or cut short"),
    "bytes that are no text": (b"\x7fELF" + bytes(range(256)) + bytes(100), "this is no text file"),
    "an empty array": (b" [ ] ", "this log holds no object"),
    "empty lines of JSON": (b"{}\n{}", "this log holds no object"),
    "an object within nothing": (b'{"a": ' * 5000, "this is not valid JSON|nested too deeply"),
    "a name for each customer": (
        b"{" + b",".join(b'"%d": {"sent_at": 1}' % n for n in range(3000)) + b"}",
        "more than 2 000 different names|more than 2,000 different names",
    ),
    "a broken zip": (b"PK\x03\x04 and more", "this zip file is damaged"),
    "an old spreadsheet": (b"\xd0\xcf\x11\xe0 and more", "this spreadsheet is old or protected"),
    "a picture": (b"\x89PNG\r\n\x1a\n and more", "this is a picture or a PDF"),
    "JSON of other things": (b'{"a": 1, "sent_at": 0}', "no column is named customer_id"),
    "JSON cut short": (b'{"customer_id": 1,\n "sent_at"', "log:2: this is not valid JSON"),
    "JSON without objects": (b'["secret"]', "log:1: a JSON log holds one object a row"),
    "a broken Parquet": (b"PAR1 rubbish PAR1", "this file is damaged"),
    "no sent event": (
        "customer_id,sent_at,event_type\n1,2024-01-01,clicked\n",
        "type “sent”.*clicked",
    ),
    "all suppressed": ("customer_id,sent_at,suppressed\n1,2024-01-01,1\n", "every row of this log was suppressed"),
}


@pytest.mark.parametrize(("content", "message"), BAD.values(), ids=BAD)
def test_a_bad_file_has_one_message(tmp_path, content, message):
    with pytest.raises(InputError, match=rf"(?s){message}") as caught:
        read(tmp_path / "log", content)
    assert len(caught.value.problems) == 1
    assert str(tmp_path / "log") in str(caught.value)


CHANGES = {
    "grows": lambda path: path.write_bytes(path.read_bytes() + b"2,2024-01-01,s\n"),
    "is cut": lambda path: path.write_text(""),
    "is replaced": lambda path: path.write_text(HEADER + "2,2024-01-01,t\n"),
    "is deleted": lambda path: path.unlink(),
    "loses its header": lambda path: path.write_bytes(b"\x00" * 99),
}


STEPS = (
    "Recognising the formats", "Reading the times", "Counting the rows", "Sorting the contacts",
    "Measuring the contacts", "Gathering the remarks",
)  # fmt: skip


@pytest.mark.parametrize("when", STEPS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_that_changes_while_it_is_read(tmp_path, change, suffix, when):
    path = tmp_path / f"log.{suffix}"
    path.write_text(HEADER + "1,2024-01-01,s\n")
    if suffix == "parquet":
        pq.write_table(pa.table({"customer_id": ["1"], "sent_at": ["2024-01-01"]}), path)

    def writer(step):
        if str(step.what) == when:
            change(path)

    with pytest.raises(InputError, match="this file changed while it was read") as caught:
        audit([Log(path)], SETTINGS, writer)
    assert len(caught.value.problems) == 1


def test_a_cut_gzip_of_many_rows(tmp_path):
    content = gzip.compress((HEADER + "".join(f"{n},2024-01-01,s{n}\n" for n in range(200_000))).encode())
    with pytest.raises(InputError, match="damaged or cut short"):
        read(tmp_path / "log.csv.gz", content[: len(content) // 2])


@pytest.mark.parametrize(
    ("log", "message"),
    [
        ({"columns": {"customer": "a"}}, "“customer” is not a field of a contact log. Did you mean “customer_id”"),
        ({"columns": {"source": "sourc"}}, "no column “sourc” for source. Did you mean “source”"),
        ({"columns": {"source": "source"}, "constants": {"source": "x"}}, "both mapped to a column and set"),
        ({"date_format": "nonsense"}, "“nonsense” is not a date format"),
        ({"date_format": "%Q"}, "“%Q” is not a date format"),
        *(({"date_format": form}, f"“{form}” is not a date format") for form in ("%d/%m", "%Y-%m", "%H:%M")),
        ({"timezone": "Europe/Pari"}, "no time zone “Europe/Pari”. Did you mean “Europe/Paris”"),
        ({"encoding": "latin-99"}, "no text encoding “latin-99”"),
        ({"encoding": "ascii"}, "not text in the encoding ascii"),
        ({"format": "generik"}, "not a known log format. Did you mean “generic”"),
    ],
)
def test_a_bad_option_has_one_message(tmp_path, log, message):
    with pytest.raises(InputError, match=message) as caught:
        read(tmp_path / "log.csv", HEADER + "1,2024-01-01,é\n", **log)
    assert len(caught.value.problems) == 1


def test_bad_paths(tmp_path):
    (tmp_path / "log.csv").write_text(HEADER + "1,2024-01-01,s\n")
    for path, message in [
        (tmp_path / "lag.csv", "no such file. Did you mean “log.csv”"),
        (tmp_path / "*.parquet", "no file matches"),
        (tmp_path, "neither an engagement nor a data set"),
    ]:
        with pytest.raises(InputError, match=message):
            audit([Log(path)], SETTINGS)
    with pytest.raises(InputError, match="named twice"):
        audit([Log(tmp_path / "log.csv"), Log(tmp_path / "*.csv")], SETTINGS)


def test_every_bad_file_is_named_at_once(tmp_path):
    paths = [tmp_path / f"{n}.csv" for n in range(3)]
    for path in paths:
        path.write_text("kunde,sent_at\n1,03/04/2024\n" if path != paths[1] else HEADER + "1,03/04/2024,s\n")
    with pytest.raises(InputError) as caught:
        audit([Log(path) for path in paths], SETTINGS)
    assert [str(problem.where.path) for problem in caught.value.problems] == list(map(str, paths))


@pytest.mark.parametrize(("memory", "threads"), [("much", None), ("0GB", None), (None, 0)])
def test_bad_resources(tmp_path, memory, threads):
    with pytest.raises(InputError):
        read(tmp_path / "log.csv", HEADER + "1,2024-01-01,s\n", replace(SETTINGS, memory=memory, threads=threads))


def test_no_contact_in_the_period(tmp_path):
    with pytest.raises(InputError, match="no contact lies in the period"):
        read(tmp_path / "log.csv", HEADER + "1,2024-01-01,s\n", replace(SETTINGS, log_from=date(2025, 1, 1)))


@pytest.mark.parametrize(
    "content",
    [
        "secret@x.org,2024-01-01,s\nsecret,2024-01-02,s\n",
        "secret,2024-01-01,s\nsecret,2024-01-02,s\n",
        "secret,s,17\nsecret,s,18\n",
        "secretanna,Smith,nps\nsecretbob,Jones,email\n",
        "secret report\n\ncustomer_id,sent_at\n1,2024-01-01\n",
        "secret date\n",
        '{"secret@x.org": "secret", "sent_at": "2024-01-01"}\n',
        b"\xef\xbb\xbf" + b'["secret"]',
        gzip.compress(b'{"secret": "secret"}', mtime=0),
    ],
)
def test_a_first_row_of_data_is_not_shown(tmp_path, content):
    with pytest.raises(InputError, match=r"first row|first line|a JSON log") as caught:
        read(tmp_path / "log", content)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("header", ["Kunde,sent_at", "RecipientId,Wann", "Kunde,date_envoi", "Kunde,Send Time"])
def test_columns_are_listed_where_the_first_row_names_them(tmp_path, header):
    with pytest.raises(InputError, match=f"The columns are: {header.replace(',', ', ')}"):
        read(tmp_path / "log.csv", f"{header}\n1,2024-01-01\n")


def test_nothing_but_reminders(tmp_path):
    with pytest.raises(InputError, match=r"every contact is a reminder.*Omit --without-reminders"):
        read(
            tmp_path / "log.csv",
            "customer_id,sent_at,kind\n1,2024-01-01,reminder\n",
            replace(SETTINGS, without_reminders=True),
        )


def test_nothing_but_rejected_rows(tmp_path):
    with pytest.raises(InputError) as caught:
        read(
            tmp_path / "log.csv", HEADER + ",2024-01-01,s\n,2024-01-01,s\na,soon,s\n", replace(SETTINGS, max_rejected=1)
        )
    first, second = caught.value.problems
    assert "because 3 of 3 rows are rejected; this one because the customer is missing" in first.show("en")
    assert "log.csv:4 [sent_at]: row rejected: the time cannot be read" in second.show("en")


@pytest.mark.parametrize(
    ("customers", "kind"),
    [
        (pa.array([[1]]), "LIST"),
        (pa.array([{"x": 1}]), "STRUCT"),
        (pa.array([True]), "BOOLEAN"),
        (pa.array([0], pa.timestamp("us")), "TIMESTAMP"),
        (pa.array([0], pa.date32()), "DATE"),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)
def test_customers_that_cannot_be(tmp_path, customers, kind):
    pq.write_table(pa.table({"customer_id": customers, "sent_at": pa.array([0], pa.timestamp("us"))}), tmp_path / "l")
    with pytest.raises(InputError, match=rf"\[customer_id\]: this column is of the type {kind}, which cannot name"):
        audit([Log(tmp_path / "l")], SETTINGS)


def test_a_time_beyond_the_engine(tmp_path):
    times = pa.array([2**62], pa.timestamp("ms"))
    pq.write_table(pa.table({"customer_id": pa.array(["a"]), "sent_at": times}), tmp_path / "l")
    with pytest.raises(InputError, match="this file holds a time too far off"):
        audit([Log(tmp_path / "l")], SETTINGS)
