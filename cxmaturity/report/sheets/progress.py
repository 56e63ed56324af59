"""What became of the actions since the cycle before."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.comparison.metrics import number
from cxmaturity.comparison.progress import ActionProgress
from cxmaturity.comparison.progress_words import beside_words, judged_words
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Cell, Sheet
from cxmaturity.results.tracing import files_of
from cxmaturity.roadmap import months
from cxmaturity.roadmap.columns import STATUSES
from cxmaturity.words import text


def progress(reading: Reading) -> Sheet | None:
    """Return a row an action that has begun, or should have."""
    told = reading.results.progress
    fields = (*_dates(reading), *_judged(reading))
    return reading.sheet("progress", text("Progress"), fields, told.actions if told else (), kept=2)


def _dates(reading: Reading) -> Iterator[Field[ActionProgress]]:
    yield Field(text("Id"), lambda row: row.action.id, "id", 26)
    yield Field(text("Title"), lambda row: reading.speech.words(row.action.title), width=44)
    yield Field(text("Status"), lambda row: reading.say(STATUSES[row.status]))
    yield Field(text("Started on"), lambda row: row.tracked.started, "day")
    yield Field(text("Ended on"), lambda row: row.tracked.ended, "day")
    yield Field(
        text("Planned from"),
        lambda row: months.first_day(row.slip.planned.start) if row.slip.planned else None,
        "month",
    )
    yield Field(
        text("Planned until"), lambda row: months.first_day(row.slip.planned.end) if row.slip.planned else None, "month"
    )
    yield Field(text("Months late"), lambda row: row.slip.months, "whole", 9)


def _judged(reading: Reading) -> Iterator[Field[ActionProgress]]:
    language = reading.speech.language

    def change(row: ActionProgress, part: str) -> Cell:
        found = row.judged.change if row.judged else None
        if found is None:
            return None
        return number(getattr(found, part)) if part in ("before", "after") else getattr(found, part)

    yield Field(
        text("Metric of the goal"), lambda row: row.action.target.metric if row.action.target else None, "id", 34
    )
    yield Field(text("Value before"), lambda row: change(row, "before"), "number")
    yield Field(text("Value now"), lambda row: change(row, "after"), "number")
    yield Field(text("Value to reach"), lambda row: row.action.target.to if row.action.target else None, "number")
    yield Field(text("Change, low"), lambda row: change(row, "low"), "number")
    yield Field(text("Change, high"), lambda row: change(row, "high"), "number")
    yield Field(
        text("What that tells"),
        lambda row: reading.speech.tidy(judged_words(row.judged, language)) if row.judged else None,
        width=60,
    )
    yield Field(
        text("How sure that is"),
        lambda row: reading.speech.series(beside_words(row.judged, language)) if row.judged else None,
        width=60,
    )
    yield Field(
        text("Rests on"),
        lambda row: "\n".join(files_of(row.action.target.metric, reading.results)) if row.action.target else None,
        "id",
        44,
    )
