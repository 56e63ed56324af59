"""Betweenness: published graphs, a graph by hand, and networkx on random ones."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmaturity.ownership.betweenness import betweenness


def found(graph):
    return betweenness({node: list(graph[node]) for node in graph})


def same(graph):
    return found(graph) == pytest.approx(nx.betweenness_centrality(graph), abs=1e-12)


def test_the_florentine_families():
    values = found(nx.florentine_families_graph())
    expected = {"Medici": 0.522, "Guadagni": 0.255, "Albizzi": 0.212, "Salviati": 0.143}
    assert {name: values[name] for name in expected} == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    "graph",
    [
        nx.florentine_families_graph(),
        nx.davis_southern_women_graph(),
        nx.karate_club_graph(),
        nx.path_graph(90),
        nx.star_graph(9),
        nx.grid_2d_graph(6, 7),
        nx.complete_bipartite_graph(3, 8),
        nx.bipartite.random_graph(400, 60, 0.02, seed=1),
        nx.disjoint_union(nx.cycle_graph(7), nx.balanced_tree(2, 3)),
        nx.empty_graph(4),
        nx.path_graph(2),
        nx.null_graph(),
    ],
    ids=lambda graph: f"{len(graph)}-nodes-{graph.size()}-edges",
)
def test_as_networkx_on_graphs_of_all_shapes(graph):
    assert same(graph)


NODES = 14


@given(
    st.lists(st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)).filter(lambda edge: edge[0] != edge[1]))
)
@settings(deadline=None)
def test_as_networkx_on_random_graphs(edges):
    graph = nx.empty_graph(NODES)
    graph.add_edges_from(edges)
    assert same(graph)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(9, NODES - 1)), max_size=30))
@settings(deadline=None)
def test_as_networkx_on_random_maps(edges):
    """Graphs as maps are: two-coloured, in several parts, with twins, leaves and lone nodes."""
    graph = nx.empty_graph(NODES)
    graph.add_edges_from(edges)
    assert same(graph)


def test_by_hand():
    """Two sources of one team, one of which another team shares: s1 – a – s2 – b – lever."""
    graph = {"s1": ["a"], "s2": ["a", "b"], "a": ["s1", "s2"], "b": ["s2", "lever"], "lever": ["b"]}
    assert betweenness(graph) == pytest.approx({"s1": 0, "s2": 4 / 6, "a": 3 / 6, "b": 3 / 6, "lever": 0})
