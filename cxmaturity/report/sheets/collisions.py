"""Pairs of sources that meet at the same customers."""

from __future__ import annotations

from cxmaturity.evidence.measures import Row
from cxmaturity.report.sheets.reading import Field, Reading, numeric
from cxmaturity.report.sheets.tabled import column
from cxmaturity.report.tables import Sheet
from cxmaturity.words import text


def collisions(reading: Reading) -> Sheet | None:
    """Return a row a pair, the busiest first; figures about fewer than 10 customers are blank."""
    contacts = reading.assessment.facts.contacts
    rows = (contacts.tables.get("fragmentation.collision_pairs") if contacts else None) or ()
    ordered = sorted(
        rows, key=lambda row: (-(numeric(row.get("collisions")) or 0), str(row.get("a")), str(row.get("b")))
    )
    fields = (
        Field[Row](text("First source"), lambda row: reading.names.source(str(row.get("a"))), width=34),
        Field[Row](text("Second source"), lambda row: reading.names.source(str(row.get("b"))), width=34),
        column(text("Collisions"), "collisions"),
        column(text("Customers"), "customers"),
        column(text("Times as many as by chance"), "lift", "number", 14),
    )
    return reading.sheet("collisions", text("Collisions"), fields, ordered)
