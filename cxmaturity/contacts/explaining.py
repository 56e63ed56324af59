"""How logs are understood, before anything is computed: what each file is, how its columns are read, and five rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.columns import Constant
from cxmaturity.contacts.fields import FIELDS, MOMENTS
from cxmaturity.contacts.judging import CONTACT, EVENT, OTHER, OUTSIDE, REJECTED, SUPPRESSED, Judge
from cxmaturity.contacts.naming import named
from cxmaturity.contacts.opening import Opened, read_logs
from cxmaturity.contacts.profile import TimeColumn
from cxmaturity.contacts.progress import silent
from cxmaturity.contacts.settings import AuditSettings, Log
from cxmaturity.contacts.sql import identifier
from cxmaturity.errors import InputError, Problem
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ROWS: Final = 5
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PERSONAL: Final = ("customer_id", "contact_id", "comment")
_LONGEST: Final = 40
VERDICTS: Final = {
    CONTACT: text("contact"),
    EVENT: text("event"),
    SUPPRESSED: text("suppressed"),
    OTHER: text("other event"),
    REJECTED: text("rejected"),
    OUTSIDE: text("outside the period"),
}


@dataclass(frozen=True)
class FieldRead:
    """One canonical field, and where it comes from."""

    field: str
    column: str | None
    """The column of the file; None for a fixed value."""
    value: str | None
    """The fixed value; None for a column."""
    reading: Text
    """How the cells are read."""


@dataclass(frozen=True)
class RowRead:
    """One row as it is understood, what may tell a person masked."""

    verdict: Text
    values: Mapping[str, str]
    """Field to value; instants in UTC."""


@dataclass(frozen=True)
class Understood:
    """One file of a log, as it is understood."""

    path: str
    format: str
    """Id of its format."""
    is_events: bool
    rows: int
    timezone: str
    """Zone of times without offset."""
    fields: tuple[FieldRead, ...]
    unused: tuple[str, ...]
    """Columns that hold no field."""
    becomes: Mapping[str, int]
    """What the rows become, to how many; in English."""
    sample: tuple[RowRead, ...]
    """Its first rows."""
    notes: tuple[Text, ...]


def explain(logs: Sequence[Log], settings: AuditSettings) -> tuple[tuple[Understood, ...], tuple[Problem, ...]]:
    """Return how each file is understood, and what is wrong with them. Raises InputError when none can be read."""
    from cxmaturity.contacts.engine import workplace
    from cxmaturity.contacts.files import files_of

    with workplace(settings) as place:
        opened, problems = read_logs(place, files_of(logs), settings, silent)
        if not opened:
            raise InputError(problems)
        return tuple(_understood(place.connection, each) for each in opened), tuple(problems)


def _understood(connection: DuckDBPyConnection, opened: Opened) -> Understood:
    judge, scan = opened.judge, opened.judge.scan
    fields = tuple(_field(judge, field) for field in FIELDS if field in judge.bound)
    used = {field.column for field in fields}
    return Understood(
        path=str(scan.file.path),
        format=scan.format,
        is_events=judge.is_events,
        rows=opened.tally.rows if scan.file_rows is None else scan.file_rows,
        timezone=judge.log_zone.name,
        fields=fields,
        unused=tuple(column.name for column in scan.columns if column.name not in used),
        becomes={VERDICTS[verdict].template: n for verdict, n in sorted(opened.tally.verdicts.items())},
        sample=tuple(_sample(connection, judge)),
        notes=scan.notes,
    )


def _field(judge: Judge, field: str) -> FieldRead:
    cell = judge.bound[field]
    times = judge.times if field == "sent_at" else judge.moments.get(field)
    if isinstance(cell, Constant) or not cell.name:
        fixed = cell.value if isinstance(cell, Constant) else None
        return FieldRead(field, None, fixed, text("a fixed value"))
    return FieldRead(field, cell.name, None, _reading(field, times, judge))


def _reading(field: str, times: TimeColumn | None, judge: Judge) -> Text:
    if times is not None and times.zoned:
        return text("times with an offset, written {form}", form=times.written)
    if times is not None:
        return text("times of {zone}, written {form}", form=times.written, zone=judge.log_zone.name)
    if field in MOMENTS:
        return text("no times in it")
    if field == "customer_id":
        return text("text, trimmed; addresses in lower case")
    return text("text")


def _sample(connection: DuckDBPyConnection, judge: Judge) -> Iterator[RowRead]:
    """Yield the first rows as they are understood."""
    told = {"customer_id": "customer", "sent_at": "instant", "event_type": "event"}
    columns = {field: told.get(field, field) for field in FIELDS if field in judge.bound}
    have = connection.execute(f"DESCRIBE {judge.rows_sql()}").fetchall()
    kinds = {row[0]: row[1] for row in have}
    shown = [(field, column) for field, column in columns.items() if column in kinds]
    cells = "".join(f", {identifier(column)}" for _, column in shown)
    for verdict, *row in connection.execute(
        f"SELECT verdict {cells} FROM ({judge.rows_sql()}) LIMIT {ROWS}"
    ).fetchall():
        values = {field: _shown(field, cell) for (field, _), cell in zip(shown, row, strict=True)}
        yield RowRead(VERDICTS[verdict], values)


def _shown(field: str, cell: object) -> str:
    """Return a value as it may be shown: instants as text, what may tell a person masked."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, int) and not isinstance(cell, bool):
        return (_EPOCH + timedelta(microseconds=cell)).isoformat() if field in ("sent_at", *MOMENTS) else str(cell)
    written = str(cell)
    if field not in _PERSONAL and isinstance(named([written]), str):
        return written
    return "".join(_masked(character) for character in written[:_LONGEST])


def _masked(character: str) -> str:
    if character.isdigit():
        return "9"
    return ("X" if character.isupper() else "x") if character.isalpha() else character
