"""The map as a Mermaid flowchart: source → accountable team → lever, gaps in another colour."""

from __future__ import annotations

from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.ownership.network import drawn_edges, drawn_nodes
from cxmaturity.ownership.view import View

_GAPS = ("source_without_accountable", "source_with_several_accountable", "dead_end_source", "shadow_source")
_SHAPES = {"source": ("([", "])"), "team": ("[", "]"), "lever": ("{{", "}}")}
_ARROWS = {"accountable": "-->", "responsible": "-.->", "owns": "-->"}


def mermaid(view: View, facts: OwnershipFacts) -> str:
    """Return the flowchart's text; sources with a gap carry the class ``gap``."""
    amiss = {f"source:{name}" for gap in _GAPS for name in facts.gaps.get(gap, ())}
    keys: dict[str, str] = {}
    lines = ["flowchart LR"]
    for node, kind, name, _ in drawn_nodes(view):
        keys[node] = f"{kind[0]}{len(keys)}"
        opening, closing = _SHAPES[kind]
        mark = ":::gap" if node in amiss else ""
        lines.append(f'  {keys[node]}{opening}"{_escaped(name)}"{closing}{mark}')
    lines += [f"  {keys[first]} {_ARROWS[role]} {keys[second]}" for first, second, role in drawn_edges(view)]
    lines.append("  classDef gap stroke:#c05621,stroke-width:3px,stroke-dasharray:5 3")
    return "\n".join(lines) + "\n"


def _escaped(name: str) -> str:
    """Return a label in which nothing is markup: Mermaid reads ``#code;`` as a character."""
    plain = " ".join(name.split())
    return "".join(f"#{ord(sign)};" if sign in '#"<>&`\\' else sign for sign in plain)
