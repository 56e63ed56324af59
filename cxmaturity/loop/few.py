"""Which sources and teams so few customers stand behind that their figures are not shown by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.sql import listed
from cxmaturity.evidence.measures import FEWEST_CUSTOMERS, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SURELY_MORE: Final = 50
"""An estimate of that many distinct customers is never made of fewer than 10; it takes a sixth of counting them."""
_CASES: Final = """
    SELECT owner, coalesce(nullif(customer, ''), 'case ' || case_number) AS customer
    FROM (SELECT owner, case_number FROM followed) JOIN (SELECT number, customer FROM cases) ON number = case_number"""


def few_customers(connection: DuckDBPyConnection, tables: Mapping[str, Table]) -> dict[str, tuple[str, ...]]:
    """Return table to the names in it whose rows are about fewer than FEWEST_CUSTOMERS customers, sorted; only if any.

    The view ``classed`` and the tables ``cases`` and ``followed`` stand already. A case without customer counts as one.
    """
    asked = {"by_source": ("source", "classed"), "by_owner": ("owner", f"({_CASES})")}
    found = {
        name: _few(connection, key, rows, [str(row[key]) for row in tables[name] if row[key]])
        for name, (key, rows) in asked.items()
    }
    return {name: values for name, values in found.items() if values}


def _few(connection: DuckDBPyConnection, key: str, rows: str, named: Collection[str]) -> tuple[str, ...]:
    """Return those of the names in a table; words of the case log that it does not name may be persons."""
    if not named:
        return ()
    maybe = f"""
        SELECT {key} FROM {rows} WHERE {key} IN {listed(named)}
        GROUP BY {key} HAVING approx_count_distinct(customer) < {SURELY_MORE}"""
    candidates = [value for (value,) in connection.execute(maybe).fetchall()]
    if not candidates:
        return ()
    found = connection.execute(f"""
        SELECT {key} FROM {rows} WHERE {key} IN {listed(candidates)}
        GROUP BY {key} HAVING count(DISTINCT customer) < {FEWEST_CUSTOMERS} ORDER BY {key}""").fetchall()
    return tuple(value for (value,) in found)
