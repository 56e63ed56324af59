"""``cxmaturity compare``: two cycles beside each other, on a page or as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cxmaturity.cli import watching
from cxmaturity.cli.options import Day, every_command, note, print_json, spoken


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("before", metavar="CYCLE_A")
@click.argument("after", metavar="CYCLE_B")
@click.option(
    "--as-of", type=Day(), metavar="DATE", help="Measure every age of CYCLE_B at this date instead of the cycle's."
)
@every_command
def compare(folder: Path, *, before: str, after: str, as_of: date | None, lang: str | None, as_json: bool) -> None:
    """Tell what moved from one cycle to another, and why.

    Each movement of a score is split into what the model, the respondents, their answers and the evidence moved.
    Metrics are compared with the interval of their change. Nothing is written but facts that are due.
    """
    from cxmaturity.cli.compare import page
    from cxmaturity.comparison.record import compare_record

    compared = watching.compared(folder, before, after, as_of)
    language = spoken(lang, compared.engagement.settings.language)
    for message in compared.notes:
        note(message, language)
    if as_json:
        print_json(compare_record(compared.comparison))
    else:
        page.show(compared.comparison, language)
