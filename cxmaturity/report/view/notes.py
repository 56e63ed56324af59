"""Internal notes: what respondents wrote for the assessors alone; printed only where that is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.report.edition import Edition
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.working.voices import role_name
from cxmaturity.words import text


@dataclass(frozen=True)
class NoteRow:
    """One internal note."""

    practice: str
    """The practice's id."""
    statement: str
    who: str
    """The role, and the respondent where the edition names respondents."""
    note: str


@dataclass(frozen=True)
class NotesPage:
    """The pages of internal notes."""

    title: str
    rows: tuple[NoteRow, ...]


def notes_page(assessment: Assessment, edition: Edition, speech: Speech) -> NotesPage | None:
    """Return the internal notes by practice; None unless they are to be printed.

    Without respondents, the notes on a practice stand in the order of their words, not of who wrote them.
    """
    if not edition.internal:
        return None
    rows = tuple(
        NoteRow(
            practice=score.practice.id,
            statement=speech.words(score.practice.statement),
            who=_who(answer.role, answer.respondent, assessment, edition, speech),
            note=answer.internal_note,
        )
        for score in assessment.scores.practices
        for answer in sorted(score.answers, key=lambda each: (each.role, each.internal_note))
        if answer.internal_note
    )
    if not rows:
        return NotesPage(speech.title(text("Nobody has written an internal note")), ())
    return NotesPage(
        speech.title(text("{n:int} {n:plural note stays|notes stay} among the assessors", n=len(rows))), rows
    )


def _who(role: str, respondent: str, assessment: Assessment, edition: Edition, speech: Speech) -> str:
    name = role_name(role, assessment, speech)
    return f"{respondent} · {name}" if edition.names_respondents else name
