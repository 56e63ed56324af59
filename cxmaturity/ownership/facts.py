"""What the map says when it is asked: coverage, load, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from cxmaturity.evidence.few import untold
from cxmaturity.evidence.measures import Measure
from cxmaturity.ownership.fragility import Node
from cxmaturity.words import text

SHARES_ADD_UP = text(
    "A source with several teams counts for each of them: their shares add up to more than {whole:percent}.", whole=1
)
"""Said where ``OwnershipFacts.is_counted_twice``."""


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
    max_sources: int = 5
    """How many sources it may be accountable for."""
    capacity: float | None = None
    """Days a month that it has for improvement; None where the map does not say."""


@dataclass(frozen=True)
class SourceNode:
    """A source as the drawing shows it."""

    id: str
    name: str
    accountable: tuple[str, ...]
    responsible: tuple[str, ...]
    informed: tuple[str, ...]
    volume: int | None
    """Its responses in the log, or contacts where the log has no responses; None without a log, and where a report may
    not tell it (``OwnershipFacts.withheld``)."""
    on_map: bool
    """False for a shadow source: in the log and not on the map."""
    touchpoint: str | None = None
    """Id of the touchpoint that it listens to."""


@dataclass(frozen=True)
class AlertNode:
    """An alert, and what it leaves open."""

    id: str
    name: str
    """Its source and what sets it off, as far as the map says; else its id."""
    source: str | None
    lacking: tuple[str, ...]
    """Keys of those of its seven components that it does not state, in the order of their use."""


@dataclass(frozen=True)
class Loss:
    """A node or a link of the map that sources depend on alone."""

    nodes: tuple[Node, ...]
    """The node, or both ends of the link: source and team, or team and lever."""
    sources: tuple[str, ...]
    """The sources that nobody, or nobody with a lever, serves without it; in map order."""


@dataclass(frozen=True)
class Conversation:
    """Two teams whose sources collide at the same customers: they should talk first."""

    first: str
    second: str
    collisions: int
    """Consecutive contacts of one customer from both, less than seven days apart."""


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
    in_time_share: float | None = None
    """Share of the log's requests that were sent within the timing declared for their source."""
    resilience: float | None = None
    """Share of sources that can still act after the worst loss of one team."""
    worst_loss: str | None = None
    """The team whose loss that is, of equal ones the first by id; None where no source would miss any."""
    fragile: tuple[str, ...] = ()
    """Ids of the articulation points of the map: without one of them it falls apart."""
    bridges: tuple[tuple[str, str], ...] = ()
    """Ids of the ends of the links without which the map falls apart, source or team first."""
    points: tuple[Loss, ...] = ()
    """Those teams among the articulation points that sources depend on alone."""
    links: tuple[Loss, ...] = ()
    """Those bridges that sources depend on alone."""
    silos: int = 0
    """Number of connected parts of the map that hold a source and a team."""
    apart: tuple[tuple[Node, ...], ...] = ()
    """Those parts, but for the largest."""
    conversations: tuple[Conversation, ...] = ()
    """Pairs of teams whose sources collide, most collisions first."""
    alerts: tuple[AlertNode, ...] = ()
    """In map order."""
    kpis: tuple[tuple[str, str | None], ...] = ()
    """KPI id and family, in map order."""
    unheard: tuple[tuple[str, str], ...] = ()
    """Team and touchpoint that it owns and does not hear, in map order."""
    in_time: Mapping[str, float] = field(default_factory=dict)
    """Source with a declared timing to the share of its requests that were sent within it, where that is known."""
    silent_days: Mapping[str, int] = field(default_factory=dict)
    """Source in the log to the days since its last request, at the cycle's date."""
    unseen: tuple[str, ...] = ()
    """Sources on the map of which the log has neither contact nor answer, in map order; none without a log."""
    volume_of: Literal["responses", "contacts"] | None = None
    """What volumes count; None without a log."""
    undescribed: tuple[str, ...] = ()
    """Sections absent from the map that some question needs: what was not asked cannot look clean."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Section of the map to the names of those of its entries that have one, by id."""
    withheld: int = 0
    """Volume, in all, of the sources that no report may tell by name (``results.few``): their nodes have none then."""

    @cached_property
    def volumes(self) -> Mapping[str, int]:
        """Source to its volume; 0 where it is not told, and without a log."""
        return {node.id: node.volume or 0 for node in self.sources}

    @property
    def volume(self) -> int:
        """The volume of all sources, be it told by name or not."""
        return sum(self.volumes.values()) + self.withheld

    @cached_property
    def untold(self) -> frozenset[str]:
        """The sources whose volumes are about so few that they are not told by name, nor what would give them away."""
        return untold(self.volumes)

    def tells_of_few(self, sources: Iterable[str]) -> bool:
        """Whether the volume of these sources together would give one away: some are not told, some others neither."""
        named = set(sources)
        return bool(self.untold & named) and not self.untold <= named

    @property
    def is_counted_twice(self) -> bool:
        """Whether sources with several teams make the teams' shares add up to more than all of the volume."""
        return sum(load.volume_share or 0 for load in self.load) > 1 + 1e-9

    def name(self, entry: str, *sections: str) -> str:
        """Return an entry's name in the first of the sections that has one; its id where none has."""
        return next((self.names[section][entry] for section in sections if entry in self.names.get(section, {})), entry)
