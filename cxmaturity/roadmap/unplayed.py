"""Roles that nobody plays although a team with days, and without work, may well be meant.

Why it matters: a role without a team counts as a team of its own, whose days have no limit; days declared for the team
that is meant are then not used, and nothing else would say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cxmaturity.evidence.facts import Facts
from cxmaturity.model.schema import Model
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.load import effort_by_team
from cxmaturity.roadmap.plan import Roadmap

_PARTS = re.compile(r"[-_.]")


@dataclass(frozen=True)
class Unplayed:
    """Roles and teams that may belong together."""

    roles: tuple[str, ...]
    """Roles that have work in the plan, no team and no declared days."""
    teams: tuple[str, ...]
    """Teams that have declared days, and work in no action."""
    pairs: tuple[tuple[str, str], ...]
    """Role and team that are called alike."""


def unplayed(plan: Roadmap, model: Model, facts: Facts) -> Unplayed | None:
    """Return the roles and teams that may belong together; None where there are none of either."""
    listed = {team.id: team.name or team.id for team in (facts.map.teams or ())} if facts.map else {}
    efforts = (effort_by_team(entry.action, facts) for entry in catalogue(model, facts).values())
    busy = {team for effort in efforts for team, days in effort.items() if days}
    roles = tuple(role for role in plan.unlimited if role not in listed)
    teams = tuple(sorted(plan.capacity.keys() - busy))
    if not roles or not teams:
        return None
    names = {team: listed.get(team, team) for team in teams}
    return Unplayed(roles, teams, tuple(_pairs(roles, names, model)))


def idle(teams: Iterable[str], plan: Roadmap) -> tuple[str, ...]:
    """Return those of the teams of which no action of the plan takes days."""
    busy = {team for item in plan.actions for team, days in item.effort.items() if days}
    return tuple(sorted({*teams} - busy))


def _pairs(roles: tuple[str, ...], teams: dict[str, str], model: Model) -> Iterator[tuple[str, str]]:
    for role in roles:
        said = model.header.roles.get(role)
        names = {said.en.casefold(), said.fr.casefold()} if said else set()
        same = [team for team, name in teams.items() if name.casefold() in names]
        like = [team for team in teams if role in _PARTS.split(team) or team in _PARTS.split(role)]
        for team in (same or like)[:1]:
            yield role, team
