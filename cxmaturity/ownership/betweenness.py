"""Betweenness of every node, for graphs as large as a group's map: Brandes's sums, all roots at once in numpy.

A map is two-coloured: teams on one side, sources and levers on the other. So only the smaller side (the hubs) is
walked, from hub to hub, and the nodes of the other side are what joins them; those that join the same hubs are counted
together. In a graph that is not two-coloured every node is a hub, and its edges are what joins them. The values are
those of networkx, which the tests compare with.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.int64]
    Floats: TypeAlias = NDArray[np.float64]

    T = TypeVar("T", np.int64, np.float64)

N = TypeVar("N", bound=Hashable)
Neighbours = Mapping[N, Iterable[N]]

_ROOTS = 96
"""Roots walked from at once: what they need fits into the processor's cache, and memory does not grow with the map."""
_NEVER = 1 << 30
"""Level of what a root does not reach."""


@dataclass(frozen=True)
class _Ties:
    """What joins hubs: each tie is a set of hubs, and the nodes that join just these."""

    hubs: int
    nodes: Floats
    """Nodes of each tie, those with the fewest hubs first; 0 where it is an edge."""
    tie: Numbers
    """Tie of each membership, ascending."""
    hub: Numbers
    """Hub of each membership."""

    @cached_property
    def member(self) -> Floats:
        """One row a tie, one column a hub: 1 where the tie joins the hub."""
        import numpy as np

        found = np.zeros((len(self.nodes), self.hubs))
        found[self.tie, self.hub] = 1
        return found

    def by_tie(self, add: np.ufunc, values: NDArray[T]) -> NDArray[T]:
        """Return what the values (a row a membership) of each tie come to, all ties of one size at once."""
        import numpy as np

        sizes, numbers = np.unique(np.bincount(self.tie), return_counts=True)
        found, first = [], 0
        for size, number in zip(sizes.tolist(), numbers.tolist(), strict=True):
            last = first + size * number
            found.append(add.reduce(values[first:last].reshape(number, size, -1), axis=1))
            first = last
        result: NDArray[T] = np.concatenate(found)
        return result

    def by_hub(self, values: Floats) -> Floats:
        """Return the sums of the values (a row a membership) of each hub."""
        import numpy as np

        order = np.argsort(self.hub, kind="stable")
        begins = np.searchsorted(self.hub[order], np.arange(self.hubs))
        result: Floats = np.add.reduceat(values[order], begins, axis=0)
        return result


def betweenness(graph: Neighbours[N]) -> dict[N, float]:
    """Return the normalised betweenness of every node of an undirected graph (Freeman 1977, Brandes 2001).

    It is the share of the shortest paths between two other nodes that run through it, 0 to 1, averaged over all pairs.
    """
    hubs, ties = _sides(graph)
    if not hubs:
        return dict.fromkeys(graph, 0.0)
    ties = dict(sorted(ties.items(), key=lambda tie: len(tie[0])))
    through_hubs, through_ties = _sums(_numbered(hubs, ties))
    pairs = max(1, (len(graph) - 1) * (len(graph) - 2))
    found = dict.fromkeys(graph, 0.0)
    found |= {node: float(value) / pairs for node, value in zip(hubs, through_hubs, strict=True)}
    for nodes, value in zip(ties.values(), through_ties, strict=True):
        found |= dict.fromkeys(nodes, float(value) / pairs)
    return found


def _sides(graph: Neighbours[N]) -> tuple[list[N], dict[frozenset[N], list[N]]]:
    """Return the hubs, and each set of hubs that something joins, with the nodes that join it; edges are none."""
    hubs: list[N] = []
    ties: dict[frozenset[N], list[N]] = {}
    for one, other, is_two_coloured in _coloured_parts(graph):
        if is_two_coloured:
            fewer, more = sorted((one, other), key=len)
            hubs += fewer
            for node in more:
                if joined := frozenset(graph[node]):
                    ties.setdefault(joined, []).append(node)
        else:
            hubs += one + other
            for node in one + other:
                for end in graph[node]:
                    ties.setdefault(frozenset((node, end)), [])
    return hubs, ties


