"""Proposed owners: the oracles by hand, and brute force on small cases."""

from __future__ import annotations

from itertools import product

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from small_maps import a_view

from cxmaturity.ownership.repair import Unplaceable, assign, repair, violator

FOUR = """
    teams: [{id: cs, max_sources: 1}, {id: product, max_sources: 1}, {id: support, max_sources: 1}]
    sources:
      - {id: relational, candidates: [cs]}
      - {id: support-survey, candidates: [support, cs]}
      - {id: product-survey, candidates: [product]}
      - {id: social, candidates: [cs]}
"""


def test_three_of_four_are_placed_and_the_reason_is_named():
    found = repair(a_view(FOUR))
    assert {proposal.source: proposal.team for proposal in found.proposals} == {
        "relational": "cs", "support-survey": "support", "product-survey": "product",
    }  # fmt: skip
    assert found.unplaceable == Unplaceable(("relational", "social"), ("cs",), 1)


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


def test_the_cost_rule():
    found = repair(
        a_view("""
            teams: [{id: a}, {id: b}, {id: c, max_sources: 1}]
            touchpoints: [{id: shop, owner: b}]
            sources:
              - {id: s0, accountable: a, channel: sms}
              - {id: s1, accountable: b, channel: email}
              - {id: s2, accountable: b, channel: email}
              - {id: s3, accountable: c, channel: email}
              - {id: orphan, touchpoint: shop, channel: sms}
        """)
    )
    [proposal] = found.proposals
    assert (proposal.team, proposal.cost) == ("b", 10 - 4 + 2)
    assert "owns the touchpoint" in str(proposal.why)
    assert found.unplaceable == Unplaceable()


def test_ties_go_by_id():
    found = repair(a_view("teams: [{id: b}, {id: a}]\nsources: [{id: y}, {id: x}]"))
    assert [(proposal.source, proposal.team) for proposal in found.proposals] == [("x", "a"), ("y", "a")]


def test_only_teams_in_scope_are_proposed():
    found = repair(a_view("teams: [{id: a}, {id: b}]\nsources: [{id: x}]", team="b"))
    assert [proposal.team for proposal in found.proposals] == ["b"]


def test_without_teams_nothing_is_proposed():
    found = repair(a_view("teams: []\nsources: [{id: x}]"))
    assert found.proposals == ()
    assert found.unplaceable == Unplaceable(("x",), (), 0)


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
