"""``cxmaturity score``: question scores, stage, what blocks the next one, and what evidence says of the claims."""

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
from cxmaturity.errors import did_you_mean, wrong
from cxmaturity.words import text


@click.command(short_help="Question scores, stage, blockers and verdicts.")
@engagement_command
@fail_on_option
@click.option(
    "--explain", metavar="PRACTICE", help="Show one practice from its answers and evidence to its effect on the scores."
)
@click.option("--internal", is_flag=True, help="Show respondents' internal notes too.")
def score(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    fail_on: str | None,
    explain: str | None,
    internal: bool,
) -> int:
    """Score a cycle's answers against its evidence: what is claimed, what is supported, and what is left.

    Writes the cycle's results.json. Logs are audited first where that is due.
    """
    from cxmaturity.assess import assess
    from cxmaturity.cli import score_page
    from cxmaturity.engagement.results import write_results
    from cxmaturity.results.chain_record import chain_record
    from cxmaturity.results.score_record import score_record
    from cxmaturity.roadmap.catalogue import catalogue

    check_fail_on_of(folder, fail_on)
    gathered = watching.gathered(folder, cycle, as_of)
    settings = gathered.engagement.settings
    language = spoken(lang, settings.language)
    assessment = assess(gathered.model, gathered.facts)
    if explain is not None and gathered.model.practice(explain) is None:
        known = [practice.id for practice in gathered.model.practices]
        if explain in catalogue(gathered.model, gathered.facts):
            raise wrong(
                text("“{id}” is an action, not a practice.", id=explain),
                remedy=text("Run: cxmaturity roadmap {folder} --explain {id}", folder=folder, id=explain),
            )
        raise wrong(text("there is no practice “{id}” in the model.", id=explain), remedy=did_you_mean(explain, known))
    record = score_record(assessment, settings.language)
    for message in (*gathered.notes, *write_results(gathered, {"score": record})):
        note(message, language)
    if as_json:
        print_json(
            score_record(assessment, language, internal)
            if explain is None
            else chain_record(assessment, explain, internal)
        )
    elif explain is not None:
        score_page.explain(assessment, explain, language, internal)
    else:
        score_page.show(assessment, language, folder)
    return exit_code(assessment.findings, fail_on)
