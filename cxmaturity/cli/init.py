"""``cxmaturity init``: make an engagement folder."""

from __future__ import annotations

from pathlib import Path

import click

from cxmaturity.cli.options import every_command, note, print_json, spoken
from cxmaturity.errors import wrong
from cxmaturity.words import text


@click.command(short_help="Make an engagement folder.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="Name of the organisation.")
@every_command
def init(folder: Path, name: str | None, lang: str | None, as_json: bool) -> None:
    """Make an engagement folder: settings to fill in, an empty ownership map, places for logs and cycles.

    Nothing that is there is overwritten. --lang is the language of the engagement.
    """
    from cxmaturity.engagement.beginning import MADE, begin

    if name is None:
        raise wrong(
            text("the organisation has no name."),
            remedy=text("Run: cxmaturity init {folder} --name NAME", folder=folder),
        )
    language = spoken(lang)
    engagement = begin(folder, name, language)
    files = [name + ("/" if (engagement.folder / name).is_dir() else "") for name in MADE]
    if as_json:
        print_json({"folder": str(engagement.folder), "organisation": engagement.settings.organisation, "files": files})
        return
    done = text("{folder} is ready for {name}: {files}.", folder=folder, name=name, files=", ".join(files))
    click.echo(done.show(language))
    note(text("Next: cxmaturity assess {folder}", folder=folder), language)
