"""The files of an audit, those of vendors recognised and put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity.contacts.files.columns import FOR_EVERY_LOG
from cxmaturity.contacts.files.scans import Beside, Scan, copied
from cxmaturity.contacts.formats.recognising import Recognised, recognise
from cxmaturity.contacts.formats.sources import Sources
from cxmaturity.contacts.formats.wrapping import Export, Lookups, wrap, zone_of
from cxmaturity.errors import InputError, Place, Problem
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_LOGS = ("contacts", "events", "answers")


@dataclass(frozen=True)
class Exports:
    """The files of an audit, those of vendors recognised."""

    connection: DuckDBPyConnection
    folder: Path
    files: Sequence[Scan | Recognised]
    """Every file, in the order given: a scan where it is generic."""
    repeated: Mapping[str, str]
    """Kind of file to the engine's table of the ids that occur several times, where some do."""

    @property
    def logs(self) -> list[int]:
        """Return the numbers of the files that hold contacts, events or answers; the others stand beside them."""
        return [number for number, file in enumerate(self.files) if isinstance(file, Scan) or file.rule.gives in _LOGS]

    @property
    def beside(self) -> tuple[Beside, ...]:
        """Return the files that only tell more of others' rows, or nothing."""
        logs = set(self.logs)
        return tuple(
            Beside(file.scan.file, file.format_id, _rows(self.connection, file.scan), zone_of(file))
            for number, file in enumerate(self.files)
            if isinstance(file, Recognised) and number not in logs
        )

    def scan(self, number: int) -> Scan:
        """Return a file's scan as it is read."""
        file = self.files[number]
        return file if isinstance(file, Scan) else file.scan

    def wrapped(self, number: int, scan: Scan) -> Scan:
        """Return a file as a scan with canonical columns; ``scan`` is it, or its tidy copy."""
        file = self.files[number]
        if isinstance(file, Scan):
            return scan
        export = Export(self.connection, self.folder, number, self.lookups(file), self.repeated.get(file.key))
        return wrap(export, replace(file, scan=scan))

    def lookups(self, file: Recognised) -> Lookups:
        """Return the tables that tell more of a file's rows and lie in the same folder or archive."""
        found = {}
        for name, lookup in file.rule.lookups.items():
            key = lookup.table if "/" in lookup.table else f"{file.format_id}/{lookup.table}"
            others = [other for other in self._vendors() if other.key == key and _home(other) == _home(file)]
            if others:
                found[name] = (lookup, others)
        return found

    def recognised(self) -> Iterator[Text]:
        """Yield what the files were recognised as, one note a format."""
        found = sorted(self._vendors(), key=lambda file: file.format_id)
        for format_id, group in groupby(found, lambda file: file.format_id):
            files = list(group)
            first = str(files[0].scan.file.path)
            told = text("{file} and {n:int} more", file=first, n=len(files) - 1) if len(files) > 1 else first
            yield text("{file}: read as {name} ({format}).", file=told, name=files[0].format.name, format=format_id)

    def _vendors(self) -> list[Recognised]:
        return [file for file in self.files if isinstance(file, Recognised)]


def formatted(connection: DuckDBPyConnection, folder: Path, scans: Sequence[Scan]) -> Exports:
    """Return what each file is. Raises InputError with every file that is no log, or not what the user says it is."""
    files: list[Scan | Recognised] = []
    problems: list[Problem] = []
    for number, scan in enumerate(scans):
        try:
            found = recognise(connection, scan)
            files.append(scan if found is None else _readable(connection, found, folder, number))
        except InputError as error:
            problems += error.problems
    problems += [] if problems else [*_strangers(files), *_refused(files)]
    if problems:
        raise InputError(problems)
    exports = Exports(connection, folder, files, _repeated(connection, files))
    lacking = [problem for file in files if isinstance(file, Recognised) for problem in _lacking(exports, file)]
    if lacking:
        raise InputError(lacking)
    return exports


def _readable(connection: DuckDBPyConnection, file: Recognised, folder: Path, number: int) -> Recognised:
    """Return a file that others are joined with as a scan that the engine can read to its end."""
    import duckdb

    scan = file.scan
    if scan.is_copy or scan.dialect is None or not (file.rule.once or file.rule.gives not in _LOGS[:2]):
        return file
    try:
        _rows(connection, scan)
    except duckdb.Error:
        return replace(file, scan=copied(scan.file, folder, number, scan.dialect))
    return file


def _rows(connection: DuckDBPyConnection, scan: Scan) -> int:
    (rows,) = connection.execute(f"SELECT count(*) FROM {scan.sql}").fetchall()[0]
    return int(rows)


