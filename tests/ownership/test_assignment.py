"""Sources to teams: published oracles, brute force on small cases, networkx's flow on larger ones."""

from __future__ import annotations

from itertools import product
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmaturity.ownership.assignment import assign, violator


def test_the_assignment_problem():
    costs = {
        f"r{row}": dict(zip("abc", prices, strict=True)) for row, prices in enumerate([[4, 1, 3], [2, 0, 5], [3, 2, 2]])
    }
    plan = assign(costs, dict.fromkeys("abc", 1))
    assert sum(costs[source][team] for source, team in plan.items()) == 5


def test_the_southern_women_can_all_be_matched():
    graph = nx.davis_southern_women_graph()
    women = graph.graph["top"]
    costs = {woman: dict.fromkeys(graph[woman], 1) for woman in women}
    assert len(assign(costs, dict.fromkeys(graph.graph["bottom"], 1))) == 14


COSTS = st.dictionaries(
    st.sampled_from(["p", "q", "r", "s"]), st.dictionaries(st.sampled_from("abc"), st.integers(1, 6)), max_size=4
)
ROOM = st.fixed_dictionaries({team: st.integers(0, 2) for team in "abc"})


def plans(costs, room):
    """Every feasible plan, as a tuple with a team or None for each source by id."""
    options = [[*sorted(costs[source]), None] for source in sorted(costs)]
    return [plan for plan in product(*options) if all(plan.count(team) <= places for team, places in room.items())]


@given(COSTS, ROOM)
@settings(deadline=None)
def test_brute_force_finds_no_better_plan_and_the_violator_proves_it(costs, room):
    def worth(plan):
        chosen = [(source, team) for source, team in zip(sorted(costs), plan, strict=True) if team is not None]
        return -len(chosen), sum(costs[source][team] for source, team in chosen), [team or "~" for team in plan]

    plan = assign(costs, room)
    best = min(plans(costs, room), key=worth)
    assert tuple(plan.get(source) for source in sorted(costs)) == best

    found = violator(costs, room, plan)
    assert bool(found.sources) == (len(plan) < len(costs))
    assert set(found.possible_teams) == {team for source in found.sources for team in costs[source]}
    assert len(found.sources) - found.room == len(costs) - len(plan)


def by_flow(costs, room):
    """What networkx's min-cost flow finds. A weight is the cost first, then the team's place, source by source."""
    sources, teams = sorted(costs), sorted({team for options in costs.values() for team in options})
    base = len(teams) + 1
    network = nx.DiGraph()
    for position, source in enumerate(sources):
        network.add_edge("start", ("source", source), capacity=1, weight=0)
        digit = base ** (len(sources) - 1 - position)
        for team, price in costs[source].items():
            weight = price * base ** len(sources) + (teams.index(team) - len(teams)) * digit
            network.add_edge(("source", source), ("team", team), capacity=1, weight=weight)
    for team in teams:
        network.add_edge(("team", team), "end", capacity=room.get(team, 0), weight=0)
    flow = nx.max_flow_min_cost(network, "start", "end")
    return {source: team for source in sources for team in costs[source] if flow["source", source]["team", team] == 1}


@pytest.mark.parametrize("seed", range(12))
def test_as_networkx_on_larger_maps(seed):
    """Few prices, so that many plans cost as little; in every other map there is too little room."""
    draw = Random(seed)
    teams = [f"t{number:02}" for number in range(draw.randint(3, 14))]
    costs = {
        f"s{number:02}": {
            team: draw.randint(4, 7) for team in draw.sample(teams, draw.randint(1, len(teams)) if seed % 3 else 2)
        }
        for number in range(30)
    }
    room = {team: draw.randint(0, 60 // len(teams) if seed % 2 else 30 // len(teams)) for team in teams}
    assert assign(costs, room) == by_flow(costs, room)


def test_nothing_to_place_and_nowhere_to_go():
    assert assign({}, {}) == {}
    assert assign({"s": {}}, {"t": 3}) == {}
    assert assign({"s": {"t": 1}}, {}) == {}
