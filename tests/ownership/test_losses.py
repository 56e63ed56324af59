"""What sources lose with one team or link: by hand, and against taking every one away."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from small_maps import AS_OF, a_map, a_view

from cxmaturity.evidence.ownership_map import Lever, OwnershipMap, Source, Team
from cxmaturity.ownership import survey
from cxmaturity.ownership.fragility import Node, neighbours, worst_loss
from cxmaturity.ownership.losses import lost_links, lost_points
from cxmaturity.ownership.view import View

MAP = """
    teams: [{id: a}, {id: b}, {id: c}, {id: d}]
    sources:
      - {id: s1, accountable: a, responsible: [b]}
      - {id: s2, accountable: a}
      - {id: s3, accountable: a, responsible: [c]}
      - {id: s4, accountable: c}
      - {id: s5, accountable: d}
    levers: [{id: l1, owner: a}, {id: l2, owner: b}, {id: l3, owner: b}]
"""


def told(losses):
    return {tuple(node.id for node in loss.nodes): loss.sources for loss in losses}


def test_what_hangs_on_one_team():
    """b is an articulation point as well (its levers), but a stands in for it; d is the end of a line."""
    assert told(lost_points(a_view(MAP))) == {("a",): ("s2", "s3"), ("c",): ("s4",)}
    facts = survey(a_map(MAP), None, AS_OF)
    assert facts.fragile == ("a", "b", "c", "s1", "s3")
    assert facts.gaps["single_point_of_failure"] == facts.fragile
    assert (facts.resilience, facts.worst_loss) == (1 / 5, "a")


def test_what_hangs_on_one_link():
    assert told(lost_links(a_view(MAP))) == {
        ("a", "l1"): ("s2", "s3"),
        ("s2", "a"): ("s2",),
        ("s3", "a"): ("s3",),
        ("s4", "c"): ("s4",),
        ("s5", "d"): ("s5",),
    }


def test_where_no_lever_is_described_a_source_depends_on_its_only_team():
    view = a_view("sources: [{id: s, accountable: a}, {id: t, accountable: a, responsible: [b]}]")
    assert told(lost_points(view)) == {("a",): ("s",)}
    assert worst_loss(view) is None


NAMES = st.sampled_from("abcd")
MAPS = st.builds(
    OwnershipMap,
    teams=st.just(tuple(Team(id=name) for name in "abcd")),
    sources=st.lists(
        st.builds(Source, id=st.integers(0, 9).map(str), accountable=st.lists(NAMES, max_size=2).map(tuple),
                  responsible=st.lists(NAMES, max_size=2).map(tuple)), unique_by=lambda source: source.id
    ).map(tuple),
    levers=st.lists(st.builds(Lever, id=st.integers(0, 9).map(str), owner=NAMES), max_size=4,
                    unique_by=lambda lever: lever.id).map(tuple),
)  # fmt: skip


def served(of: nx.Graph, source: Node) -> tuple[bool, bool]:
    """Return whether a source has a team, and one with a lever."""
    teams = set(of[source])
    return bool(teams), any(node.kind == "lever" for team in teams for node in of[team])


def worse_off(whole: nx.Graph, left: nx.Graph) -> set[str]:
    sources = [node for node in whole if node.kind == "source" and node in left]
    return {node.id for node in sources if served(left, node) != served(whole, node)}


@given(MAPS)
def test_losses_are_what_taking_each_away_shows(ownership_map):
    view = View(ownership_map, None, AS_OF)
    whole = nx.Graph(neighbours(view))
    points, links = {}, {}
    for node in nx.articulation_points(whole):
        left = whole.copy()
        left.remove_node(node)
        if node.kind == "team" and (sources := worse_off(whole, left)):
            points[node.id,] = sources
    for link in nx.bridges(whole):
        left = whole.copy()
        left.remove_edge(*link)
        if sources := worse_off(whole, left):
            links[frozenset(link)] = sources
    assert {ids: set(sources) for ids, sources in told(lost_points(view)).items()} == points
    assert {frozenset(loss.nodes): set(loss.sources) for loss in lost_links(view)} == links
