"""What the scoring predicts for each quarter's end: the stage, and every question's score with its bounds."""

from __future__ import annotations

from fractions import Fraction

from cxmaturity.report.tables import Cell, Column, Sheet
from cxmaturity.report.view.source import Source
from cxmaturity.roadmap import months
from cxmaturity.roadmap.plan import Quarter
from cxmaturity.words import text


def predicted(source: Source) -> Sheet:
    """Return the sheet: a row a quarter."""
    say = source.speech.say
    questions = source.assessment.model.questions
    columns = (
        Column(say(text("Quarter")), 10, "id"),
        Column(say(text("End of")), 12, "month"),
        Column(say(text("Stage")), 8, "whole"),
        Column(say(text("Stage, low")), 8, "whole"),
        Column(say(text("Stage, high")), 8, "whole"),
        *(
            Column(say(head), 9, "decimal")
            for question in questions
            for head in (
                text("{id}, value", id=question.id),
                text("{id}, low", id=question.id),
                text("{id}, high", id=question.id),
            )
        ),
    )
    rows = tuple(_row(quarter, [question.id for question in questions]) for quarter in source.roadmap.predicted)
    return Sheet(say(text("Predicted")), columns, rows)


def _row(quarter: Quarter, questions: list[str]) -> tuple[Cell, ...]:
    year, _, number = quarter.quarter.partition("-Q")
    stage = quarter.stage
    scores = [quarter.questions[question] for question in questions]
    return (
        quarter.quarter,
        months.first_day(f"{year}-{3 * int(number):02d}"),
        stage.value,
        stage.low,
        stage.high,
        *(_number(part) for score in scores for part in (score.value, score.low, score.high)),
    )


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
