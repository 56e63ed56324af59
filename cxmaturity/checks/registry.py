"""All families of checks, asked in turn."""

from __future__ import annotations

from cxmaturity.checks.finding import Finding
from cxmaturity.checks.ownership import find_in_map
from cxmaturity.evidence.facts import Facts
from cxmaturity.model.schema import Model
from cxmaturity.ownership.facts import OwnershipFacts

_ORDER = ("high", "medium", "low")


def find(model: Model, facts: Facts, ownership: OwnershipFacts | None) -> tuple[Finding, ...]:
    """Return every finding that fires, high ones first, then by family and id."""
    found: list[Finding] = []
    if ownership is not None:
        found += find_in_map(model, ownership)
    return tuple(sorted(found, key=lambda finding: (_ORDER.index(finding.severity), finding.check.family, finding.id)))
