"""The map as an undirected graph, and what breaks when one of its nodes is lost.

Nodes are the sources, teams and levers of the map; edges join a source with its accountable and responsible teams,
and a team with the levers that it owns. In plain Python: these questions belong to every assessment, and networkx
(which the tests compare with) takes longer to import than they take to answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from cxmaturity.ownership.view import View, teams_of

Kind = Literal["source", "team", "lever"]
N = TypeVar("N", bound=Hashable)
Neighbours = Mapping[N, Iterable[N]]
"""A graph: node to the nodes that it is joined with, both ways."""


class Node(NamedTuple):
    """A node of the map; its kind tells apart a source and a team of the same id."""

    id: str
    kind: Kind


@lru_cache(maxsize=2)
def neighbours(view: View) -> Mapping[Node, Sequence[Node]]:
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


@lru_cache(maxsize=2)
def _weak_spots(view: View) -> tuple[set[Node], set[tuple[Node, Node]]]:
    return weak_spots(neighbours(view))


def cut_points(view: View) -> tuple[Node, ...]:
    """Return the map's articulation points, by id: without one of them, what hangs together falls apart."""
    return tuple(sorted(_weak_spots(view)[0]))


def bridges(view: View) -> tuple[tuple[Node, Node], ...]:
    """Return the map's bridges, each from source to team or from team to lever, by id: links that nothing doubles."""
    found = _weak_spots(view)[1]
    return tuple(sorted(edge for edge in edges(view) if edge in found or edge[::-1] in found))


@lru_cache(maxsize=2)
def silos(view: View) -> Sequence[tuple[Node, ...]]:
    """Return the connected parts of the map that hold a source and a team, the largest first, then by id.

    A source without a team, or a team without sources, is a gap of another kind and no silo.
    """
    parts = connected_parts(neighbours(view))
    whole = [part for part in parts if {"source", "team"} <= {node.kind for node in part}]
    return sorted(whole, key=lambda part: (-len(part), min(part)))


def resilience(view: View) -> float | None:
    """Return the share of sources that can still act after the worst loss of one team; None without sources or levers.

    A source can act when one of its accountable or responsible teams owns a lever. Sources in the log that are not on
    the map count in the denominator.
    """
    total = len(view.sources) + len(view.shadows)
    if view.map.sources is None or view.map.levers is None or not total:
        return None
    return (sum(bool(teams & view.able) for teams in map(teams_of, view.sources)) - _worst(view)[0]) / total


def worst_loss(view: View) -> str | None:
    """Return the team whose loss leaves most sources unable to act, of equal ones the first by id; None where none."""
    return _worst(view)[1]


def _worst(view: View) -> tuple[int, str | None]:
    """Return how many sources can act through one team alone, at most, and which team that is."""
    alone = Counter(team for source in view.sources if len(able := teams_of(source) & view.able) == 1 for team in able)
    return max(((sources, team) for team, sources in sorted(alone.items())), key=lambda one: one[0], default=(0, None))


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
    return weak_spots(graph)[0]


def weak_spots(graph: Neighbours[N]) -> tuple[set[N], set[tuple[N, N]]]:
    """Return the articulation points, and the bridges: the links without which two nodes are no longer connected.

    Between two nodes there is at most one link.
    """
    order: dict[N, int] = {}
    points: set[N] = set()
    bridges: set[tuple[N, N]] = set()
    for root in graph:
        if root not in order:
            _search(graph, root, order, points, bridges)
    return points, bridges


def _search(graph: Neighbours[N], root: N, order: dict[N, int], points: set[N], bridges: set[tuple[N, N]]) -> None:
    """Walk one connected part depth first, without recursion: a map may be deeper than Python's stack."""
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
                if lowest[node] > order[parent]:
                    bridges.add((parent, node))
                if parent == root:
                    children_of_root += 1
                elif lowest[node] >= order[parent]:
                    points.add(parent)
        elif child not in order:
            order[child] = lowest[child] = len(order)
            path.append((child, node, iter(graph[child])))
        elif child != parent:
            lowest[node] = min(lowest[node], order[child])
    if children_of_root > 1:
        points.add(root)
