"""The first pass over each file: how many rows become what, and what the second pass has to mind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from cxmaturity.contacts.fields import KNOWN_MOMENTS, OF_EVENTS, POSSIBLE
from cxmaturity.contacts.files.scans import Scan
from cxmaturity.contacts.rows.judging import CONTACT, EVENT, OTHER, Judge
from cxmaturity.contacts.sql import trimmed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.engines.duckdb import Workplace

Groups = Mapping[int, Mapping[str, Any]]
"""Verdict to what its rows tell, by name."""


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


def tally(place: Workplace, judge: Judge) -> Tally:
    """Read a file once and count. Raises the engine's error when the file is broken."""
    by_verdict = place.ask(judge.scan, partial(_counted, query=_query(judge)), _merged, judge.bound.values())
    contacts = by_verdict.get(CONTACT, {})
    seen = [by_verdict[verdict] for verdict in (CONTACT, EVENT) if verdict in by_verdict]

    def known(name: str) -> list[int]:
        return [group[name] for group in seen if group[name] is not None]

    def listed(name: str) -> set[str]:
        return {value for group in seen for value in group[name] or ()}

    return Tally(
        rows=sum(group["n"] for group in by_verdict.values()),
        verdicts={verdict: group["n"] for verdict, group in by_verdict.items()},
        plain=not any(known("untidy")),
        values={name: tuple(listed(name)) for name in judge.categories},
        latest_event=max(known("latest"), default=None),
        latest_but_answers=max(known("latest_but_answers"), default=None),
        repeated=sum(known("repeated")),
        missing=sum(known("missing")),
        other_events=_types(by_verdict, OTHER),
        events=_types(by_verdict, EVENT),
        earliest=contacts.get("earliest"),
        answered=frozenset(listed("answered")),
        unread=_unread(judge, [group["unread"] for group in seen]),
    )


def _counted(connection: DuckDBPyConnection, scan: Scan, query: str) -> Groups:
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in found.fetchall()}


def _merged(first: Groups, second: Groups) -> Groups:
    """Return what the rows of two parts of a file tell together."""
    both = {**first, **second}
    for verdict in first.keys() & second.keys():
        one, more = first[verdict], second[verdict]
        both[verdict] = {name: _merged_values(name, one[name], more[name]) for name in one}
    return both


_CHOSEN: Mapping[str, Callable[[Any, Any], Any]] = {"earliest": min, "latest": max, "latest_but_answers": max}


def _merged_values(name: str, first: Any, second: Any) -> Any:  # noqa: ANN401  # numbers, or lists of either kind
    if first is None or second is None:
        return second if first is None else first
    if name in _CHOSEN:
        return _CHOSEN[name](first, second)
    if name == "unread":
        return [sum(pair) for pair in zip(first, second, strict=True)]
    return [*{*first, *second}] if isinstance(first, list) else first + second


def _types(by_verdict: Groups, verdict: int) -> tuple[str, ...]:
    return tuple(sorted(by_verdict.get(verdict, {}).get("types") or ()))


def _query(judge: Judge) -> str:
    repeated, missing = judge.doubtful_sql()
    low, high = POSSIBLE
    lists = "".join(f", list(DISTINCT {name}) FILTER ({_counts(name)}) AS {name}" for name in judge.categories)
    source = "source" if "source" in judge.categories else "''"
    latest = _latest_sql(judge)
    return f"""
        SELECT verdict, count(*) AS n, count(*) FILTER (NOT plain) AS untidy,
               max({latest}) AS latest,
               max({latest}) FILTER (verdict = {CONTACT} OR event IS DISTINCT FROM 'responded') AS latest_but_answers,
               min(instant) FILTER (instant BETWEEN {low} AND {high} AND {_kept_sql(judge)}) AS earliest,
               count(*) FILTER ({repeated}) AS repeated, count(*) FILTER ({missing}) AS missing,
               [{", ".join(_unread_sql(judge))}] AS unread,
               list(DISTINCT event) FILTER (verdict IN ({OTHER}, {EVENT})) AS types,
               list(DISTINCT {source}) FILTER ({_answer_sql(judge)}) AS answered {lists}
        FROM ({judge.rows_sql()}) GROUP BY verdict"""


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
