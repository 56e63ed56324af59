"""Articulation points and connected parts: published graphs, and networkx on random ones."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_maps import AS_OF, a_map, a_view

from cxmaturity.ownership import survey
from cxmaturity.ownership.fragility import (
    articulation_points,
    connected_parts,
    cut_points,
    edges,
    neighbours,
    resilience,
    silos,
    weak_spots,
)


def as_lists(graph: nx.Graph) -> dict[object, list[object]]:
    return {node: list(graph[node]) for node in graph}


def test_the_florentine_families():
    found = articulation_points(as_lists(nx.florentine_families_graph()))
    assert found == {"Albizzi", "Guadagni", "Medici", "Salviati"}


def test_the_southern_women_have_none():
    assert articulation_points(as_lists(nx.davis_southern_women_graph())) == set()


def test_a_path_deeper_than_the_stack():
    assert len(articulation_points(as_lists(nx.path_graph(5000)))) == 4998


EDGES = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda edge: edge[0] != edge[1]))


@given(EDGES)
def test_as_networkx_finds_them(edges):
    graph = nx.Graph(edges)
    graph.add_nodes_from(range(12))
    points, bridges = weak_spots(as_lists(graph))
    assert points == articulation_points(as_lists(graph)) == set(nx.articulation_points(graph))
    assert {frozenset(link) for link in bridges} == {frozenset(link) for link in nx.bridges(graph)}
    assert {frozenset(part) for part in connected_parts(as_lists(graph))} == {
        frozenset(part) for part in nx.connected_components(graph)
    }


TWO_PARTS = """
    teams: [{id: a}, {id: b}, {id: c}]
    sources: [{id: s1, accountable: a, responsible: [b]}, {id: s2, accountable: a}, {id: c, accountable: c}]
    levers: [{id: l1, owner: a}, {id: l2, owner: b}, {id: l3, owner: c}]
"""


def test_a_map_and_its_graph_say_the_same():
    view = a_view(TWO_PARTS)
    graph = nx.Graph(edges(view))
    assert {node: set(others) for node, others in neighbours(view).items()} == {
        node: set(graph[node]) for node in graph
    }
    assert set(cut_points(view)) == set(nx.articulation_points(graph))


def test_a_map_in_two_parts():
    view = a_view(TWO_PARTS)
    assert [node.id for node in cut_points(view)] == ["a", "b", "c", "s1"]
    assert [sorted(node.id for node in silo) for silo in silos(view)] == [
        ["a", "b", "l1", "l2", "s1", "s2"],
        ["c", "c", "l3"],
    ]
    facts = survey(a_map(TWO_PARTS), None, AS_OF)
    assert facts.gaps["isolated_component"] == ("c", "l3")
    assert facts.silos == 2
    assert facts.fragile == ("a", "b", "c", "s1")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (TWO_PARTS, 2 / 3),
        ("teams: [{id: a}]\nsources: [{id: s, accountable: a}]\nlevers: []", 0),
        ("teams: [{id: a}]\nsources: [{id: s, accountable: a}]", None),
        ("teams: [{id: a}]\nsources: []\nlevers: [{id: l, owner: a}]", None),
        ("sources: [{id: s, accountable: a, responsible: [b]}]\nlevers: [{id: l, owner: a}, {id: m, owner: b}]", 1),
    ],
)
def test_resilience(source, expected):
    assert resilience(a_view(source)) == expected


def test_what_has_no_source_or_no_team_is_no_silo():
    assert (
        len(
            silos(
                a_view(TWO_PARTS.replace("{id: c}]", "{id: c}, {id: it}]").replace("[{id: s1", "[{id: lone}, {id: s1"))
            )
        )
        == 2
    )
