"""The roadmap's workbook in the hands of who works with LibreOffice: opened, saved in its formats and sent back."""

from __future__ import annotations

from datetime import date

import pytest
from engagement.libreoffice import SOFFICE, converted
from openpyxl import load_workbook
from report.test_roadmap_tables import made

from cxmaturity.engagement.roadmap_file import Known
from cxmaturity.engagement.updates.lines import read_lines
from cxmaturity.engagement.updates.reading import updates
from cxmaturity.report.roadmap_tables import plan_workbook
from cxmaturity.words import LANGUAGES

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


def held(sheet, rows: int, columns: int) -> list[list[object]]:
    """Return what cells hold; LibreOffice keeps fifteen digits of a number."""
    cells = sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)
    return [[round(cell, 12) if isinstance(cell, float) else cell for cell in row] for row in cells]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_comes_back_as_it_went(tmp_path, language):
    assessment, roadmap = made()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(assessment, roadmap, language))
    ods = converted(path, "ods", tmp_path / "ods")
    again = converted(ods, "xlsx", tmp_path / "xlsx")
    before, after = load_workbook(path), load_workbook(again)
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        assert held(after[sheet.title], sheet.max_row, sheet.max_column) == held(sheet, sheet.max_row, sheet.max_column)
    found = updates(read_lines(again), assessment.facts.roadmap, assessment.model, Known((), {}))
    assert found.changes == ()


def test_a_date_filled_in_there_is_a_day(tmp_path):
    assessment, roadmap = made()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_workbook(assessment, roadmap, "fr"))
    filled = load_workbook(path)
    row = next(row for row in filled["Actions"].iter_rows() if row[1].value == "b")
    row[3].value, row[5].value = "en cours", date(2027, 2, 1)
    filled.save(path)
    again = converted(converted(path, "ods", tmp_path / "ods"), "xlsx", tmp_path / "xlsx")
    found = updates(read_lines(again), assessment.facts.roadmap, assessment.model, Known((), {}))
    assert {(change.key, change.value) for change in found.changes} == {
        ("status", "running"), ("started", date(2027, 2, 1)),
    }  # fmt: skip
