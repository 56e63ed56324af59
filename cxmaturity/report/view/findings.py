"""Findings in words, with names where the checks speak of ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cxmaturity.checks.finding import Finding
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech, first_sentence
from cxmaturity.words import text

_NAMED = 4
"""Subjects of a finding that are named; the others are counted."""


@dataclass(frozen=True)
class FindingRow:
    """A finding in a table."""

    id: str
    severity: str
    severity_word: str
    title: str
    detail: str
    brief: str
    """The first sentence of the detail."""
    reach: str
    """Share of the customers concerned; a dash where it concerns no countable customers."""


def finding_rows(findings: Sequence[Finding], speech: Speech, names: Names) -> tuple[FindingRow, ...]:
    """Return findings in words."""
    severities = {"high": text("high"), "medium": text("medium"), "low": text("low")}
    return tuple(
        FindingRow(
            id=finding.id,
            severity=finding.severity,
            severity_word=speech.say(severities[finding.severity]),
            title=speech.tidy(finding.title(speech.language)),
            detail=speech.tidy(finding.detail(speech.language)),
            brief=first_sentence(speech.tidy(finding.detail(speech.language))),
            reach=speech.percent(finding.reach),
        )
        for finding in (_named(finding, speech, names) for finding in findings)
    )


def _named(finding: Finding, speech: Speech, names: Names) -> Finding:
    if not finding.subjects:
        return finding
    given = finding.figures.get("subjects")
    shown = given.split(", ") if isinstance(given, str) else [names.subject(subject) for subject in finding.subjects]
    more = max(len(shown), len(finding.subjects)) - _NAMED
    if more > 1:
        shown = [*shown[:_NAMED], speech.say(text("{n:int} more", n=more))]
    return replace(finding, figures={**finding.figures, "subjects": ", ".join(shown)})
