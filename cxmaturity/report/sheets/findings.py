"""All findings, each with the metric that it rests on and the limit that was passed."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.checks.finding import SEVERITIES, Finding
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Kind, Look, Sheet
from cxmaturity.report.view.findings import FindingRow, finding_rows
from cxmaturity.words import text

_Row = tuple[Finding, FindingRow]


def findings(reading: Reading) -> Sheet | None:
    """Return a row a finding, high ones first."""
    found = reading.assessment.findings
    rows = zip(found, finding_rows(found, reading.speech, reading.names, whole=True), strict=True)
    return reading.sheet("findings", text("Findings"), _fields(reading), rows, _high, kept=2)


def _high(row: _Row) -> Look | None:
    return Look.FULL if row[0].severity == "high" else None


def _fields(reading: Reading) -> Iterator[Field[_Row]]:
    speech, called = reading.speech, reading.names.subject

    def kind(row: _Row) -> Kind:
        return reading.kind_of(row[0].metric or "")

    yield Field(text("Severity"), lambda row: reading.say(SEVERITIES[row[0].severity]))
    yield Field(text("Finding"), lambda row: row[0].id, "id", 26)
    yield Field(text("About"), lambda row: row[0].check.family, "id", 14)
    yield Field(text("Title"), lambda row: row[1].title, width=54)
    yield Field(text("Detail"), lambda row: row[1].detail, width=70)
    yield Field(text("Metric"), lambda row: row[0].metric, "id", 34)
    yield Field(text("Name"), lambda row: speech.metric_name(row[0].metric) if row[0].metric else None, width=34)
    yield Field(text("Value"), lambda row: row[0].value, "number", 10, kind)
    yield Field(text("Limit"), lambda row: row[0].limit, "number", 10, kind)
    yield Field(text("Customers concerned"), lambda row: row[0].reach, "share", 12)
    yield Field(text("Share of feedback or answers"), lambda row: row[0].weight, "share", 12)
    yield Field(text("Subjects"), lambda row: "\n".join(row[0].subjects) or None, "id", 26)
    yield Field(text("Names"), lambda row: "\n".join(map(called, row[0].subjects)) or None, width=30)
