"""Pressure: how many requests customers met in thirty days, and how those beside them were answered."""

from __future__ import annotations

from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.sheets.tabled import column
from cxmaturity.report.tables import Sheet
from cxmaturity.words import text


def response_by_pressure(reading: Reading) -> Sheet | None:
    """Return response and opt-out rates by the requests in the thirty days up to a request."""
    contacts = reading.assessment.facts.contacts
    if contacts is None:
        return None
    left = {row.get("pressure"): row for row in contacts.tables.get("optout.by_pressure") or ()}
    rows = [
        {**row, **{f"optout.{key}": value for key, value in left.get(row.get("pressure"), {}).items()}}
        for row in contacts.tables.get("response.by_pressure") or ()
    ]
    fields = [
        Field(text("Requests in 30 days"), lambda row: _counted(str(row.get("pressure"))), "number", 12),
        column(text("Requests"), "n"),
        column(text("Answers"), "responded"),
        column(text("Response rate"), "rate", "share"),
        column(text("Low"), "low", "share"),
        column(text("High"), "high", "share"),
    ]
    if left:
        fields += [
            column(text("Opt-outs"), "optout.optouts"),
            column(text("Opt-out rate"), "optout.rate", "share"),
            column(text("Opt-out rate, low"), "optout.low", "share"),
            column(text("Opt-out rate, high"), "optout.high", "share"),
        ]
    return reading.sheet("response-by-pressure", text("Response by pressure"), fields, rows)


def customers_by_pressure(reading: Reading) -> Sheet | None:
    """Return how many customers met so many requests in their fullest thirty days."""
    contacts = reading.assessment.facts.contacts
    fields = (
        Field[tuple[str, int]](text("Requests in the fullest 30 days"), lambda row: _counted(row[0]), "number", 18),
        Field[tuple[str, int]](text("Customers"), lambda row: row[1], "whole", 14),
    )
    rows = contacts.histogram.items() if contacts else ()
    return reading.sheet("customers-by-pressure", text("Customers by pressure"), fields, rows)


def _counted(requests: str) -> int | str:
    """Return so many requests as a number, “10+” as it is."""
    return int(requests) if requests.isdigit() else requests
