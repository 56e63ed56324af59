"""How long customers wait: for a person, and until their case is closed; open cases are not left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxmaturity.evidence.measures import Estimate
from cxmaturity.loop.as_of import DAY, AsOf
from cxmaturity.loop.follow_up import ENDS, HUMAN
from cxmaturity.stats import CENSORED, Incidence, aalen_johansen, kaplan_meier

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def days_to_a_person(connection: DuckDBPyConnection, which: str = "true") -> float | None:
    """Return the days after which half of the cases of ``followed`` were followed up by a person (Aalen–Johansen).

    ``which`` is SQL that chooses cases. None when it was never half of them.
    """
    found = _human(connection, "spell", f"clock IS NOT NULL AND ({which})").median
    return None if found is None else found / DAY


def share_by_the_deadline(connection: DuckDBPyConnection) -> Estimate | None:
    """Return the share of cases followed up by a person by their deadline, open ones counted as far as they were seen.

    The curve's time is the wait ÷ the time that the deadline gives. None when no case was watched until its deadline.
    """
    at_deadline = _human(connection, "spell / greatest(deadline - clock, 1)", "deadline IS NOT NULL").at(1.0)
    if at_deadline is None:
        return None
    ((n,),) = connection.execute("SELECT count(*) FROM followed WHERE deadline IS NOT NULL").fetchall()
    return Estimate(*at_deadline, n)


def days_to_closure(connection: DuckDBPyConnection, as_of: AsOf) -> float | None:
    """Return the median of the days until a case is closed (Kaplan-Meier); None when never half of them were."""
    spells = _grouped(
        connection,
        f"greatest(coalesce(closed, {as_of.start}) - clock, 0)",
        f"CASE WHEN closed IS NULL THEN {CENSORED} ELSE 0 END",
        "clock IS NOT NULL",
    )
    median = kaplan_meier(*spells).median
    return None if median is None else median / DAY


def _human(connection: DuckDBPyConnection, time: str, which: str) -> Incidence:
    return aalen_johansen(*_grouped(connection, time, "spell_end", which), ENDS)[HUMAN]


def _grouped(connection: DuckDBPyConnection, time: str, end: str, which: str) -> tuple[Any, Any, Any]:
    """Return lengths, ends and numbers of the spells of ``followed``, as arrays."""
    found = connection.execute(f"""
        SELECT {time} AS length, {end} AS way, count(*) AS spells FROM followed WHERE {which}
        GROUP BY ALL ORDER BY ALL""").fetchnumpy()
    return found["length"], found["way"], found["spells"]
