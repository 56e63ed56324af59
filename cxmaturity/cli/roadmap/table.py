"""A roadmap's actions as a table that a spreadsheet opens."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path

from cxmaturity.errors import wrong
from cxmaturity.roadmap import Roadmap
from cxmaturity.roadmap.plan import Planned
from cxmaturity.words import Language, text

_HEADS = (
    text("Action"),
    text("Title"),
    text("Status"),
    text("Owner"),
    text("Start"),
    text("End"),
    text("Months"),
    text("Days"),
    text("Teams"),
    text("Value"),
    text("For the score"),
    text("For the stage"),
    text("For the customers concerned"),
    text("Findings"),
    text("Practices"),
    text("Requires"),
    text("Why it has no place"),
)
Cell = str | float | int


def check_suffix(path: Path) -> None:
    """Raise InputError when a table cannot be written to a file of that name."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise wrong(
            text("a roadmap is not written to “{name}”.", name=path.name), remedy=text("Give FILE.xlsx or FILE.csv.")
        )


def write_table(plan: Roadmap, path: Path, language: Language) -> None:
    """Write the actions to a CSV file or a workbook. Raises InputError when the file cannot be written."""
    from cxmaturity.engagement import atomic

    heads = [head.show(language) for head in _HEADS]
    rows = [_row(planned, language) for planned in plan.actions]
    table = _csv if path.suffix.lower() == ".csv" else _workbook
    atomic.write(path, table(heads, rows))


def _row(planned: Planned, language: Language) -> list[Cell]:
    action, value = planned.action, planned.value
    return [
        action.id,
        action.title.show(language),
        planned.status,
        planned.owner or "",
        planned.start or "",
        planned.end or "",
        action.months,
        sum(planned.effort.values()),
        ", ".join(planned.effort),
        value.total,
        value.score,
        value.stage,
        value.reach,
        ", ".join(planned.findings),
        ", ".join(action.establishes),
        ", ".join(action.requires),
        planned.why_not.show(language) if planned.why_not else "",
    ]


def _csv(heads: list[str], rows: list[list[Cell]]) -> bytes:
    import csv

    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows([[_as_text(cell) for cell in row] for row in rows])
    return file.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@")) else cell


def _workbook(heads: list[str], rows: list[list[Cell]]) -> bytes:
    import xlsxwriter

    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Roadmap")
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 44)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell)
            else:
                sheet.write_number(number, column, cell)
    book.close()
    return file.getvalue()
