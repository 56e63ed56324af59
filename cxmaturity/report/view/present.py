"""Where a metric stands today, from whatever knows it, and whether that is as far as it is meant to go."""

from __future__ import annotations

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import Estimate, Measure
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
    if _is_better_lower(assessment, target.metric):
        return value <= target.to
    return value >= target.to


def _is_better_lower(assessment: Assessment, metric: str) -> bool:
    """Tell whether a metric is better the lower it is: by the evidence rules, else because a finding limits it."""
    rules = [rule for practice in assessment.model.practices for rule in practice.evidence if rule.metric == metric]
    if rules:
        return rules[0].direction == "down"
    return any(check.metric == metric and check.limit is not None for check in assessment.model.checks)
