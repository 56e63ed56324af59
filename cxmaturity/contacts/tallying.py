"""The first pass over each file: how many rows become what, and what the second pass has to mind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxmaturity.contacts.judging import CONTACT, EVENT, OTHER, Judge
from cxmaturity.contacts.volume import POSSIBLE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Tally:
    """What one file's rows became."""

    rows: int
    """All rows of the file, also those outside the period."""
    verdicts: Mapping[int, int]
    """Verdict to number of rows."""
    plain: bool
    """True when no contact's customer id needs cleaning."""
    values: Mapping[str, tuple[str, ...]]
    """Category to the values that contacts have, as the file writes them."""
    latest_event: int | None
    """The latest instant of a known event that is possible."""
    repeated: int
    """Rows whose local time occurs twice."""
    missing: int
    """Rows whose local time does not occur."""
    other_events: tuple[str, ...]
    """Unknown event types, sorted."""
    events: tuple[str, ...] = ()
    """Known event types besides the sending, sorted."""

    def count(self, verdict: int) -> int:
        """Return the number of rows with that verdict."""
        return self.verdicts.get(verdict, 0)


def tally(connection: DuckDBPyConnection, judge: Judge) -> Tally:
    """Read a file once and count. Raises the engine's error when the file is broken."""
    rows = connection.execute(_query(judge)).fetchall()
    by_verdict = {row[0]: row for row in rows}
    events = {found: _events(connection, judge, found) for found in (OTHER, EVENT) if found in by_verdict}
    contacts = by_verdict.get(CONTACT)
    seen = [row for verdict, row in by_verdict.items() if verdict in (CONTACT, EVENT)]
    latest = [row[3] for row in seen if row[3] is not None]
    return Tally(
        rows=sum(row[1] for row in rows),
        verdicts={row[0]: row[1] for row in rows},
        plain=contacts is None or contacts[2] == 0,
        values={field: tuple(contacts[6 + at]) if contacts else () for at, field in enumerate(judge.categories)},
        latest_event=max(latest) if latest else None,
        repeated=sum(row[4] for row in seen),
        missing=sum(row[5] for row in seen),
        other_events=events.get(OTHER, ()),
        events=events.get(EVENT, ()),
    )


def _query(judge: Judge) -> str:
    repeated, missing = judge.doubtful_sql()
    low, high = POSSIBLE
    lists = "".join(f", list(DISTINCT {field}) FILTER (verdict = {CONTACT})" for field in judge.categories)
    return f"""
        SELECT verdict, count(*),
               count(*) FILTER (verdict = {CONTACT} AND NOT plain),
               max(instant) FILTER (instant BETWEEN {low} AND {high}),
               count(*) FILTER ({repeated}), count(*) FILTER ({missing}) {lists}
        FROM ({judge.rows_sql()}) GROUP BY verdict"""


def _events(connection: DuckDBPyConnection, judge: Judge, verdict: int) -> tuple[str, ...]:
    query = f"SELECT DISTINCT event FROM ({judge.rows_sql()}) WHERE verdict = {verdict} ORDER BY 1"
    return tuple(row[0] for row in connection.execute(query).fetchall())
