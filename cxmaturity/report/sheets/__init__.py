"""The report's tables, one file each: what the workbook holds, and what the PDF carries as CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cxmaturity.report.edition import Edition
from cxmaturity.report.sheets.answers import answers
from cxmaturity.report.sheets.calendar import calendar
from cxmaturity.report.sheets.claims import claims
from cxmaturity.report.sheets.collisions import collisions
from cxmaturity.report.sheets.disagreements import disagreements, perception_gaps
from cxmaturity.report.sheets.findings import findings
from cxmaturity.report.sheets.frontier import frontier
from cxmaturity.report.sheets.inputs import inputs, logs
from cxmaturity.report.sheets.loop import answers_by_class, answers_by_source, cases_by_team, rules
from cxmaturity.report.sheets.method import method
from cxmaturity.report.sheets.metrics import metrics
from cxmaturity.report.sheets.overview import overview
from cxmaturity.report.sheets.ownership import links, loads
from cxmaturity.report.sheets.plan import action_records, plan, plan_notes, predicted, team_days
from cxmaturity.report.sheets.practices import practices
from cxmaturity.report.sheets.pressure import customers_by_pressure, response_by_pressure
from cxmaturity.report.sheets.progress import progress
from cxmaturity.report.sheets.questions import questions
from cxmaturity.report.sheets.reading import Reading
from cxmaturity.report.sheets.scores import scores
from cxmaturity.report.sheets.sources import channels, sources
from cxmaturity.report.sheets.trend import trend
from cxmaturity.report.tables import Sheet
from cxmaturity.results import Results

__all__ = ["sheets"]

_ALL: Final[tuple[Callable[[Reading], Sheet | None], ...]] = (
    *(overview, questions, trend, practices, claims, answers, disagreements, perception_gaps, findings),
    *(metrics, sources, channels, response_by_pressure, customers_by_pressure, scores),
    *(calendar, collisions, frontier, links, loads),
    *(answers_by_class, answers_by_source, cases_by_team, rules),
    *(plan, action_records, team_days, predicted, plan_notes, progress),
    *(inputs, logs, method),
)
"""In the order of the report's pages."""


def sheets(results: Results, edition: Edition) -> tuple[Sheet, ...]:
    """Return every table that there is something to write in, each with a name for files of its own."""
    reading = Reading.of(results, edition)
    return tuple(sheet for make in _ALL if (sheet := make(reading)) is not None)
