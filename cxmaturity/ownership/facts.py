"""What the map says when it is asked: coverage, load, gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.evidence.measures import Measure


@dataclass(frozen=True)
class Coverage:
    """Share of the sources, plain and weighted by their volume; None without sources or volume."""

    share: float | None
    weighted_share: float | None


@dataclass(frozen=True)
class Load:
    """What one team carries."""

    team: str
    sources: int
    """Sources that the team is accountable for."""
    volume_share: float | None
    alerts: int
    room: int
    """Further sources that the team can take: max_sources − sources, not below 0."""


@dataclass(frozen=True)
class SourceNode:
    """A source as the drawing shows it."""

    id: str
    name: str
    accountable: tuple[str, ...]
    responsible: tuple[str, ...]
    informed: tuple[str, ...]
    volume: int | None
    """Its responses in the log, or contacts where the log has no responses; None without a log."""
    on_map: bool
    """False for a shadow source: in the log and not on the map."""


@dataclass(frozen=True)
class OwnershipFacts:
    """The answers to the questions asked of the map."""

    accountable: Coverage
    """With exactly one accountable team."""
    can_act: Coverage
    """With an accountable or responsible team that owns a lever."""
    load: tuple[Load, ...]
    sources: tuple[SourceNode, ...]
    """Map order, then shadow sources by id."""
    teams: tuple[tuple[str, str], ...]
    """Team id and name, in map order."""
    levers: tuple[tuple[str, str, str | None], ...]
    """Lever id, name and owning team."""
    gaps: Mapping[str, tuple[str, ...]]
    """Finding id to the ids of its subjects, sorted; only those that apply."""
    metrics: Mapping[str, Measure]
    """``map.*`` metric id to its value."""
    shadow_share: float | None = None
    """Share of the volume that comes from shadow sources."""
