"""``cxmaturity ownership DIR``: its options, and what each leads to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cxmaturity.cli import watching
from cxmaturity.cli.options import (
    check_fail_on_of,
    engagement_command,
    exit_code,
    fail_on_option,
    note,
    print_json,
    spoken,
)
from cxmaturity.words import text


@click.command()
@engagement_command
@fail_on_option
@click.option(
    "--export",
    type=click.Choice(["graphml", "mermaid", "svg", "json"]),
    help="Print the map as a drawing instead: svg as the report shows it, the others for other programs.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the drawing to this file; its ending may stand for --export.",
)
@click.option(
    "--edit", "is_edited", is_flag=True, help="Walk through the gaps of the map at the terminal and fill them in."
)
def ownership(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    fail_on: str | None,
    export: str | None,
    output: Path | None,
    is_edited: bool,
) -> int:
    """Ask the ownership map: gaps, who can act, load, fragility, proposed owners."""
    from cxmaturity.cli.ownership import page
    from cxmaturity.cli.ownership.asking import ask
    from cxmaturity.cli.ownership.exports import exported, form_of
    from cxmaturity.cli.ownership.record import record
    from cxmaturity.engagement import atomic
    from cxmaturity.ownership import unlisted

    form = form_of(export, output)
    check_fail_on_of(folder, fail_on)
    if is_edited:
        from cxmaturity.cli.ownership.edit import Sought, edit

        edit(Sought(folder, cycle, as_of, lang), as_json=as_json)
        return 0
    gathered = watching.gathered(folder, cycle, as_of)
    language = spoken(lang, gathered.engagement.settings.language)
    for message in gathered.notes:
        note(message, language)
    asked = ask(gathered.model, gathered.facts, folder)
    if strangers := unlisted(asked.view.map):
        message = text("The map names what it does not list: {ids}.", ids=", ".join(strangers))
        note(message, language)
    if form is not None:
        drawing = exported(asked, form, language)
        if output is None:
            click.echo(drawing, nl=False)
        else:
            atomic.write(output, drawing)
            note(text("The map is drawn in {path}.", path=str(output)), language)
    elif as_json:
        print_json(record(asked, language))
    else:
        page.show(asked, language)
    return exit_code(asked.findings, fail_on)
