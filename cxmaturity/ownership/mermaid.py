"""The map as a Mermaid flowchart: source → accountable team → lever, gaps in another colour and told."""

from __future__ import annotations

from typing import Final

from cxmaturity.ownership.amiss import amiss, widths
from cxmaturity.ownership.exchange import edges, nodes
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.words import Language, text

_SHAPES: Final = {"source": ("([", "])"), "team": ("[", "]"), "lever": ("{{", "}}")}
_ARROWS: Final = {"accountable": "-->", "responsible": "-.->", "owns": "-->"}
_MARKUP: Final = frozenset('#"<>&`\\*_~|[](){}$%;:=@^!?+.')
"""What Mermaid, Markdown in it or HTML could read as more than a letter."""
_STARTS_LIST: Final = "-"
_WIDTHS: Final = (1.0, 8.0)
_STYLES: Final = (
    "  classDef gap stroke:#c05621,stroke-width:3px",
    "  classDef shadow stroke:#c05621,stroke-width:3px,stroke-dasharray:5 3",
)


def mermaid(facts: OwnershipFacts, language: Language) -> str:
    """Return the flowchart's text; what is wrong with a source or a lever stands below its name.

    Lines of those who answer for a source are as wide as its volume. Nodes have keys of our own, so that no id can be
    a word of Mermaid's.
    """
    keys: dict[str, str] = {}
    wrong = {f"source:{source.id}": gap.short for source in facts.sources if (gap := amiss(source, facts))}
    wrong |= {f"lever:{lever}": text("owned by nobody") for lever, _, owner in facts.levers if not owner}
    lines = ["flowchart LR"]
    for node, attributes in nodes(facts):
        kind = str(attributes["kind"])
        keys[node] = f"{kind[0]}{len(keys)}"
        opening, closing = _SHAPES[kind]
        label, mark = _escaped(str(attributes["name"])), ""
        if node in wrong:
            label += f"<br/>{_escaped(wrong[node].show(language))}"
            mark = ":::gap" if attributes["on_map"] else ":::shadow"
        lines.append(f'  {keys[node]}{opening}"{label}"{closing}{mark}')
    wide = widths(facts, *_WIDTHS)
    styles: list[str] = []
    for place, (first, second, role) in enumerate(edges(facts)):
        lines.append(f"  {keys[first]} {_ARROWS[role]} {keys[second]}")
        if role == "accountable" and wide:
            styles.append(f"  linkStyle {place} stroke-width:{wide[first.removeprefix('source:')]:.1f}px")
    return "\n".join([*lines, *styles, *_STYLES]) + "\n"


def _escaped(name: str) -> str:
    """Return a label in which nothing is markup: Mermaid reads ``#code;`` as a character."""
    plain = " ".join(name.split()) or "–"
    return "".join(
        f"#{ord(sign)};" if sign in _MARKUP or (sign in _STARTS_LIST and not place) else sign
        for place, sign in enumerate(plain)
    )
