"""How an engine scans one file: the SQL that stands after FROM, and the columns that it yields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.columns import Column
from cxmaturity.contacts.delimited import LINE, SURPLUS, Dialect, cut_short, sniff, tidy
from cxmaturity.contacts.files import LogFile
from cxmaturity.contacts.sql import literal
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_QUOTED = re.compile(r"""(['"]).*?\1""")
"""What an engine quotes in its messages may be a cell."""
_WIDEST: Final = 16_000_000
"""Bytes that one row of a delimited file may have, and that are read at once (an engine would take 16 times that)."""


@dataclass(frozen=True)
class Scan:
    """One file, ready to be read."""

    file: LogFile
    sql: str
    """What stands after FROM."""
    columns: tuple[Column, ...]
    dialect: Dialect | None = None
    """How a delimited file is written; None for Parquet."""
    is_copy: bool = False
    """True when a tidy copy is read, which has a column for the line and one for surplus cells."""
    notes: tuple[Text, ...] = ()


def open_scan(connection: DuckDBPyConnection, file: LogFile, folder: Path, number: int) -> Scan:
    """Return how to scan a file; one that an engine cannot read as it is gets a tidy copy in the folder."""
    if file.kind == "parquet":
        return _parquet(connection, file)
    dialect = sniff(file)
    if not dialect.plain or len(dialect.header) < 2:
        return copied(file, folder, number, dialect)
    columns = tuple(Column(name, f"c{position}", "VARCHAR") for position, name in enumerate(dialect.header))
    return Scan(file, _read_csv(file.path, dialect.delimiter, columns, file.gzipped), columns, dialect)


def copied(file: LogFile, folder: Path, number: int, dialect: Dialect) -> Scan:
    """Return a scan of a tidy copy of a delimited file."""
    target = folder / f"log-{number}.csv"
    read_by = tidy(file, dialect, target)
    columns = tuple(Column(name, f"c{position}", "VARCHAR") for position, name in enumerate(read_by.header))
    extra = (Column(LINE, LINE, "BIGINT"), Column(SURPLUS, SURPLUS, "TINYINT"))
    notes: tuple[Text, ...] = ()
    if read_by.encoding == "cp1252" and file.log.encoding is None:
        notes = (text("{file} is not UTF-8; it was read as Windows-1252.", file=str(file.path)),)
    return Scan(file, _read_csv(target, ",", (*extra, *columns), gzipped=False), columns, read_by, True, notes)


def short_of_memory() -> InputError:
    """Return the error of an audit that was given too little memory."""
    return wrong(
        text("the memory is too small for this log."), remedy=text("Give more with --memory, such as --memory 2GB.")
    )


def unreadable(file: LogFile, error: Exception) -> InputError:
    """Return the error of a file that an engine refused."""
    reason = _QUOTED.sub("…", str(error).splitlines()[0].partition(": ")[2].rstrip("."))
    if "gzip" in reason.lower():
        return cut_short(file.path)
    return wrong(text("this file cannot be read: {reason}.", reason=reason), file.path)


def _read_csv(path: Path, delimiter: str, columns: tuple[Column, ...], gzipped: bool) -> str:
    types = ", ".join(f"{literal(column.physical)}: {literal(column.type)}" for column in columns)
    limits = f"max_line_size={_WIDEST}, buffer_size={_WIDEST}"
    return (
        f"read_csv({_one(path)}, auto_detect=false, header=true, delim={literal(delimiter)}, quote='\"', "
        f"escape='\"', {limits}, compression='{'gzip' if gzipped else 'none'}', columns={{{types}}})"
    )


def _one(path: Path) -> str:
    """Return a path as the engine takes it: it reads patterns, and a name may look like one."""
    return literal(escape(str(path)))


def _parquet(connection: DuckDBPyConnection, file: LogFile) -> Scan:
    sql = f"read_parquet({_one(file.path)}, hive_partitioning=false)"
    described = connection.execute(f"DESCRIBE SELECT * FROM {sql}").fetchall()
    return Scan(file, sql, tuple(Column(row[0], row[0], row[1]) for row in described))
