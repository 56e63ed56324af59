"""``cxmaturity ownership DIR``: its options, and what each leads to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

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
from cxmaturity.words import Language

if TYPE_CHECKING:
    from cxmaturity.cli.ownership.asking import Asked
    from cxmaturity.engagement.facts import Gathered


@click.command()
@engagement_command
@fail_on_option
@click.option(
    "--export",
    type=click.Choice(["graphml", "mermaid", "svg", "json", "xlsx"]),
    help="Print the map as a drawing instead: svg as the report shows it, the others for other programs; xlsx writes a "
    "RACI matrix to edit and to give back with --import.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the drawing or the matrix to this file; its ending may stand for --export.",
)
@click.option(
    "--edit", "is_edited", is_flag=True, help="Walk through the gaps of the map at the terminal and fill them in."
)
@click.option(
    "--import",
    "matrix",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take a RACI matrix (CSV, TSV, XLSX) into the map: sources down, teams across, cells R, A, C, I.",
)
@click.option("--from-log", "is_from_log", is_flag=True, help="Add sources, tools and teams that only the log names.")
@click.option("--apply", "is_applied", is_flag=True, help="Write proposed owners into the map.")
@click.option(
    "--yes", "is_yes", is_flag=True, help="Write what --import, --from-log or --apply propose without asking."
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
    output: Path | None,
    is_edited: bool,
    matrix: Path | None,
    is_from_log: bool,
    is_applied: bool,
    is_yes: bool,
) -> int:
    """Ask the ownership map: gaps, who can act, load, fragility, proposed owners."""
    from cxmaturity.cli.ownership.asking import ask
    from cxmaturity.cli.ownership.exports import form_of
    from cxmaturity.cli.ownership.together import refuse_together

    form = form_of(export, output)
    changing = {"--edit": is_edited, "--import": matrix, "--from-log": is_from_log, "--apply": is_applied}
    refuse_together(changing, {"--export": form, "--fail-on": fail_on}, is_yes=is_yes)
    check_fail_on_of(folder, fail_on)
    call = _Call(folder, cycle, as_of, lang, as_json, is_yes, matrix)
    for option, given in changing.items():
        if given:
            _CHANGING[option](call)
            return 0
    known, language = call.gathered()
    asked = ask(known.model, known.facts, folder)
    _show(asked, form, output, language, as_json=as_json)
    return exit_code(asked.findings, fail_on)


@dataclass(frozen=True)
class _Call:
    """The options that the command was called with."""

    folder: Path
    cycle: str | None
    as_of: date | None
    lang: str | None
    as_json: bool
    is_yes: bool
    matrix: Path | None

    def gathered(self) -> tuple[Gathered, Language]:
        """Return what is known of the engagement, told where something is to be said of it, and the language."""
        known = watching.gathered(self.folder, self.cycle, self.as_of)
        language = spoken(self.lang, known.engagement.settings.language)
        for message in known.notes:
            note(message, language)
        return known, language


def _edit(call: _Call) -> None:
    from cxmaturity.cli.ownership.edit import edit
    from cxmaturity.cli.sought import Sought

    edit(Sought("ownership", call.folder, call.cycle, call.as_of, call.lang), as_json=call.as_json)


def _import(call: _Call) -> None:
    from cxmaturity.cli.ownership.importing import import_matrix

    assert call.matrix is not None
    import_matrix(call.folder, call.matrix, call.lang, is_yes=call.is_yes, as_json=call.as_json)


def _from_log(call: _Call) -> None:
    from cxmaturity.cli.ownership.from_log import take_from_log
    from cxmaturity.cli.ownership.proposing import Answering

    known, language = call.gathered()
    take_from_log(known, Answering(language, call.is_yes, call.as_json))


def _apply(call: _Call) -> None:
    from cxmaturity.cli.ownership.applying import apply_proposals
    from cxmaturity.cli.ownership.asking import ask
    from cxmaturity.cli.ownership.proposing import Answering

    known, language = call.gathered()
    asked = ask(known.model, known.facts, call.folder)
    apply_proposals(known.engagement, asked, Answering(language, call.is_yes, call.as_json))


_CHANGING: Final[Mapping[str, Callable[[_Call], None]]] = {
    "--edit": _edit,
    "--import": _import,
    "--from-log": _from_log,
    "--apply": _apply,
}
"""Option that changes the map to what it does."""


def _show(asked: Asked, form: str | None, output: Path | None, language: Language, *, as_json: bool) -> None:
    """Print the answers, or the map as a drawing or a workbook."""
    from cxmaturity.cli.ownership import page
    from cxmaturity.cli.ownership.exports import export
    from cxmaturity.cli.ownership.record import record
    from cxmaturity.cli.paper import Paper
    from cxmaturity.cli.strangers import tell_strangers

    tell_strangers(asked.view.map, language)
    if form is not None:
        export(asked, form, output, language)
    elif as_json:
        print_json(record(asked, language))
    else:
        page.show(asked, Paper(language))
