"""A form as a workbook of one sheet: choice lists, guidance, and only the fields to fill in open."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from cxmaturity.engagement.forms.contents import HOW_TO, LEGEND, Form
from cxmaturity.engagement.levels import LEVEL_WORDS, REASON_WORDS
from cxmaturity.engagement.tables.cells import written_links
from cxmaturity.engagement.tables.grid import letters
from cxmaturity.model import Practice
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_COLUMNS: Final[tuple[tuple[Text, int, int], ...]] = (
    (text("Practice"), 22, 24),
    (text("Statement"), 38, 40),
    (text("Level"), 16, 16),
    (text("Reason"), 17, 19),
    (text("Note"), 26, 29),
    (text("Evidence"), 23, 25),
    (text("Guidance"), 44, 50),
    (text("An example of fully"), 36, 45),
    (text("An example of not"), 36, 45),
    (text("Proof to look for"), 36, 45),
    (text("Question"), 16, 20),
)
"""The columns' names, widths, and letters that a line surely holds.

What is filled in stands right behind what is asked, so that a laptop's screen shows both; what helps follows.
"""
_STATEMENT, _LEVEL, _REASON, _NOTE, _EVIDENCE, _GUIDANCE = 1, 2, 3, 4, 5, 6
_LAST: Final = len(_COLUMNS) - 1
_OPEN: Final = frozenset({_LEVEL, _REASON, _NOTE, _EVIDENCE})
"""The columns that are filled in."""
_ROLE: Final = _REASON
"""Where the role stands above the table."""
_PRINTED: Final = _GUIDANCE
"""The last column on paper, where all of them would be too small to read."""
_HEAD: Final = 4
"""The row with the column names, counted from 0."""
_LIST_LENGTH: Final = 255
"""Letters that a choice list inside a cell's rule may have."""
_HIGHEST: Final = 400
"""Points that a row can well have."""
_LINE_HEIGHT: Final = 13
"""Of a line of the form's font, in points."""
_NAVY, _ACCENT, _GREY, _PALE, _YELLOW, _LINE = "#0b2545", "#c05621", "#5b6472", "#eef1f5", "#fff9e5", "#c9d0d9"


@dataclass(frozen=True)
class _Styles:
    title: Format
    prose: Format
    label: Format
    field: Format
    fixed: Format
    head: Format
    open_head: Format
    part: Format
    id: Format
    bold: Format
    plain: Format
    small: Format
    choice: Format
    entry: Format
    missing: Format


