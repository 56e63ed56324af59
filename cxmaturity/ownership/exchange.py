"""The map as a graph that other programs read: GraphML, and node-link JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cxmaturity.ownership.amiss import amiss
from cxmaturity.ownership.facts import OwnershipFacts

if TYPE_CHECKING:
    import networkx as nx

_FORBIDDEN: Final = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")
_NO_TOKEN: Final = re.compile("[^A-Za-z0-9_.:À-ÖØ-öø-ÿ-]")
"""What XML's tokens may not hold, by its strictest edition and beyond Latin letters."""
Attributes = dict[str, str | int | float | bool]


def node_link(facts: OwnershipFacts) -> str:
    """Return the map as node-link JSON: d3 and networkx before 3.6 look under ``links``, later ones under ``edges``."""
    import networkx as nx

    record = nx.node_link_data(_graph(facts), edges="links")
    return json.dumps({**record, "edges": record["links"]}, ensure_ascii=False, indent=2)


def graphml(facts: OwnershipFacts) -> str:
    """Return the map as GraphML 1.0, whose ids hold neither blanks nor most signs: those become underscores."""
    import networkx as nx

    drawn = _graph(facts)
    tokens: dict[str, str] = {}
    for node in drawn:
        token = wished = _NO_TOKEN.sub("_", node)
        number = 1
        while token in tokens:
            number += 1
            token = f"{wished}_{number}"
        tokens[token] = node
    names = {node: token for token, node in tokens.items()}
    return "\n".join(nx.generate_graphml(nx.relabel_nodes(drawn, names)))


def _graph(facts: OwnershipFacts) -> nx.DiGraph[str]:
    """Return the directed graph that is drawn: source to team by role, team to lever; ids carry their kind."""
    import networkx as nx

    result: nx.DiGraph[str] = nx.DiGraph()
    for key, attributes in nodes(facts):
        result.add_node(plain(key), **attributes)
    for first, second, role in edges(facts):
        result.add_edge(plain(first), plain(second), role=role)
    return result


def nodes(facts: OwnershipFacts) -> Iterator[tuple[str, Attributes]]:
    """Yield key and attributes of every source (shadows too), team and lever; what is not known has no attribute."""
    for source in facts.sources:
        more: Attributes = {} if source.volume is None else {"volume": source.volume}
        if gap := amiss(source, facts):
            more["gap"] = gap.id
        yield f"source:{source.id}", _attributes("source", source.name, source.on_map) | more
    loads = {load.team: load for load in facts.load}
    for team, name in facts.teams:
        held = loads.get(team)
        more = {"sources": held.sources, "max_sources": held.max_sources} if held else {}
        if held and held.volume_share is not None:
            more["volume_share"] = held.volume_share
        yield f"team:{team}", _attributes("team", name) | more
    known = {team for team, _ in facts.teams}
    for team in dict.fromkeys(second.removeprefix("team:") for _, second, role in edges(facts) if role != "owns"):
        if team not in known:
            yield f"team:{team}", _attributes("team", team)
    for lever, name, _ in facts.levers:
        yield f"lever:{lever}", _attributes("lever", name)


def _attributes(kind: str, name: str, on_map: bool = True) -> Attributes:
    return {"kind": kind, "name": plain(name), "label": plain(name), "on_map": on_map}


def edges(facts: OwnershipFacts) -> Iterator[tuple[str, str, str]]:
    """Yield first, second and role of every edge: accountable, responsible (and not accountable), owns."""
    for source in facts.sources:
        for team in dict.fromkeys(source.accountable):
            yield f"source:{source.id}", f"team:{team}", "accountable"
        for team in dict.fromkeys(source.responsible):
            if team not in source.accountable:
                yield f"source:{source.id}", f"team:{team}", "responsible"
    for lever, _, owner in facts.levers:
        if owner:
            yield f"team:{owner}", f"lever:{lever}", "owns"


def plain(words: str) -> str:
    """Return words on one line without what XML and UTF-8 may not hold: control characters, halves of characters."""
    whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(_FORBIDDEN.sub(" ", whole).split())
