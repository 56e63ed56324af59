"""Betweenness, and the drawings for other programs."""

from __future__ import annotations

import json
from io import BytesIO

import networkx as nx
import pytest
from small_maps import AS_OF, a_log, a_view

from cxmaturity.ownership import survey
from cxmaturity.ownership.mermaid import mermaid
from cxmaturity.ownership.network import centrality, graphml, node_link

VIEW = a_view(
    """
    teams: [{id: a, name: 'Shops "North" <x>'}, {id: b}]
    sources: [{id: s, name: After a visit, accountable: a, responsible: [a, b]}, {id: orphan}]
    levers: [{id: l, owner: a}, {id: unowned}]
    """,
    a_log({"s": 5, "shadow": 1}),
)


def test_the_most_central_node_comes_first():
    found = [(central.node.id, central.betweenness) for central in centrality(VIEW)]
    assert [name for name, _ in found] == ["a", "s", "b", "l", "orphan", "unowned"]
    assert found[0][1] == pytest.approx(2 / 10)


def test_node_link_and_graphml_are_read_back():
    linked = nx.node_link_graph(json.loads(node_link(VIEW)), edges="links")
    marked = nx.read_graphml(BytesIO(graphml(VIEW).encode()))
    for drawn in (linked, marked):
        assert drawn.nodes["team:a"]["name"] == 'Shops "North" <x>'
        assert drawn.edges["source:s", "team:b"]["role"] == "responsible"
        assert not drawn.nodes["source:shadow"]["on_map"]
        assert set(drawn.edges) == {("source:s", "team:a"), ("source:s", "team:b"), ("team:a", "lever:l")}


def test_mermaid_marks_the_gaps_and_escapes_names():
    drawn = mermaid(VIEW, survey(VIEW.map, VIEW.contacts, AS_OF))
    lines = drawn.splitlines()
    assert lines[0] == "flowchart LR"
    assert '  s0(["After a visit"])' in lines
    assert '  s1(["orphan"]):::gap' in lines
    assert '  s2(["shadow"]):::gap' in lines
    assert "#34;North#34; #60;x#62;" in drawn
    assert "  s0 -.-> t4" in lines
