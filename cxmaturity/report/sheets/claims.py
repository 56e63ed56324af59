"""Claims against evidence: each metric that speaks about a practice, with the limits that its levels hang on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cxmaturity.report.sheets.practices import contradicted
from cxmaturity.report.sheets.reading import Field, Reading, ends
from cxmaturity.report.tables import Cell, Kind, Sheet
from cxmaturity.report.view.evidence import verdict_word
from cxmaturity.report.view.names import level_word
from cxmaturity.scoring import Contradiction, EvidenceSeen, PracticeScore, contradictions
from cxmaturity.words import text

_N = 3
"""Place of n among what is told of a measure."""
_Row = tuple[PracticeScore, EvidenceSeen]


def claims(reading: Reading) -> Sheet | None:
    """Return a row a practice and metric: contradicted claims first, those that cost most before others."""
    scores = reading.assessment.scores
    costs = {found.practice.id: found for found in contradictions(reading.assessment.model, scores)}
    ranks = {practice: rank for rank, practice in enumerate(costs)}
    ordered = sorted(scores.practices, key=lambda score: ranks.get(score.practice.id, len(ranks)))
    rows = [(score, seen) for score in ordered for seen in score.evidence]
    fields = (*_claim(reading), *_measured(reading), *_cost(costs))
    return reading.sheet("claims", text("Claims and records"), fields, rows, lambda row: contradicted(row[0]), kept=2)


def _claim(reading: Reading) -> Iterator[Field[_Row]]:
    speech = reading.speech
    yield Field(text("Question"), lambda row: reading.names.references[row[0].practice.question], "id", 10)
    yield Field(text("Practice"), lambda row: row[0].practice.id, "id", 30)
    yield Field(text("Statement"), lambda row: speech.words(row[0].practice.statement), width=54)
    yield Field(text("Claimed"), lambda row: level_word(row[0].claimed, speech))
    yield Field(text("Supported"), lambda row: level_word(row[0].supported, speech))
    yield Field(text("Final"), lambda row: level_word(row[0].final, speech))
    yield Field(text("Verdict"), lambda row: verdict_word(row[0].verdict, speech) if row[0].verdict else None, width=14)


def _measured(reading: Reading) -> Iterator[Field[_Row]]:
    def kind(row: _Row) -> Kind:
        return reading.kind_of(row[1].rule.metric)

    yield Field(text("Metric"), lambda row: row[1].rule.metric, "id", 34)
    yield Field(text("Name"), lambda row: reading.speech.metric_name(row[1].rule.metric), width=34)
    for place, head in enumerate((text("Value"), text("Low"), text("High"), text("n"))):
        yield Field(head, _end(place), "number", 10, None if place == _N else kind)
    yield Field(text("Better is"), lambda row: reading.say(_DIRECTIONS[row[1].rule.direction]), width=10)
    yield Field(text("Partly from"), lambda row: row[1].rule.thresholds.partly, "number", 10, kind)
    yield Field(text("Largely from"), lambda row: row[1].rule.thresholds.largely, "number", 10, kind)
    yield Field(text("Fully from"), lambda row: row[1].rule.thresholds.fully, "number", 10, kind)
    yield Field(text("Allows at most"), lambda row: level_word(row[1].most, reading.speech))


_DIRECTIONS = {"up": text("more"), "down": text("less")}


def _end(place: int) -> Callable[[_Row], Cell]:
    return lambda row: ends(row[1].measure)[place]


def _cost(costs: dict[str, Contradiction]) -> Iterator[Field[_Row]]:
    def of(row: _Row) -> Contradiction | None:
        return costs.get(row[0].practice.id)

    yield Field(
        text("Points that it costs"), lambda row: float(found.cost) if (found := of(row)) else None, "decimal", 10
    )
    yield Field(
        text("Stages that it costs"), lambda row: found.stages_lost if (found := of(row)) else None, "whole", 10
    )
