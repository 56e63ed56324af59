"""Who stands between whom on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxmaturity.ownership.betweenness import betweenness
from cxmaturity.ownership.fragility import Node, neighbours
from cxmaturity.ownership.view import View

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
