"""``cxmaturity verify FILE.pdf DIR``: make a report again, and compare bytes and the digests of all inputs."""

from __future__ import annotations

from pathlib import Path

import click

from cxmaturity.cli import watching
from cxmaturity.cli.options import every_command, note, print_json, spoken
from cxmaturity.words import text


@click.command()
@click.argument("file", metavar="FILE.pdf", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--theme",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The theme that the report was made with, where it was made with one.",
)
@click.option(
    "--templates",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The templates that the report was made with, where it was made with some.",
)
@click.option(
    "--recorded",
    "trusting",
    is_flag=True,
    help="Take the facts recorded in facts.json on trust, and do not compute them anew: for very large logs.",
)
@every_command
def verify(
    file: Path,
    folder: Path,
    *,
    theme: Path | None,
    templates: Path | None,
    trusting: bool,
    lang: str | None,
    as_json: bool,
) -> int:
    """Tell whether a PDF is the report that an engagement gives, byte for byte.

    What is attached to the PDF says for whom and of what it was made. The digests of all inputs are compared with the
    files as they are, the logs are audited anew, and the report is made again. Nothing is written. Exit code 0: the
    same; 1: not, or an input is gone or changed, or recorded facts do not agree with it; 2: no report of ours, or it
    cannot be compared.
    """
    from cxmaturity.cli.verify import page
    from cxmaturity.cli.verify.checking import against, asked
    from cxmaturity.cli.verify.record import verify_record
    from cxmaturity.engagement.folder import open_engagement

    question = asked(file, theme, templates)
    engagement = open_engagement(folder)
    language = spoken(lang, engagement.settings.language)
    note(text("Comparing the inputs, computing the facts anew and making the report again…"), language)
    with watching.watched(language, at_once=False) as progress:
        verified = against(question, engagement, progress, trusting=trusting)
    for message in verified.notes:
        note(message, language)
    if as_json:
        print_json(verify_record(verified, language))
    else:
        page.show(verified, language)
    return 0 if verified.is_same else 1
