"""Where the voices disagree: practices whose levels lie apart, and roles that see a question differently."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.evidence.answers import Level
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Look, Sheet
from cxmaturity.report.view.names import level_word
from cxmaturity.scoring import PracticeScore
from cxmaturity.scoring.agreement import SIGNIFICANT, PerceptionGap
from cxmaturity.words import text


def disagreements(reading: Reading) -> Sheet | None:
    """Return a row a practice on which voices differ, the widest first; for the workshop alone."""
    rows = [score for score in reading.assessment.scores.practices if len(set(_levels(score))) > 1]
    rows.sort(key=lambda score: min(_levels(score)) - max(_levels(score)))
    shown = rows if reading.edition.kind == "working" else []
    return reading.sheet("disagreements", text("Disagreements"), _fields(reading), shown, kept=2)


def perception_gaps(reading: Reading) -> Sheet | None:
    """Return a row a question and pair of roles, the largest difference first; for the workshop alone."""
    gaps = sorted(reading.assessment.agreement.gaps, key=lambda gap: -abs(gap.gap))
    shown = gaps if reading.edition.kind == "working" else []
    return reading.sheet("perception-gaps", text("Roles apart"), _of_gaps(reading), shown, _significant)


def _levels(score: PracticeScore) -> list[Level]:
    """Return the levels that respondents gave, each for themselves."""
    return [answer.voice for answer in score.answers if isinstance(answer.voice, Level) and not answer.agreed]


def _fields(reading: Reading) -> Iterator[Field[PracticeScore]]:
    speech, agreement = reading.speech, reading.assessment.agreement.r_wg
    yield Field(text("Question"), lambda row: reading.names.references[row.practice.question], "id", 10)
    yield Field(text("Practice"), lambda row: row.practice.id, "id", 30)
    yield Field(text("Statement"), lambda row: speech.words(row.practice.statement), width=60)
    yield Field(text("Lowest level"), lambda row: level_word(min(_levels(row)), speech), width=14)
    yield Field(text("Lowest given by"), lambda row: _by(row, min(_levels(row))), width=34)
    yield Field(text("Highest level"), lambda row: level_word(max(_levels(row)), speech), width=14)
    yield Field(text("Highest given by"), lambda row: _by(row, max(_levels(row))), width=34)
    yield Field(text("Voices with a level"), lambda row: len(_levels(row)), "whole", 10)
    yield Field(text("Agreement (r_wg)"), lambda row: agreement.get(row.practice.id), "number", 10)
    yield Field(text("Counted as"), lambda row: level_word(row.claimed, speech))


def _by(score: PracticeScore, level: Level) -> str:
    """Return who gave a level, each with their role."""
    given = [answer for answer in score.answers if answer.voice == level and not answer.agreed]
    return "\n".join(f"{answer.respondent} ({answer.role})" for answer in given)


def _of_gaps(reading: Reading) -> Iterator[Field[PerceptionGap]]:
    questions = {question.id: reading.speech.words(question.name) for question in reading.assessment.model.questions}
    yield Field(text("Ref"), lambda row: reading.names.references[row.question], "id", 6)
    yield Field(text("Question"), lambda row: questions[row.question], width=30)
    yield Field(text("First role"), lambda row: row.roles[0], width=20)
    yield Field(text("Second role"), lambda row: row.roles[1], width=20)
    yield Field(text("First less second, points"), lambda row: row.gap, "decimal", 12)
    yield Field(text("p, adjusted"), lambda row: row.p, "number", 10)
    yield Field(text("Respondents, first role"), lambda row: row.n[0], "whole", 12)
    yield Field(text("Respondents, second role"), lambda row: row.n[1], "whole", 12)
    yield Field(text("Practices of both"), lambda row: row.shared, "whole", 10)


def _significant(gap: PerceptionGap) -> Look | None:
    return Look.FULL if gap.p is not None and gap.p < SIGNIFICANT else None
