"""``cxmaturity demo``: a complete sample engagement with a generated log, ending in its PDF."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.options import every_command, note, print_json, spoken
from cxmaturity.cli.watching import watched
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.demo import Walked
    from cxmaturity.words import Language


@click.command(short_help="Make a sample engagement and its report.")
@click.argument("folder", metavar="[DIR]", default="cxmaturity-demo", type=click.Path(path_type=Path))
@every_command
def demo(folder: Path, *, lang: str | None, as_json: bool) -> None:
    """Make a complete sample engagement in DIR and take it all the way to its PDF.

    An invented bank: answers of three roles, an ownership map with gaps, a generated log of 200,000 contacts with
    planted faults. --lang is the language of the sample and of its report.
    """
    from cxmaturity.demo import walk

    language = spoken(lang)

    def say(step: Text) -> None:
        note(step, language)

    walked = walk(folder, language, say, lambda: watched(language, at_once=False))
    if as_json:
        print_json({"folder": str(walked.folder), "report": str(walked.report)})
        return
    _print(walked, language)


def _print(walked: Walked, language: Language) -> None:
    assessment = walked.assessment
    click.echo(
        text(
            "{name}: stage {final} of 5 where {claimed} is claimed; {n:int} {n:plural finding|findings}.",
            name=assessment.facts.organisation,
            final=assessment.scores.stage.value,
            claimed=assessment.scores.claimed_stage,
            n=len(assessment.findings),
        ).show(language)
    )
    for finding in [found for found in assessment.findings if found.severity == "high"][:5]:
        click.echo("  • " + finding.title(language))
    click.echo(text("Look around: cxmaturity score {folder}", folder=shlex.quote(str(walked.folder))).show(language))
    click.echo(str(walked.report))
