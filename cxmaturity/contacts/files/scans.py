"""How an engine scans one file: the SQL that stands after FROM, and the columns that it yields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from glob import escape
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.files import archives
from cxmaturity.contacts.files.columns import Column
from cxmaturity.contacts.files.delimited import (
    DELIMITERS,
    FALLBACK,
    LINE,
    LONGEST,
    SURPLUS,
    Dialect,
    cut_short,
    encoding_of,
    may_end_too_long,
    not_in,
    opened,
    sniff,
    tidy,
    write_copy,
)
from cxmaturity.contacts.files.json_rows import json_rows, learnt
from cxmaturity.contacts.files.listing import LogFile, unpacked
from cxmaturity.contacts.files.workbooks import opened_workbook, the_log
from cxmaturity.contacts.progress import Counter, Progress, Step, of_growing, silent
from cxmaturity.contacts.settings import Log
from cxmaturity.contacts.sql import literal
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BELOW: Final = 20
"""Rows among which names of columns are looked for that stand below something else."""
_LEARNING: Final = 1000
"""Objects whose names are taken for those of all, until another comes."""
_QUOTED = re.compile(r"""(['"]).*?\1""")
"""What an engine quotes in its messages may be a cell."""


@dataclass(frozen=True)
class Beside:
    """A file that only tells more of other files' rows, or nothing."""

    file: LogFile
    format: str
    rows: int
    timezone: str | None
    """Zone of its times without offset, where the vendor says it."""


@dataclass(frozen=True)
class Scan:
    """One file, ready to be read."""

    file: LogFile
    sql: str
    """What stands after FROM."""
    columns: tuple[Column, ...]
    dialect: Dialect | None = None
    """How a delimited file is written; None for any other."""
    is_copy: bool = False
    """True when a tidy copy is read, which has a column for the line and one for surplus cells."""
    notes: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    """What makes figures wrong that are computed all the same; told before all else."""
    format: str = "generic"
    """Id of the format that it is read by."""
    given: Mapping[str, Column] | None = None
    """Field to the column that the format makes of it; None where columns are bound by their own names."""
    number: str | None = None
    """The column with each row's number in the file, where rows come out otherwise than they stand there."""
    file_rows: int | None = None
    """Rows of the file, where others come out."""
    rows: int | None = None
    """How many rows it has, about, where that is known before it is read."""
    size: int | None = None
    """How many bytes the engine reads from its beginning to its end; None where it chooses among them."""
    named_below: int | None = None
    """The line that names the columns of a log, where it is not the first one."""
    lower_bound: bool = False
    """True when the file keeps only the last contact of a person."""
    dates: str | None = None
    """How its dates are written, where a column leaves it open which part is the day."""
    beside: tuple[Beside, ...] = ()
    """At the first log of an audit: the files that are no logs themselves and stand beside the logs."""

    @property
    def is_certain(self) -> bool:
        """True when its columns have names whatever they are; False where a first row of data would pass for names."""
        return self.file.kind == "parquet"


def open_scan(connection: DuckDBPyConnection, file: LogFile, folder: Path, number: int, say: Progress = silent) -> Scan:
    """Return how to scan a file; one that an engine cannot read as it is gets a tidy copy in the folder."""
    if file.member is not None:
        target = folder / f"member-{number}"
        say(Step(text("Unpacking"), of_growing(target, archives.size(file.origin, file.member))))
        file = unpacked(file, target)
    if file.kind == "parquet":
        return _parquet(connection, file)
    target = folder / f"log-{number}.csv"
    if file.kind == "json":
        return _json(file, target, _copying(say))
    if file.kind == "xlsx":
        return _workbook(file, target, _copying(say))
    dialect = sniff(file)
    if not dialect.plain or len(dialect.header) < 2 or may_end_too_long(file):
        return copied(file, folder, number, dialect, say)
    columns = tuple(Column(name, f"c{position}", "VARCHAR") for position, name in enumerate(dialect.header))
    sql = _read_csv(file.content, dialect.delimiter, columns, file.gzipped)
    size = file.content.stat().st_size
    rows = None if file.gzipped else round(size / dialect.row_length)
    return Scan(file, sql, columns, dialect, rows=rows, size=size, named_below=_named_below(file.log, dialect))


def _copying(say: Progress) -> Counter:
    """Tell that a file is copied, and return what counts the rows of the copy."""
    counter = Counter()
    say(Step(text("Making the file readable"), counter.reached))
    return counter


def copied(file: LogFile, folder: Path, number: int, dialect: Dialect, say: Progress = silent) -> Scan:
    """Return a scan of a tidy copy of a delimited file."""
    target, counter = folder / f"log-{number}.csv", _copying(say)
    read_by = tidy(file, dialect, target, counter)
    found = _of_copy(file, target, read_by.header, counter, read_by)
    found = replace(found, named_below=_named_below(file.log, read_by))
    guessed = read_by.encoding == FALLBACK and file.log.encoding is None
    return replace(found, notes=_guessed(file)) if guessed else found


def _guessed(file: LogFile) -> tuple[Text, ...]:
    return (text("{file} is not UTF-8; it was read as Windows-1252.", file=str(file.path)),)


def _of_copy(
    file: LogFile,
    target: Path,
    names: Sequence[str],
    counter: Counter,
    dialect: Dialect | None = None,
) -> Scan:
    columns = tuple(Column(name, f"c{position}", "VARCHAR") for position, name in enumerate(names))
    extra = (Column(LINE, LINE, "BIGINT"), Column(SURPLUS, SURPLUS, "TINYINT"))
    sql = _read_csv(target, ",", (*extra, *columns), gzipped=False)
    return Scan(file, sql, columns, dialect, True, rows=counter.reached().rows, size=target.stat().st_size)


def _json(file: LogFile, target: Path, counter: Counter) -> Scan:
    codec = encoding_of(file)
    try:
        return _json_in(codec, file, target, counter)
    except UnicodeDecodeError:
        if file.log.encoding or codec.startswith("utf-16"):
            raise not_in(codec, file) from None
        return replace(_json_in(FALLBACK, file, target, counter), notes=_guessed(file))


def _json_in(codec: str, file: LogFile, target: Path, counter: Counter) -> Scan:
    """Copy the objects as rows; where a later one has a further name, once more, with all names."""
    names: dict[str, None] = {}
    while True:
        with opened(file, codec) as source:
            rows = learnt(json_rows(source, file.path), names, file.path)
            first = list(islice(rows, _LEARNING))
            columns = list(names)
            cells = ((line, [row.get(name, "") for name in columns]) for line, row in chain(first, rows))
            write_copy(target, len(columns), cells, file.path, counter)
        if len(names) == len(columns):
            break
    if not names:
        raise wrong(text("this log holds no object."), file.path)
    return _of_copy(file, target, columns, counter)


def _workbook(file: LogFile, target: Path, counter: Counter) -> Scan:
    with opened_workbook(file.content, file.path, target.parent) as sheets:
        sheet = the_log(sheets, lambda header: _may_be_log(file.log, header), file.path)
        first = islice(sheet.rows(), _BELOW)
        below = next((number for number, cells in first if has_needed(file.log, cells)), None)
        write_copy(target, len(sheet.header), sheet.rows(), file.path, counter)
    notes = [] if file.path.suffix.lower() == ".xlsx" else [text("{file} is a workbook.", file=str(file.path))]
    if not sheet.is_only:
        notes.append(text("{file}: the sheet “{sheet}” was read.", file=str(file.path), sheet=sheet.name))
    return replace(_of_copy(file, target, sheet.header, counter), notes=tuple(notes), named_below=below)


def _may_be_log(log: Log, header: Sequence[str]) -> bool:
    """Return whether a header has what a log needs, or is that of a vendor's export."""
    from cxmaturity.contacts.formats.recognising import is_signed

    return has_needed(log, header) or is_signed(log, header)


def has_needed(log: Log, header: Sequence[str]) -> bool:
    """Return whether a header names the customer and the time, as the log says or by their canonical names."""
    names = {name.strip().lower() for name in header}
    needed = ("customer_id", "sent_at")
    return all(field in log.constants or log.columns.get(field, field).strip().lower() in names for field in needed)


def _named_below(log: Log, dialect: Dialect) -> int | None:
    """Return the first line that names the columns of a log, whatever stands above it."""
    for number, line in enumerate(dialect.beginning, start=1):
        if any(has_needed(log, [cell.strip(' "') for cell in line.split(mark)]) for mark in DELIMITERS):
            return number
    return None


def short_of_memory() -> InputError:
    """Return the error of an audit that was given too little memory."""
    return wrong(
        text("the memory is too small for this log."), remedy=text("Give more with --memory, such as --memory 2GB.")
    )


def unreadable(file: LogFile, error: Exception) -> InputError:
    """Return the error of a file that an engine refused."""
    import duckdb

    reason = _QUOTED.sub("…", str(error).splitlines()[0].partition(": ")[2].rstrip("."))
    if "gzip" in reason.lower():
        return cut_short(file.path)
    if not isinstance(error, duckdb.IOException) or not reason or file.kind == "parquet":
        what = text("this file is damaged, or holds what no log does.")
        return wrong(what, file.path, text("Fetch or export it again."))
    return wrong(text("this file cannot be read: {reason}.", reason=reason), file.path)


def broken(connection: DuckDBPyConnection, scans: Sequence[Scan], error: Exception) -> Exception:
    """Return the error of an engine that stumbled after all files were opened: that of the file that is damaged."""
    import duckdb

    for scan in scans:
        try:
            connection.execute(f"SELECT max(hash(COLUMNS(*))) FROM {scan.sql}").fetchall()
        except duckdb.Error as found:
            return unreadable(scan.file, found)
    if isinstance(error, duckdb.IOException):
        reason = _QUOTED.sub("…", str(error).splitlines()[0].partition(": ")[2].rstrip("."))
        return wrong(
            text("the temporary folder cannot be used: {reason}.", reason=reason),
            remedy=text("Check the free space where it goes."),
        )
    return error


def _read_csv(path: Path, delimiter: str, columns: tuple[Column, ...], gzipped: bool) -> str:
    types = ", ".join(f"{literal(column.physical)}: {literal(column.type)}" for column in columns)
    limits = f"max_line_size={LONGEST}, buffer_size={LONGEST}"
    return (
        f"read_csv({_one(path)}, auto_detect=false, header=true, delim={literal(delimiter)}, quote='\"', "
        f"escape='\"', {limits}, compression='{'gzip' if gzipped else 'none'}', columns={{{types}}})"
    )


def _one(path: Path) -> str:
    """Return a path as the engine takes it: it reads patterns, and a name may look like one."""
    return literal(escape(str(path)))


def _parquet(connection: DuckDBPyConnection, file: LogFile) -> Scan:
    sql = f"read_parquet({_one(file.content)}, hive_partitioning=false)"
    described = connection.execute(f"DESCRIBE SELECT * FROM {sql}").fetchall()
    (rows,) = connection.execute(f"SELECT num_rows FROM parquet_file_metadata({_one(file.content)})").fetchall()[0]
    return Scan(file, sql, tuple(Column(row[0], row[0], row[1]) for row in described), rows=rows)
