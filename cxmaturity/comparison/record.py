"""A comparison as JSON holds it (SCORING.md, contract)."""

from __future__ import annotations

from fractions import Fraction

from cxmaturity.comparison.findings import FindingMoves
from cxmaturity.comparison.metrics import MetricChange
from cxmaturity.comparison.scores import CAUSES, Comparison, Movement
from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.measures import Estimate, Scalar

SCHEMA = "cxmaturity/compare/1"


def compare_record(comparison: Comparison) -> dict[str, object]:
    """Return a comparison as JSON holds it; scores are the nearest numbers to the exact fractions."""
    return {
        "schema": SCHEMA,
        "from": comparison.before.facts.cycle,
        "to": comparison.after.facts.cycle,
        "questions": [{"id": moved.id, **_movement(moved)} for moved in comparison.questions],
        "stage": _movement(comparison.stage),
        "index": _movement(comparison.index),
        "practices": [
            {"id": moved.id, "from": _word(moved.before), "to": _word(moved.after), "cause": moved.cause}
            for moved in comparison.practices
        ],
        "metrics": [_metric(change) for change in comparison.metrics],
        "findings": {"new": list(comparison.findings.new), "gone": list(comparison.findings.gone)},
        "unseen": _unseen(comparison.findings),
    }


def _unseen(moved: FindingMoves) -> dict[str, list[str]]:
    """Return findings of one cycle that the other could not look for: the earlier one, and the later one."""
    return {"before": list(moved.first_look), "after": list(moved.unseen)}


def _movement(moved: Movement) -> dict[str, float | None]:
    parts = moved.parts or {}
    return {
        "from": _number(moved.before),
        "to": _number(moved.after),
        **{cause: _number(parts.get(cause)) for cause in CAUSES},
    }


def _number(value: Fraction | None) -> float | None:
    """Return a whole number as one, else the nearest float."""
    return None if value is None else value.numerator if value.denominator == 1 else float(value)


def _word(level: Level | None) -> str | None:
    return None if level is None else level.word


def _metric(change: MetricChange) -> dict[str, Scalar]:
    before, after = (side.value if isinstance(side, Estimate) else side for side in (change.before, change.after))
    return {
        "id": change.id,
        "from": before,
        "to": after,
        "low": change.low,
        "high": change.high,
        "detectable": change.detectable,
        "verdict": change.verdict,
    }
