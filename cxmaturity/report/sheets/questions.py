"""The questions: claimed and final scores with bounds, stages, and how well each is founded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from cxmaturity.model.schema import Question
from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Cell, Sheet
from cxmaturity.report.view.questions import HEADLINES
from cxmaturity.results import EarlierCycle
from cxmaturity.results.tracing import files_of
from cxmaturity.scoring import QuestionScore
from cxmaturity.words import text

_Row = tuple[Question, QuestionScore]
_CHECKED = ("contradicted", "consistent", "confirmed")


def questions(reading: Reading) -> Sheet | None:
    """Return a row a question, with its final score in each earlier cycle."""
    pairs = zip(reading.assessment.model.questions, reading.assessment.scores.questions, strict=True)
    fields = (*_fields(reading), *_evidence(reading), *_earlier(reading))
    return reading.sheet("questions", text("Questions"), fields, pairs, kept=3)


def _fields(reading: Reading) -> Iterator[Field[_Row]]:
    words = reading.speech.words
    yield Field(text("Ref"), lambda row: reading.names.references[row[0].id], "id", 6)
    yield Field(text("Id"), lambda row: row[0].id, "id", 8)
    yield Field(text("Question"), lambda row: words(row[0].name), width=28)
    yield Field(text("In words"), lambda row: words(row[0].claim), width=54)
    yield Field(text("Answer"), lambda row: reading.say(HEADLINES[row[1].headline]))
    yield Field(text("Claimed"), _number(lambda score: score.claimed.value), "decimal", 9)
    yield Field(text("Final"), _number(lambda score: score.score.value), "decimal", 9)
    yield Field(text("Final, low"), _number(lambda score: score.score.low), "decimal", 9)
    yield Field(text("Final, high"), _number(lambda score: score.score.high), "decimal", 9)
    yield Field(text("Coverage"), _number(lambda score: score.score.coverage), "share", 10)
    yield Field(text("Stage"), lambda row: row[1].stage.value, "whole", 8)
    yield Field(text("Stage, low"), lambda row: row[1].stage.low, "whole", 8)
    yield Field(text("Stage, high"), lambda row: row[1].stage.high, "whole", 8)
    yield Field(text("Highest stage"), lambda row: row[1].top, "whole", 9)


def _evidence(reading: Reading) -> Iterator[Field[_Row]]:
    def count(*verdicts: str) -> Callable[[_Row], Cell]:
        scores = reading.assessment.scores.practices
        return lambda row: sum(score.practice.question == row[0].id and score.verdict in verdicts for score in scores)

    yield Field(text("Claims checked"), count(*_CHECKED), "whole", 10)
    yield Field(text("Claims contradicted"), count("contradicted"), "whole", 12)
    yield Field(text("Rests on"), lambda row: "\n".join(_files(reading, row[0].id)) or None, "id", 44)


def _files(reading: Reading, question: str) -> tuple[str, ...]:
    """Return the files that the scores of a question rest on: the answers, and the records that checked them."""
    scores = [score for score in reading.assessment.scores.practices if score.practice.question == question]
    metrics = ["interview.answers", *(seen.rule.metric for score in scores for seen in score.evidence)]
    return tuple(dict.fromkeys(file for metric in metrics for file in files_of(metric, reading.results)))


def _earlier(reading: Reading) -> Iterator[Field[_Row]]:
    """Yield the final score in each earlier cycle; its head says where another model scored it."""
    for cycle in reading.results.earlier:
        is_same = cycle.compares_with(reading.assessment.model.hash)
        head = text("Final, {cycle}", cycle=cycle.name)
        other = text("Final, {cycle}, by another model", cycle=cycle.name)
        yield Field(head if is_same else other, _then(cycle), "decimal", 12)


def _then(cycle: EarlierCycle) -> Callable[[_Row], Cell]:
    return lambda row: score.value if (score := cycle.questions.get(row[0].id)) else None


def _number(found: Callable[[QuestionScore], Fraction | None]) -> Callable[[_Row], Cell]:
    def cell(row: _Row) -> Cell:
        value = found(row[1])
        return None if value is None else float(value)

    return cell
