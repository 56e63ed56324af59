"""What an audit measures, defined without a log or beside the values of one: ``cxmaturity audit --definitions``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text as Rich

from cxmaturity.cli.audit_page.figures import known_metrics
from cxmaturity.cli.paper import Paper
from cxmaturity.evidence.measures import ContactFacts, measure_record
from cxmaturity.model.schema import Metric
from cxmaturity.words import Language, text

SCHEMA: Final = "cxmaturity/definitions/1"
_AUDITED: Final = ("contacts", "coverage", "fatigue", "response", "optout", "score", "fragmentation", "timing")
"""Families of metrics that contact logs show."""


def defined(paper: Paper) -> None:
    """Print the definition of every metric and table that an audit has."""
    paper.head(text("What an audit measures"))
    for metric in _audited():
        paper.line(Rich.assemble((metric.id, "bold"), "  ", metric.name.show(paper.language)), above=1)
        paper.line(metric.definition.show(paper.language), indent=3)


def definitions_record(facts: ContactFacts | None, language: Language) -> dict[str, object]:
    """Return the definitions as JSON holds them, each metric with its value where there is a log."""
    return {"schema": SCHEMA, "metrics": [_record(metric, facts, language) for metric in _audited()]}


def _record(metric: Metric, facts: ContactFacts | None, language: Language) -> dict[str, object]:
    record: dict[str, object] = {
        "id": metric.id,
        "unit": metric.unit,
        "name": metric.name.show(language),
        "definition": metric.definition.show(language),
    }
    if facts is not None and metric.id in facts.metrics:
        record["value"] = measure_record(facts.metrics[metric.id])
    return record


def _audited() -> Sequence[Metric]:
    """Return the metrics and tables that an audit of contact logs has, in the order of their file."""
    return [metric for name, metric in known_metrics().items() if name.split(".")[0] in _AUDITED]
