"""``cxmaturity roadmap``: what to do first, who has the days for it, and what it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from cxmaturity.cli.roadmap.notes import notes
from cxmaturity.cli.roadmap.stopping import kept_on_interrupt
from cxmaturity.cli.roadmap.update_option import TakesUpdate, check_alone, update_option
from cxmaturity.cli.roadmap.what_if import what_if_of, what_if_options
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.cli.roadmap.page import Shown
    from cxmaturity.engagement.concluding import Concluded
    from cxmaturity.engagement.facts import Gathered
    from cxmaturity.roadmap.what_if import WhatIf


@click.command(cls=TakesUpdate)
@engagement_command
@fail_on_option
@what_if_options
@update_option
@click.option(
    "--explain",
    metavar="ACTION",
    help="Show one action, by its id or its reference in the plan: its whole record, and what chose it.",
)
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
    deadline: tuple[str, ...],
    update: str | None,
    explain: str | None,
    output: Path | None,
) -> int:
    """Choose actions for what was found, and place them in time so that most value comes early.

    No team gets more work than its days allow, and no action comes before what it requires. Writes the cycle's
    results.json, unless --horizon, --capacity, --without or --deadline ask what would be.
    """
    from cxmaturity.cli.roadmap.references import check_no_practice, with_ids
    from cxmaturity.cli.roadmap.table import check_place, check_suffix, write_table
    from cxmaturity.cli.roadmap.update import update as keep

    what_if = what_if_of(horizon, capacity, without, deadline)
    if update is not None:
        supposed = {"--horizon": horizon, "--capacity": capacity, "--without": without, "--deadline": deadline}
        check_alone({**supposed, "--explain": explain, "--output": output, "--fail-on": fail_on})
        keep(folder, Path(update) if update else None, cycle=cycle, as_of=as_of, lang=lang, as_json=as_json)
        return 0
    if output:
        check_suffix(output)
        check_place(folder, output)
    check_fail_on_of(folder, fail_on)
    gathered = watching.gathered(folder, cycle, as_of)
    language = spoken(lang, gathered.engagement.settings.language)
    if explain is not None:
        check_no_practice(explain, gathered.model, folder)
    what_if = with_ids(what_if, gathered, language)
    concluded = _concluded(gathered, what_if, language, is_printed=explain is None and not as_json)
    if output:
        write_table(concluded.assessment, concluded.roadmap, output, language)
    _print(concluded, what_if, folder, explain, language, as_json=as_json)
    return exit_code(concluded.assessment.findings, fail_on)


def _concluded(gathered: Gathered, what_if: WhatIf, language: Language, *, is_printed: bool) -> Concluded:
    """Assess and plan, and say on standard error what the reader should know."""
    from cxmaturity.cli.roadmap.page import shown
    from cxmaturity.engagement.concluding import conclude

    for message in gathered.notes:
        note(message, language)
    with _told(language) as progress, kept_on_interrupt() as stopped:
        concluded = conclude(gathered, what_if, progress, stopped)
    page = shown(concluded.assessment, concluded.roadmap, language)
    for message in (*notes(page, is_printed=is_printed), *concluded.notes):
        note(message, language)
    return concluded


def _print(
    concluded: Concluded, what_if: WhatIf, folder: Path, explain: str | None, language: Language, *, as_json: bool
) -> None:
    """Print the plan, or all that is known of one of its actions."""
    from cxmaturity.cli.paper import Paper
    from cxmaturity.cli.roadmap import page
    from cxmaturity.cli.roadmap import progress as since
    from cxmaturity.comparison.progress import progress_record
    from cxmaturity.roadmap import roadmap_record

    plan = concluded.roadmap
    if explain is not None:
        _explain(explain, page.shown(concluded.assessment, plan, language), what_if, as_json)
    elif as_json:
        print_json({**roadmap_record(plan, language), "progress": progress_record(concluded.progress)})
    else:
        page.show(page.shown(concluded.assessment, plan, language), folder, what_if)
        since.show(concluded.progress, Paper(language))


def _explain(named: str, shown: Shown, what_if: WhatIf, as_json: bool) -> None:
    """Print all that is known of one action."""
    from cxmaturity.cli.roadmap import explain

    found = explain.find(shown, named)
    if what_if.supposes and found.entry.id != named:
        taken = text("{ref} is “{id}” in this plan of what would be.", ref=named.upper(), id=found.entry.id)
        note(taken, shown.speech.language)
    if as_json:
        print_json(explain.explained_record(found, shown))
    else:
        explain.show(found, shown)


@contextmanager
def _told(language: Language) -> Iterator[Callable[[Text], None]]:
    """Show on a terminal's standard error what is being done, as long as it is done."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    with console.status("") as status:
        yield lambda message: status.update(message.show(language))
