"""``cxmaturity loop DIR``: its options, and what each leads to."""

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


@click.command()
@engagement_command
@fail_on_option
def loop(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    fail_on: str | None,
) -> int:
    """Audit the closed loop: who was followed up, how soon and by whom, and what the rules demanded.

    Reads the logs, cases.csv and the rules of ownership.yaml, and records aggregated facts in the cycle.
    """
    from cxmaturity.checks import find
    from cxmaturity.cli.loop import page
    from cxmaturity.cli.loop.record import record
    from cxmaturity.cli.paper import Paper
    from cxmaturity.evidence.loop import LoopFacts

    check_fail_on_of(folder, fail_on)
    gathered = watching.followed(folder, cycle, as_of)
    language = spoken(lang, gathered.engagement.settings.language)
    for message in gathered.notes:
        note(message, language)
    facts = gathered.facts.loop or LoopFacts({}, {})
    findings = [found for found in find(gathered.model, gathered.facts, None) if found.check.family == "loop"]
    if as_json:
        for remark in facts.notes:
            note(remark, language)
        print_json(record(facts, findings, language))
    else:
        page.show(facts, findings, gathered.cycle.as_of, page.Names.of(gathered.facts.map), Paper(language))
    return exit_code(findings, fail_on)
