"""Requests of every day."""

from __future__ import annotations

from datetime import date

from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Sheet
from cxmaturity.words import text

_Day = tuple[date, int]


def calendar(reading: Reading) -> Sheet | None:
    """Return a row a day on which somebody was asked."""
    contacts = reading.assessment.facts.contacts
    rows = [(date.fromisoformat(day), count) for day, count in contacts.by_day.items()] if contacts else []
    fields = (
        Field[_Day](text("Day"), lambda row: row[0], "day", 12),
        Field[_Day](text("Weekday"), lambda row: reading.speech.weekday(row[0].weekday()), width=10),
        Field[_Day](text("Requests"), lambda row: row[1], "whole", 12),
    )
    return reading.sheet("calendar", text("Requests by day"), fields, rows)