def _coloured_parts(graph: Neighbours[N]) -> Iterator[tuple[list[N], list[N], bool]]:
    """Yield the two sides of each connected part, and whether every edge runs between them."""
    colour: dict[N, bool] = {}
    for start in graph:
        if start in colour:
            continue
        colour[start], part, is_two_coloured = True, [start], True
        for node in part:
            for other in graph[node]:
                if other not in colour:
                    colour[other] = not colour[node]
                    part.append(other)
                is_two_coloured &= colour[other] != colour[node]
        yield [node for node in part if colour[node]], [node for node in part if not colour[node]], is_two_coloured


def _numbered(hubs: list[N], ties: Mapping[frozenset[N], list[N]]) -> _Ties:
    import numpy as np

    number = {node: position for position, node in enumerate(hubs)}
    return _Ties(
        len(hubs),
        np.array([float(len(nodes)) for nodes in ties.values()]),
        np.repeat(np.arange(len(ties)), [len(joined) for joined in ties]),
        np.array([number[node] for joined in ties for node in joined]),
    )


def _sums(ties: _Ties) -> tuple[Floats, Floats]:
    """Return for every hub, and for every node of a tie, the sum over ordered pairs of what runs through it."""
    import numpy as np

    ways = ties.member.T @ (ties.member * np.maximum(ties.nodes, 1)[:, None])
    through_hubs, through_ties = np.zeros(ties.hubs), np.zeros(len(ties.nodes))
    # A root is a hub, or any node of a tie: those of one tie see the same.
    roots = np.concatenate([np.arange(ties.hubs), ties.hubs + np.flatnonzero(ties.nodes)])
    for first in range(0, len(roots), _ROOTS):
        hubs, found = _from(roots[first : first + _ROOTS], ties, ways)
        through_hubs += hubs
        through_ties += found
    return through_hubs, through_ties


def _from(roots: Numbers, ties: _Ties, ways: Floats) -> tuple[Floats, Floats]:
    """Return the sums for some roots: numbers of hubs, or of ties after them."""
    import numpy as np

    columns, is_hub = np.arange(len(roots)), roots < ties.hubs
    start = np.concatenate([np.eye(ties.hubs), ties.member])[roots].T
    level, paths = _walked(start, ways)
    near = ties.by_tie(np.minimum, level[ties.hub])
    is_near = level[ties.hub] == near[ties.tie]
    to_tie = ties.by_tie(np.add, paths[ties.hub] * is_near)
    targets = np.repeat(ties.nodes[:, None], len(roots), axis=1)
    targets[roots[~is_hub] - ties.hubs, columns[~is_hub]] -= 1  # a root is no target of its own
    per_path = np.divide(targets, to_tie, out=np.zeros_like(to_tie), where=to_tie > 0)
    beyond, carried = _gathered(level, paths, ways, ties.by_hub(per_path[ties.tie] * is_near))
    onward = to_tie * ties.by_tie(np.add, carried[ties.hub] * (level[ties.hub] > near[ties.tie]))
    beyond[roots[is_hub], columns[is_hub]] = 0  # nor between itself and others
    alike = np.where(is_hub, 1, ties.nodes[np.where(is_hub, 0, roots - ties.hubs)])
    return beyond @ alike, onward @ alike


def _walked(start: Floats, ways: Floats) -> tuple[Numbers, Floats]:
    """Return the level of every hub (a row each) as seen from every root, and the number of shortest paths to it."""
    import numpy as np

    level = np.where(start > 0, 0, _NEVER)
    paths, frontier, depth = start.copy(), start, 0
    while frontier.any():
        depth += 1
        frontier = (ways @ frontier) * (level == _NEVER)
        level[frontier > 0] = depth
        paths += frontier
    return level, paths


def _gathered(level: Numbers, paths: Floats, ways: Floats, at_ties: Floats) -> tuple[Floats, Floats]:
    """Return what runs through every hub, and what each path to it carries, itself counted; deepest level first.

    ``at_ties`` holds, for each hub, what a path to it carries to the nodes of the ties that are reached through it.
    """
    import numpy as np

    beyond, carried = np.zeros_like(paths), np.zeros_like(paths)
    for depth in range(int(level.max(initial=0, where=level < _NEVER)), -1, -1):
        here = level == depth
        beyond[here] = (paths * (at_ties + ways @ (carried * (level == depth + 1))))[here]
        carried[here] = (1 + beyond[here]) / paths[here]
    return beyond, carried
