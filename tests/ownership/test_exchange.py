"""The map as a graph for other programs: what they read, and that nothing in a name stops them."""

from __future__ import annotations

import json
import re
from io import BytesIO
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planted_maps import GAPS, a_planted_view
from small_maps import AS_OF, a_log, a_view

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership import survey
from cxmaturity.ownership.exchange import edges, graphml, node_link
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.ownership.view import View

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
NASTY = (
    'Shops "North" <x>',
    "R&D ]]> --",
    "Écoute – Zürich ☃ 🙂 株式",
    "tab\tand\nline",
    "bell\a, \x1b[31m, half \ud83d",
)


def asked(view: View) -> OwnershipFacts:
    return survey(view.map, view.contacts, AS_OF)


FACTS = asked(
    a_view(
        """
        teams: [{id: a, name: 'Shops "North" <x>'}, {id: b}]
        sources: [{id: s, name: After a visit, accountable: a, responsible: [a, b]}, {id: orphan}]
        levers: [{id: l, owner: a}, {id: unowned}]
        """,
        a_log({"s": 5, "shadow": 1}),
    )
)


def named(name: str) -> OwnershipFacts:
    record = {
        "teams": [{"id": "a", "name": name}],
        "sources": [{"id": "s", "name": name, "accountable": "a"}],
        "levers": [{"id": "l", "name": name, "owner": "a"}],
    }
    return asked(View(OwnershipMap.model_validate(record), None, AS_OF))


def read_all(facts: OwnershipFacts) -> list[nx.DiGraph]:
    record = json.loads(node_link(facts))
    return [nx.node_link_graph(record, edges=key) for key in ("links", "edges")] + [
        nx.read_graphml(BytesIO(graphml(facts).encode())),
        nx.parse_graphml(graphml(facts)),
    ]


@pytest.mark.parametrize("form", range(4))
def test_it_is_read_back_as_it_was(form):
    drawn = read_all(FACTS)[form]
    assert drawn.is_directed()
    assert drawn.nodes["team:a"]["name"] == 'Shops "North" <x>'
    assert drawn.nodes["source:s"]["volume"] == 5
    assert "gap" not in drawn.nodes["team:a"]
    assert drawn.nodes["source:orphan"]["gap"] == "source_without_accountable"
    assert drawn.nodes["source:shadow"]["gap"] == "shadow_source"
    assert not drawn.nodes["source:shadow"]["on_map"]
    assert {(first, second, data["role"]) for first, second, data in drawn.edges(data=True)} == set(edges(FACTS))
    assert set(drawn.edges) == {("source:s", "team:a"), ("source:s", "team:b"), ("team:a", "lever:l")}


def test_it_has_the_shape_that_d3_reads():
    """Nodes with an id, links whose source and target are such ids."""
    record = json.loads(node_link(asked(a_planted_view())))
    ids = [node["id"] for node in record["nodes"]]
    assert len(ids) == len(set(ids)) == 40 + 12 + 12
    assert {end for link in record["links"] for end in (link["source"], link["target"])} <= set(ids)
    assert sum("gap" in node for node in record["nodes"]) == len(GAPS)


@pytest.mark.parametrize("facts", [FACTS, asked(a_planted_view()), *map(named, NASTY)], ids=range(2 + len(NASTY)))
def test_graphml_keeps_the_rules_of_its_schema(facts):
    """Keys first and unique; data name a key declared for their element, of its type, at most once; ends are nodes."""
    root = ElementTree.fromstring(graphml(facts))
    assert root.tag == f"{GRAPHML}graphml"
    assert [child.tag for child in root] == [f"{GRAPHML}key"] * (len(root) - 1) + [f"{GRAPHML}graph"]
    keys = {key.attrib["id"]: key.attrib for key in root[:-1]}
    assert len(keys) == len(root) - 1
    graph = root[-1]
    assert graph.attrib["edgedefault"] == "directed"
    ids = [node.attrib["id"] for node in graph.iter(f"{GRAPHML}node")]
    assert len(ids) == len(set(ids))
    assert [node for node in ids if not re.fullmatch(r"[\w.:-]+", node)] == []
    reads = {"string": str, "boolean": {"True": 1, "False": 0, "true": 1, "false": 0}.__getitem__, "long": int}
    for element in graph:
        kind = element.tag.removeprefix(GRAPHML)
        assert kind in ("node", "edge")
        if kind == "edge":
            assert {element.attrib["source"], element.attrib["target"]} <= set(ids)
        given = [data.attrib["key"] for data in element]
        assert len(given) == len(set(given))
        for data in element:
            assert keys[data.attrib["key"]]["for"] == kind
            {**reads, "double": float, "int": int, "float": float}[keys[data.attrib["key"]]["attr.type"]](
                data.text or ""
            )


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_no_name_stops_a_reader(name):
    for drawn in read_all(named(name)):
        shown = drawn.nodes["team:a"]["name"]
        assert shown == " ".join(re.sub("[\x00-\x1f]", " ", name).split()).replace("\ud83d\ude42", "🙂").replace(
            "\ud83d", "\ufffd"
        )


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=80).filter(str.strip))
def test_any_name_is_read_back_alike_by_all(name):
    facts = named(name)
    found = {drawn.nodes["lever:l"]["name"] for drawn in read_all(facts)}
    assert len(found) == 1


def test_ids_that_graphml_cannot_hold_stay_apart():
    log = a_log({"pop-up / credit": 1, "pop-up ? credit": 1})
    drawn = nx.parse_graphml(graphml(asked(a_view("sources: []", log))))
    assert {node: data["name"] for node, data in drawn.nodes(data=True)} == {
        "source:pop-up___credit": "pop-up / credit", "source:pop-up___credit_2": "pop-up ? credit",
    }  # fmt: skip


def test_an_empty_map_is_an_empty_graph():
    facts = asked(a_view("sources: []"))
    assert [len(drawn) for drawn in read_all(facts)] == [0, 0, 0, 0]
