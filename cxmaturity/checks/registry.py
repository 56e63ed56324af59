"""All families of checks, asked in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cxmaturity.checks import fatigue, fragmentation
from cxmaturity.checks.finding import Finding
from cxmaturity.checks.loop import CLAIMS as LOOP_CLAIMS
from cxmaturity.checks.loop import find_in_loop
from cxmaturity.checks.ownership import find_in_map
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.model.schema import Check, Model
from cxmaturity.ownership.claims import CLAIMS
from cxmaturity.ownership.facts import OwnershipFacts

CONTACT_CHECKS = {**fatigue.CHECKS, **fragmentation.CHECKS}
"""Finding id to the check of contact facts that yields it."""

BUILT = frozenset(CONTACT_CHECKS) | {claim.id for claim in CLAIMS} | frozenset(LOOP_CLAIMS)
"""Ids of the findings that can fire; a model says of each when and in which words."""

_ORDER = ("high", "medium", "low")


def find(model: Model, facts: Facts, ownership: OwnershipFacts | None) -> tuple[Finding, ...]:
    """Return every finding that fires, high ones first, then by share and number of what they concern."""
    found: list[Finding] = []
    if facts.contacts is not None:
        found += _in_contacts(model.checks, facts.contacts)
    if ownership is not None:
        found += find_in_map(model, ownership)
    if facts.loop is not None:
        found += find_in_loop(model, facts.loop, facts.map)
    return _sorted(found)


def find_in_contacts(checks: Iterable[Check], contacts: ContactFacts) -> tuple[Finding, ...]:
    """Return every finding of a contact audit alone, high ones first, then by share and number of what they concern."""
    return _sorted(_in_contacts(checks, contacts))


def _in_contacts(checks: Iterable[Check], contacts: ContactFacts) -> Iterator[Finding]:
    for check in checks:
        if check.id in CONTACT_CHECKS:
            yield from CONTACT_CHECKS[check.id](contacts, check)


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=_rank))


def _rank(finding: Finding) -> tuple[int, float, int, str, str]:
    """Return what findings are ordered by: what concerns most customers or feedback first among the equally severe."""
    share = finding.weight if finding.reach is None else finding.reach
    return _ORDER.index(finding.severity), -(share or 0), -len(finding.subjects), finding.check.family, finding.id
