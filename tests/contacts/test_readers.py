"""JSON, workbooks and archives: each is the log that a CSV of the same rows is."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from contacts.test_reading import HEADER, SETTINGS, notes, read

from cxmaturity.contacts import Log, audit
from cxmaturity.errors import InputError

ROWS = [
    {"customer_id": "007", "sent_at": "2024-01-01T10:00:00", "source": "a"},
    {"customer_id": "7", "sent_at": "2024-01-02T10:00:00", "source": "b"},
    {"customer_id": "x\ny", "sent_at": "2024-01-03T10:00:00", "source": "é"},
]
CSV = 'customer_id,sent_at,source\n007,2024-01-01 10:00,a\n7,2024-01-02 10:00,b\n"x\ny",2024-01-03 10:00,é\n'


def workbook(path: Path, *sheets: list[list[object]], **more: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {**{f"s{n}": rows for n, rows in enumerate(sheets)}, **more}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def cells(rows=ROWS) -> list[list[object]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def archive(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "."), content)
    return path


JSONS = {
    "lines": "\n".join(map(json.dumps, ROWS)),
    "lines with blanks": "\n\n" + "\r\n\n".join(map(json.dumps, ROWS)) + "\n",
    "array": json.dumps(ROWS),
    "array with indents": json.dumps(ROWS, indent=2),
    "objects with indents": "\n".join(json.dumps(row, indent=2) for row in ROWS),
    "objects in a row": "".join(map(json.dumps, ROWS)),
}


@pytest.mark.parametrize("content", JSONS.values(), ids=JSONS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_is_read_as_the_table_that_it_is(tmp_path, content, encoding):
    expected = read(tmp_path / "log.csv", CSV).metrics
    assert read(tmp_path / "log.jsonl", content.encode(encoding)).metrics == expected
    assert read(tmp_path / "log.json.gz", gzip.compress(content.encode(encoding))).metrics == expected


def test_what_is_nested_has_a_dotted_name(tmp_path):
    row = {"user": {"id": 123.0, "a.b": {"c": None}}, "time": 1704110400, "tags": ["x", 1]}
    columns = {"customer_id": "user.id", "sent_at": "time", "source": "tags", "tool": "user.a.b.c"}
    facts = read(tmp_path / "log.json", json.dumps(row), columns=columns, date_format="epoch")
    assert facts.sources == {'["x", "1"]': 1}
    assert facts.metrics["contacts.first"] == "2024-01-01T12:00:00.000000Z"
    (tmp_path / "log.csv").write_text("customer_id,sent_at\n123,2024-01-01\n")
    both = audit(
        [Log(tmp_path / "log.csv"), Log(tmp_path / "log.json", columns=columns, date_format="epoch")], SETTINGS
    )
    assert both.metrics["contacts.customers"] == 1


def test_a_workbook_is_recognised_whatever_its_name(tmp_path):
    expected = read(tmp_path / "log.csv", CSV).metrics
    assert audit([Log(workbook(tmp_path / "log.xlsx", cells()))], SETTINGS).metrics == expected
    facts = audit([Log(workbook(tmp_path / "named.csv", cells()))], SETTINGS)
    assert facts.metrics == expected
    assert "named.csv is a workbook" in notes(facts)


def test_dates_and_numbers_of_a_workbook(tmp_path):
    rows = [
        ["customer_id", "sent_at"],
        [123.0, datetime.fromisoformat("2024-03-04 10:15")],
        [7, datetime.fromisoformat("2024-03-05")],
    ]
    facts = audit([Log(workbook(tmp_path / "log.xlsx", rows))], SETTINGS)
    assert facts.metrics["contacts.first"] == "2024-03-04T10:15:00.000000Z"
    (tmp_path / "log.csv").write_text("customer_id,sent_at\n123,2024-01-01\n7,2024-01-01\n")
    both = audit([Log(tmp_path / "log.csv"), Log(tmp_path / "log.xlsx")], SETTINGS)
    assert both.metrics["contacts.customers"] == 2


def test_dates_that_excel_rewrote_beside_texts_are_asked_about(tmp_path):
    rows = [["customer_id", "sent_at"], [1, datetime.fromisoformat("2024-04-03")], [2, "13-04-2024"]]
    with pytest.raises(InputError, match=r"two formats.*--date-format"):
        audit([Log(workbook(tmp_path / "log.xlsx", rows))], SETTINGS)


def test_the_sheet_that_fits(tmp_path):
    facts = audit([Log(workbook(tmp_path / "log.xlsx", [["read me"]], cells(), []))], SETTINGS)
    assert facts.metrics["contacts.count"] == 3
    assert "log.xlsx: the sheet “s1” was read" in notes(facts)
    for sheets, message in [([cells(), cells()], "several sheets"), ([[["a"]], [["b"]]], "no sheet"), ([[]], "empty")]:
        with pytest.raises(InputError, match=message):
            audit([Log(workbook(tmp_path / "log.xlsx", *sheets))], SETTINGS)


def test_members_of_an_archive_are_files(tmp_path):
    (tmp_path / "b.xlsx").write_bytes(workbook(tmp_path / "x", cells()).read_bytes())
    path = archive(
        tmp_path / "logs.zip",
        a__csv=CSV,
        b__xlsx=(tmp_path / "b.xlsx").read_bytes(),
        c__json=json.dumps(ROWS),
        d__csv__gz=gzip.compress(CSV.encode()),
        readme__md="no log",
    )
    facts = audit([Log(path)], SETTINGS)
    assert facts.metrics["contacts.count"] == 12
    assert facts.metrics["contacts.customers"] == 3
    assert {each.path for each in facts.inputs} == {str(path)}
    assert f"{path / 'a.csv'} and 3 more: times without offset" in notes(facts)


def test_a_zip_bomb_is_refused(tmp_path):
    path = archive(tmp_path / "logs.zip", a__csv=(HEADER + "1,2024-01-01,s\n" * 2_000_000).encode())
    with pytest.raises(InputError, match=r"logs.zip: “a.csv” would unpack to \d+ times its size"):
        audit([Log(path)], SETTINGS)


def test_no_member_gets_out_of_the_temporary_folder(tmp_path):
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "logs.zip", "w") as packed:
        packed.writestr("../../evil.csv", CSV)
        packed.writestr("__MACOSX/._log.csv", b"\x00\x05\x16")
        packed.writestr(".hidden.csv", "x")
    assert audit([Log(tmp_path / "in" / "logs.zip")], SETTINGS).metrics["contacts.count"] == 3
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert not (tmp_path.parent / "evil.csv").exists()


def with_password(content: bytes) -> bytes:
    """Return an archive of one member that says of it that it is encrypted."""
    local, central = content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8
    changed = bytearray(content)
    changed[local] |= 1
    changed[central] |= 1
    return bytes(changed)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (with_password, r"logs.zip: this zip file is locked by a password"),
        (lambda content: content[:-30], r"logs.zip: this zip file is damaged or cut short"),
        (lambda content: content.replace(b"log.csv", b"log.doc"), "this archive holds no log.*one of .csv"),
    ],
)
def test_archives_that_cannot_be_read(tmp_path, change, message):
    path = archive(tmp_path / "logs.zip", log__csv=CSV)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(InputError, match=message) as caught:
        audit([Log(path)], SETTINGS)
    assert len(caught.value.problems) == 1


def test_an_archive_in_an_archive_and_a_document_are_no_logs(tmp_path):
    inner = archive(tmp_path / "inner.zip", log__csv=CSV).read_bytes()
    document = archive(tmp_path / "x.docx", word__xml="x").read_bytes()
    for content in (inner, document):
        path = archive(tmp_path / "logs.zip", log__xlsx=content)
        with pytest.raises(InputError, match=r"logs.zip/log.xlsx: this is a document or an archive, and no workbook"):
            audit([Log(path)], SETTINGS)
