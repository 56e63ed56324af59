"""Every metric that was measured, with its interval, unit and exact definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cxmaturity.evidence.measures import OddsRatio
from cxmaturity.model.schema import Metric
from cxmaturity.report.sheets.reading import Field, Reading, ends
from cxmaturity.report.tables import Cell, Kind, Sheet
from cxmaturity.results.shares import counts
from cxmaturity.results.tracing import files_of
from cxmaturity.words import text

_UNITS = {
    "count": text("count"),
    "share": text("share from 0 to 1"),
    "days": text("days"),
    "instant": text("instant, UTC"),
    "points": text("points"),
    "ratio": text("ratio"),
    "number": text("number"),
    "table": text("table"),
    "bool": text("1 yes, 0 no"),
}
_N = 3
"""Place of n among what is told of a measure."""
_DIRECTIONS = {"up": text("more"), "down": text("less")}


def metrics(reading: Reading) -> Sheet | None:
    """Return a row a metric of the catalogue that this cycle could have measured; blank where it could not."""
    measures = reading.assessment.measures
    rows = [metric for metric in reading.metrics if metric.id in measures and metric.unit != "table"]
    return reading.sheet("metrics", text("Metrics"), _fields(reading), rows, kept=2)


def _fields(reading: Reading) -> Iterator[Field[Metric]]:
    speech, say = reading.speech, reading.say
    yield Field(text("Metric"), lambda row: row.id, "id", 38)
    yield Field(text("Name"), lambda row: speech.words(row.name), width=38)
    for place, head in enumerate((text("Value"), text("Low"), text("High"), text("n"))):
        kind = None if place == _N else _kind(reading)
        yield Field(head, _end(reading, place), "number", 14, kind)
    yield Field(
        text("Numerator"), lambda row: found[0] if (found := counts(row, reading.assessment)) else None, "whole", 12
    )
    yield Field(text("Unit"), lambda row: say(_UNITS[row.unit]), width=16)
    yield Field(text("Better is"), lambda row: say(_DIRECTIONS[row.better]) if row.better else None, width=10)
    contacts = reading.assessment.facts.contacts
    if contacts and (without := contacts.without_reminders):
        yield Field(
            text("Without reminders"),
            lambda row: ends(without[row.id])[0] if row.id in without else None,
            "number",
            14,
            _kind(reading),
        )
    yield Field(text("Definition"), lambda row: speech.words(row.definition), width=80)
    yield Field(text("Rests on"), lambda row: "\n".join(files_of(row.id, reading.results)) or None, "id", 44)
    yield Field(text("Why it has no value"), lambda row: _why_none(reading, row), width=34)
    yield Field(text("How it is estimated"), lambda row: _rule(reading, row), "id", 34)


def _kind(reading: Reading) -> Callable[[Metric], Kind]:
    return lambda row: reading.kind_of(row.id)


def _end(reading: Reading, place: int) -> Callable[[Metric], Cell]:
    return lambda row: _n(reading, row) if place == _N else ends(reading.assessment.measures[row.id])[place]


def _n(reading: Reading, metric: Metric) -> Cell:
    """Return how many a metric was measured on; of a share without interval, what it was taken of."""
    found = counts(metric, reading.assessment)
    n = ends(reading.assessment.measures[metric.id])[3]
    return found[1] if n is None and found else n


def _why_none(reading: Reading, metric: Metric) -> str | None:
    """Return why a metric has no value: half of the cases never came so far, or there is nothing to measure it by."""
    if ends(reading.assessment.measures[metric.id])[0] is not None:
        return None
    loop = reading.assessment.facts.loop
    if metric.id.startswith("loop.time_to_") and loop and loop.cases:
        return reading.say(text("not reached: fewer than half of the cases came so far"))
    return reading.say(text("not measurable: the files hold nothing to measure it by"))


def _rule(reading: Reading, metric: Metric) -> str | None:
    measure = reading.assessment.measures[metric.id]
    if isinstance(measure, OddsRatio):
        return "odds ratio"
    rule = getattr(measure, "rule", None)
    return rule if isinstance(rule, str) else None
