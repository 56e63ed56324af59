"""Who is responsible, accountable, consulted and informed: the map as a matrix, and a matrix as changes to the map."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cxmaturity.evidence.ownership_map import OwnershipMap, Source
from cxmaturity.ownership.changing import Change
from cxmaturity.words.folding import plain

ROLES: Final[Mapping[str, str]] = {"A": "accountable", "R": "responsible", "C": "consulted", "I": "informed"}
"""Letter of a cell to the key of a source that lists the teams with it, in the order in which cells are written."""
_BETWEEN: Final = re.compile(r"[\s,;/+&|._–—-]+")
"""What may stand between the letters of a cell, or alone in a cell that says nothing."""


@dataclass(frozen=True)
class Party:
    """A source or a team of a matrix."""

    id: str
    """Its id on the map; where it is new, the one that it would get."""
    name: str | None
    """Its name on the map from now on; None where that stays as it is."""
    is_new: bool = False


@dataclass(frozen=True)
class Matrix:
    """Sources down, teams across."""

    sources: tuple[Party, ...]
    teams: tuple[Party, ...]
    cells: Mapping[tuple[str, str], frozenset[str]]
    """Source id and team id to the letters of their cell; a blank cell is absent."""


@lru_cache(maxsize=4096)
def letters_of(cell: str) -> frozenset[str] | None:
    """Return the letters of a cell, in whatever case and with whatever between them; None where it holds others."""
    letters = frozenset(_BETWEEN.sub("", cell).upper())
    return letters if letters <= ROLES.keys() else None


def cell_of(letters: Collection[str]) -> str:
    """Return how the letters of a cell are written: A/R."""
    return "/".join(letter for letter in ROLES if letter in letters)


def letters_on(source: Source, team: str) -> frozenset[str]:
    """Return the letters that a team has at a source of the map."""
    return frozenset(letter for letter, key in ROLES.items() if team in getattr(source, key))


def changes_to(ownership_map: OwnershipMap, matrix: Matrix) -> tuple[Change, ...]:
    """Return what a matrix changes on a map.

    Sources and teams that the matrix does not hold stay as they are, at the other's entries too.
    """
    return (*_teams(ownership_map, matrix), *_sources(ownership_map, matrix))


def slug(name: str, taken: Collection[str]) -> str:
    """Return an id for a name that none of those taken equals."""
    base = re.sub(r"[\W_]+", "-", plain(name)).strip("-") or "x"
    candidates = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _teams(ownership_map: OwnershipMap, matrix: Matrix) -> Iterator[Change]:
    listed = {team.id: team.name for team in ownership_map.teams or ()}
    if ownership_map.teams is None and any(team.is_new or team.name for team in matrix.teams):
        # The first team that is listed would make strangers of those that the map only names.
        yield from (Change("teams", name, "id", name) for name in teams_across(ownership_map))
    for team in matrix.teams:
        yield from _named("teams", team, listed.get(team.id))


def _sources(ownership_map: OwnershipMap, matrix: Matrix) -> Iterator[Change]:
    present = {source.id: source for source in ownership_map.sources or ()}
    for party in matrix.sources:
        source = present.get(party.id) or Source(id=party.id)
        yield from _named("sources", party, source.name)
        for letter, key in ROLES.items():
            before: tuple[str, ...] = getattr(source, key)
            after = _after(before, letter, party.id, matrix)
            if set(after) != set(before):
                yield Change("sources", party.id, key, _written(key, after))


def _named(section: str, party: Party, present: str | None) -> Iterator[Change]:
    if party.name is not None and party.name != present:
        yield Change(section, party.id, "name", party.name)
    elif party.is_new:
        yield Change(section, party.id, "id", party.id)


def _after(before: Sequence[str], letter: str, source: str, matrix: Matrix) -> list[str]:
    """Return the teams with a letter at a source: those that keep it where they stood, then those that get it."""
    across = [team.id for team in matrix.teams]
    given = {team for team in across if letter in matrix.cells.get((source, team), ())}
    kept = [team for team in dict.fromkeys(before) if team in given or team not in across]
    return kept + [team for team in across if team in given and team not in kept]


def _written(key: str, teams: list[str]) -> str | list[str] | None:
    if not teams:
        return None
    return teams[0] if key == "accountable" and len(teams) == 1 else teams


def teams_across(ownership_map: OwnershipMap) -> tuple[str, ...]:
    """Return the ids of the teams on a map, in its order: those that it lists, then those that it only names."""
    listed = (team.id for team in ownership_map.teams or ())
    return tuple(dict.fromkeys((*listed, *(name for name in _only_named(ownership_map) if name.strip()))))


def _only_named(ownership_map: OwnershipMap) -> Iterator[str]:
    for source in ownership_map.sources or ():
        for key in ROLES.values():
            yield from getattr(source, key)
    owners = [place.owner for place in ownership_map.touchpoints or ()]
    owners += [lever.owner for lever in ownership_map.levers or ()]
    yield from filter(None, owners)
