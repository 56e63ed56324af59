"""``cxmaturity roadmap``: what to do first, who has the days for it, and what it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from math import isfinite
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
from cxmaturity.errors import InputError, Problem, wrong
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.roadmap import Roadmap


@click.command()
@engagement_command
@fail_on_option
@click.option("--horizon", type=click.IntRange(1, 120), metavar="MONTHS", help="How far to look ahead (default: 24).")
@click.option(
    "--capacity", multiple=True, metavar="TEAM=DAYS", help="What if this team had so many days a month? Repeatable."
)
@click.option("--without", multiple=True, metavar="ACTION", help="What if this action was not carried out? Repeatable.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the actions to a table: FILE.xlsx or FILE.csv.",
)
def roadmap(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    fail_on: str | None,
    horizon: int | None,
    capacity: tuple[str, ...],
    without: tuple[str, ...],
    output: Path | None,
) -> int:
    """Choose actions for what was found, and place them in time so that most value comes early.

    No team gets more work than its days allow, and no action comes before what it requires. Writes the cycle's
    results.json, unless --horizon, --capacity or --without ask what would be.
    """
    from cxmaturity.cli.roadmap import page
    from cxmaturity.cli.roadmap.table import check_suffix, write_table
    from cxmaturity.engagement.concluding import conclude
    from cxmaturity.roadmap import roadmap_record
    from cxmaturity.roadmap.what_if import WhatIf

    if output:
        check_suffix(output)
    what_if = WhatIf(horizon, _capacities(capacity), without)
    check_fail_on_of(folder, fail_on)
    gathered = watching.gathered(folder, cycle, as_of)
    language = spoken(lang, gathered.engagement.settings.language)
    for message in gathered.notes:
        note(message, language)
    with _told(language) as progress:
        concluded = conclude(gathered, what_if, progress)
    plan = concluded.roadmap
    for message in (*_notes(plan), *concluded.notes):
        note(message, language)
    if output:
        write_table(plan, output, language)
    if as_json:
        print_json(roadmap_record(plan, language))
    else:
        page.show(page.shown(concluded.assessment, plan, language), folder)
    return exit_code(concluded.assessment.findings, fail_on)


def _capacities(given: tuple[str, ...]) -> dict[str, float]:
    """Return days per month by team, from ``TEAM=DAYS``. Raises InputError with every one that is wrong."""
    capacities: dict[str, float] = {}
    problems: list[Problem] = []
    for word in given:
        team, _, days = word.partition("=")
        try:
            capacities[team.strip()] = _days(days)
        except ValueError:
            what = text("--capacity does not understand “{word}”.", word=word)
            problems += wrong(what, remedy=text("Write team=days per month, as in support=6.5.")).problems
    if problems:
        raise InputError(problems)
    return capacities


def _days(word: str) -> float:
    days = float(word)
    if not isfinite(days):
        raise ValueError(word)
    return days


def _notes(plan: Roadmap) -> Iterator[Text]:
    """Yield what the reader should know of the plan: teams without a limit, and how sure it is."""
    if plan.unlimited:
        yield text(
            "No capacity is declared for {teams}: their days do not limit the plan.", teams=", ".join(plan.unlimited)
        )
    if plan.by_quarter:
        yield text("There are more than 40 actions to place, so they are placed by quarters.")
    if not plan.proven:
        yield text("The time for planning was over: the plan may be {gap:percent1} short of the best.", gap=plan.gap)


@contextmanager
def _told(language: Language) -> Iterator[Callable[[Text], None]]:
    """Show on a terminal's standard error what is being done, as long as it is done."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    with console.status("") as status:
        yield lambda message: status.update(message.show(language))
