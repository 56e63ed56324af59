"""Figures about so few customers that no report shows them by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from cxmaturity.evidence.measures import FEWEST_CUSTOMERS, ContactFacts, Row, Table
from cxmaturity.ownership.facts import OwnershipFacts

SIZES: Final[Mapping[str, str]] = {
    "fragmentation.collision_pairs": "customers",
    "response.by_source": "n",
    "response.by_channel": "n",
    "score.by_source": "n",
}
"""Tables of the contact audit whose rows bear names, each with the column that tells of how many a row is."""


def is_few(size: object) -> bool:
    """Tell whether a figure is about somebody, and about fewer than 10."""
    return isinstance(size, int | float) and 0 < size < FEWEST_CUSTOMERS


def shown_counts(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Return counts by name, None for those that are too few to be shown."""
    return {name: None if is_few(count) else count for name, count in counts.items()}


def shown_tables(contacts: ContactFacts) -> dict[str, Table | None]:
    """Return the tables of the contact audit, rows about too few customers without their figures."""
    return {
        name: None if table is None else tuple(_shown(row, is_few(row.get(SIZES.get(name, "")))) for row in table)
        for name, table in contacts.tables.items()
    }


def shown_rows(rows: Table, key: str, few: Collection[str]) -> Table:
    """Return rows, those of the named few without their figures."""
    return tuple(_shown(row, row.get(key) in few) for row in rows)


def shown_shares(facts: OwnershipFacts) -> dict[str, float | None]:
    """Return team to its share of the volume, None for those whose sources are about too few to be shown."""
    volumes = {
        team: sum(source.volume or 0 for source in facts.sources if team in source.accountable)
        for team in (load.team for load in facts.load)
    }
    return {load.team: None if is_few(volumes[load.team]) else load.volume_share for load in facts.load}


def _shown(row: Row, few: bool) -> Row:
    if not few:
        return row
    return {name: None if isinstance(value, int | float) else value for name, value in row.items()}
