"""Answers as XLSX: values only. Macros, links and pictures in a workbook are not looked at."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from xml.etree import ElementTree

from cxmaturity.documents.reading import LARGEST, unreadable
from cxmaturity.engagement.tables.grid import MOST_ROWS, Cell, Grid, Row, is_blank, too_large
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""How files of the older Office begin, and workbooks that a password protects."""
_UNPACKED: Final = 10 * LARGEST
"""Bytes of all parts of a workbook, beyond which it is none that a person wrote."""
_MOST_CELLS: Final = 20_000_000
"""Cells, blank ones too, beyond which a sheet is none that a person wrote."""
_LONGEST: Final = 1_048_576
"""Rows that a sheet can have."""


def read_workbook(path: Path) -> list[Grid]:
    """Return the sheets of a workbook. Raises InputError when it cannot be read."""
    try:
        _check(path)
        with warnings.catch_warnings():
            # It warns of what it does not keep, which is nothing of ours.
            warnings.simplefilter("ignore")
            return list(_grids(path))
    except InputError:
        raise
    except OSError as error:
        raise unreadable(path, error) from error
    except Exception as error:
        # A damaged workbook fails wherever openpyxl and zipfile stumble over it, with whatever error.
        raise wrong(
            text("this is not a valid XLSX workbook."),
            path,
            text("Open it in a spreadsheet and save it as XLSX again."),
        ) from error


def _check(path: Path) -> None:
    if path.stat().st_size > LARGEST:
        raise too_large(path)
    with path.open("rb") as file:
        begins = file.read(len(_OLE))
        if begins == _OLE:
            raise _of_older_office(path, file.read())
    with zipfile.ZipFile(path) as archive:
        # zipfile reads no more of a part than is declared here.
        if sum(part.file_size for part in archive.infolist()) > _UNPACKED:
            raise too_large(path)
        if "mimetype" in archive.namelist():
            what = text("this is a workbook of another format under the name of an XLSX.")
            raise wrong(what, path, text("Save it as XLSX or CSV in the program that opens it."))


def _of_older_office(path: Path, content: bytes) -> InputError:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return wrong(text("this workbook is protected by a password."), path, text("Save it without one."))
    return wrong(
        text("this is a workbook of an older Excel under the name of an XLSX."),
        path,
        text("Save it as XLSX or CSV in the program that opens it."),
    )


def _grids(path: Path) -> Iterator[Grid]:
    from openpyxl.reader.excel import ExcelReader

    with path.open("rb") as file:
        reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        reader.read()
        parts = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
        for sheet in reader.wb.worksheets:
            with reader.archive.open(parts[sheet.title]) as part:
                merged, without_value = _oddities(part)
            yield Grid(path, sheet.title, _rows(path, sheet), merged, without_value)


def _rows(path: Path, sheet: ReadOnlyWorksheet) -> list[Row]:
    from openpyxl.utils.escape import unescape

    # What a file says of a sheet's size need not be true.
    sheet.reset_dimensions()
    rows: list[Row] = []
    seen = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        seen += len(values)
        if len(rows) > MOST_ROWS or number > _LONGEST or seen > _MOST_CELLS:
            raise too_large(path)
        cells: list[Cell] = [None if is_blank(value) else value for value in values]
        if any(cell is not None for cell in cells):
            rows.append(Row(number, [unescape(cell) if isinstance(cell, str) else cell for cell in cells]))
    return rows


def _oddities(part: IO[bytes]) -> tuple[list[str], frozenset[tuple[int, int]]]:
    """Return a sheet's merged ranges, and its formulas without a value, by row number and column."""
    from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

    merged: list[str] = []
    without_value: set[tuple[int, int]] = set()
    for _, element in ElementTree.iterparse(part):
        match element.tag.rpartition("}")[2]:
            case "mergeCell":
                merged.append(element.attrib["ref"])
            case "c" if _is_uncomputed(element):
                column, row = coordinate_from_string(element.attrib["r"])
                without_value.add((row, column_index_from_string(column) - 1))
            case "row":
                element.clear()
    return merged, frozenset(without_value)


def _is_uncomputed(cell: ElementTree.Element) -> bool:
    """Tell whether a cell has a formula and no value; an empty text that was computed is a value."""
    parts = {part.tag.rpartition("}")[2]: part.text for part in cell}
    return "f" in parts and not parts.get("v") and cell.attrib.get("t") != "str"
