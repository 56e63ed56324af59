"""How logs are understood, before anything is computed: what each file is, how its columns are read, and five rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.fields import BLANK, FIELDS, LOWERED, MOMENTS
from cxmaturity.contacts.files.columns import Binding, Constant, Header
from cxmaturity.contacts.files.scans import Scan
from cxmaturity.contacts.progress import Progress, silent
from cxmaturity.contacts.rows.judging import CONTACT, EVENT, OTHER, OUTSIDE, REJECTED, SUPPRESSED, Judge, cleaned
from cxmaturity.contacts.rows.masking import Shown, masked
from cxmaturity.contacts.rows.misread import kinds_in, uncounted_kinds
from cxmaturity.contacts.rows.opening import Opened, Unread, check_contacts, read_logs
from cxmaturity.contacts.rows.profile import TimeColumn
from cxmaturity.contacts.rows.zones import zone_in_words
from cxmaturity.contacts.settings import AuditSettings, Log
from cxmaturity.contacts.sql import identifier
from cxmaturity.errors import InputError, Problem
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS: Final = 5
VERDICTS: Final = {
    CONTACT: ("contact", text("request")),
    EVENT: ("event", text("event")),
    SUPPRESSED: ("suppressed", text("suppressed")),
    OTHER: ("other_event", text("other event")),
    REJECTED: ("rejected", text("rejected")),
    OUTSIDE: ("outside", text("outside the period")),
}
"""What becomes of a row: its word in JSON, and in a sentence."""


_LOWERED: Final = text("words, in lower case")
_READINGS: Final = {
    "customer_id": text("text, trimmed; addresses in lower case"),
    "suppressed": text("suppressed, unless empty or a word for no"),
    "score": text("numbers"),
    **dict.fromkeys((*LOWERED, "event_type", "bounced"), _LOWERED),
}
"""How the cells of some fields are read, of those that hold no times."""


@dataclass(frozen=True)
class Written:
    """How a file is written."""

    path: str
    kind: str
    """csv, json, parquet or xlsx."""
    format: str
    """Id of the format that it is read by; generic where no vendor's was recognised."""
    encoding: str | None
    """A Python codec; None where the kind of file knows no other, or where nobody had to choose."""
    delimiter: str | None
    """Between the cells of a delimited file; None for any other."""


@dataclass(frozen=True)
class FieldRead:
    """One canonical field, and where it comes from."""

    field: str
    column: str | None
    """The column of the file; None for a value that no column holds."""
    value: str | None
    """The fixed value (``--set``); None for a column, and for what the format knows."""
    reading: Text
    """How the cells are read."""


@dataclass(frozen=True)
class RowRead:
    """One row as it is understood, what may tell a person masked."""

    verdict: int
    """What becomes of it: a key of VERDICTS."""
    values: Mapping[str, str | Text]
    """Field to value; instants in UTC."""


@dataclass(frozen=True)
class Understood:
    """One file of a log, as it is understood."""

    written: Written
    is_events: bool
    rows: int
    timezone: str
    """Zone of times without offset."""
    fields: tuple[FieldRead, ...]
    unused: tuple[str, ...] | None
    """Columns that hold no field; None where their names may be data."""
    becomes: Mapping[int, int]
    """What the rows become (a key of VERDICTS), to how many."""
    sample: tuple[RowRead, ...]
    """Its first rows."""


@dataclass(frozen=True)
class NotUnderstood:
    """One file of a log that cannot be read, as far as it is understood."""

    written: Written
    fields: tuple[FieldRead, ...]
    """Empty where the columns do not fit."""
    unused: tuple[str, ...] | None
    """Columns that hold no field; None where their names may be data."""
    sample: tuple[Mapping[str, str], ...]
    """Field to the shape of its cell, in the first rows."""


@dataclass(frozen=True)
class Explained:
    """All files of some logs."""

    files: tuple[Understood | NotUnderstood, ...]
    beside: tuple[Written, ...]
    """Files that only tell more of others' rows."""
    notes: tuple[Text, ...]
    problems: tuple[Problem, ...]
    """Why an audit of them would be refused; none where it would not be."""


def explain(logs: Sequence[Log], settings: AuditSettings, progress: Progress | None = None) -> Explained:
    """Return how each file is understood, and what is wrong with them. Raises InputError when none can be opened."""
    from cxmaturity.contacts.engines.duckdb import workplace
    from cxmaturity.contacts.files.listing import files_of

    with workplace(settings) as place:
        found = read_logs(place, files_of(logs), settings, progress or silent)
        problems = list(found.problems)
        if found.opened and not problems:
            try:
                check_contacts(place, found.opened)
            except InputError as error:
                problems += error.problems
        opened = (_understood(place.connection, each) for each in found.opened)
        unread = (_not_understood(place.connection, each) for each in found.unread)
        scans = [each.judge.scan for each in found.opened]
        return Explained(
            files=(*opened, *unread),
            beside=tuple(
                Written(str(each.file.path), each.file.kind, each.format, None, None)
                for scan in scans
                for each in scan.beside
            ),
            notes=(
                *_warnings(place.connection, found.opened, settings),
                *(note for scan in scans for note in scan.notes),
            ),
            problems=tuple(problems),
        )


