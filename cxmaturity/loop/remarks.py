"""What is to be said of answers and cases: what lies after the cycle's date, and what belongs to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from cxmaturity.contacts.sql import listed
from cxmaturity.errors import closest
from cxmaturity.evidence.loop import CaseLog, lines_told
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.loop.as_of import AsOf
from cxmaturity.loop.estimates import only_row
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def remarks(
    connection: DuckDBPyConnection, log: CaseLog | None, ownership_map: OwnershipMap | None, as_of: AsOf
) -> Iterator[Text]:
    """Yield the remarks, none of which names a customer or a person; the tables of ``follow`` stand already."""
    (later,) = only_row(connection, f"SELECT count(*) FROM answers WHERE responded >= {as_of.end}")
    if later:
        yield text(
            "{n:int} {n:plural answer|answers} after {day:date} {n:plural is|are} left out.", n=later, day=as_of.day
        )
    if log is not None:
        yield from _after(connection, log, as_of)
        yield from _without_answer(connection)
        yield from _strangers(connection, ownership_map)


def _after(connection: DuckDBPyConnection, log: CaseLog, as_of: AsOf) -> Iterator[Text]:
    (opened,) = only_row(connection, "SELECT count(*) FROM cases WHERE is_future")
    if opened:
        yield text(
            "{n:int} {n:plural case|cases} opened after {day:date} {n:plural is|are} left out.", n=opened, day=as_of.day
        )
    end = as_of.end_moment
    further = sum(
        moment is not None and moment >= end
        for case in log.cases
        if case.opened_at is None or case.opened_at < end
        for moment in (case.first_contact_at, case.closed_at)
    )
    if further:
        yield text(
            "{n:int} first {n:plural contact or closing|contacts or closings} after {day:date} {n:plural is|are} left "
            "out: the cases count as they stood then.",
            n=further,
            day=as_of.day,
        )


def _without_answer(connection: DuckDBPyConnection) -> Iterator[Text]:
    answers, cases = only_row(connection, "SELECT (SELECT count(*) FROM classed), (SELECT count(*) FROM followed)")
    if answers and (alone := _lines(connection, "answer_number IS NULL")):
        yield text(
            "{n:int} of {all:int} {all:plural case|cases} {n:plural belongs|belong} to no answer of the logs: neither "
            "by contact_id, nor by customer and source at or before opened_at ({lines}).",
            n=len(alone),
            all=cases,
            lines=lines_told(alone),
        )
    if timeless := _lines(connection, "clock IS NULL"):
        yield text(
            "{n:int} {n:plural case has|cases have} neither an answer nor an opened_at ({lines}): how long "
            "{n:plural it waits|they wait} is unknown.",
            n=len(timeless),
            lines=lines_told(timeless),
        )


def _strangers(connection: DuckDBPyConnection, ownership_map: OwnershipMap | None) -> Iterator[Text]:
    """Yield how many cases name an owner or a rule that the map does not list; owners may be persons."""
    teams = ownership_map.teams if ownership_map else None
    if teams and (owners := _unlisted(connection, "owner", [team.id for team in teams])):
        yield text(
            "{n:int} {n:plural case has|cases have} an owner that is no team on the map ({lines}); "
            "{n:plural it is|they are} counted without name.{meant}",
            n=len(owners),
            lines=lines_told([line for line, _ in owners]),
            meant=_meant(owners),
        )
    rules = ownership_map.rules if ownership_map else None
    if rules and (named := _unlisted(connection, "rule", [rule.id for rule in rules])):
        yield text(
            "{n:int} {n:plural case names|cases name} a rule that is not on the map ({lines}); the first rule that "
            "matches counts instead.{meant}",
            n=len(named),
            lines=lines_told([line for line, _ in named]),
            meant=_meant(named),
        )


def _unlisted(connection: DuckDBPyConnection, column: str, known: Sequence[str]) -> list[tuple[int, str | None]]:
    """Return the lines of cases whose owner or rule is none of the known ids, each with the one that it is near."""
    found = f"""
        SELECT line, {column} FROM cases WHERE NOT is_future AND {column} <> '' AND {column} NOT IN {listed(known)}
        ORDER BY line"""
    near = cache(lambda word: closest(word, known))
    return [(line, near(word)) for line, word in connection.execute(found).fetchall()]


def _meant(found: Iterable[tuple[int, str | None]]) -> Text | str:
    """Return which ids of the map such words are near; the words are not told, since they may be names of persons."""
    near = list(dict.fromkeys(meant for _, meant in found if meant is not None))
    return text(" Perhaps meant: {ids}.", ids=", ".join(near)) if near else ""


def _lines(connection: DuckDBPyConnection, which: str) -> list[int]:
    """Return the lines of the cases of ``followed`` that SQL chooses, sorted."""
    found = f"""
        SELECT line FROM (SELECT case_number FROM followed WHERE {which}) JOIN cases ON number = case_number
        ORDER BY line"""
    return [line for (line,) in connection.execute(found).fetchall()]
