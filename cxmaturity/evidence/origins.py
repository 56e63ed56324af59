"""Where a metric comes from: which files of the engagement it rests on, and how old they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cxmaturity.evidence.facts import Facts

Kind = Literal["log", "map", "cases", "roadmap", "answers"]

_FAMILIES: Final[dict[str, tuple[Kind, ...]]] = {
    "interview": ("answers",),
    "map": ("map",),
    "roadmap": ("roadmap",),
    "loop": ("cases",),
}
"""A metric's first word to what it rests on; all others come from the log."""
_OTHERS: Final[dict[str, tuple[Kind, ...]]] = {
    "map.relationship_regular_share": ("map", "log"),
    "map.transactional_sources_seen": ("map", "log"),
    "map.accountable_weighted_share": ("map", "log"),
    "timing.within_declared_share": ("log", "map"),
    "fragmentation.off_map_tool_share": ("log", "map"),
    "fragmentation.off_platform_tool_share": ("log", "map"),
    "loop.rules_share": ("map", "log"),
    "loop.coverage": ("cases", "log"),
    "loop.detractor_follow_up": ("cases", "log"),
    "loop.acknowledged": ("cases", "log"),
    "loop.oldest_silent_days": ("cases", "log"),
}
"""Metrics that rest on something else than their family."""


@dataclass(frozen=True)
class Origin:
    """Something of the engagement that a metric rests on."""

    kind: Kind
    files: tuple[str, ...]
    """As records name them; empty where there is nothing of that kind."""
    as_old_as: date | None
    """What its freshness is judged by; None for what is never stale, and where there is none."""


def kinds_of(metric: str) -> tuple[Kind, ...]:
    """Return what a metric rests on, the most important one first."""
    return _OTHERS.get(metric) or _FAMILIES.get(metric.partition(".")[0], ("log",))


def origins_of(metric: str, facts: Facts) -> tuple[Origin, ...]:
    """Return what a metric rests on in an organisation's facts."""
    return tuple(_origin(kind, facts) for kind in kinds_of(metric))


def _origin(kind: Kind, facts: Facts) -> Origin:
    contacts, loop = facts.contacts, facts.loop
    match kind:
        case "log":
            files = tuple(log.path for log in contacts.inputs) if contacts else ()
            return Origin(kind, files, contacts.as_old_as if contacts else None)
        case "map":
            return Origin(kind, ("ownership.yaml",) if facts.map else (), None)
        case "cases":
            return Origin(
                kind, ("cases.csv",) if loop and loop.cases is not None else (), loop.as_old_as if loop else None
            )
        case "roadmap":
            return Origin(kind, ("roadmap.yaml",) if facts.roadmap.actions else (), None)
        case "answers":
            return Origin(kind, ("answers.jsonl",) if facts.answers else (), None)
