"""The matrix in the hands of who works with LibreOffice: edited, saved in its formats and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from engagement.libreoffice import SOFFICE, converted
from openpyxl import load_workbook
from small_maps import a_map

from cxmaturity.engagement.raci import read_matrix, workbook
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.raci import changes_to
from cxmaturity.words import LANGUAGES

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]

MAP = a_map(
    """
    teams: [{id: support, name: "=Support"}, {id: cx, name: "Expérience « client »"}, {id: "007"}]
    sources:
      - {id: call, name: Après un appel, accountable: support, responsible: [support], informed: [cx]}
      - {id: 1e3, accountable: [support, cx], consulted: ["007"]}
      - {id: poll, name: Poll}
    """
)


def changes(path: Path) -> tuple[Change, ...]:
    return changes_to(MAP, read_matrix(path, MAP).matrix)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matrix_comes_back_from_libreoffice(tmp_path, language):
    path = tmp_path / "raci.xlsx"
    path.write_bytes(workbook(MAP, {"call": 12}, language))
    ods = converted(path, "ods", tmp_path / "ods")
    again = converted(ods, "xlsx", tmp_path / "xlsx")
    assert changes(again) == ()
    assert changes(converted(ods, "csv", tmp_path / "csv")) == ()
    french_excel = "csv:Text - txt - csv (StarCalc):59,34,ANSI,1"
    assert changes(converted(ods, french_excel, tmp_path / "ansi")) == ()
    kept = load_workbook(again)["RACI"]
    assert kept.row_dimensions[1].hidden
    assert [rule.formula1 for rule in kept.data_validations.dataValidation] == ['"A,R,A/R,C,I"']


def test_gaps_and_room_follow_what_is_edited(tmp_path):
    path = tmp_path / "raci.xlsx"
    path.write_bytes(workbook(MAP, None, "en"))
    book = load_workbook(path)
    book["RACI"]["C5"], book["RACI"]["D3"] = "a/r", None
    book.save(path)
    again = converted(path, "ods", tmp_path / "ods")
    again = converted(again, "xlsx", tmp_path / "xlsx")
    computed = load_workbook(again, data_only=True)
    assert [computed["RACI"][f"G{row}"].value or "" for row in (3, 4, 5)] == ["", "several accountable", ""]
    assert [computed["Teams"][f"D{row}"].value for row in (2, 3, 4)] == [3, 1, 0]
    assert changes(again) == (
        Change("sources", "call", "informed", None),
        Change("sources", "poll", "accountable", "support"),
        Change("sources", "poll", "responsible", ["support"]),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wide_matrix_prints_on_one_page_wide(tmp_path, language):
    from pypdf import PdfReader

    path = tmp_path / "raci.xlsx"
    path.write_bytes(workbook(MAP, None, language))
    pages = PdfReader(converted(path, "pdf", tmp_path)).pages
    assert len(pages) == 2
    assert "Poll" in pages[0].extract_text()
