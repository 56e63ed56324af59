"""The map as a workbook to edit in a meeting: a matrix with choice lists, and what follows from it beside it.

The first row and the first column hold ids and are hidden, so that a source or a team that is renamed is still known.
What stands right of the teams is computed from the matrix by the spreadsheet itself, and is not read.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from cxmaturity.engagement.raci.layout import ASIDE, MARK, SHEET
from cxmaturity.engagement.tables.grid import letters
from cxmaturity.evidence.ownership_map import OwnershipMap, Source, Team
from cxmaturity.ownership.raci import ROLES, cell_of, letters_on, teams_across
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_NAVY, _PALE, _LINE, _GREY = "#0b2545", "#eef1f5", "#c9d0d9", "#5b6472"
_TINTS: Final = {"A": "#f3c7a6", "R": "#fbe6c8", "C": "#dbe6f2", "I": "#eceff3"}
"""Colour of a cell by its weightiest letter."""
_CHOICES: Final = ("A", "R", "A/R", "C", "I")
"""What the list of a cell offers; combinations that the map has besides are added."""
_HEAD, _FIRST = 1, 2
"""The row of names and the first row of a source, counted from 0."""
_SPARE: Final = 30
"""Rows below the sources with choice lists, for new ones."""
_LEGEND: Final = text(
    "A = accountable, one team; R = responsible; C = consulted; I = informed; A/R = both. New rows and columns are new "
    "sources and teams."
)


@dataclass(frozen=True)
class _Page:
    """What the workbook is made of."""

    sources: Sequence[Source]
    teams: Sequence[Team]
    volumes: Mapping[str, int] | None
    language: Language

    def show(self, words: Text) -> str:
        return words.show(self.language)

    @property
    def last_row(self) -> int:
        return _FIRST + len(self.sources) - 1

    @property
    def last_team(self) -> int:
        """Column of the last team; sources stand in column 1."""
        return 1 + len(self.teams)

    def span(self, row: int) -> str:
        """Return the cells of a row that belong to teams."""
        return f"$C{row + 1}:${letters(max(2, self.last_team))}{row + 1}"


def workbook(ownership_map: OwnershipMap, volumes: Mapping[str, int] | None, language: Language) -> bytes:
    """Return the map's matrix as an XLSX file, the same bytes for the same map.

    ``volumes`` tells how much each source weighs in the log, None where there is no log.
    """
    import xlsxwriter

    listed = {team.id: team for team in ownership_map.teams or ()}
    teams = [listed.get(name) or Team(id=name) for name in teams_across(ownership_map)]
    page = _Page(ownership_map.sources or (), teams, volumes, language)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": SHEET, "created": datetime(2000, 1, 1)})  # noqa: DTZ001  # no clock: same map, same file
    sheet = book.add_worksheet(SHEET)
    _matrix(page, book, sheet)
    _beside(page, book, sheet)
    _choose(page, book, sheet)
    _set_up(page, sheet)
    _teams(page, book)
    book.close()
    return target.getvalue()


def _style(book: Workbook, **properties: Any) -> Format:  # noqa: ANN401  # properties of a format are of many types
    return book.add_format({"font_name": "Arial", "font_size": 10, "valign": "vcenter", **properties})


def _head_style(book: Workbook) -> Format:
    return _style(book, bold=True, font_color="#ffffff", bg_color=_NAVY, text_wrap=True, align="center", border=1)


def _matrix(page: _Page, book: Workbook, sheet: Worksheet) -> None:
    """Write ids, names and letters."""
    hidden, head = _style(book, font_color=_GREY), _head_style(book)
    label = _style(book, bold=True, border=1, border_color=_LINE, text_wrap=True)
    cell = _style(book, align="center", border=1, border_color=_LINE)
    sheet.write_string(0, 0, MARK, hidden)
    sheet.write_string(_HEAD, 1, page.show(text("Source")), head)
    for column, team in enumerate(page.teams, start=2):
        sheet.write_string(0, column, team.id, hidden)
        sheet.write_string(_HEAD, column, team.name or team.id, head)
    for row, source in enumerate(page.sources, start=_FIRST):
        sheet.write_string(row, 0, source.id, hidden)
        sheet.write_string(row, 1, source.name or source.id, label)
        for column, team in enumerate(page.teams, start=2):
            written = cell_of(letters_on(source, team.id))
            if written:
                sheet.write_string(row, column, written, cell)
            else:
                sheet.write_blank(row, column, None, cell)


def _beside(page: _Page, book: Workbook, sheet: Worksheet) -> None:
    """Write volume and gaps right of the teams: the gaps as formulas, so that they go as soon as they are closed."""
    head, number = _head_style(book), _style(book, num_format="#,##0", border=1, border_color=_LINE)
    gap = _style(book, font_color="#b3261e", bold=True, indent=1, border=1, border_color=_LINE)
    column = page.last_team + 1
    for offset, name in enumerate((text("Volume"), text("Gaps"))):
        sheet.write_string(0, column + offset, ASIDE)
        sheet.write_string(_HEAD, column + offset, page.show(name), head)
    for row, source in enumerate(page.sources, start=_FIRST):
        if page.volumes is not None:
            sheet.write_number(row, column, page.volumes.get(source.id, 0), number)
        sheet.write_formula(row, column + 1, _gap_formula(page, row), gap, _gap(page, source))


def _gap_formula(page: _Page, row: int) -> str:
    nobody, several, nobody_works = (_quoted(page.show(words)) for words in _GAPS)
    span = page.span(row)
    accountable, responsible = f'COUNTIF({span},"*A*")', f'COUNTIF({span},"*R*")'
    return f'=IF({accountable}=0,{nobody},IF({accountable}>1,{several},IF({responsible}=0,{nobody_works},"")))'


_GAPS: Final = (text("nobody accountable"), text("several accountable"), text("nobody responsible"))


def _gap(page: _Page, source: Source) -> str:
    """Return what the formula of a source's gaps comes to."""
    nobody, several, nobody_works = (page.show(words) for words in _GAPS)
    accountable = len(set(source.accountable))
    if accountable != 1:
        return several if accountable else nobody
    return "" if source.responsible else nobody_works


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _choose(page: _Page, book: Workbook, sheet: Worksheet) -> None:
    """Offer choices in the cells, and colour them by their weightiest letter."""
    if not page.teams:
        return
    present = {cell_of(letters_on(source, team.id)) for source in page.sources for team in page.teams}
    choices = [*_CHOICES, *sorted(present - {"", *_CHOICES})]
    area = (_FIRST, 2, page.last_row + _SPARE, page.last_team)
    rule = {
        "validate": "list",
        "source": choices,
        "error_type": "warning",
        "error_title": SHEET,
        "error_message": page.show(text("R, A, C, I or several of them, as in A/R. Keep this?")),
    }
    sheet.data_validation(*area, rule)
    for letter in ROLES:
        tint = {"type": "text", "criteria": "containing", "value": letter, "stop_if_true": True}
        sheet.conditional_format(*area, {**tint, "format": _style(book, bg_color=_TINTS[letter])})


