"""Which rule each case is under, and by when it must be followed up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from cxmaturity.contacts.sql import literal
from cxmaturity.evidence.ownership_map import Alert, OwnershipMap, Rule
from cxmaturity.loop.as_of import HOUR
from cxmaturity.loop.rules.sql import first_match_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_Key = TypeVar("_Key", str, int)
_LONGEST: Final = 1_000_000.0
"""Hours of a deadline that is never reached: more would not fit an instant."""
_OF_CASE: Final[Mapping[str, str]] = {name: name for name in ("class", "segment", "source")}
"""What a case without an answer tells of itself."""


def govern(connection: DuckDBPyConnection, ownership_map: OwnershipMap | None) -> None:
    """Make the table ``governed`` of ``cases``, ``matched`` and ``ruled``, which stand already: one row a case.

    Columns: ``case_number``; ``rule``, the place of the rule that it is under (its own, else the first that its answer
    meets, else the first that its own class, segment and source meet), null where there is none; ``clock``, when its
    time begins (its answer, else its opening), null where unknown; ``deadline``, when it must have been followed up by
    a person: the hours of its own rule, else of the first that matches, else of its source's first alert that has any
    are added; null where none has; ``alert``, the place of that alert, whether it counts or a rule goes before it, null
    where there is none. Instants are microseconds since 1970.
    """
    rules = (ownership_map.rules if ownership_map else None) or ()
    alerts = (ownership_map.alerts if ownership_map else None) or ()
    first = f"CASE WHEN answer.number IS NULL THEN {first_match_sql(rules, _of_case())} ELSE answer.rule END"
    alert = _chosen("source", alert_of(alerts), literal)
    allowed = {
        place: allowed_hours(one.deadline_hours) for place, one in enumerate(alerts) if one.deadline_hours is not None
    }
    hours = f"coalesce({_hours(rules, 'own')}, {_hours(rules, 'first')}, {_chosen('alert', allowed, str)})"
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE governed AS
        SELECT case_number, CAST(coalesce(own, first) AS INTEGER) AS rule, CAST(alert AS INTEGER) AS alert, clock,
               clock + CAST(round({hours} * {HOUR}) AS BIGINT) AS deadline
        FROM (SELECT *, {alert} AS alert FROM (
            SELECT cases.number AS case_number, coalesce(answer.responded, cases.opened) AS clock,
                   CASE WHEN answer.number IS NULL THEN cases.source ELSE answer.source END AS source,
                   {_own(rules)} AS own, {first} AS first
            FROM cases
            LEFT JOIN matched ON matched.case_number = cases.number
            LEFT JOIN (SELECT number, responded, source, rule FROM ruled SEMI JOIN matched ON answer_number = number)
              AS answer ON answer.number = matched.answer_number
        ))""")


def _of_case() -> dict[str, str]:
    return {field: f"cases.{column}" for field, column in _OF_CASE.items()}


def _own(rules: Sequence[Rule]) -> str:
    """Return SQL for the place of the rule that a case names."""
    return _chosen("trim(cases.rule)", {rule.id: place for place, rule in reversed([*enumerate(rules)])}, literal)


def _hours(rules: Sequence[Rule], place: str) -> str:
    given = ((index, rule.deadline_hours) for index, rule in enumerate(rules))
    return _chosen(place, {index: allowed_hours(hours) for index, hours in given if hours is not None}, str)


def allowed_hours(hours: float) -> float:
    """Return the hours of a deadline, as many of them as an instant can take."""
    return min(hours, _LONGEST)


def alert_of(alerts: Sequence[Alert]) -> dict[str, int]:
    """Return source to the place of its first alert that has a deadline."""
    places: dict[str, int] = {}
    for place, alert in enumerate(alerts):
        if alert.source and alert.deadline_hours is not None:
            places.setdefault(alert.source.strip(), place)
    return places


def _chosen(column: str, values: Mapping[_Key, float], shown: Callable[[_Key], str]) -> str:
    """Return SQL for the number that belongs to a column's value; null where none does."""
    branches = " ".join(f"WHEN {shown(key)} THEN {value}" for key, value in values.items())
    return f"(CASE {column} {branches} END)" if branches else "NULL"
