"""The map beside the log: the look-ups that every question about ownership needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Literal

from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.evidence.ownership_map import Dispatch, OwnershipMap, Source, Team


@dataclass(frozen=True, eq=False)
class View:
    """An ownership map, the log it is weighed with, and the day that it is looked at.

    A view equals itself alone, so that what was found of it once is known without comparing whole maps.
    """

    map: OwnershipMap
    contacts: ContactFacts | None
    as_of: date
    team: str | None = None
    """The one team in scope; None when the whole company is."""
    timezone: str = "UTC"
    """Zone of calendar days."""

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources on the map, in its order."""
        return self.map.sources or ()

    @cached_property
    def teams(self) -> tuple[Team, ...]:
        """The teams on the map, in its order; where it lists none, those that its entries name, by id."""
        if self.map.teams is not None:
            return self.map.teams
        return tuple(Team(id=name) for name in sorted(_named_teams(self.map)))

    @cached_property
    def teams_in_scope(self) -> tuple[Team, ...]:
        """The teams that the engagement is about."""
        return tuple(team for team in self.teams if self.team in (None, team.id))

    @cached_property
    def shadows(self) -> tuple[str, ...]:
        """Sources in the log that are not on the map, by id: all of them where the map has no list of sources."""
        if self.contacts is None:
            return ()
        known = {source.id for source in self.sources}
        return tuple(sorted(name for name in self.contacts.sources if name and name not in known))

    @cached_property
    def volumes(self) -> Mapping[str, int]:
        """Source in the log to its responses, or to its contacts where the log has no responses."""
        if self.contacts is None:
            return {}
        counted = self.contacts.responses if self.volume_of == "responses" else self.contacts.sources
        return {name: number or 0 for name, number in counted.items() if name}

    @cached_property
    def volume_of(self) -> Literal["responses", "contacts"] | None:
        """What volumes count: responses, or contacts where the log has no response of a named source."""
        if self.contacts is None:
            return None
        return "responses" if any(number for name, number in self.contacts.responses.items() if name) else "contacts"

    @cached_property
    def able(self) -> frozenset[str]:
        """Teams that own a lever: they can change something."""
        return frozenset(lever.owner for lever in self.map.levers or () if lever.owner)

    def volume(self, source_id: str) -> int | None:
        """Return a source's volume: 0 where the log does not hold it, None without a log."""
        return None if self.contacts is None else self.volumes.get(source_id, 0)

    def accountable_for(self, team_id: str) -> tuple[Source, ...]:
        """Return the sources that a team is accountable for, alone or with others."""
        return self._held.get(team_id, ())

    def sources_at(self, touchpoint_id: str) -> tuple[Source, ...]:
        """Return the sources that ask customers at a touchpoint."""
        return self._at_touchpoint.get(touchpoint_id, ())

    def channels_of(self, team_id: str) -> frozenset[str]:
        """Return the channels of the sources that a team is accountable for."""
        return self._channels.get(team_id, frozenset())

    @cached_property
    def touchpoint_owners(self) -> Mapping[str, str]:
        """Touchpoint to the team that owns it; those without owner are left out."""
        return {place.id: place.owner for place in self.map.touchpoints or () if place.owner}

    @cached_property
    def _held(self) -> Mapping[str, tuple[Source, ...]]:
        """Team to the sources that it is accountable for, in map order."""
        held: dict[str, list[Source]] = {}
        for source in self.sources:
            for team in dict.fromkeys(source.accountable):
                held.setdefault(team, []).append(source)
        return {team: tuple(sources) for team, sources in held.items()}

    @cached_property
    def _at_touchpoint(self) -> Mapping[str, tuple[Source, ...]]:
        found: dict[str, list[Source]] = {}
        for source in self.sources:
            if source.touchpoint is not None:
                found.setdefault(source.touchpoint, []).append(source)
        return {touchpoint: tuple(sources) for touchpoint, sources in found.items()}

    @cached_property
    def _channels(self) -> Mapping[str, frozenset[str]]:
        return {
            team: frozenset(held.channel for held in sources if held.channel) for team, sources in self._held.items()
        }

    def days_silent(self, source_id: str) -> int | None:
        """Return how many days lie between a source's last contact and the cycle's date; None where it has none."""
        seen = self.contacts.last_seen.get(source_id) if self.contacts else None
        return None if seen is None else (self.as_of - _day(seen, self.timezone)).days

    def is_dead(self, source: Source) -> bool:
        """Tell whether a source has had no contact for twice the interval that the map declares for it."""
        if source.every_days is None or self.contacts is None:
            return False
        silent = self.days_silent(source.id)
        return silent is None or silent > 2 * source.every_days


def teams_of(source: Source) -> frozenset[str]:
    """Return the teams that are accountable or responsible for a source."""
    return frozenset(source.accountable) | frozenset(source.responsible)


def owners(owner: str | Dispatch | None) -> frozenset[str]:
    """Return the teams that an alert or a rule goes to; empty where nobody is named."""
    named = owner.dispatch if isinstance(owner, Dispatch) else (owner,)
    return frozenset(name for name in named if name and name.strip())


def is_given(value: str | None) -> bool:
    """Tell whether a text was filled in."""
    return bool(value and value.strip())


def _day(instant: str, timezone: str) -> date:
    """Return the calendar day of an instant in a zone."""
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(instant).astimezone(UTC if timezone == "UTC" else ZoneInfo(timezone)).date()


def _named_teams(ownership_map: OwnershipMap) -> set[str]:
    named = {team for source in ownership_map.sources or () for team in teams_of(source)}
    named |= {touchpoint.owner for touchpoint in ownership_map.touchpoints or () if touchpoint.owner}
    named |= {lever.owner for lever in ownership_map.levers or () if lever.owner}
    named |= {team for alert in ownership_map.alerts or () for team in owners(alert.owner)}
    return named
