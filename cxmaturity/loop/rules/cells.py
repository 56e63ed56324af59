"""The kinds of answers that a log shows, and which of them no rule speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ABSENT: Final = "–"
"""What a cell's name holds in place of what its answers do not tell."""


@dataclass(frozen=True)
class Cells:
    """The combinations of class, segment and source that occur among the answers."""

    seen: int = 0
    missing: tuple[str, ...] = ()
    """Those of which no answer meets a rule, as ``class/segment/source``, sorted."""
    lost: int = 0
    """How many answers are in those."""
    answers: Mapping[int | None, int] = field(default_factory=dict)
    """Place of a rule to the answers that meet it first; None to those that meet none."""

    @property
    def share(self) -> float | None:
        """Share of the combinations of which some answer meets a rule; None where there is no answer."""
        return (self.seen - len(self.missing)) / self.seen if self.seen else None


def met_cells(connection: DuckDBPyConnection) -> Cells:
    """Return the combinations that occur in the view ``ruled``, and how many answers each rule takes."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE cells AS
        SELECT class, segment, source, rule, count(*) AS answers FROM ruled GROUP BY class, segment, source, rule""")
    by_cell = "SELECT class, segment, source, sum(answers)::BIGINT, count(rule) AS met FROM cells GROUP BY ALL"
    missing = connection.sql(f"FROM ({by_cell}) WHERE met = 0").fetchall()
    return Cells(
        seen=connection.sql(f"SELECT count(*) FROM ({by_cell})").fetchall()[0][0],
        missing=tuple(sorted("/".join(part or ABSENT for part in cell) for *cell, _, _ in missing)),
        lost=sum(answers for *_, answers, _ in missing),
        answers=dict(connection.sql("SELECT rule, sum(answers)::BIGINT FROM cells GROUP BY rule").fetchall()),
    )
