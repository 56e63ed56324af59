"""Who could answer for the sources that nobody answers for: a min-cost flow, and what stands in its way.

Cost of giving a source to a team: 10, less 4 where the team owns the source's touchpoint, less 2 where it is already
accountable for a source on that channel, plus one for each source that it holds already. As many sources as possible
are placed, at the least cost; of equal plans the first by ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.evidence.ownership_map import Source, Team
from cxmaturity.ownership.assignment import Unplaceable, assign, violator
from cxmaturity.ownership.view import View
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Proposal:
    """A team that could answer for a source."""

    source: str
    team: str
    cost: int
    why: Text


@dataclass(frozen=True)
class Repair:
    """Proposed owners, by source, and what could not be proposed."""

    proposals: tuple[Proposal, ...]
    unplaceable: Unplaceable


def repair(view: View) -> Repair:
    """Return an owner for as many sources without one as the teams have room for."""
    orphans = {source.id: source for source in view.sources if not source.accountable}
    teams = {team.id: team for team in view.teams}
    room = {name: max(0, team.max_sources - len(view.accountable_for(name))) for name, team in teams.items()}
    costs = {
        name: {team.id: cost(view, source, team) for team in _candidates(view, source, teams)}
        for name, source in orphans.items()
    }
    plan = assign(costs, room)
    proposals = (
        Proposal(name, plan[name], costs[name][plan[name]], _why(view, orphans[name], teams[plan[name]]))
        for name in sorted(plan)
    )
    return Repair(tuple(proposals), violator(costs, room, plan))


def cost(view: View, source: Source, team: Team) -> int:
    """Return what it costs to make a team accountable for a source; less is better."""
    owns, on_channel = _owns_touchpoint(view, source, team), _is_on_channel(view, source, team)
    return 10 - 4 * owns - 2 * on_channel + len(view.accountable_for(team.id))


def _candidates(view: View, source: Source, teams: Mapping[str, Team]) -> list[Team]:
    named = [teams[name] for name in dict.fromkeys(source.candidates) if name in teams]
    return named if source.candidates else list(view.teams_in_scope)


def _owns_touchpoint(view: View, source: Source, team: Team) -> bool:
    return source.touchpoint is not None and view.touchpoint_owners.get(source.touchpoint) == team.id


def _is_on_channel(view: View, source: Source, team: Team) -> bool:
    return source.channel is not None and source.channel in view.channels_of(team.id)


def _why(view: View, source: Source, team: Team) -> Text:
    held = len(view.accountable_for(team.id))
    if _owns_touchpoint(view, source, team):
        reason = text("owns the touchpoint")
    elif _is_on_channel(view, source, team):
        reason = text("already asks customers by {channel}", channel=source.channel)
    else:
        reason = text("has room")
    return text("{reason}; answers for {held:int} {held:plural source|sources} today", reason=reason, held=held)
