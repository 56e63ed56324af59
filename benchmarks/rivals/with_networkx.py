"""Betweenness and proposed owners of a map by networkx, as JSON: what the ownership command must find, and far slower.

Usage: python benchmarks/rivals/with_networkx.py FOLDER
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import yaml


def main() -> None:
    """Compute both."""
    found = yaml.load((Path(sys.argv[1]) / "ownership.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    between = nx.betweenness_centrality(_graph(found))
    print(json.dumps({"betweenness": {name: value for (_, name), value in between.items()}, "plan": _plan(found)}))


def _graph(found: Mapping[str, Any]) -> Any:  # noqa: ANN401  # networkx's graph
    graph = nx.Graph()
    for kind in ("source", "team", "lever"):
        graph.add_nodes_from((kind, entry["id"]) for entry in found[f"{kind}s"])
    for source in found["sources"]:
        named = {source["accountable"]} if "accountable" in source else set()
        graph.add_edges_from((("source", source["id"]), ("team", team)) for team in named | {*source["responsible"]})
    graph.add_edges_from((("team", lever["owner"]), ("lever", lever["id"])) for lever in found["levers"])
    return graph


def _plan(found: Mapping[str, Any]) -> dict[str, str]:
    """Return source to proposed team. A weight is the cost first, then the team's place, source by source."""
    teams = {team["id"]: team["max_sources"] for team in found["teams"]}
    held: dict[str, list[str]] = {team: [] for team in teams}
    for source in found["sources"]:
        if "accountable" in source:
            held[source["accountable"]].append(source["channel"])
    owners = {place["id"]: place["owner"] for place in found["touchpoints"]}
    orphans = {source["id"]: source for source in found["sources"] if "accountable" not in source}
    ids, order = sorted(orphans), sorted(teams)
    base, network = len(teams) + 1, nx.DiGraph()
    for position, name in enumerate(ids):
        source, digit = orphans[name], base ** (len(ids) - 1 - position)
        network.add_edge("start", ("source", name), capacity=1, weight=0)
        for team in source.get("candidates", order):
            price = 10 - 4 * (owners[source["touchpoint"]] == team) - 2 * (source["channel"] in held[team])
            weight = (price + len(held[team])) * base ** len(ids) + (order.index(team) - len(order)) * digit
            network.add_edge(("source", name), ("team", team), capacity=1, weight=weight)
    for team, most in teams.items():
        network.add_edge(("team", team), "end", capacity=max(0, most - len(held[team])), weight=0)
    flow = nx.max_flow_min_cost(network, "start", "end")
    return {name: team for name in ids for (_, team), placed in flow["source", name].items() if placed}


if __name__ == "__main__":
    main()
