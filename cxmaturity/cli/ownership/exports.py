"""The map as drawings: our own, and what other programs draw from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.cli.options import note
from cxmaturity.errors import wrong
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.cli.ownership.asking import Asked

ENDINGS: Final = {
    "graphml": (".graphml", ".xml"),
    "mermaid": (".mmd", ".mermaid"),
    "svg": (".svg",),
    "json": (".json",),
    "xlsx": (".xlsx",),
}
"""Form to the endings that a file in it may have."""


def export(asked: Asked, form: str, output: Path | None, language: Language) -> None:
    """Print the map in a form that ``--export`` names, or write it to a file."""
    from cxmaturity.engagement import atomic

    if form == "xlsx" and output is not None:
        _export_workbook(asked, output, language)
        return
    drawing = exported(asked, form, language)
    if output is None:
        click.echo(drawing, nl=False)
    else:
        atomic.write(output, drawing)
        note(text("The map is drawn in {path}.", path=str(output)), language)


def _export_workbook(asked: Asked, output: Path, language: Language) -> None:
    from cxmaturity.engagement import atomic
    from cxmaturity.engagement.raci import workbook

    if output.exists() and output.stat().st_size:
        raise wrong(
            text("this file is there already, and somebody may have filled it in."),
            output,
            text("Give another name, or delete it first."),
        )
    view = asked.view
    volumes = None if view.contacts is None else view.volumes
    atomic.write(output, workbook(view.map, volumes, language))
    note(text("The matrix is in {path}. Edited, take it back with --import.", path=str(output)), language)


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
        if export == "xlsx":
            raise wrong(text("--export xlsx needs a file to write to."), remedy=text("Give it with -o FILE.xlsx."))
        return export
    ending = output.suffix.lower()
    form = export or next((name for name, endings in ENDINGS.items() if ending in endings), None)
    if form is None:
        known = ", ".join(endings[0] for endings in ENDINGS.values())
        remedy = text("Give a file that ends in one of {endings}.", endings=known)
        if ending == ".pdf":
            remedy = text("{remedy} For a PDF, use `cxmaturity report`.", remedy=remedy)
        raise wrong(text("the map is not drawn to “{name}”.", name=output.name), remedy=remedy)
    if ending not in ENDINGS[form]:
        raise wrong(
            text("--export {form} does not go to “{name}”.", form=form, name=output.name),
            remedy=text("Give a file that ends in {ending}.", ending=ENDINGS[form][0]),
        )
    return form
