"""What ``cxmaturity loop --json`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxmaturity.evidence.measures import measure_record
from cxmaturity.words import Language

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding
    from cxmaturity.engagement.emitted import Emitted
    from cxmaturity.evidence.loop import LoopFacts
    from cxmaturity.loop.emitting import Beside

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


def emission_record(emitted: Emitted, beside: Iterable[Beside]) -> dict[str, object]:
    """Return what ``--emit`` wrote as JSON holds it, without any customer: figures, rules and teams."""
    demands = list(beside)
    return {
        "path": str(emitted.path),
        "added": emitted.added,
        "kept": emitted.kept,
        "by_owner": [{"owner": owner or None, "cases": cases} for owner, cases in emitted.by_owner.items()],
        "notify": [
            {"rule": each.rule, "teams": list(each.teams), "cases": each.cases, "answers": each.answers}
            for each in demands
            if each.teams
        ],
        "automatic_replies": [{"rule": each.rule, "answers": each.replies} for each in demands if each.replies],
    }
