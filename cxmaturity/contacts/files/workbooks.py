"""XLSX logs: the sheet that holds the log, its values as text; formulas as the values last computed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from cxmaturity.contacts.files.archives import check_size
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

SheetRow = tuple[int, list[str]]
"""A row's number, and its cells as text."""

_LARGEST: Final = 2_000_000_000
"""Bytes of XML that one part of a workbook may have: a full sheet of a million rows has half of it."""
_ERRORS: Final = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"))
"""What a formula that failed leaves in its cell, which is no value."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook that is not empty."""

    name: str
    header: tuple[str, ...]
    """The cells of its first row that is not empty."""
    is_only: bool
    """True when no other sheet has anything in it."""
    rows: Callable[[], Iterator[SheetRow]]
    """The rows below the header that are not empty, read anew at each call."""


@contextmanager
def opened_workbook(content: Path, shown: Path, folder: Path) -> Iterator[list[Sheet]]:
    """Open a workbook as its visible sheets that are not empty. Raises InputError when it cannot be read."""
    from openpyxl import load_workbook

    try:
        _check(content, shown, folder)
        with warnings.catch_warnings():
            # openpyxl warns of what it does not keep, which is nothing of ours.
            warnings.simplefilter("ignore")
            with content.open("rb") as file:  # by its name, openpyxl would refuse some
                book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
                yield list(_sheets(book))
    except (InputError, MemoryError):
        raise
    except Exception as error:
        # A damaged workbook fails wherever openpyxl and zipfile stumble over it, with whatever error.
        remedy = text("Open it in a spreadsheet and save it as XLSX again.")
        raise wrong(text("this is not a valid XLSX workbook."), shown, remedy) from error


def the_log(sheets: Sequence[Sheet], fits: Callable[[Sequence[str]], bool], shown: Path) -> Sheet:
    """Return the sheet that holds the log: the only one, or the only one that fits. Raises InputError when unclear."""
    if not sheets:
        raise wrong(text("this workbook is empty."), shown)
    if len(sheets) == 1:
        return sheets[0]
    found = [sheet for sheet in sheets if fits(sheet.header)]
    if len(found) == 1:
        return found[0]
    what = text("no sheet of this workbook has the columns of a log.")
    if found:
        what = text("several sheets of this workbook may be the log.")
    raise wrong(what, shown, text("Save the right one as CSV, or delete the others."))


def _check(content: Path, shown: Path, folder: Path) -> None:
    with ZipFile(content) as archive:
        for part in archive.infolist():
            check_size(part, shown, folder)
            if part.file_size > _LARGEST:
                raise wrong(text("this workbook is too large."), shown, text("Save its sheet as CSV."))
        if "xl/workbook.xml" not in archive.namelist():
            what = text("this is a document or an archive, and no workbook.")
            raise wrong(what, shown, text("Save the sheet as CSV, or unpack the archive."))


def _sheets(book: Workbook) -> Iterator[Sheet]:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    headers = {sheet.title: next(islice(_rows(sheet), 1), None) for sheet in visible}
    filled = [sheet for sheet in visible if headers[sheet.title] is not None]
    for sheet in filled:
        header = headers[sheet.title]
        assert header is not None
        names = tuple(cell.strip() for cell in header[1])
        yield Sheet(sheet.title, names, len(filled) == 1, partial(_below_header, sheet))


def _below_header(sheet: ReadOnlyWorksheet) -> Iterator[SheetRow]:
    return islice(_rows(sheet), 1, None)


def _rows(sheet: ReadOnlyWorksheet) -> Iterator[SheetRow]:
    sheet.reset_dimensions()  # what a file says of a sheet's size need not be true
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_written(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if cells:
            yield number, cells


def _written(value: object) -> str:
    """Return a cell as text: times as ISO, whole numbers without decimals, failed formulas as nothing."""
    if value is None or (isinstance(value, str) and value in _ERRORS):
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
