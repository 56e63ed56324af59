"""The report's tables as one workbook."""

from __future__ import annotations

from cxmaturity.report.edition import Edition
from cxmaturity.report.roadmap_tables.actions import actions
from cxmaturity.report.tables import workbook
from cxmaturity.report.view.source import Source
from cxmaturity.results import Results


def book(results: Results, edition: Edition) -> bytes:
    """Return the workbook."""
    assessment = results.assessment
    sheets = [actions(Source.of(assessment, results.roadmap, edition.language))] if results.roadmap else []
    return workbook(sheets, assessment.facts.organisation)
