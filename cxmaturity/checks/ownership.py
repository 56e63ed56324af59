"""What the map's failed claims become: findings of the family ``ownership``.

The claims themselves, each with why it matters and its source, are in ``cxmaturity/ownership/claims``.
"""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.checks.finding import Finding
from cxmaturity.checks.ownership_words import figures_of, share_of_volume
from cxmaturity.evidence.measures import Measure
from cxmaturity.model.schema import Check, Model, Severity
from cxmaturity.ownership.facts import OwnershipFacts


def find_in_map(model: Model, ownership: OwnershipFacts) -> Iterator[Finding]:
    """Yield one finding for each gap of the map that the model has words for."""
    for gap in ownership.gaps:
        check = model.check(gap)
        if check is not None:
            yield _finding(check, ownership)


def _finding(check: Check, ownership: OwnershipFacts) -> Finding:
    subjects = ownership.gaps[check.id]
    value = _value(check, ownership)
    return Finding(
        check=check,
        severity=_severity(check, value),
        metric=check.metric,
        value=value,
        limit=_limit(check, ownership),
        reach=None,
        weight=share_of_volume(check.id, ownership),
        subjects=subjects,
        figures=figures_of(check.id, ownership),
    )


def _severity(check: Check, value: float | None) -> Severity:
    passed = check.high_above is not None and value is not None and value > check.high_above
    return "high" if passed else check.severity


def _value(check: Check, ownership: OwnershipFacts) -> float | None:
    if check.id == "shadow_source":
        return ownership.shadow_share
    if check.id == "timing_not_as_declared":
        return ownership.in_time_share
    if check.id == "overloaded_owner":
        return max(load.sources for load in ownership.load if load.team in ownership.gaps[check.id])
    return _number(ownership.metrics.get(check.metric or ""))


def _limit(check: Check, ownership: OwnershipFacts) -> float | None:
    """Return the limit that was passed; an owner's is the least ``max_sources`` among those who pass their own."""
    if check.id != "overloaded_owner":
        return check.limit
    overloaded = ownership.gaps[check.id]
    return min((load.max_sources for load in ownership.load if load.team in overloaded), default=check.limit)


def _number(measure: Measure) -> float | None:
    return measure if isinstance(measure, int | float) else None
