"""The map as drawings: our own, and what other programs draw from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxmaturity.errors import wrong
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.cli.ownership.asking import Asked

ENDINGS: Final = {
    "graphml": (".graphml", ".xml"),
    "mermaid": (".mmd", ".mermaid"),
    "svg": (".svg",),
    "json": (".json",),
}
"""Form to the endings that a file in it may have."""


def exported(asked: Asked, form: str, language: Language) -> str:
    """Return the drawing in a form that ``--export`` names."""
    if form == "svg":
        from cxmaturity.report.files import ownership_file

        return ownership_file(asked.facts, language)
    if form == "mermaid":
        from cxmaturity.ownership.mermaid import mermaid

        return mermaid(asked.facts, language)
    from cxmaturity.ownership.exchange import graphml, node_link

    return (graphml(asked.facts) if form == "graphml" else node_link(asked.facts)) + "\n"


def form_of(export: str | None, output: Path | None) -> str | None:
    """Return which form is asked for, by its name or by the ending of the file that it goes to.

    Raises InputError when the ending says something else, so that no map or log is replaced by a drawing.
    """
    if output is None:
        return export
    ending = output.suffix.lower()
    form = export or next((name for name, endings in ENDINGS.items() if ending in endings), None)
    if form is None:
        known = ", ".join(endings[0] for endings in ENDINGS.values())
        raise wrong(
            text("the map is not drawn to “{name}”.", name=output.name),
            remedy=text("Give a file that ends in one of {endings}.", endings=known),
        )
    if ending not in ENDINGS[form]:
        raise wrong(
            text("--export {form} does not go to “{name}”.", form=form, name=output.name),
            remedy=text("Give a file that ends in {ending}.", ending=ENDINGS[form][0]),
        )
    return form
