"""The kinds of answers that a log shows, and which of them no rule speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cxmaturity.evidence.measures import FEWEST_CUSTOMERS
from cxmaturity.evidence.rule_cell import RuleCell
from cxmaturity.loop.few import SURELY_MORE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_SEGMENTS: Final = 50
"""Segments beyond which the column is taken for free text, which may hold anything."""
_MAY_NAME: Final = "contains(segment, '@') OR regexp_matches(segment, '[0-9]{5}')"
"""SQL for what no name of a segment looks like, but an address or a number of a customer does."""


@dataclass(frozen=True)
class Cells:
    """The combinations of class, segment and source that occur among the answers."""

    seen: int = 0
    met: int = 0
    """How many of them have an answer that meets a rule."""
    missing: tuple[RuleCell, ...] = ()
    """The others, sorted; those of small segments whose word may name a customer are pooled."""
    lost: int = 0
    """How many answers are in those."""
    answers: Mapping[int | None, int] = field(default_factory=dict)
    """Place of a rule to the answers that meet it first; None to those that meet none."""

    @property
    def share(self) -> float | None:
        """Share of the combinations of which some answer meets a rule; None where there is no answer."""
        return self.met / self.seen if self.seen else None


def met_cells(connection: DuckDBPyConnection) -> Cells:
    """Return the combinations that occur in the view ``ruled``, and how many answers each rule takes."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE cells AS
        SELECT class, segment, source, rule, count(*) AS answers FROM ruled GROUP BY class, segment, source, rule""")
    by_cell = "SELECT class, segment, source, sum(answers) AS answers, count(rule) AS met FROM cells GROUP BY ALL"
    seen, met = connection.sql(f"SELECT count(*), count(*) FILTER (met > 0) FROM ({by_cell})").fetchall()[0]
    missing = connection.sql(_pooled_sql(f"FROM ({by_cell}) WHERE met = 0")).fetchall()
    return Cells(
        seen=seen,
        met=met,
        missing=tuple(sorted((RuleCell(*cell) for *cell, _ in missing), key=lambda cell: cell.subject)),
        lost=sum(answers for *_, answers in missing),
        answers=dict(connection.sql("SELECT rule, sum(answers)::BIGINT FROM cells GROUP BY rule").fetchall()),
    )


def _pooled_sql(cells: str) -> str:
    """Return SQL for combinations with their answers; small segments whose word may name a customer are taken as one.

    Small are those of few customers in all the log. Their word may name one where it is a customer's id, looks like an
    address or a number, or stands in a column of so many words that it is no column of segments.
    """
    return f"""
        WITH alone AS ({cells}),
             candidates AS (SELECT segment FROM classed WHERE segment IN (SELECT segment FROM alone)
                            GROUP BY segment HAVING approx_count_distinct(customer) < {SURELY_MORE}),
             small AS (SELECT segment FROM classed WHERE segment <> '' AND segment IN (FROM candidates)
                       GROUP BY segment HAVING count(DISTINCT customer) < {FEWEST_CUSTOMERS}),
             pooled AS (SELECT segment FROM small
                        WHERE {_MAY_NAME} OR lower(segment) IN (SELECT lower(customer) FROM classed)
                           OR (SELECT count(DISTINCT segment) FROM classed) > {MOST_SEGMENTS})
        SELECT class, CASE WHEN NOT is_small THEN segment END AS segment, source, is_small, sum(answers)::BIGINT
        FROM (SELECT *, segment IN (FROM pooled) AS is_small FROM alone) GROUP BY ALL"""
