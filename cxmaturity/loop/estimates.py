"""Shares with Wilson's interval, and rows of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxmaturity.evidence.measures import Estimate
from cxmaturity.stats import wilson

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def share(part: int, n: int) -> Estimate | None:
    """Return part ÷ n; None of nothing."""
    ends = wilson(part, n)
    return None if ends is None else Estimate(part / n, *ends, n)


def only_row(connection: DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the row of a query that has one."""
    (row,) = connection.execute(query).fetchall()
    return tuple(row)
