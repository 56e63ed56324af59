"""A source of a map gets another id, and what refers to it goes with it."""

from __future__ import annotations

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.changing import Change


def is_ruled(ownership_map: OwnershipMap, source: str) -> bool:
    """Tell whether a rule speaks of a source: its condition is a person's to change."""
    return source in " ".join(str(rule.when.get("source", "")) for rule in ownership_map.rules or ())


def renamed(ownership_map: OwnershipMap, source: str, fresh: str) -> tuple[Change, ...]:
    """Return the changes that give a source another id, at its alerts too."""
    alerts = (alert.id for alert in ownership_map.alerts or () if alert.source == source)
    return (Change("sources", source, "id", fresh), *(Change("alerts", alert, "source", fresh) for alert in alerts))
