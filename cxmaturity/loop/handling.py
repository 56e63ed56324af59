"""How cases are handled: owned by whom, documented, with a cause, in time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.sql import listed, literal
from cxmaturity.evidence.measures import Measure, Row
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.loop.as_of import AsOf
from cxmaturity.loop.durations import days_to_a_person, days_to_closure, share_by_the_deadline
from cxmaturity.loop.estimates import only_row, share

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOBODY: Final = ""
"""What stands for the owner of cases that have none."""
_CONTACTS: Final = ("first_contact_at", "first_contact_kind")
_SHARES: Final = {
    "loop.unowned": (("owner",), "owner = ''", "true"),
    "loop.documented": (("documented",), "documented", "true"),
    "loop.with_cause": (("cause",), "cause <> ''", "true"),
    "loop.linked_to_action": (("action_id",), "action_id <> ''", "true"),
    "loop.deadline": (_CONTACTS, "NOT is_late", "deadline IS NOT NULL AND (is_human OR is_late)"),
}
"""Share of cases to the columns that it needs, which of its cases have what it says, and which cases are its own."""


def metrics_of_cases(
    connection: DuckDBPyConnection, columns: Collection[str], ownership_map: OwnershipMap | None, as_of: AsOf
) -> dict[str, Measure]:
    """Return the metrics whose denominators are cases, of the table ``followed``.

    ``columns`` are those of the case log: what one that it lacks would tell is unknown.
    """
    found: dict[str, Measure] = {}
    for name, (needed, has_it, its_own) in _SHARES.items():
        query = f"SELECT count(*) FILTER ({has_it}), count(*) FROM followed WHERE {its_own}"
        found[name] = share(*only_row(connection, query)) if _has(columns, *needed) else None
    further: dict[str, tuple[tuple[str, ...], Callable[[], Measure]]] = {
        "loop.deadline.curve": (_CONTACTS, lambda: share_by_the_deadline(connection)),
        "loop.time_to_person.p50": (_CONTACTS, lambda: days_to_a_person(connection)),
        "loop.fixed.p50": (("closed_at",), lambda: days_to_closure(connection, as_of)),
        "loop.aims": (("aim",), lambda: _aims(connection)),
        "loop.owner_fit": (("owner",), lambda: _owner_fit(connection, ownership_map)),
    }
    return found | {name: measure() if _has(columns, *needed) else None for name, (needed, measure) in further.items()}


def detractors_among_cases(connection: DuckDBPyConnection, columns: Collection[str]) -> Measure:
    """Return the share of detractors followed up by a person where no log tells who they are: of their cases."""
    if not _has(columns, "class", *_CONTACTS):
        return None
    return share(
        *only_row(connection, "SELECT count(*) FILTER (is_human), count(*) FROM followed WHERE class = 'detractor'")
    )


def by_owner(
    connection: DuckDBPyConnection, columns: Collection[str], ownership_map: OwnershipMap | None
) -> Iterator[Row]:
    """Yield how the cases of each team on the map are handled, by team.

    Under None those of all other owners follow, and under ``NOBODY`` those that have none. Words that
    are no team may be names of persons, so they are counted together.
    """
    teams = sorted(team.id for team in (ownership_map.teams if ownership_map else None) or ())
    others = f"owner <> '' AND owner NOT IN {listed(teams)}" if teams else "owner <> ''"
    own = ((team, f"owner = {literal(team)}") for team in teams)
    for team, which in (*own, (None, others), (NOBODY, "owner = ''")):
        cases, still_open, late, human = only_row(
            connection,
            f"""SELECT count(*), count(*) FILTER (closed IS NULL), count(*) FILTER (is_late), count(*) FILTER (is_human)
                FROM followed WHERE {which}""",
        )
        if cases and _has(columns, "owner"):
            is_known = _has(columns, *_CONTACTS)
            yield {
                "owner": team,
                "cases": cases,
                "open": still_open if _has(columns, "closed_at") else None,
                "late": late if is_known else None,
                "human": human if is_known else None,
                "p50": days_to_a_person(connection, which) if is_known else None,
            }


def _aims(connection: DuckDBPyConnection) -> int:
    (found,) = only_row(connection, "SELECT count(DISTINCT nullif(aim, '')) FROM followed")
    return int(found)


def _owner_fit(connection: DuckDBPyConnection, ownership_map: OwnershipMap | None) -> Measure:
    """Return the share of owned cases whose owner answers for the source, or is charged with it."""
    sources = ownership_map.sources if ownership_map else None
    if sources is None:
        return None
    fitting = {(source.id, team) for source in sources for team in (*source.accountable, *source.responsible)}
    pairs = connection.execute(
        "SELECT source, owner, count(*) FROM followed WHERE owner <> '' GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    return share(
        sum(cases for source, owner, cases in pairs if (source, owner) in fitting), sum(cases for *_, cases in pairs)
    )


def _has(columns: Collection[str], *needed: str) -> bool:
    return all(column in columns for column in needed)
