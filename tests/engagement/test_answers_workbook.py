from __future__ import annotations

import re
import zipfile

import pytest
from engagement.answer_tables import answers, mistakes, read, write_sheet
from openpyxl import load_workbook

HEAD = ["practice", "level", "note"]
ROWS = [HEAD, ["q1.a", "largely", "n"], ["q1.b", "partly", None]]


def rewritten(path, target, change):
    """Write a workbook anew, each of its parts changed by ``change(name, bytes)``."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_a_sheet_is_found_by_its_columns_whatever_its_name_and_place(tmp_path):
    book = write_sheet(tmp_path / "a.xlsx", ROWS, sheet="Feuille 7")
    book.create_sheet("Readme", 0).append(["About this workbook"])
    book.save(tmp_path / "a.xlsx")
    assert [answer.practice for answer in answers(tmp_path / "a.xlsx")] == ["q1.a", "q1.b"]


def test_without_a_fitting_sheet_the_sheets_are_named(tmp_path):
    book = write_sheet(tmp_path / "a.xlsx", [["one", "two"]], sheet="Plan")
    book.create_sheet("Costs").append([1, 2])
    book.save(tmp_path / "a.xlsx")
    assert mistakes(tmp_path / "a.xlsx") == [
        "a.xlsx: no sheet has the columns practice and level; its sheets are: Plan, Costs. "
        "The first row of the table names its columns, at least practice and level."
    ]


def test_two_sheets_of_answers_are_one_too_many(tmp_path):
    book = write_sheet(tmp_path / "a.xlsx", ROWS)
    book.copy_worksheet(book.active)
    book.save(tmp_path / "a.xlsx")
    assert "several sheets hold answers: Answers, Answers Copy." in mistakes(tmp_path / "a.xlsx")[0]


def test_merged_cells_over_answers_are_refused_and_those_above_are_not(tmp_path):
    book = write_sheet(tmp_path / "a.xlsx", [["A title"], *ROWS])
    book.active.merge_cells("A1:C1")
    book.save(tmp_path / "a.xlsx")
    assert len(answers(tmp_path / "a.xlsx")) == 2
    book.active.merge_cells("B3:B4")
    book.save(tmp_path / "a.xlsx")
    assert mistakes(tmp_path / "a.xlsx") == [
        "a.xlsx [Answers!B3:B4]: the cells B3:B4 are merged, so it is not clear whose answers they are. "
        "Unmerge them, and fill in each row."
    ]


def test_a_formula_counts_by_its_value_and_is_refused_without_one(tmp_path):
    write_sheet(tmp_path / "a.xlsx", [HEAD, ["q1.a", "=1+1", None], ["q1.b", 1, '=""']])
    assert mistakes(tmp_path / "a.xlsx") == [
        f"a.xlsx [Answers!{cell}]: this cell holds a formula without a value. Write the value in its place."
        for cell in ("B2", "C3")
    ]
    computed = rewritten(
        tmp_path / "a.xlsx",
        tmp_path / "b.xlsx",
        lambda name, part: (
            part.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            .replace(b'r="C3"', b'r="C3" t="str"')
        ),
    )
    assert [(answer.voice, answer.note) for answer in answers(computed)] == [(2, ""), (1, "")]


def test_blank_rows_without_end_and_a_wrong_size_are_nothing(tmp_path):
    book = write_sheet(tmp_path / "a.xlsx", ROWS)
    blank = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(4, 100_004))
    book.save(tmp_path / "a.xlsx")
    far = rewritten(
        tmp_path / "a.xlsx",
        tmp_path / "far.xlsx",
        lambda name, part: re.sub(rb'<dimension ref="[^"]*" ?/>', b'<dimension ref="A1:A2"/>', part).replace(
            b"</sheetData>", blank.encode() + b"</sheetData>"
        ),
    )
    assert len(answers(far)) == 2


def test_a_row_beyond_the_last_one_is_refused(tmp_path):
    write_sheet(tmp_path / "a.xlsx", ROWS)
    far = rewritten(
        tmp_path / "a.xlsx",
        tmp_path / "far.xlsx",
        lambda name, part: part.replace(b'<row r="3"', b'<row r="99999999999"').replace(b'r="A3"', b'r="A99999999999"'),
    )
    assert "far.xlsx: " in mistakes(far)[0]


def test_macros_are_not_looked_at(tmp_path):
    write_sheet(tmp_path / "a.xlsx", ROWS)
    for name in ("macro.xlsx", "macro.xlsm"):
        (tmp_path / name).write_bytes((tmp_path / "a.xlsx").read_bytes())
        with zipfile.ZipFile(tmp_path / name, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not read")
        assert len(answers(tmp_path / name)) == 2


def test_a_workbook_that_unpacks_to_too_much_is_refused_unread(tmp_path):
    write_sheet(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.xml", b"\0" * 200_000_001)
    assert (tmp_path / "a.xlsx").stat().st_size < 1_000_000
    assert "too large" in mistakes(tmp_path / "a.xlsx")[0]


def test_entities_that_grow_without_end_are_refused(tmp_path):
    write_sheet(tmp_path / "a.xlsx", ROWS)
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))

    def grown(name, part):
        if name != "xl/worksheets/sheet1.xml":
            return part
        return b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]>" + part.replace(b"<sheetData>", b"<sheetData>&l11;")

    assert "not a valid XLSX" in mistakes(rewritten(tmp_path / "a.xlsx", tmp_path / "b.xlsx", grown))[0]


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not a valid XLSX workbook"),
        (b"practice,level\nq1.a,2\n", "not a valid XLSX workbook"),
        (b"PK\x03\x04 and then nothing", "not a valid XLSX workbook"),
        (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "protected by a password. Save it without one."),
        (OLE + bytes(500), "older Excel under the name of an XLSX. Save it as XLSX or CSV"),
    ],
    ids=["empty", "CSV", "cut", "encrypted", "XLS"],
)
def test_what_is_no_workbook(tmp_path, content, told):
    (tmp_path / "a.xlsx").write_bytes(content)
    assert told in mistakes(tmp_path / "a.xlsx")[0]


def test_another_format_in_a_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "ods.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with zipfile.ZipFile(tmp_path / "docx.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "another format under the name of an XLSX" in mistakes(tmp_path / "ods.xlsx")[0]
    assert "not a valid XLSX workbook" in mistakes(tmp_path / "docx.xlsx")[0]


def test_a_workbook_damaged_at_any_place_is_read_or_refused_with_a_message(tmp_path):
    write_sheet(tmp_path / "a.xlsx", ROWS)
    whole = (tmp_path / "a.xlsx").read_bytes()
    for place in range(0, len(whole), 37):
        (tmp_path / "b.xlsx").write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            given = read(tmp_path / "b.xlsx")
        except Exception as error:
            assert type(error).__name__ == "InputError"
        else:
            assert len(given.lines) <= 2


def test_text_is_read_as_it_was_written(tmp_path):
    write_sheet(tmp_path / "a.xlsx", [HEAD, ["q1.a", "2", " a\nb "]])
    assert load_workbook(tmp_path / "a.xlsx").active["C2"].value == " a\nb "
    assert answers(tmp_path / "a.xlsx")[0].note == " a\nb "
