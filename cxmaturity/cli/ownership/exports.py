"""The map as drawings for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxmaturity.cli.ownership.asking import Asked


def exported(asked: Asked, form: str) -> str:
    """Return the drawing in a form that ``--export`` names."""
    if form == "mermaid":
        from cxmaturity.ownership.mermaid import mermaid

        return mermaid(asked.view, asked.facts)
    from cxmaturity.ownership.network import graphml, node_link

    return (graphml(asked.view) if form == "graphml" else node_link(asked.view)) + "\n"
