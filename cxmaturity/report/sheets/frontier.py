"""What a rest of so many days between two requests would have stopped."""

from __future__ import annotations

from cxmaturity.report.sheets.reading import Reading
from cxmaturity.report.sheets.tabled import column
from cxmaturity.report.tables import Sheet
from cxmaturity.words import text


def frontier(reading: Reading) -> Sheet | None:
    """Return a row a rest, by days."""
    contacts = reading.assessment.facts.contacts
    rows = (contacts.frontier if contacts else None) or ()
    fields = (
        column(text("Days between requests"), "days"),
        column(text("Requests kept"), "kept"),
        column(text("Requests stopped"), "stopped"),
        column(text("Customers spared a request"), "customers_spared"),
        column(text("Answers to stopped requests"), "stopped_responses"),
        column(text("Opt-outs after stopped requests"), "stopped_opt_outs"),
    )
    return reading.sheet("frontier", text("Policy frontier"), fields, rows)
