"""The first pass over each file: how many rows become what, and what the second pass has to mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.fields import KNOWN_MOMENTS, OF_EVENTS, POSSIBLE
from cxmaturity.contacts.judging import CONTACT, EVENT, OTHER, Judge
from cxmaturity.contacts.sql import trimmed

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
    latest_but_answers: int | None
    """The same, without those events that are answers: these may turn out to come before their sending."""
    repeated: int
    """Rows whose local time occurs twice."""
    missing: int
    """Rows whose local time does not occur."""
    other_events: tuple[str, ...]
    """Unknown event types, sorted."""
    events: tuple[str, ...] = ()
    """Known event types besides the sending, sorted."""
    earliest: int | None = None
    """The earliest instant of a contact that is possible."""
    answered: frozenset[str] = frozenset()
    """Sources that an answer names, as the file writes them."""
    unread: Mapping[str, int] = field(default_factory=dict)
    """Column of times besides the sending to its cells that are none, where there are any."""

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
    others = [row[_LISTS - 1] for row in seen if row[_LISTS - 1] is not None]
    fields = len(judge.categories)
    return Tally(
        rows=sum(row[1] for row in rows),
        verdicts={row[0]: row[1] for row in rows},
        plain=contacts is None or contacts[2] == 0,
        values={
            name: tuple({value for row in seen for value in row[_LISTS + at] or ()})
            for at, name in enumerate(judge.categories)
        },
        latest_event=max(latest) if latest else None,
        latest_but_answers=max(others) if others else None,
        repeated=sum(row[4] for row in seen),
        missing=sum(row[5] for row in seen),
        other_events=events.get(OTHER, ()),
        events=events.get(EVENT, ()),
        earliest=contacts[6] if contacts else None,
        unread=_unread(judge, [row[_LISTS - 2] for row in seen]),
        answered=frozenset(source for row in seen for source in row[_LISTS + fields] or ()),
    )


def _query(judge: Judge) -> str:
    repeated, missing = judge.doubtful_sql()
    low, high = POSSIBLE
    lists = "".join(f", list(DISTINCT {name}) FILTER ({_counts(name)})" for name in judge.categories)
    source = "source" if "source" in judge.categories else "''"
    return f"""
        SELECT verdict, count(*),
               count(*) FILTER (verdict IN ({CONTACT}, {EVENT}) AND NOT plain),
               max({_latest_sql(judge)}),
               count(*) FILTER ({repeated}), count(*) FILTER ({missing}),
               min(instant) FILTER (instant BETWEEN {low} AND {high} AND {_kept_sql(judge)}),
               [{", ".join(_unread_sql(judge))}],
               max({_latest_sql(judge)}) FILTER (verdict = {CONTACT} OR event IS DISTINCT FROM 'responded') {lists},
               list(DISTINCT {source}) FILTER ({_answer_sql(judge)})
        FROM ({judge.rows_sql()}) GROUP BY verdict"""


_LISTS: Final = 9
"""Place of the first list in a row of that query."""


def _counts(name: str) -> str:
    """Return SQL for whether a row's value of a category is looked at: an event's source, metric and scale are, too."""
    return f"verdict IN ({CONTACT}, {EVENT})" if name in OF_EVENTS else f"verdict = {CONTACT}"


def _latest_sql(judge: Judge) -> str:
    """Return SQL for the latest possible instant that a row tells; no answer before its sending is one."""
    low, high = POSSIBLE
    told = [f"CASE WHEN instant BETWEEN {low} AND {high} THEN instant END"]
    for name in KNOWN_MOMENTS:
        if name in judge.moments:
            due = f" AND {name} >= instant" if name == "responded_at" else ""
            told.append(f"CASE WHEN verdict = {CONTACT} AND {name} BETWEEN {low} AND {high}{due} THEN {name} END")
    return f"greatest({', '.join(told)})" if len(told) > 1 else told[0]


def _unread_sql(judge: Judge) -> list[str]:
    """Return SQL for the number of contacts with a cell that is no time, of each further time."""
    return [f"count(*) FILTER (verdict = {CONTACT} AND filled_{name} AND {name} IS NULL)" for name in judge.moments]


def _unread(judge: Judge, found: Sequence[Sequence[int]]) -> Mapping[str, int]:
    cells = [sum(each) for each in zip(*found, strict=True)]
    named = {judge.bound[name].name or name: n for name, n in zip(judge.moments, cells, strict=False)}
    return {column: n for column, n in named.items() if n}


def _kept_sql(judge: Judge) -> str:
    """Return SQL for whether a contact counts."""
    if not judge.settings.without_reminders or "kind" not in judge.categories:
        return "true"
    return f"lower({trimmed('kind')}) <> 'reminder'"


def _answer_sql(judge: Judge) -> str:
    """Return SQL for whether a row is or has an answer."""
    own = f"verdict = {CONTACT} AND responded_at IS NOT NULL" if "responded_at" in judge.moments else "false"
    return f"({own}) OR (verdict = {EVENT} AND event = 'responded')" if judge.is_events else own


def _events(connection: DuckDBPyConnection, judge: Judge, verdict: int) -> tuple[str, ...]:
    query = f"SELECT DISTINCT event FROM ({judge.rows_sql()}) WHERE verdict = {verdict} ORDER BY 1"
    return tuple(row[0] for row in connection.execute(query).fetchall())
