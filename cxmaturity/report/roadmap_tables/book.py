"""The tables of a roadmap as files."""

from __future__ import annotations

from cxmaturity.assess import Assessment
from cxmaturity.report.roadmap_tables.actions import actions
from cxmaturity.report.roadmap_tables.calendar import calendar
from cxmaturity.report.roadmap_tables.notes import notes
from cxmaturity.report.roadmap_tables.predicted import predicted
from cxmaturity.report.roadmap_tables.teams import teams
from cxmaturity.report.tables import delimited, workbook
from cxmaturity.report.view.source import Source
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.words import Language, text


def plan_workbook(assessment: Assessment, roadmap: Roadmap, language: Language) -> bytes:
    """Return the whole roadmap as an XLSX file, the same bytes for the same roadmap."""
    source = Source.of(assessment, roadmap, language)
    facts, header = assessment.facts, assessment.model.header
    sheets = [make(source) for make in (calendar, actions, teams, predicted, notes)]
    title = text("{organisation} · roadmap {cycle}", organisation=facts.organisation, cycle=facts.cycle)
    return workbook(sheets, source.speech.say(title), f"{header.id} {header.version}")


def plan_csv(assessment: Assessment, roadmap: Roadmap, language: Language) -> bytes:
    """Return the action records as CSV."""
    return delimited(actions(Source.of(assessment, roadmap, language)))
