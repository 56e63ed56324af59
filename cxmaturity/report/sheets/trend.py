"""The cycles beside each other, each as it recorded itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cxmaturity.report.sheets.reading import Field, Reading
from cxmaturity.report.tables import Cell, Sheet
from cxmaturity.scoring import StageReach
from cxmaturity.words import text


@dataclass(frozen=True)
class _Cycle:
    name: str
    day: date
    version: str
    compares: bool
    """Scored by the present rules."""
    stage: StageReach
    claimed_stage: int | None
    index: float | None
    final: Mapping[str, float | None]
    claimed: Mapping[str, float | None]


def trend(reading: Reading) -> Sheet | None:
    """Return a row a cycle, this one last; None where it is the only one."""
    rows = (*_earlier(reading), _present(reading)) if reading.results.earlier else ()
    return reading.sheet("trend", text("Cycles"), _fields(reading), rows)


def _fields(reading: Reading) -> Iterator[Field[_Cycle]]:
    yield Field(text("Cycle"), lambda row: row.name, "id", 14)
    yield Field(text("Date"), lambda row: row.day, "day")
    yield Field(text("Version of the model"), lambda row: row.version, "id")
    yield Field(text("Scores compare"), lambda row: reading.say(text("yes") if row.compares else text("no")), width=10)
    yield Field(text("Stage"), lambda row: row.stage.value, "whole", 8)
    yield Field(text("Stage, low"), lambda row: row.stage.low, "whole", 8)
    yield Field(text("Stage, high"), lambda row: row.stage.high, "whole", 8)
    yield Field(text("Stage by the answers alone"), lambda row: row.claimed_stage, "whole", 12)
    yield Field(text("Index, from 1 to 5"), lambda row: row.index, "number", 9)
    for question in reading.assessment.model.questions:
        ref = reading.names.references[question.id]
        yield Field(text("{ref}, final", ref=ref), _of(question.id, claimed=False), "decimal", 9)
        yield Field(text("{ref}, claimed", ref=ref), _of(question.id, claimed=True), "decimal", 9)


def _of(question: str, *, claimed: bool) -> Callable[[_Cycle], Cell]:
    return lambda row: (row.claimed if claimed else row.final).get(question)


def _earlier(reading: Reading) -> Iterator[_Cycle]:
    for cycle in reading.results.earlier:
        final = {id_: score.value for id_, score in cycle.questions.items()}
        claimed = {id_: score.claimed for id_, score in cycle.questions.items()}
        yield _Cycle(
            cycle.name,
            cycle.as_of,
            cycle.version,
            cycle.compares_with(reading.assessment.model.hash),
            cycle.stage,
            cycle.claimed_stage,
            cycle.index,
            final,
            claimed,
        )


def _present(reading: Reading) -> _Cycle:
    facts, model, scores = reading.assessment.facts, reading.assessment.model, reading.assessment.scores
    final = {score.id: score.score.value for score in scores.questions}
    claimed = {score.id: score.claimed.value for score in scores.questions}
    return _Cycle(
        facts.cycle,
        facts.as_of,
        model.header.version,
        True,
        scores.stage,
        scores.claimed_stage,
        None if scores.index.value is None else float(scores.index.value),
        {id_: None if value is None else float(value) for id_, value in final.items()},
        {id_: None if value is None else float(value) for id_, value in claimed.items()},
    )
