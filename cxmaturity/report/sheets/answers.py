"""Voices on every practice: all of them by respondent in the working edition, elsewhere those of shared roles."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from cxmaturity.evidence.answer_words import REASON_WORDS, voice_short
from cxmaturity.evidence.answers import Answer, NotApplicable
from cxmaturity.model.schema import Practice
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Sheet
from cxmaturity.results.voices import shared_roles, unnamed
from cxmaturity.words import text

_Row = tuple[Practice, Answer]


def answers(reading: Reading) -> Sheet | None:
    """Return a row a voice; without respondents, only those that point at nobody, sorted by what they say."""
    known = reading.assessment.facts.answers
    roles = {each.role for each in known} if reading.edition.internal else shared_roles(known)
    rows = [
        (score.practice, answer)
        for score in reading.assessment.scores.practices
        for answer in _ordered(score.answers, reading, roles)
    ]
    return reading.sheet("answers", text("Answers"), _fields(reading), rows, kept=2)


def _ordered(given: tuple[Answer, ...], reading: Reading, roles: Collection[str]) -> list[Answer]:
    if reading.edition.names_respondents:
        return list(given)
    return sorted(
        unnamed(given, roles), key=lambda answer: (answer.role, reading.say(voice_short(answer.voice)), answer.agreed)
    )


def _fields(reading: Reading) -> Iterator[Field[_Row]]:
    edition, say = reading.edition, reading.say
    yield Field(text("Question"), lambda row: reading.names.references[row[0].question], "id", 10)
    yield Field(text("Practice"), lambda row: row[0].id, "id", 30)
    yield Field(text("Statement"), lambda row: reading.speech.words(row[0].statement), width=60)
    yield Field(text("Role"), lambda row: row[1].role, width=20)
    if edition.names_respondents:
        yield Field(text("Respondent"), lambda row: row[1].respondent, width=20)
    yield Field(text("Answer"), lambda row: say(voice_short(row[1].voice)), width=16)
    yield Field(
        text("Why it does not apply"),
        lambda row: say(REASON_WORDS[row[1].voice.reason]) if isinstance(row[1].voice, NotApplicable) else None,
        width=24,
    )
    yield Field(text("Agreed in a workshop"), lambda row: say(text("yes")) if row[1].agreed else None)
    if edition.names_respondents:
        yield Field(text("Note"), lambda row: row[1].note or None, width=44)
    if edition.internal:
        yield Field(text("Internal note"), lambda row: row[1].internal_note or None, width=44)
