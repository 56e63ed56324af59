"""Small pieces of SQL, quoted safely."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

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


_TIDY: Final = "([!-~]([ -~]*[!-~])?)?"
"""A text with nothing to trim, seen fifteen times faster than trimmed: printable ASCII without blanks at its ends."""


def trimmed(expression: str) -> str:
    """Return an expression with Unicode's white space taken off both ends."""
    whole = f"trim({expression}, {literal(BLANKS)})"
    return f"(CASE WHEN regexp_full_match({expression}, {literal(_TIDY)}) THEN {expression} ELSE {whole} END)"
