"""The rules as SQL: which one an answer meets first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.sql import listed, literal
from cxmaturity.evidence.conditions import FIELDS, NUMBER, Condition, conditions_of
from cxmaturity.evidence.ownership_map import Rule

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COLUMNS: Final[Mapping[str, str]] = {field: field for field in FIELDS}


def follow_rules(connection: DuckDBPyConnection, rules: Sequence[Rule]) -> None:
    """Make the view ``ruled`` of the view ``classed``: its columns and ``rule``.

    ``rule`` is the place of the first rule that the answer meets, counted from 0, null where it meets none.
    """
    rule = f"CAST({first_match_sql(rules)} AS INTEGER)"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW ruled AS SELECT *, {rule} AS rule FROM classed")


def first_match_sql(rules: Sequence[Rule], columns: Mapping[str, str] = _COLUMNS) -> str:
    """Return SQL for the place of the first rule that a row meets, counted from 0; null where it meets none.

    ``columns`` gives the SQL of each field that the row has: trimmed texts, empty where nothing is known, and a number
    for ``score``. A condition on any other field is met by no row.
    """
    met = ((place, rule_sql(rule, columns)) for place, rule in enumerate(rules))
    branches = " ".join(f"WHEN {sql} THEN {place}" for place, sql in met)
    return f"(CASE {branches} END)" if branches else "NULL"


def rule_sql(rule: Rule, columns: Mapping[str, str] = _COLUMNS) -> str:
    """Return SQL that is true where a row meets a rule; where it does not, it is false or null."""
    return " AND ".join(_condition_sql(condition, columns) for condition in conditions_of(rule)) or "true"


def _condition_sql(condition: Condition, columns: Mapping[str, str]) -> str:
    column = columns.get(condition.field)
    if column is None:
        return "false"
    if condition.field == "score":
        return _number_sql(condition, f"(CASE WHEN isfinite({column}) THEN {column} END)")
    word = f"nullif(lower({column}), '')"
    if condition.operator == "contains":
        return f"contains({word}, {literal(condition.words[0])})"
    return _word_sql(condition, column, word)


def _word_sql(condition: Condition, column: str, word: str) -> str:
    """Return SQL of a condition on a text; what is a number on both sides is compared as one."""
    numbers = [number for number in condition.numbers if number is not None]
    if not numbers:
        negation = "NOT " if condition.operator == "!=" else ""
        return f"{word} {negation}IN {listed(condition.words)}"
    number = f"TRY_CAST(CASE WHEN regexp_full_match({column}, {literal(NUMBER)}) THEN {column} END AS DOUBLE)"
    match condition.operator:
        case "!=":
            return f"({word} IS NOT NULL AND {number} IS DISTINCT FROM {_double(numbers[0])})"
        case "in":
            words = [word for word, number in zip(condition.words, condition.numbers, strict=True) if number is None]
            either = f"{word} IN {listed(words)}" if words else "false"
            return f"({number} IN ({', '.join(map(_double, numbers))}) OR {either})"
        case _:
            return _number_sql(condition, number)


def _number_sql(condition: Condition, number: str) -> str:
    """Return SQL of a condition on a number, which is null where there is none."""
    values = [_double(value) for value in condition.numbers if value is not None]
    if condition.operator == "in":
        return f"{number} IN ({', '.join(values)})"
    return f"{number} {condition.operator} {values[0]}"


def _double(number: float) -> str:
    return f"{number!r}::DOUBLE"