def _warnings(connection: DuckDBPyConnection, opened: Sequence[Opened], settings: AuditSettings) -> Iterator[Text]:
    """Yield what was misread by its look, kinds of contact that the rule does not count last."""
    yield from (warning for each in opened for warning in each.judge.scan.warnings)
    if not any(uncounted_kinds(dict.fromkeys(_kinds(each), 1), settings.policy, _log(each)) for each in opened):
        return  # nobody goes through the rows once more for nothing
    kinds: Counter[str] = Counter()
    for each in opened:
        if "kind" in each.judge.categories:
            kinds.update(kinds_in(connection, each.judge))
        else:
            kinds[BLANK["kind"]] += each.tally.count(CONTACT)
    if never := uncounted_kinds(kinds, settings.policy, _log(opened[0])):
        yield never


def _kinds(opened: Opened) -> Iterator[str]:
    return (cleaned("kind", kind) for kind in opened.tally.values.get("kind", ()))


def _log(opened: Opened) -> Log:
    return opened.judge.scan.file.log


def _understood(connection: DuckDBPyConnection, opened: Opened) -> Understood:
    judge, scan = opened.judge, opened.judge.scan
    return Understood(
        written=_written(scan),
        is_events=judge.is_events,
        rows=opened.tally.rows if scan.file_rows is None else scan.file_rows,
        timezone=judge.log_zone.name,
        fields=tuple(_field(field, judge.bound[field], _reading(field, judge)) for field in _bound(judge.bound)),
        unused=_unused(scan, judge.bound),
        becomes=dict(sorted(opened.tally.verdicts.items(), reverse=True)),
        sample=tuple(_sample(connection, judge, Shown.of(judge, opened.tally))),
    )


def _not_understood(connection: DuckDBPyConnection, unread: Unread) -> NotUnderstood:
    columns = {field: cell for field in _bound(unread.bound) if (cell := unread.bound[field]).name}
    return NotUnderstood(
        written=_written(unread.scan),
        fields=tuple(_field(field, unread.bound[field], text("text")) for field in _bound(unread.bound)),
        unused=_unused(unread.scan, unread.bound),
        sample=tuple(_shapes(connection, unread.scan, columns)),
    )


def _written(scan: Scan) -> Written:
    dialect = scan.dialect
    encoding, delimiter = (None, None) if dialect is None else (dialect.encoding, dialect.delimiter)
    return Written(str(scan.file.path), scan.file.kind, scan.format, encoding, delimiter)


def _bound(bound: Mapping[str, Binding]) -> list[str]:
    return [field for field in FIELDS if field in bound]


def _unused(scan: Scan, bound: Mapping[str, Binding]) -> tuple[str, ...] | None:
    """Return the columns that hold no field, by name where their names are sure to be no data."""
    if not Header(scan.file.path, scan.columns, scan.is_certain).may_be_shown(scan.file.log.columns.values()):
        return None
    used = {cell.name for cell in bound.values()}
    return tuple(column.name for column in scan.columns if column.name not in used)


def _field(field: str, cell: Binding, reading: Text) -> FieldRead:
    if isinstance(cell, Constant):
        value = masked(cell.value) if field in ("customer_id", "contact_id") else cell.value
        return FieldRead(field, None, value, text("a fixed value"))
    if not cell.name:
        return FieldRead(field, None, None, text("known from the format"))
    return FieldRead(field, cell.name, None, reading)


def _reading(field: str, judge: Judge) -> Text:
    given = judge.scan.given or {}
    if field in ("sent_at", *judge.moments) and judge.bound[field] == given.get(field):
        return text("times, as the format writes them")
    times: TimeColumn | None = judge.times if field == "sent_at" else judge.moments.get(field)
    if times is not None and times.zoned:
        return text("times with an offset, written {form}", form=times.written)
    if times is not None:
        return text("times of {zone}, written {form}", form=times.written, zone=zone_in_words(judge.log_zone.name))
    return text("no times in it") if field in MOMENTS else _READINGS.get(field, text("text"))


def _sample(connection: DuckDBPyConnection, judge: Judge, shown: Shown) -> Iterator[RowRead]:
    """Yield the first rows as they are understood."""
    told = {"customer_id": "customer", "sent_at": "instant", "event_type": "event"}
    have = {row[0] for row in connection.execute(f"DESCRIBE {judge.rows_sql()}").fetchall()}
    fields = [field for field in _bound(judge.bound) if told.get(field, field) in have]
    cells = "".join(f", {identifier(told.get(field, field))}" for field in fields)
    query = f"SELECT verdict {cells} FROM ({judge.rows_sql()}) LIMIT {ROWS}"
    for verdict, *row in connection.execute(query).fetchall():
        yield RowRead(verdict, shown.row(dict(zip(fields, row, strict=True))))


def _shapes(connection: DuckDBPyConnection, scan: Scan, columns: Mapping[str, Binding]) -> Iterator[Mapping[str, str]]:
    """Yield the first rows of a file with every cell masked."""
    import duckdb

    if not columns:
        return
    cells = ", ".join(cell.text_sql for cell in columns.values())
    try:
        rows = connection.execute(f"SELECT {cells} FROM {scan.sql} LIMIT {ROWS}").fetchall()
    except duckdb.Error:
        return  # it is the very file that the engine stumbles over
    for row in rows:
        yield {field: masked(str(cell)) for field, cell in zip(columns, row, strict=True) if cell not in (None, "")}
