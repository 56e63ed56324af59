"""Who could answer for the sources that nobody answers for: a min-cost flow, and what stands in its way.

Cost of giving a source to a team: 10, less 4 where the team owns the source's touchpoint, less 2 where it is already
accountable for a source on that channel, plus one for each source that it holds already. As many sources as possible
are placed, at the least cost; of equal plans the first by ids.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cxmaturity.evidence.ownership_map import Source, Team
from cxmaturity.ownership.assignment import Places, Unplaceable, assign, violator
from cxmaturity.ownership.view import View
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Proposal:
    """A team that could answer for a source."""

    source: str
    team: str
    cost: int
    why: Text
    """What speaks for the team, what it carries already, and the next best team with its cost."""


@dataclass(frozen=True)
class Repair:
    """Proposed owners, by source, and what could not be proposed."""

    proposals: tuple[Proposal, ...]
    unplaceable: Unplaceable


def repair(view: View, without: Collection[str] = ()) -> Repair:
    """Return an owner for as many sources without one, but for those in ``without``, as the teams have room for."""
    orphans = {source.id: source for source in view.sources if not source.accountable and source.id not in without}
    teams = {team.id: team for team in view.teams}
    room = {name: max(0, team.max_sources - len(view.accountable_for(name))) for name, team in teams.items()}
    costs = {
        name: {team.id: cost(view, source, team) for team in _candidates(view, source, teams)}
        for name, source in orphans.items()
    }
    plan = assign(costs, room)
    proposals = []
    for name, team in sorted(plan.items()):
        rival = _rival(view, team, costs[name], room)
        proposals.append(Proposal(name, team, costs[name][team], _why(view, orphans[name], teams[team], rival)))
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


def _why(view: View, source: Source, team: Team, rival: Text) -> Text:
    """Return what speaks for a team, what it carries, and the rival that it is compared with, in a line."""
    held = len(view.accountable_for(team.id))
    load = text(
        "answers for {held:int} {held:plural source|sources} today, with room for {room:int} more",
        held=held,
        room=team.max_sources - held,
    )
    owns, is_on_channel = _owns_touchpoint(view, source, team), _is_on_channel(view, source, team)
    if owns and is_on_channel:
        reason = text("owns the touchpoint and already asks customers by {channel}", channel=source.channel)
    elif owns:
        reason = text("owns the touchpoint")
    elif is_on_channel:
        reason = text("already asks customers by {channel}", channel=source.channel)
    else:
        return text("{load}; {rival}", load=load, rival=rival)
    return text("{reason}; {load}; {rival}", reason=reason, load=load, rival=rival)


def _rival(view: View, chosen: str, costs: Mapping[str, int], room: Places) -> Text:
    """Return the cheapest other team that has room, beside the chosen one."""
    others = sorted((price, team) for team, price in costs.items() if team != chosen and room[team])
    if not others:
        return text("no other team that could take it has room")
    price, team = others[0]
    name = next(each.name or each.id for each in view.teams if each.id == team)
    if price < costs[chosen]:
        return text("{team} would cost {cost:int}, but its places go to other sources", team=name, cost=price)
    return text("next best: {team}, cost {cost:int}", team=name, cost=price)
