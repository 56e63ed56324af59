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
    type=click.Choice(["mermaid", "graphml", "json"]),
    help="Print the map as a drawing for other programs instead.",
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
) -> int:
    """Ask the ownership map: gaps, who can act, load, fragility, proposed owners."""
    from cxmaturity.cli.ownership import page
    from cxmaturity.cli.ownership.asking import ask
    from cxmaturity.cli.ownership.exports import exported
    from cxmaturity.cli.ownership.record import record
    from cxmaturity.ownership import unlisted

    check_fail_on_of(folder, fail_on)
    gathered = watching.gathered(folder, cycle, as_of)
    language = spoken(lang, gathered.engagement.settings.language)
    for message in gathered.notes:
        note(message, language)
    asked = ask(gathered.model, gathered.facts, folder)
    if strangers := unlisted(asked.view.map):
        message = text("The map names what it does not list: {ids}.", ids=", ".join(strangers))
        note(message, language)
    if export is not None:
        click.echo(exported(asked, export), nl=False)
    elif as_json:
        print_json(record(asked, language))
    else:
        page.show(asked, language)
    return exit_code(asked.findings, fail_on)
