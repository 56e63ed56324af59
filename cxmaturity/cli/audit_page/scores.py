"""What the page of an audit says of the scores that customers gave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cxmaturity.cli.audit_page.figures import ends, integer, interval, largest, more, named, written
from cxmaturity.cli.paper import Cell, Paper
from cxmaturity.evidence.measures import ContactFacts, Estimate, Row
from cxmaturity.words import Text, text

_METRICS: Final = ("nps", "csat", "ces")
_MONTHS: Final = 6
"""Latest months of each score that the page shows."""
_RULES: Final = {
    "promoters-minus-detractors/adjusted-wald": text("promoters less detractors; adjusted Wald interval"),
    "promoters-minus-detractors/clustered-by-customer": text(
        "promoters less detractors; interval clustered by customer"
    ),
    "top-two-of-1-5/wilson": text("4 and 5 on 1–5, in per cent; Wilson interval"),
    "mean-of-1-7/t": text("mean on 1–7; t interval"),
}


def scores(facts: ContactFacts, paper: Paper) -> None:
    """Print NPS, CSAT and CES with interval and rule, then by source and by month; nothing where there are none."""
    found = {metric: facts.metrics.get(f"score.{metric}") for metric in _METRICS}
    given = {metric: score for metric, score in found.items() if isinstance(score, Estimate) and score.n}
    if not given:
        return
    paper.title(text("Scores"))
    figures = (text("score"), text("95% interval"), text("answers"))
    paper.table(
        [
            (metric.upper(), written(f"score.{metric}", score), ends(f"score.{metric}", score), integer(score.n))
            for metric, score in given.items()
        ],
        (text("Metric"), *figures),
    )
    for metric, score in given.items():
        rule = text("{metric}: {rule}", metric=metric.upper(), rule=_RULES.get(score.rule or "", score.rule))
        paper.line(rule, "dim", indent=3)
    by_source, by_month = (facts.tables.get(f"score.by_{key}") or () for key in ("source", "month"))
    if any(row["source"] for row in by_source):
        _split([*largest(by_source, "n")], "source", (text("Source"), *figures), paper)
        more(by_source, paper)
    months = [row for metric in given for row in [row for row in by_month if row["metric"] == metric][-_MONTHS:]]
    _split(months, "month", (text("Month"), *figures), paper)
    if len(by_month) > len(months):
        paper.line(text("{n:int} earlier ones in --json", n=len(by_month) - len(months)), "dim", indent=3)


def _split(rows: Sequence[Row], key: str, heads: Sequence[Text], paper: Paper) -> None:
    if rows:
        paper.line("")
        paper.table([_row(row, key) for row in rows], heads)


def _row(row: Row, key: str) -> tuple[Cell, ...]:
    metric = f"score.{row['metric']}"
    name = text("{of}, {metric}", of=named(row[key]), metric=str(row["metric"]).upper())
    low, high = row["low"], row["high"]
    within = Text("–") if low is None or high is None else interval(written(metric, low), written(metric, high))
    return (name, written(metric, row["value"]), within, integer(row["n"]))