def _set_up(page: _Page, sheet: Worksheet) -> None:
    """Hide the ids, keep the heads in view, and set the sheet up for printing."""
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_column(0, 0, 12, None, {"hidden": True})
    sheet.set_default_row(20)
    sheet.set_row(_HEAD, 44)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, max(2, page.last_team), 12)
    sheet.set_column(page.last_team + 1, page.last_team + 1, 10)
    sheet.set_column(page.last_team + 2, page.last_team + 2, 22)
    sheet.freeze_panes(_FIRST, 2)
    _set_up_paper(sheet)
    sheet.repeat_rows(_HEAD)
    sheet.write_comment(_HEAD, 1, page.show(_LEGEND), {"x_scale": 2, "y_scale": 1.2})
    sheet.set_selection(_FIRST, 2, _FIRST, 2)


def _set_up_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _teams(page: _Page, book: Workbook) -> None:
    """Write what each team carries by the matrix, in a sheet of its own that follows it and is not read."""
    sheet = book.add_worksheet(page.show(text("Teams")))
    head, plain_style = _head_style(book), _style(book, border=1, border_color=_LINE)
    heads = (
        text("Team"),
        text("Lead role"),
        text("Territory"),
        text("Accountable for"),
        text("May have"),
        text("Room for more"),
    )
    for column, name in enumerate(heads):
        sheet.write_string(0, column, page.show(name), head)
    for row, team in enumerate(page.teams, start=1):
        name_cell = f"{SHEET}!${letters(row + 1)}${_HEAD + 1}"
        span = f"{SHEET}!${letters(row + 1)}${_FIRST + 1}:${letters(row + 1)}${page.last_row + _SPARE + 1}"
        held = sum(team.id in source.accountable for source in page.sources)
        sheet.write_formula(row, 0, f"={name_cell}", plain_style, team.name or team.id)
        sheet.write_string(row, 1, team.lead_role or "", plain_style)
        sheet.write_string(row, 2, team.territory or "", plain_style)
        sheet.write_formula(row, 3, f'=COUNTIF({span},"*A*")', plain_style, held)
        sheet.write_number(row, 4, team.max_sources, plain_style)
        sheet.write_formula(row, 5, f"=MAX(0,E{row + 1}-D{row + 1})", plain_style, max(0, team.max_sources - held))
    sheet.set_column(0, 2, 30)
    sheet.set_column(3, 5, 14)
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 1)
    _set_up_paper(sheet)
    note = text("This sheet follows from the other one and is not read; change the letters there.")
    sheet.write_string(len(page.teams) + 2, 0, page.show(note), _style(book, italic=True, font_color=_GREY))