def workbook(form: Form) -> bytes:
    """Return the form as an XLSX file, the same bytes for the same form."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    header = form.model.header
    book.set_properties(
        {
            "title": form.title,
            "subject": f"{header.id} {header.version}",
            "created": datetime(2000, 1, 1),  # noqa: DTZ001  # no clock: the same form is the same file
        }
    )
    sheet = book.add_worksheet(form.show(text("Answers")))
    styles = _styles(book)
    _top(form, sheet, styles)
    last = _table(form, sheet, styles)
    _rules(form, sheet, styles, last)
    _paper(form, sheet, last)
    book.close()
    return target.getvalue()


def _styles(book: object) -> _Styles:
    def style(**properties: object) -> Format:
        made: Format = book.add_format({"font_name": "Arial", "font_size": 10, "valign": "top", **properties})  # type: ignore[attr-defined]
        return made

    cell = {
        "text_wrap": True,
        "align": "left",
        "indent": 1,
        "bottom": 1,
        "bottom_color": _LINE,
        "left": 1,
        "left_color": _LINE,
    }
    entry = cell | {"locked": False, "bg_color": _YELLOW}
    head = {"bold": True, "font_color": "#ffffff", "valign": "vcenter", "text_wrap": True, "align": "left", "indent": 1}
    inside = {"valign": "vcenter", "align": "left", "indent": 1}
    label = inside | {"bold": True, "font_color": _NAVY}
    return _Styles(
        title=style(bold=True, font_size=16, font_color=_NAVY, valign="vcenter"),
        prose=style(text_wrap=True, font_color="#1f2933"),
        label=style(**label),
        field=style(**inside, locked=False, bg_color=_YELLOW, border=1, border_color=_LINE),
        fixed=style(**inside, font_color=_GREY),
        head=style(**head, bg_color=_NAVY),
        open_head=style(**head, bg_color=_ACCENT),
        part=style(**label, bg_color=_PALE, font_size=11),
        id=style(**cell, font_color=_GREY, font_size=9),
        bold=style(**cell, bold=True),
        plain=style(**cell),
        small=style(**cell, font_color=_GREY, font_size=9),
        choice=style(**entry, bold=True),
        entry=style(**entry),
        missing=style(bg_color="#f8d7c4"),
    )


def _top(form: Form, sheet: Worksheet, styles: _Styles) -> None:
    """Write the title, how to fill in the form, and whose answers it takes."""
    header = form.model.header
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, form.title, styles.title)
    sheet.set_row(1, 28)
    sheet.merge_range(1, 0, 1, _PRINTED, "", styles.prose)
    sheet.write_string(1, 0, " ".join(form.show(sentence) for sentence in HOW_TO), styles.prose)
    legend = (f"{form.show(LEVEL_WORDS[name])} = {form.show(meaning)}" for name, meaning in LEGEND.items())
    sheet.set_row(2, 28)
    sheet.merge_range(2, 0, 2, _PRINTED, "", styles.prose)
    sheet.write_string(2, 0, " · ".join(legend), styles.prose)
    sheet.set_row(3, 22)
    sheet.merge_range(3, _ROLE, 3, _ROLE + 1, "", styles.field)
    fields = (
        (_STATEMENT - 1, text("Respondent"), form.whose.name or "", styles.field),
        (_ROLE - 1, text("Role"), form.role, styles.field),
        (_EVIDENCE, text("Cycle"), form.cycle, styles.fixed),
        (_GUIDANCE + 1, text("Model"), f"{header.id} {header.version}", styles.fixed),
    )
    for column, label, value, style in fields:
        sheet.write_string(3, column, form.show(label), styles.label)
        sheet.write_string(3, column + 1, value, style) if value else sheet.write_blank(3, column + 1, None, style)
    sheet.set_row(_HEAD, 22)
    for column, (name, width, _) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(_HEAD, column, form.show(name), styles.open_head if column in _OPEN else styles.head)


def _table(form: Form, sheet: Worksheet, styles: _Styles) -> int:
    """Write the practices, with the answers that are there; return the last row."""
    row = _HEAD
    for part in form.parts:
        if part.title:
            row += 1
            sheet.set_row(row, 20)
            for column in range(_LAST + 1):
                sheet.write_blank(row, column, None, styles.part)
            # Not below the name of the practices, or it would be read as one.
            sheet.write_string(row, _STATEMENT, form.show(part.title), styles.part)
        for practice in part.practices:
            row += 1
            _practice(form, practice, sheet, row, styles)
    return row


def _practice(form: Form, practice: Practice, sheet: Worksheet, row: int, styles: _Styles) -> None:
    answer = form.answers.get(practice.id)
    cells = (
        (practice.id, styles.id),
        (form.show(practice.statement), styles.bold),
        (form.level(answer) if answer else "", styles.choice),
        (form.reason(answer) if answer else "", styles.entry),
        (answer.note if answer else "", styles.entry),
        (written_links(answer.links) if answer else "", styles.entry),
        ("\n".join(filter(None, (form.last_time(practice), form.show(practice.guidance)))), styles.plain),
        (form.show(practice.fully), styles.small),
        (form.show(practice.not_), styles.small),
        (form.show(practice.proof), styles.small),
        (form.question(practice), styles.small),
    )
    # LibreOffice finds no height of its own for wrapped text.
    sheet.set_row(row, _height([words for words, _ in cells]))
    for column, (words, style) in enumerate(cells):
        if words:
            sheet.write_string(row, column, words, style)
        else:
            sheet.write_blank(row, column, None, style)


def _height(cells: Sequence[str]) -> float:
    """Return the height in points that a row needs to show all of its cells."""
    lines = (_lines(words, letters) for words, (_, _, letters) in zip(cells, _COLUMNS, strict=True))
    return min(max(lines) * _LINE_HEIGHT + 6, _HIGHEST)


def _lines(words: str, letters: int) -> int:
    return sum(max(1, len(wrap(line, letters))) for line in words.split("\n"))


def _rules(form: Form, sheet: Worksheet, styles: _Styles, last: int) -> None:
    """Offer choices, and colour a reason or a note that is still missing."""
    levels = [form.show(words) for words in LEVEL_WORDS.values()]
    reasons = [form.show(words) for words in REASON_WORDS.values()]
    first = _HEAD + 1
    choose = form.show(text("Choose from the list."))
    for column, choices in ((_LEVEL, levels), (_REASON, reasons)):
        rule = {"validate": "list", "source": choices, "error_message": choose}
        sheet.data_validation(first, column, last, column, rule)
    roles = [form.show(name) for name in form.model.header.roles.values()]
    if _fits(roles):
        asks = form.show(text("This is none of the roles in the list. Keep it?"))
        rule = {"validate": "list", "source": roles, "error_type": "warning", "error_message": asks}
        sheet.data_validation(3, _ROLE, 3, _ROLE, rule)
    level, reason, note = (f"${letters(column)}{first + 1}" for column in (_LEVEL, _REASON, _NOTE))
    lacks_reason = f'=AND({level}="{levels[4]}",{reason}="")'
    lacks_note = f'=AND({reason}="{reasons[2]}",{note}="")'
    for column, formula in ((_REASON, lacks_reason), (_NOTE, lacks_note)):
        sheet.conditional_format(
            first, column, last, column, {"type": "formula", "criteria": formula, "format": styles.missing}
        )


def _fits(choices: Sequence[str]) -> bool:
    """Tell whether a cell's rule has room for a list; a longer one is left out, and the field stays free."""
    return len(",".join(choices)) <= _LIST_LENGTH and not any("," in choice for choice in choices)


def _paper(form: Form, sheet: Worksheet, last: int) -> None:
    """Lock what is not to be filled in, keep the column names in view, and set the sheet up for printing."""
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(_HEAD + 1, _LEVEL)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.print_area(0, 0, last, _PRINTED)
    sheet.set_footer(f"&L&8{form.title.replace('&', '&&')[:150]}&R&8&P / &N")
    sheet.set_selection(3, 1, 3, 1)
