"""Who stands between whom on the map, and the files that other programs draw it from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxmaturity.ownership.betweenness import betweenness
from cxmaturity.ownership.fragility import Node, neighbours
from cxmaturity.ownership.view import View

if TYPE_CHECKING:
    import networkx as nx

_DIGITS: Final = 12
"""Decimals to which nodes are equally central: what lies beyond is rounding, which must not order them."""


@dataclass(frozen=True)
class Central:
    """A node of the map and its betweenness."""

    node: Node
    betweenness: float
    """Share of the shortest paths between other nodes that run through it, 0 to 1."""


def centrality(view: View) -> tuple[Central, ...]:
    """Return every node with its normalised betweenness, the most central first, then by id."""
    found = [Central(node, value) for node, value in betweenness(neighbours(view)).items()]
    return tuple(sorted(found, key=lambda central: (-round(central.betweenness, _DIGITS), central.node)))


def node_link(view: View) -> str:
    """Return the drawing as node-link JSON, as networkx and d3 read it."""
    import networkx as nx

    return json.dumps(nx.node_link_data(_drawn(view), edges="links"), ensure_ascii=False, indent=2)


def graphml(view: View) -> str:
    """Return the drawing as GraphML."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(_drawn(view)))


def _drawn(view: View) -> nx.DiGraph[str]:
    """Return the directed graph that is drawn: source to team by role, team to lever; ids carry their kind."""
    import networkx as nx

    result: nx.DiGraph[str] = nx.DiGraph()
    for key, kind, name, on_map in drawn_nodes(view):
        result.add_node(key, kind=kind, name=name, on_map=on_map)
    for first, second, role in drawn_edges(view):
        result.add_edge(first, second, role=role)
    return result


def drawn_nodes(view: View) -> Iterator[tuple[str, str, str, bool]]:
    """Yield key, kind, name and whether it is on the map, of every source (shadows too), team and lever."""
    for source in view.sources:
        yield f"source:{source.id}", "source", source.name or source.id, True
    for shadow in view.shadows:
        yield f"source:{shadow}", "source", shadow, False
    for team in view.teams:
        yield f"team:{team.id}", "team", team.name or team.id, True
    for lever in view.map.levers or ():
        yield f"lever:{lever.id}", "lever", lever.name or lever.id, True


def drawn_edges(view: View) -> Iterator[tuple[str, str, str]]:
    """Yield first, second and role of every edge: accountable, responsible (and not accountable), owns."""
    for source in view.sources:
        for team in dict.fromkeys(source.accountable):
            yield f"source:{source.id}", f"team:{team}", "accountable"
        for team in dict.fromkeys(source.responsible):
            if team not in source.accountable:
                yield f"source:{source.id}", f"team:{team}", "responsible"
    for lever in view.map.levers or ():
        if lever.owner:
            yield f"team:{lever.owner}", f"lever:{lever.id}", "owns"
