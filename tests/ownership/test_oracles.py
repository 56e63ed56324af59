"""The published numbers of ../shared/test-vectors.json, where it is there."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from cxmaturity.ownership.assignment import assign
from cxmaturity.ownership.betweenness import betweenness
from cxmaturity.ownership.fragility import articulation_points

FILE = Path(__file__).resolve().parents[3] / "shared" / "test-vectors.json"


@pytest.fixture(scope="module")
def vectors():
    if not FILE.exists():
        pytest.skip("there is no ../shared")
    return json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture
def families():
    graph = nx.florentine_families_graph()
    return {node: list(graph[node]) for node in graph}


def test_betweenness_of_the_florentine_families(vectors, families):
    expected, found = vectors["betweenness_florentine"], betweenness(families)
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=5e-4)


def test_articulation_points_of_the_florentine_families(vectors, families):
    assert sorted(articulation_points(families)) == vectors["articulation_florentine"]


def test_the_assignment_problem(vectors):
    table = vectors["assignment"]["cost"]
    costs = {
        f"row {row}": {f"column {column}": price for column, price in enumerate(prices)}
        for row, prices in enumerate(table)
    }
    plan = assign(costs, {f"column {column}": 1 for column in range(len(table[0]))})
    assert len(plan) == len(table)
    assert sum(costs[source][team] for source, team in plan.items()) == vectors["assignment"]["total"]
