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
    look, marks = edition.theme.look(edition.language), marking(edition, speech)
    return workbook(
        sheets(results, edition),
        marks.file + (f"{title} – {look.title}" if look.title else title),
        f"{header.id} {header.version}",
        f"{marks.confidentiality} · {title}",
        colour,
        author=look.author or "cxmaturity",
    )
