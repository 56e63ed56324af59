"""Ask the map every question."""

from __future__ import annotations

from datetime import date

from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.facts import OwnershipFacts


def survey(ownership_map: OwnershipMap, contacts: ContactFacts | None, as_of: date) -> OwnershipFacts:
    """Return what the map says, weighted by the log's volume where there is one."""
    raise NotImplementedError
