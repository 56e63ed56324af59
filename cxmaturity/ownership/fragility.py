"""The map as an undirected graph, and what breaks when one of its nodes is lost.

Nodes are the sources, teams and levers of the map; edges join a source with its accountable and responsible teams,
and a team with the levers that it owns. In plain Python: these questions belong to every assessment, and networkx
(which the tests compare with) takes longer to import than they take to answer.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from cxmaturity.ownership.view import View, teams_of

Kind = Literal["source", "team", "lever"]
N = TypeVar("N", bound=Hashable)
Neighbours = Mapping[N, Iterable[N]]
"""A graph: node to the nodes that it is joined with, both ways."""


@dataclass(frozen=True, order=True)
class Node:
    """A node of the map; its kind tells apart a source and a team of the same id."""

    id: str
    kind: Kind


def neighbours(view: View) -> dict[Node, list[Node]]:
    """Return the map's graph, nodes in map order: sources, teams, levers."""
    graph: dict[Node, list[Node]] = {Node(source.id, "source"): [] for source in view.sources}
    graph |= {Node(team.id, "team"): [] for team in view.teams}
    graph |= {Node(lever.id, "lever"): [] for lever in view.map.levers or ()}
    for first, second in edges(view):
        graph.setdefault(first, []).append(second)
        graph.setdefault(second, []).append(first)
    return graph


def edges(view: View) -> Iterator[tuple[Node, Node]]:
    """Yield the map's edges: source to team, team to lever, each once."""
    for source in view.sources:
        for team in sorted(teams_of(source)):
            yield Node(source.id, "source"), Node(team, "team")
    for lever in view.map.levers or ():
        if lever.owner:
            yield Node(lever.owner, "team"), Node(lever.id, "lever")


def cut_points(view: View) -> tuple[Node, ...]:
    """Return the map's articulation points, by id: without one of them, what hangs together falls apart."""
    return tuple(sorted(articulation_points(neighbours(view))))


def silos(view: View) -> list[tuple[Node, ...]]:
    """Return the connected parts of the map that hold a source and a team, the largest first, then in map order.

    A source without a team, or a team without sources, is a gap of another kind and no silo.
    """
    parts = connected_parts(neighbours(view))
    whole = [part for part in parts if {"source", "team"} <= {node.kind for node in part}]
    return sorted(whole, key=len, reverse=True)


def resilience(view: View) -> float | None:
    """Return the share of sources that can still act after the worst loss of one team; None without sources or levers.

    A source can act when one of its accountable or responsible teams owns a lever. Sources in the log that are not on
    the map count in the denominator.
    """
    total = len(view.sources) + len(view.shadows)
    if view.map.sources is None or view.map.levers is None or not total:
        return None
    able = [teams_of(source) & view.able for source in view.sources]
    lost: list[frozenset[str]] = [frozenset({team}) for team in view.able] or [frozenset()]
    return min(sum(bool(teams - gone) for teams in able) for gone in lost) / total


def connected_parts(graph: Neighbours[N]) -> list[tuple[N, ...]]:
    """Return the connected parts of a graph, each in order of discovery, in the order of their first node."""
    seen: set[N] = set()
    parts: list[tuple[N, ...]] = []
    for start in graph:
        if start not in seen:
            part = [start]
            seen.add(start)
            for node in part:
                fresh = [other for other in graph[node] if other not in seen]
                fresh = list(dict.fromkeys(fresh))
                seen.update(fresh)
                part += fresh
            parts.append(tuple(part))
    return parts


def articulation_points(graph: Neighbours[N]) -> set[N]:
    """Return the nodes whose removal leaves more connected parts than there were (Hopcroft and Tarjan 1973)."""
    order: dict[N, int] = {}
    found: set[N] = set()
    for root in graph:
        if root not in order:
            found |= _search(graph, root, order)
    return found


def _search(graph: Neighbours[N], root: N, order: dict[N, int]) -> set[N]:
    """Walk one connected part depth first, without recursion: a map may be deeper than Python's stack."""
    found: set[N] = set()
    order[root] = len(order)
    lowest, children_of_root = {root: order[root]}, 0
    path: list[tuple[N, N | None, Iterator[N]]] = [(root, None, iter(graph[root]))]
    while path:
        node, parent, ahead = path[-1]
        child = next(ahead, None)
        if child is None:
            path.pop()
            if parent is not None:
                lowest[parent] = min(lowest[parent], lowest[node])
                if parent == root:
                    children_of_root += 1
                elif lowest[node] >= order[parent]:
                    found.add(parent)
        elif child not in order:
            order[child] = lowest[child] = len(order)
            path.append((child, node, iter(graph[child])))
        elif child != parent:
            lowest[node] = min(lowest[node], order[child])
    return found | {root} if children_of_root > 1 else found
