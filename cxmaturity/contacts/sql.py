"""Small pieces of SQL, quoted safely."""

from __future__ import annotations

from collections.abc import Iterable

from cxmaturity.contacts.fields import BLANKS


def literal(value: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a column name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def listed(values: Iterable[str]) -> str:
    """Return texts as an SQL list of literals."""
    return "(" + ", ".join(map(literal, values)) + ")"


def trimmed(expression: str) -> str:
    """Return an expression with Unicode's white space taken off both ends."""
    return f"trim({expression}, {literal(BLANKS)})"
