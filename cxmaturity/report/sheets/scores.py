"""Scores of the answers: each metric of satisfaction by source and by month."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.evidence.measures import Row
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.sheets.tabled import column
from cxmaturity.report.tables import Sheet
from cxmaturity.results.tracing import files_of
from cxmaturity.words import text


def scores(reading: Reading) -> Sheet | None:
    """Return a row a metric and source, then a metric and month."""
    contacts = reading.assessment.facts.contacts
    tables = contacts.tables if contacts else {}
    rows = [*(tables.get("score.by_source") or ()), *(tables.get("score.by_month") or ())]
    return reading.sheet("scores", text("Scores of the answers"), _fields(reading), rows)


def _fields(reading: Reading) -> Iterator[Field[Row]]:
    def source(row: Row) -> str | None:
        if "source" not in row:
            return None
        return reading.names.source(str(row["source"])) if row["source"] else reading.say(text("Without a source"))

    yield Field(text("Metric"), lambda row: str(row.get("metric") or "").upper(), "id", 10)
    yield Field(text("Source"), source, width=34)
    yield column(text("Month"), "month", "id", 10)
    yield column(text("Value"), "value", "number")
    yield column(text("Low"), "low", "number")
    yield column(text("High"), "high", "number")
    yield column(text("Answers"), "n")
    yield Field(
        text("Rests on"), lambda row: "\n".join(files_of(f"score.{row.get('metric')}", reading.results)), "id", 44
    )
