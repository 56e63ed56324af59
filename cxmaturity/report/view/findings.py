"""Findings in words, with names where the checks speak of ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cxmaturity.checks.finding import SEVERITIES, Finding
from cxmaturity.checks.ownership_words import enumerated
from cxmaturity.report import fonts
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech, first_sentence
from cxmaturity.words import Text, text

_AS_WRITTEN = ("territory_without_member",)
"""Findings about what has no id, only words."""
_IN_TITLE = ("programme_incomplete",)
"""Findings whose title says nothing without their subjects."""
_SIZE, _WIDE = 9.0, 150.0
"""Room that a subject's name has among others: about thirty letters."""
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


def finding_rows(
    findings: Sequence[Finding], speech: Speech, names: Names, *, whole: bool = False
) -> tuple[FindingRow, ...]:
    """Return findings in words; long names of their subjects are shortened, unless whole ones are asked for."""
    return tuple(
        FindingRow(
            id=finding.id,
            severity=finding.severity,
            severity_word=speech.say(SEVERITIES[finding.severity]),
            title=_title(finding, speech),
            detail=speech.tidy(finding.detail(speech.language)),
            brief=first_sentence(speech.tidy(finding.detail(speech.language))),
            reach=speech.percent(finding.reach),
        )
        for finding in (_named(finding, speech, names, whole) for finding in findings)
    )


def lacking(finding: Finding, speech: Speech, names: Names) -> list[str]:
    """Return what a finding says to be missing, where its subjects are that and not what it is about."""
    return subject_words(finding, speech, names) if finding.id in _IN_TITLE else []


def subject_words(finding: Finding, speech: Speech, names: Names) -> list[str]:
    """Return what to call all subjects of a finding, each by its name where somebody gave one."""
    shown, left = _subjects(finding, speech, names)
    if not left:
        return shown
    if finding.id in _AS_WRITTEN:
        return [speech.tidy(subject) for subject in finding.subjects]
    return [names.subject(subject) for subject in finding.subjects]


def _title(finding: Finding, speech: Speech) -> str:
    title = speech.tidy(finding.title(speech.language))
    if finding.id not in _IN_TITLE:
        return title
    return speech.say(text("{title} ({subjects})", title=title, subjects=finding.figures.get("subjects")))


def _named(finding: Finding, speech: Speech, names: Names, whole: bool) -> Finding:
    if not finding.subjects:
        return finding
    shown, left = _subjects(finding, speech, names)
    if not whole:
        shown = [fonts.wrap(name, _SIZE, _WIDE, lines=1)[0] for name in shown]
    if (more := len(shown) + left - _NAMED) > 1:
        few = shown[:_NAMED]
        shown = [*few, speech.say(text("{n:int} more", n=more + _NAMED - len(few)))]
    return replace(finding, figures={**finding.figures, "subjects": ", ".join(shown)})


def _subjects(finding: Finding, speech: Speech, names: Names) -> tuple[list[str], int]:
    """Return what to call the subjects, by the words of the check where it has any, and how many more there are."""
    given = finding.figures.get("subjects")
    if isinstance(given, str):
        return given.split(", "), 0
    words, left = enumerated(given) if isinstance(given, Text) else (finding.subjects, 0)
    return [
        speech.say(word)
        if isinstance(word, Text)
        else names.subject(str(word))
        if word in finding.subjects and finding.id not in _AS_WRITTEN
        else speech.tidy(str(word))
        for word in words
    ], left
