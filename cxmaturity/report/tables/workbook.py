"""Sheets as one XLSX file: typed cells, heads that stay in view, filters, and no cell that is computed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from cxmaturity.report.tables.sheet import DECIMALS, Cell, Kind, Look, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_NAVY, _ACCENT, _TEAL, _PALE, _LINE = "#0b2545", "#c05621", "#1f7a7a", "#eef1f5", "#c9d0d9"
_LONGEST: Final = 32_767
"""Characters that a cell may hold."""
_LIST_LENGTH: Final = 255
"""Characters that a list of choices may have."""
_PAGE: Final = 230
"""Characters side by side that can well be read on one page."""
_LINE_HEIGHT: Final = 13
"""Points of a line of words."""
_RIGHT: Final[dict[str, object]] = {"align": "right", "indent": 1}
"""Numbers keep off the words right of them."""
_FORMATS: Final[dict[Kind, dict[str, object]]] = {
    "text": {},
    "id": {"font_color": "#5b6472"},
    "number": _RIGHT,
    "decimal": _RIGHT | {"num_format": "0.0"},
    "whole": _RIGHT | {"num_format": "0"},
    "share": _RIGHT | {"num_format": "0.0%"},
    "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    "month": {"num_format": "yyyy-mm", "align": "left"},
}
_LOOKS: Final[dict[Look, dict[str, object]]] = {
    Look.STRONG: {"bg_color": _NAVY, "font_color": "#ffffff"},
    Look.MARKED: {"bg_color": "#8fb1d9"},
    Look.RUNNING: {"bg_color": "#e8b48f"},
    Look.FULL: {"bg_color": "#f8d7c4"},
    Look.TOTAL: {"bold": True, "top": 1, "bg_color": _PALE},
    Look.RISES: {"bold": True, "top": 1, "bg_color": _TEAL, "font_color": "#ffffff"},
}


def workbook(  # what a file's properties and pages say
    sheets: Sequence[Sheet],
    title: str,
    subject: str = "",
    foot: str = "",
    colour: str = _NAVY,
    *,
    author: str = "cxmaturity",
) -> bytes:
    """Return the sheets as an XLSX file, the same bytes for the same sheets.

    ``foot`` stands below each page; heads, and what matters most, are white on ``colour``.
    """
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    created = datetime(2000, 1, 1)  # noqa: DTZ001  # no clock: the same sheets are the same file
    book.set_properties({"title": title, "subject": subject, "author": author, "created": created})
    styles = _Styles(book, colour)
    for sheet in sheets:
        _write(sheet, book.add_worksheet(sheet.name), styles, foot or title)
    book.close()
    return target.getvalue()


class _Styles:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook, colour: str) -> None:
        self._book = book
        self._colour = colour
        self.cell = cache(self._cell)
        self.head = cache(self._head)

    def _cell(self, kind: Kind, look: Look | None, is_quoted: bool, wraps: bool) -> Format:
        base = {"font_name": "Arial", "font_size": 10, "valign": "top", "bottom": 4, "bottom_color": _LINE}
        words = {"text_wrap": True} if wraps and kind in ("text", "id") else {}
        quoted = {"quote_prefix": True} if is_quoted else {}
        centred = {"align": "center", "indent": 0} if look else {}
        made: Format = self._book.add_format(
            base | words | _FORMATS[kind] | centred | (self._looks(look) if look else {}) | quoted
        )
        return made

    def _looks(self, look: Look) -> dict[str, object]:
        return _LOOKS[look] | ({"bg_color": self._colour} if look is Look.STRONG else {})

    def _head(self, kind: Kind, is_open: bool, is_month: bool) -> Format:
        base = {"font_name": "Arial", "font_size": 10, "bold": True, "font_color": "#ffffff", "text_wrap": True}
        turned = {"num_format": "yyyy-mm", "rotation": 90, "align": "center"} if is_month else {"valign": "vcenter"}
        sided = {name: value for name, value in _FORMATS[kind].items() if name in _RIGHT} if not is_month else {}
        made: Format = self._book.add_format(base | turned | sided | {"bg_color": _ACCENT if is_open else self._colour})
        return made


def _write(sheet: Sheet, page: Worksheet, styles: _Styles, title: str) -> None:
    page.set_row(0, 58)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        style = styles.head(column.kind, column.is_open, isinstance(column.head, date))
        _put(page, 0, place, column.head, style)
    for number, row in enumerate(sheet.rows):
        # LibreOffice finds no height of its own for wrapped text.
        page.set_row(number + 1, _height(row, sheet))
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            look = sheet.looks.get((number, place))
            kind = _kind(cell, sheet.kinds.get((number, place), column.kind))
            is_quoted = isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@"))
            _put(page, number + 1, place, cell, styles.cell(kind, look, is_quoted, column.wraps))
    _offer(sheet, page)
    page.freeze_panes(1, sheet.kept)
    table = len(sheet.rows) - sheet.closing
    if sheet.is_filtered and table:
        page.autofilter(0, 0, table, len(sheet.columns) - 1)
    _paper(page, sheet, title)


def _kind(cell: Cell, meant: Kind) -> Kind:
    """Return what a cell holds: what it is meant to, unless it is of another type."""
    if isinstance(cell, str):
        return "id" if meant == "id" else "text"
    if isinstance(cell, int) and meant == "decimal":
        return "whole"
    return "day" if isinstance(cell, date) and meant not in ("day", "month") else meant


def _put(page: Worksheet, row: int, column: int, cell: Cell, style: Format) -> None:
    """Write one cell by its type; words are never computed, whatever they begin with."""
    if cell is None or cell == "":
        page.write_blank(row, column, None, style)
    elif isinstance(cell, date):
        page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), style)  # noqa: DTZ001  # a day
    elif isinstance(cell, str):
        page.write_string(row, column, cell if len(cell) <= _LONGEST else f"{cell[: _LONGEST - 1]}…", style)
    else:
        page.write_number(row, column, round(cell, DECIMALS), style)


def _height(row: Sequence[Cell], sheet: Sheet) -> float:
    """Return the height in points that a row needs to show all of its cells, or as much as the sheet allows."""
    cells = zip(row, sheet.columns, strict=True)
    lines = max((_lines(cell, column.width) for cell, column in cells if column.wraps), default=1)
    return min(lines, sheet.lines) * _LINE_HEIGHT + 3


def _lines(cell: Cell, width: float) -> int:
    if not isinstance(cell, str):
        return 1
    return sum(max(1, len(wrap(line, max(int(width), 1)))) for line in cell.split("\n"))


def _offer(sheet: Sheet, page: Worksheet) -> None:
    """Offer the choices of a column."""
    for place, column in enumerate(sheet.columns):
        if column.choices and sheet.rows and len(",".join(column.choices)) <= _LIST_LENGTH:
            rule = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            page.data_validation(1, place, len(sheet.rows), place, rule)


def _paper(page: Worksheet, sheet: Sheet, title: str) -> None:
    """Set a sheet up for printing: on as many pages side by side as its columns need."""
    width = sum(column.width for column in sheet.columns)
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(max(1, round(width / _PAGE)), 0)
    page.repeat_rows(0)
    page.repeat_columns(0, max(sheet.kept - 1, 0))
    # A space ends the size of the letters, for a name may begin with a digit.
    page.set_footer(f"&L&8 {title[:100].replace('&', '&&')}&R&8 &P / &N")
