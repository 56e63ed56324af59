"""The report's workbook opened by LibreOffice: every cell is as it was written, and nothing in it is computed."""

from __future__ import annotations

import pytest
from engagement.libreoffice import SOFFICE, converted
from openpyxl import load_workbook
from report.test_roadmap_tables_in_libreoffice import held
from report.test_sheets import EDITIONS, results

from cxmaturity.report import xlsx

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]


@pytest.mark.parametrize("edition", [EDITIONS[3]], ids=["fr-working"])
def test_the_workbook_comes_back_as_it_went(tmp_path, edition):
    path = tmp_path / "report.xlsx"
    path.write_bytes(xlsx(results(), edition))
    ods = converted(path, "ods", tmp_path / "ods")
    before, after = load_workbook(path), load_workbook(converted(ods, "xlsx", tmp_path / "again"))
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        rows, columns = sheet.max_row, sheet.max_column
        assert plain(held(after[sheet.title], rows, columns)) == plain(held(sheet, rows, columns))
        assert not any(cell.data_type == "f" for row in after[sheet.title].iter_rows() for cell in row)


def plain(rows: list[list[object]]) -> list[list[object]]:
    """Return cells without the blanks before their words, which LibreOffice drops."""
    return [[cell.strip() if isinstance(cell, str) else cell for cell in row] for row in rows]