def _home(file: Recognised) -> Path:
    return file.scan.file.path.parent


def _strangers(files: Sequence[Scan | Recognised]) -> Iterator[Problem]:
    """Yield what is wrong with folders whose files are not all of one vendor."""
    folders: dict[Path, list[Scan | Recognised]] = {}
    for file in files:
        folder = (file if isinstance(file, Scan) else file.scan).file.folder
        if folder is not None:
            folders.setdefault(folder, []).append(file)
    for folder, members in folders.items():
        vendors = sorted({file.format.vendor for file in members if isinstance(file, Recognised)})
        unknown = [file.file.path.name for file in members if isinstance(file, Scan)]
        remedy = text("Name the log files themselves, for example {pattern}.", pattern=f"{folder}/*.csv")
        log = (members[0] if isinstance(members[0], Scan) else members[0].scan).file.log
        if unknown and log.listed_as is None and (log.columns or log.constants):
            told = ", ".join(unknown[:5])
            what = text(
                "with --map or --set no vendor's format is recognised in {files}, so this folder is no data set.",
                files=told,
            )
            yield Problem(what, Place(folder), FOR_EVERY_LOG)
        elif unknown:
            told = ", ".join(unknown[:5])
            what = text(
                "this folder is neither an engagement nor a data set: no vendor's format is recognised in {files}.",
                files=told,
            )
            yield Problem(what, Place(folder), remedy)
        elif len(vendors) > 1:
            what = text(
                "this folder is neither an engagement nor a data set: it holds exports of {vendors}.",
                vendors=", ".join(vendors),
            )
            yield Problem(what, Place(folder), remedy)


def _refused(files: Sequence[Scan | Recognised]) -> Iterator[Problem]:
    """Yield what can be no log: by itself, or at all."""
    vendors = [file for file in files if isinstance(file, Recognised)]
    for file in vendors:
        if file.rule.gives == "refused":
            what = text(
                "this file ({name}) holds answers and no invitations, so nobody can tell who was asked.",
                name=file.format.name,
            )
            remedy = text("Audit the log of the tool that sent the invitations; answers alone show no pressure.")
            yield Problem(what, Place(file.scan.file.path), remedy)
    if len(vendors) < len(files) or any(file.rule.gives in ("contacts", "events", "refused") for file in vendors):
        return
    answers = [file for file in vendors if file.rule.gives == "answers"]
    for file in answers:
        what = text("this file holds answers and no requests, so nobody can tell who was asked.")
        remedy = text("Name it together with the log of what was sent, such as the distribution history.")
        yield Problem(what, Place(file.scan.file.path), remedy)
    if vendors and not answers:
        what = text(
            "these files of {name} only tell more of others, and those are missing.", name=vendors[0].format.name
        )
        yield Problem(what, Place(vendors[0].scan.file.path), text("Name the whole folder of the export."))


def _lacking(exports: Exports, file: Recognised) -> Iterator[Problem]:
    """Yield the tables without which a file cannot be read."""
    found = exports.lookups(file)
    for name, lookup in file.rule.lookups.items():
        if lookup.required and name not in found:
            rule = file.format.tables[lookup.table]
            what = text("the times of this file stand in another one, which is missing: {table}.", table=lookup.table)
            columns = ", ".join(names.partition("|")[0] for names in rule.signature)
            remedy = text("Put the file with the columns {columns} beside it and name both.", columns=columns)
            yield Problem(what, Place(file.scan.file.path), remedy)


def _repeated(connection: DuckDBPyConnection, files: Sequence[Scan | Recognised]) -> Mapping[str, str]:
    """Find the ids that occur several times, over all files of a kind; return the engine's tables of them."""
    kinds: dict[str, list[tuple[int, Recognised]]] = {}
    for number, file in enumerate(files):
        if isinstance(file, Recognised) and file.rule.once:
            kinds.setdefault(file.key, []).append((number, file))
    found: dict[str, str] = {}
    for key, members in kinds.items():
        name = f"repeated_{len(found)}"
        ids = [(number, Sources(file.table, "").sql(str(file.rule.once)), file.scan.sql) for number, file in members]
        parts = [f"SELECT {identity} AS id, {number} AS file FROM {sql} AS t" for number, identity, sql in ids]
        query = f"SELECT id, min(file) AS first FROM ({' UNION ALL '.join(parts)}) WHERE id IS NOT NULL GROUP BY id"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query} HAVING count(*) > 1")
        if connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall():
            found[key] = name
    return found
