"""``cxmaturity loop DIR``: its options, and what each leads to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from cxmaturity.engagement.emitted import Emitted
    from cxmaturity.evidence.facts import Facts
    from cxmaturity.evidence.loop import LoopFacts
    from cxmaturity.loop.emitting import Beside


@click.command()
@engagement_command
@fail_on_option
@click.option(
    "--emit",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Add the cases that the rules demand and that do not exist to this CSV file. It holds customers' identifiers.",
)
def loop(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    fail_on: str | None,
    emit: Path | None,
) -> int:
    """Audit the closed loop: who was followed up, how soon and by whom, and what the rules demanded.

    Reads the logs, cases.csv and the rules of ownership.yaml, and records aggregated facts in the cycle.
    """
    from cxmaturity.checks import find
    from cxmaturity.cli.loop import page
    from cxmaturity.cli.loop.record import emission_record, record
    from cxmaturity.cli.paper import Paper
    from cxmaturity.cli.strangers import tell_strangers
    from cxmaturity.evidence.loop import LoopFacts

    check_fail_on_of(folder, fail_on)
    audited = watching.followed(folder, cycle, as_of, emit)
    gathered = audited.gathered
    language = spoken(lang, gathered.engagement.settings.language)
    for message in gathered.notes:
        note(message, language)
    tell_strangers(gathered.facts.map, language)
    facts = gathered.facts.loop or LoopFacts({}, {})
    findings = [found for found in find(gathered.model, gathered.facts, None) if found.check.family == "loop"]
    emitted = audited.emitted
    beside = [] if emitted is None else _beside(emitted, gathered.facts, facts)
    if as_json:
        for remark in facts.notes:
            note(remark, language)
        written = {} if emitted is None else {"emitted": emission_record(emitted, beside)}
        print_json(record(facts, findings, language) | written)
    elif emitted is None:
        page.show(facts, findings, gathered.cycle.as_of, page.Names.of(gathered.facts.map), Paper(language))
    if emitted is not None:
        for remark in (*emitted.notes(), *(told for demand in beside for told in demand.told())):
            note(remark, language)
        if not as_json:
            note(text("To see what became of the answers: cxmaturity loop {folder}", folder=folder), language)
    return exit_code(findings, fail_on)


def _beside(emitted: Emitted, known: Facts, facts: LoopFacts) -> list[Beside]:
    """Return what the rules demand besides the cases that were written."""
    from cxmaturity.loop.emitting import beside_cases

    rules = (known.map.rules if known.map else None) or ()
    return [*beside_cases(rules, facts.tables.get("rules", ()), emitted.by_rule, emitted.silent)]
