"""The report's tables as one workbook."""

from __future__ import annotations

from cxmaturity.report.edition import Edition
from cxmaturity.report.sheets import sheets
from cxmaturity.report.tables import workbook
from cxmaturity.report.view.marking import marking
from cxmaturity.report.view.speech import Speech
from cxmaturity.results import Results
from cxmaturity.words import text


def book(results: Results, edition: Edition) -> bytes:
    """Return the workbook, the same bytes for the same results; each sheet's foot says for whom it is."""
    facts, header = results.assessment.facts, results.assessment.model.header
    speech = Speech(edition.language, {})
    title = speech.say(text("{organisation} · report {cycle}", organisation=facts.organisation, cycle=facts.cycle))
    colour = edition.theme.palette.roles["NAVY"]
    foot = f"{marking(edition, speech).confidentiality} · {title}"
    return workbook(sheets(results, edition), title, f"{header.id} {header.version}", foot, colour)
