"""Which format's table a file is, told by the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxmaturity.contacts.files.columns import Column
from cxmaturity.contacts.files.scans import Scan
from cxmaturity.contacts.formats.schema import Format
from cxmaturity.contacts.formats.schema import Table as TableRule
from cxmaturity.contacts.formats.shipped import GENERIC, format_named, shipped_formats
from cxmaturity.contacts.formats.sources import Table
from cxmaturity.contacts.settings import Log
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PEEKED = 3
"""Rows under the header that may be headings again."""


@dataclass(frozen=True)
class Recognised:
    """A file, and the table of a format that it is."""

    scan: Scan
    format_id: str
    format: Format
    table_id: str
    rule: TableRule
    aliases: Mapping[str, str]
    """Further names that its columns have, in lower case, to their names in the header."""

    @property
    def key(self) -> str:
        """The table among those of all formats."""
        return f"{self.format_id}/{self.table_id}"

    @property
    def table(self) -> Table:
        """Its columns as sources name them."""
        return Table("t", self.scan.columns, self.aliases)


def recognise(connection: DuckDBPyConnection, scan: Scan) -> Recognised | None:
    """Return what a file is; None for a generic log. Raises InputError when it is not what the user says it is."""
    wanted = scan.file.log.format
    if wanted is None and _is_canonical(scan):
        return None
    formats: Mapping[str, Format] = shipped_formats()
    if wanted is not None:
        name, known = format_named(wanted, scan.file.path)
        if known is None:
            return None
        formats = {name: known}
    found = _best(_fitting(scan, formats, {}))
    if found is None and any(rule.named_again for _, _, _, rule in _tables(formats)):
        found = _best(_fitting(scan, formats, _named_again(connection, scan, formats)))
    if found is None and wanted is not None:
        raise _unlike(scan, wanted, formats)
    # A table that is no log by itself is one where the user says what its columns hold.
    is_log = found is not None and found.rule.gives in ("contacts", "events", "answers")
    return found if is_log or wanted is not None or not _is_mapped(scan) else None


def is_signed(log: Log, header: Sequence[str]) -> bool:
    """Return whether a header has the columns of a vendor's contacts, events or answers: of the format named, or any.

    Raises InputError when no format of that name is known.
    """
    formats: Mapping[str, Format] = shipped_formats()
    if log.format is not None:
        name, known = format_named(log.format, log.path)
        formats = {} if known is None else {name: known}
    columns = Table("t", [Column(name, name, "VARCHAR") for name in header])
    rules = (rule for _, _, _, rule in _tables(formats) if rule.gives in ("contacts", "events", "answers"))
    return any(all(columns.first(names) for names in rule.signature) for rule in rules)


def vendors_of(header: Sequence[str]) -> set[str]:
    """Return the vendors of which a table has these columns."""
    columns = Table("t", [Column(name, name, "VARCHAR") for name in header])
    tables = _tables(shipped_formats())
    return {known.vendor for _, known, _, rule in tables if all(columns.first(names) for names in rule.signature)}


def _is_canonical(scan: Scan) -> bool:
    names = {column.name.lower() for column in scan.columns}
    return {"customer_id", "sent_at"} <= names


def _is_mapped(scan: Scan) -> bool:
    log = scan.file.log
    return {"customer_id", "sent_at"} <= {*log.columns, *log.constants}


def _tables(formats: Mapping[str, Format]) -> Iterator[tuple[str, Format, str, TableRule]]:
    for format_id, known in formats.items():
        for table_id, rule in known.tables.items():
            yield format_id, known, table_id, rule


def _fitting(scan: Scan, formats: Mapping[str, Format], aliases: Mapping[str, str]) -> Iterator[Recognised]:
    columns = Table("t", scan.columns, aliases)
    for format_id, known, table_id, rule in _tables(formats):
        named = rule.file_name is None or re.search(rule.file_name, scan.file.path.name)
        if named and all(columns.first(names) for names in rule.signature):
            yield Recognised(scan, format_id, known, table_id, rule, aliases)


def _best(found: Iterable[Recognised]) -> Recognised | None:
    """Return the table of which most columns were found; one that the file's name tells, too, of several."""
    return max(found, key=lambda each: (len(each.rule.signature), each.rule.file_name is not None), default=None)


def _named_again(connection: DuckDBPyConnection, scan: Scan, formats: Mapping[str, Format]) -> Mapping[str, str]:
    """Return the names that a row under the header gives the columns once more."""
    import duckdb

    if scan.file.kind == "parquet" or not scan.columns:
        return {}
    cells = ", ".join(column.sql for column in scan.columns)
    try:
        rows = connection.execute(f"SELECT {cells} FROM {scan.sql} LIMIT {_PEEKED}").fetchall()
    except duckdb.Error:  # what is wrong with the file is told when it is read
        return {}
    patterns = {rule.named_again for _, _, _, rule in _tables(formats) if rule.named_again}
    for pattern in patterns:
        for row in rows:
            matches = [re.search(pattern, str(cell)) for cell in row if cell is not None]
            if matches and all(matches):
                again = [re.search(pattern, str(cell)) for cell in row]
                pairs = zip(again, scan.columns, strict=True)
                return {match[1].lower(): column.name for match, column in pairs if match}
    return {}


def _unlike(scan: Scan, wanted: str, formats: Mapping[str, Format]) -> InputError:
    """Return the error of a file that lacks the columns of the format that the user named."""
    columns = Table("t", scan.columns)
    lacking = [
        [names.replace("|", "/") for names in rule.signature if not columns.first(names)]
        for _, _, _, rule in _tables(formats)
    ]
    fewest = min((names for names in lacking if names), key=len, default=[])
    what = text("this file does not have the columns of the format {format}.", format=wanted)
    remedy = text("Give --format {generic} with --map, or check the export.", generic=GENERIC)
    if fewest:
        remedy = text("It lacks {columns}. {remedy}", columns=", ".join(fewest), remedy=remedy)
    return wrong(what, scan.file.path, remedy)
