"""Who could answer for the sources that nobody answers for: a min-cost flow, and what stands in its way.

Cost of giving a source to a team: 10, less 4 where the team owns the source's touchpoint, less 2 where it is already
accountable for a source on that channel, plus one for each source that it holds already. As many sources as possible
are placed, at the least cost; of equal plans the first by ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxmaturity.evidence.ownership_map import Source, Team
from cxmaturity.ownership.view import View
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    import networkx as nx

Places = Mapping[str, int]
"""Team to the number of further sources that it has room for."""
Costs = Mapping[str, Mapping[str, int]]
"""Source to the teams that it could go to, and what each would cost."""


@dataclass(frozen=True)
class Proposal:
    """A team that could answer for a source."""

    source: str
    team: str
    cost: int
    why: Text


@dataclass(frozen=True)
class Unplaceable:
    """Sources that cannot all be placed, and the few teams that they could go to (a Hall violator)."""

    sources: tuple[str, ...] = ()
    possible_teams: tuple[str, ...] = ()
    room: int = 0
    """Sources that those teams have room for together: fewer than there are."""


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


def assign(costs: Costs, room: Places) -> dict[str, str]:
    """Return source to team: as many sources as possible, at the least total cost, ties by source and team id."""
    import networkx as nx

    if not any(costs.values()):
        return {}
    flow = nx.max_flow_min_cost(_network(costs, room), "start", "end", capacity="capacity", weight="weight")
    return {
        source: team for source in sorted(costs) for team in costs[source] if flow["source", source]["team", team] == 1
    }


def _network(costs: Costs, room: Places) -> nx.DiGraph[object]:
    """Return the flow network. A weight is the cost first, then the team's place in the order of ids, source by source.

    The weights are whole numbers of any size, so that a lower place never outweighs a cost.
    """
    import networkx as nx

    sources, teams = sorted(costs), sorted({team for options in costs.values() for team in options})
    base = len(teams) + 1
    network: nx.DiGraph[object] = nx.DiGraph()
    for position, source in enumerate(sources):
        network.add_edge("start", ("source", source), capacity=1, weight=0)
        digit = base ** (len(sources) - 1 - position)
        for team, price in costs[source].items():
            weight = price * base ** len(sources) + (teams.index(team) - len(teams)) * digit
            network.add_edge(("source", source), ("team", team), capacity=1, weight=weight)
    for team in teams:
        network.add_edge(("team", team), "end", capacity=room.get(team, 0), weight=0)
    return network


def violator(costs: Costs, room: Places, plan: Mapping[str, str]) -> Unplaceable:
    """Return every source that competes for the places of those left out, and the teams that they compete for.

    It is what alternating paths reach from the sources left out, and so the same for every largest plan.
    """
    reached = sorted(source for source in costs if source not in plan)
    teams: set[str] = set()
    for source in reached:
        fresh = set(costs[source]) - teams
        teams |= fresh
        reached += sorted(other for other, team in plan.items() if team in fresh)
    return Unplaceable(tuple(sorted(reached)), tuple(sorted(teams)), sum(room.get(team, 0) for team in teams))


def _candidates(view: View, source: Source, teams: Mapping[str, Team]) -> list[Team]:
    named = [teams[name] for name in dict.fromkeys(source.candidates) if name in teams]
    return named if source.candidates else list(view.teams_in_scope)


def _owns_touchpoint(view: View, source: Source, team: Team) -> bool:
    return any(place.id == source.touchpoint and place.owner == team.id for place in view.map.touchpoints or ())


def _is_on_channel(view: View, source: Source, team: Team) -> bool:
    return source.channel is not None and any(held.channel == source.channel for held in view.accountable_for(team.id))


def _why(view: View, source: Source, team: Team) -> Text:
    held = len(view.accountable_for(team.id))
    if _owns_touchpoint(view, source, team):
        reason = text("owns the touchpoint")
    elif _is_on_channel(view, source, team):
        reason = text("already asks customers by {channel}", channel=source.channel)
    else:
        reason = text("has room")
    return text("{reason}; answers for {held:int} {held:plural source|sources} today", reason=reason, held=held)
