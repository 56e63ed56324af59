"""Every figure that was measured, with its interval, its n, its definition and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import Estimate, Measure, Scalar, Slope, Table
from cxmaturity.evidence.origins import Kind, kinds_of, origins_of
from cxmaturity.model.schema import Metric
from cxmaturity.report.view.speech import Speech, sentence_start
from cxmaturity.report.view.working.rules import record_of
from cxmaturity.scoring.rule_words import RECORDS
from cxmaturity.words import Text, text

_GROUPS: Final[tuple[tuple[tuple[str, ...], Text], ...]] = (
    (("contacts",), text("Requests")),
    (("fatigue", "timing", "optout"), text("Fatigue")),
    (("fragmentation", "coverage"), text("Fragmentation")),
    (("response", "score"), text("Response and scores")),
    (("map",), text("Ownership")),
    (("loop",), text("The closed loop")),
    (("roadmap", "interview"), text("Roadmap and interview")),
)
"""First words of metric ids, and what they speak of."""


@dataclass(frozen=True)
class FigureRow:
    """One metric."""

    id: str
    name: str
    value: str
    interval: str
    """The 95 % interval; a dash where the figure counts all there is."""
    n: str
    definition: str
    record: str
    """The records that it rests on, where those are not its group’s."""


@dataclass(frozen=True)
class FigureGroup:
    """Metrics that speak of one thing."""

    heading: str
    record: str
    """What its figures rest on, unless one says otherwise."""
    rows: tuple[FigureRow, ...]
    missing: tuple[tuple[str, str], ...]
    """Id and name of those that these records do not show."""


@dataclass(frozen=True)
class FiguresPage:
    """The pages of all figures."""

    title: str
    lead: str
    records: tuple[str, ...]
    """Each record with its files, and up to which day it reaches."""
    groups: tuple[FigureGroup, ...]


def figures_page(assessment: Assessment, speech: Speech) -> FiguresPage:
    """Return every metric of the catalogue: what was measured, and what these records do not show."""
    catalogue = list(speech.metrics.values())
    groups = tuple(_group(words, heading, catalogue, assessment, speech) for words, heading in _GROUPS)
    measured = sum(len(group.rows) for group in groups)
    return FiguresPage(
        title=speech.title(
            text("{n:int} {n:plural figure was|figures were} measured, each with its definition", n=measured)
            if measured
            else text("Nothing was measured: there are no records")
        ),
        lead=speech.say(
            text(
                "The id names the definition in the model’s list of metrics. Without an interval, the figure counts "
                "all there is."
            )
        ),
        records=tuple(_records(assessment, speech)),
        groups=tuple(group for group in groups if group.rows or group.missing),
    )


def _records(assessment: Assessment, speech: Speech) -> list[str]:
    kinds: tuple[Kind, ...] = ("log", "map", "cases", "roadmap", "answers")
    by_kind = {origin.kind: origin for metric in speech.metrics for origin in origins_of(metric, assessment.facts)}
    there = [by_kind[kind] for kind in kinds if kind in by_kind and by_kind[kind].files]
    return [sentence_start(speech.say(record_of(origin, assessment.facts.cycle))) for origin in there]


def _group(
    words: Sequence[str], heading: Text, catalogue: Sequence[Metric], assessment: Assessment, speech: Speech
) -> FigureGroup:
    tables = _tables(assessment)
    asked = [metric for metric in catalogue if metric.id.partition(".")[0] in words]
    known = {metric.id: assessment.measures.get(metric.id) for metric in asked}
    kinds = Counter(kinds_of(metric.id) for metric in asked)
    usual = max(kinds, key=lambda kind: kinds[kind])
    rows, missing = [], []
    for metric in asked:
        rows_of = tables.get(metric.id)
        if rows_of is not None:
            counted = speech.say(text("{n:int} {n:plural row|rows}", n=len(rows_of)))
            rows.append(_row(metric, (counted, "–", "–"), usual, speech))
        elif _is_known(known[metric.id]):
            rows.append(_row(metric, _shown(metric, known[metric.id], speech), usual, speech))
        else:
            missing.append((metric.id, speech.words(metric.name)))
    return FigureGroup(speech.say(heading), _from(usual, speech), tuple(rows), tuple(missing))


def _tables(assessment: Assessment) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for observed in (assessment.facts.contacts, assessment.facts.loop):
        found |= {name: rows for name, rows in (observed.tables if observed else {}).items() if rows is not None}
    return found


def _is_known(measure: Measure) -> bool:
    return (measure.value if isinstance(measure, Estimate) else measure) is not None


def _from(kinds: Sequence[Kind], speech: Speech) -> str:
    return speech.say(text("from {records}", records=" + ".join(speech.say(RECORDS[kind]) for kind in kinds)))


def _row(metric: Metric, shown: tuple[str, str, str], usual: Sequence[Kind], speech: Speech) -> FigureRow:
    return FigureRow(
        metric.id,
        speech.words(metric.name),
        *shown,
        definition=speech.words(metric.definition),
        record="" if kinds_of(metric.id) == usual else _from(kinds_of(metric.id), speech),
    )


def _shown(metric: Metric, measure: Measure, speech: Speech) -> tuple[str, str, str]:
    if not isinstance(measure, Estimate):
        return exact(metric.id, measure, speech), "–", "–"
    interval = "–"
    if measure.low is not None and measure.high is not None:
        low, high = (exact(metric.id, end, speech) for end in (measure.low, measure.high))
        interval = speech.say(text("{low} to {high}", low=low, high=high))
    n = measure.customers if isinstance(measure, Slope) else measure.n
    return exact(metric.id, measure.value, speech), interval, speech.integer(n)


def exact(metric_id: str | None, value: Scalar, speech: Speech) -> str:
    """Return a single value in its metric's unit, as exactly as an auditor compares it."""
    metric = speech.metrics.get(metric_id or "")
    unit = metric.unit if metric else "number"
    if isinstance(value, str):
        return speech.measure(metric_id or "", value).replace("\u00a0", " ")  # it may break in its cell
    if isinstance(value, bool) or not isinstance(value, int | float) or unit == "bool":
        return speech.measure(metric_id or "", value)
    if unit == "share":
        return speech.percent(value, 1)
    if unit in ("count", "days"):
        return speech.measure(metric_id or "", value)
    return speech.integer(value) if float(value).is_integer() else speech.decimal(value, 2)
