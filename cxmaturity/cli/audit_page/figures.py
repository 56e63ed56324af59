"""How the page of an audit writes measured figures: in their unit and with their interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from cxmaturity.cli.paper import Cell, Paper
from cxmaturity.evidence.measures import Estimate, Measure, Row, Scalar, Table
from cxmaturity.model import load_metrics
from cxmaturity.model.schema import Metric
from cxmaturity.words import Text, text

NAMES: Final = 54
"""Width of the names of single figures, so that they stand in line over the whole page."""
SHOWN: Final = 12
"""Rows of a table that the page shows; JSON has them all."""
_TEMPLATES: Final = {
    "count": "{value:int}",
    "share": "{value:percent1}",
    "points": "{value:decimal}",
    "days": "{value:decimal2}",
}
"""Unit to how a number of it is written; any other has two decimals."""


@cache
def known_metrics() -> Mapping[str, Metric]:
    """Return every metric by its id."""
    return {metric.id: metric for metric in load_metrics()}


def name_of(metric: str, paper: Paper) -> str:
    """Return a metric's name."""
    known = known_metrics().get(metric)
    return known.name.show(paper.language) if known else metric


def written(metric: str, value: Measure) -> Text:
    """Return a figure in its metric's unit; of an estimate the value alone."""
    if isinstance(value, Estimate):
        value = value.value
    if value is None:
        return Text("–")
    if isinstance(value, bool):
        return text("yes") if value else text("no")
    if isinstance(value, str):
        return Text("{value}", {"value": value})
    known = known_metrics().get(metric)
    if metric.startswith("fatigue.gap_days.") and value == 0:
        return text("under one hour")
    unit = "points" if metric == "score.csat" else known.unit if known else "number"
    if unit == "count" and value != int(value):
        unit = "number"
    return Text(_TEMPLATES.get(unit, "{value:decimal2}"), {"value": value})


def interval(low: Text, high: Text) -> Text:
    """Return the two ends of an interval."""
    return text("{low} to {high}", low=low, high=high)


def ends(metric: str, value: Estimate) -> Text:
    """Return an estimate's interval in its metric's unit; a dash where it has none."""
    if value.low is None or value.high is None:
        return Text("–")
    return interval(written(metric, value.low), written(metric, value.high))


def share(value: Scalar) -> Text:
    """Return a share as a percentage, a dash where there is none."""
    return Text("{value:percent1}", {"value": value})


def integer(value: Scalar) -> Text:
    """Return a whole number."""
    return Text("{value:int}", {"value": value})


def told(metrics: Mapping[str, Measure], names: Sequence[str], paper: Paper) -> list[tuple[Cell, Cell]]:
    """Return a row of name and figure for each of some metrics; what is not known is left out."""
    return [(name_of(name, paper), written(name, metrics[name])) for name in names if metrics.get(name) is not None]


def largest(rows: Table, by: str) -> Sequence[Row]:
    """Return the rows of a table with the largest figures, ties as they stand."""
    return sorted(rows, key=lambda row: -float(row[by] or 0))[:SHOWN]


def named(value: Scalar) -> Cell:
    """Return the name of a row; unattributed contacts form the row without one."""
    return str(value) if value else text("(not known)")


def more(rows: Table, paper: Paper) -> None:
    """Say how many rows of a table are not shown."""
    if len(rows) > SHOWN:
        paper.line(text("{n:int} more in --json", n=len(rows) - SHOWN), "dim", indent=3)
