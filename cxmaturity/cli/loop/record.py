"""What ``cxmaturity loop --json`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxmaturity.evidence.measures import measure_record
from cxmaturity.words import Language

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.evidence.loop import LoopFacts

SCHEMA = "cxmaturity/loop/1"


def record(facts: LoopFacts, findings: Iterable[Finding], language: Language) -> dict[str, object]:
    """Return the closed loop as JSON holds it."""
    return {
        "schema": SCHEMA,
        "metrics": {name: measure_record(value) for name, value in facts.metrics.items()},
        "tables": {name: [dict(row) for row in rows] for name, rows in facts.tables.items()},
        "findings": [finding.record(language) for finding in findings],
        "notes": [note.show(language) for note in facts.notes],
    }
