"""Who stands between whom."""

from __future__ import annotations

import pytest
from small_maps import a_log, a_view

from cxmaturity.ownership.network import centrality

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
