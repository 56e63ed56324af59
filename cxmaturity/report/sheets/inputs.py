"""What all of it rests on: each file with its digest, and how each log was read."""

from __future__ import annotations

from cxmaturity.evidence.measures import LogInput
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Sheet
from cxmaturity.results.paths import shown_path
from cxmaturity.words import text

_File = tuple[str, str]


def inputs(reading: Reading) -> Sheet | None:
    """Return a row a file, and the model before them."""
    model = reading.assessment.model
    name = reading.say(text("content of the model {id} {version}", id=model.header.id, version=model.header.version))
    fields = (
        Field[_File](text("File"), lambda row: row[0], width=54),
        Field[_File](text("sha256"), lambda row: row[1], "id", 70),
    )
    return reading.sheet(
        "inputs", text("Inputs"), fields, [(name, model.hash), *sorted(reading.results.inputs.items())]
    )


def logs(reading: Reading) -> Sheet | None:
    """Return a row a file of the contact log."""
    contacts = reading.assessment.facts.contacts
    fields = (
        Field[LogInput](text("File"), lambda row: shown_path(row.path), width=44),
        Field[LogInput](text("Rows"), lambda row: row.rows, "whole", 12),
        Field[LogInput](text("Rejected"), lambda row: row.rejected, "whole", 10),
        Field[LogInput](text("Format"), lambda row: row.format, "id", 24),
        Field[LogInput](text("Time zone"), lambda row: row.tz, "id", 18),
        Field[LogInput](text("sha256"), lambda row: row.sha256 or None, "id", 70),
    )
    return reading.sheet("logs", text("Logs"), fields, contacts.inputs if contacts else ())
