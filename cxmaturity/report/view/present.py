"""Where a metric stands today, from whatever knows it, and whether that is as far as it is meant to go."""

from __future__ import annotations

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.model import better_way
from cxmaturity.model.schema import Target


def present(assessment: Assessment, metric: str) -> Measure:
    """Return a metric's value today, None where nothing measured it: logs and cases, map, roadmap.yaml, voices."""
    measured = assessment.measures.get(metric)
    return None if isinstance(measured, Estimate) and measured.value is None else measured


def is_reached(assessment: Assessment, target: Target, now: Measure) -> bool:
    """Tell whether a value is as good as its target, or better."""
    value = now.value if isinstance(now, Estimate) else now
    if not isinstance(value, int | float):
        return False
    better = better_way(target.metric, assessment.model)
    return value == target.to if better is None else value <= target.to if better == "down" else value >= target.to
