"""Tables as CSV or TSV, in the encodings and with the delimiters that spreadsheets write."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from cxmaturity.documents.reading import LARGEST, unreadable
from cxmaturity.engagement.tables.grid import MOST_ROWS, Grid, Row, is_blank, too_large
from cxmaturity.engagement.tables.head import find_head
from cxmaturity.errors import Place, wrong
from cxmaturity.words import text

_DELIMITERS: Final = (",", ";", "\t")
_SAMPLE: Final = 200
"""Lines that are looked at to find the delimiter."""


def read_delimited(path: Path) -> Grid:
    """Return the rows of an answers file as CSV or TSV. Raises InputError when it cannot be read, or is no CSV."""
    rows: list[Row] = []
    for row in delimited_rows(path, _answer_columns):
        rows.append(row)
        if len(rows) > MOST_ROWS:
            raise too_large(path)
    return Grid(path, None, rows)


def delimited_rows(path: Path, columns_known: Callable[[Grid], int], largest: int = LARGEST) -> Iterator[Row]:
    """Yield the rows of a CSV or TSV file that are not blank.

    The delimiter is the one by which most column names are found: ``columns_known`` tells how many of them a grid of
    the first rows has. Raises InputError when the file cannot be read, is no CSV, or has more bytes than ``largest``.
    """
    content = _text(path, largest)
    if "\0" in content:
        line = content[: content.index("\0")].count("\n") + 1
        raise wrong(
            text("this line holds NUL bytes, which no text does."), Place(path, line), text("Export the file again.")
        )
    beginning = list(islice(io.StringIO(content, newline=""), _SAMPLE))
    delimiter = max(_DELIMITERS, key=lambda candidate: columns_known(_tried(path, beginning, candidate)))
    yield from _rows(path, io.StringIO(content, newline=""), delimiter)


def _text(path: Path, largest: int) -> str:
    """Return the file's text: UTF-8, UTF-16 where it says so, else as Excel writes on a Western Windows."""
    try:
        if path.stat().st_size > largest:
            raise too_large(path)
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _tried(path: Path, lines: list[str], delimiter: str) -> Grid:
    """Return the first rows as that delimiter parts them, none where it makes no CSV of them."""
    try:
        return Grid(path, None, list(_rows(path, lines, delimiter, strict=False)))
    except csv.Error:
        return Grid(path, None, [])


def _answer_columns(grid: Grid) -> int:
    head = find_head(grid)
    return 0 if head is None else len(head.columns)


def _rows(path: Path, lines: Iterable[str], delimiter: str, strict: bool = True) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    line = 1
    try:
        for cells in reader:
            if not all(is_blank(cell) for cell in cells):
                yield Row(line, [None if is_blank(cell) else cell for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        if not strict:
            raise
        raise wrong(text("this row is not valid CSV."), Place(path, line), text("Check its quotes.")) from error
