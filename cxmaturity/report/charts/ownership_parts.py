"""What the drawing of the ownership map is made of: sources, teams and levers as values, and the columns they fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from cxmaturity.report.charts.svg import FULL


@dataclass(frozen=True)
class SourceBox:
    """A source, and the teams it leads to."""

    id: str
    name: str
    volume: str
    """As shown; empty where nobody counted."""
    accountable: tuple[str, ...]
    helping: tuple[str, ...]
    """Teams that work on it or hear of it without answering for it."""
    gap: str | None
    """What is wrong with who answers for it, in a few words; None where nothing is."""
    told: str
    """The same in a sentence, where a pointer rests."""
    weight: float = 0.0
    """Its volume as a number, for bars and widths; 0 where nobody counted."""
    rank: int | None = None
    """Its place among the largest gaps, from 1; None further down and without a gap."""
    on_map: bool = True
    """False for a source that only the log knows."""
    note: str | None = None
    """What is worth knowing though it is no gap of ownership, in a few words."""

    @property
    def is_loose(self) -> bool:
        """Whether no team at all answers for it."""
        return not self.accountable


@dataclass(frozen=True)
class TeamBox:
    """A team and what it carries."""

    id: str
    name: str
    load: str
    """How many sources of how many it may have, in words, or what is wrong instead."""
    told: str
    sources: int = 0
    room: int = 5
    """How many sources it may answer for."""
    is_wrong: bool = False
    """Its load is a gap: it has more sources than it may have, or hears nothing."""
    alarm: str | None = None
    """What else is wrong with it, in a few words."""
    no_lever: str | None = None
    """What is said where it answers for sources and owns no lever; None where it owns one or needs none."""


@dataclass(frozen=True)
class LeverBox:
    """Something that a team can do."""

    id: str
    name: str
    owner: str | None
    told: str


Mark = Literal["gap", "shadow", "loose", "stop"]
"""A sign that the legend explains: red frame, dashed frame, ring at a loose end, bar behind a team."""


@dataclass(frozen=True)
class Headings:
    """The words around the boxes."""

    sources: str
    volume: str
    """Empty where nobody counted."""
    teams: str
    levers: str
    unowned: str
    """Above the levers that nobody owns."""
    worst: str = ""
    """Before the largest gaps."""
    idle: str = ""
    """One sentence about the teams that carry nothing and are not drawn; empty where there are none."""
    legend: tuple[tuple[Mark, str], ...] = ()
    """The signs that are drawn, each with what it means."""


@dataclass(frozen=True)
class Drawn:
    """Everything that is drawn."""

    sources: Sequence[SourceBox]
    teams: Sequence[TeamBox]
    levers: Sequence[LeverBox] | None
    """None where the map does not speak of levers: then there is no third column."""
    headings: Headings
    worst: Sequence[tuple[str, str]] = field(default=())
    """The largest gaps, at most three: name, and what is wrong with how much volume."""
    room: float = 584.0
    """Height that sources and teams should take."""


@dataclass(frozen=True)
class Columns:
    """Where the columns begin and end, in pixels from the left."""

    width: float
    source_right: float
    tag_right: float
    """Left of it stand the words about a gap, and no line crosses them."""
    team_left: float
    team_right: float
    lever_left: float
    """The drawing's right edge where there are no levers."""


def columns(drawn: Drawn, width: float = FULL) -> Columns:
    """Return the columns of a drawing so wide."""
    tagged = 78.0 if any(source.gap or source.note for source in drawn.sources) else 8.0
    if drawn.levers is None:
        left = width * 0.72
        return Columns(width, width * 0.34, width * 0.34 + tagged, left, width, width)
    right = width * 0.33
    return Columns(width, right, right + tagged, width * 0.59, width * 0.81, width * 0.845)
