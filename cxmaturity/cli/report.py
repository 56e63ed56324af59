"""``cxmaturity report DIR``: the deliverable, as PDF, web page, workbook or JSON."""

from __future__ import annotations

import errno
import hashlib
import os
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.cli import watching
from cxmaturity.cli.options import engagement_command, note, print_json, spoken
from cxmaturity.errors import wrong
from cxmaturity.report import ENDINGS
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.engagement.facts import Gathered
    from cxmaturity.report.branding.template_folder import Templates
    from cxmaturity.report.edition import Edition, Kind
    from cxmaturity.report.theme import Theme
    from cxmaturity.report.unshown import Unshown
    from cxmaturity.results import Results

_SHOWN: Final = 40
"""Characters of what cannot be shown that a note quotes."""


@click.command()
@engagement_command
@click.option(
    "-o",
    "--output",
    metavar="FILE.pdf|.html|.xlsx|.json",
    type=click.Path(path_type=Path),
    help="Where to write it; the ending decides the format (default: report-LANG.pdf in the cycle's folder; "
    "report-LANG-working.pdf of the other kind).",
)
@click.option(
    "--kind",
    type=click.Choice(["leadership", "working"]),
    default="leadership",
    help="For whom it is: leadership (the default, 8 to 14 pages), or working, with every practice, voice and finding.",
)
@click.option("--internal", is_flag=True, help="Print internal notes too; every page then says so.")
@click.option(
    "--theme",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="A theme.yaml: colours, logo, names and confidentiality line of whoever hands the report over.",
)
@click.option(
    "--templates",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A folder whose templates, styles and pictures stand before ours.",
)
def report(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    output: Path | None,
    kind: Kind,
    internal: bool,
    theme: Path | None,
    templates: Path | None,
) -> int:
    """Write the report: where the programme stands, what the records say of the claims, and what to do first.

    As PDF (the default), one HTML file that works offline, XLSX with a sheet a table, or JSON for machines.
    Logs are audited and the roadmap is planned first where that is due. Prints the path of what was written.
    """
    from cxmaturity import report as writer
    from cxmaturity.engagement import atomic
    from cxmaturity.engagement.concluding import conclude
    from cxmaturity.engagement.exported import check_report_place
    from cxmaturity.engagement.folder import open_engagement
    from cxmaturity.report.edition import Edition

    if output is not None:
        _check_name(output, templates)
    look, before = _branding(theme, templates)
    if output is not None:
        check_report_place(open_engagement(folder), output)
    gathered = watching.gathered(folder, cycle, as_of)
    language = spoken(lang, gathered.engagement.settings.language)
    edition = Edition(language, kind, internal, look, before)
    _check_anything_is_known(gathered)
    undated = [_dated_by_the_clock(gathered)] if as_of is None and not gathered.cycle.recorded else []
    for message in (*undated, *gathered.notes):
        note(message, language)
    note(text("Planning the roadmap…"), language)
    concluded = conclude(gathered)
    for message in (*concluded.notes, *concluded.earlier.notes):
        note(message, language)
    target = output or default_place(gathered, edition)
    note(text("Laying out the report…"), language)
    lacking = _lacking(concluded.results, edition, target)
    for each in lacking:
        note(_replaced(each), language)
    content = writer.write(concluded.results, edition, target.suffix.lower())
    atomic.write(target, content)
    if as_json:
        print_json(_json(target, content, gathered, edition, lacking))
    else:
        click.echo(str(target))
    return 0


def _branding(theme: Path | None, templates: Path | None) -> tuple[Theme, Templates | None]:
    """Return the look that was asked for, else ours."""
    from cxmaturity.report.branding.template_folder import load_templates
    from cxmaturity.report.branding.theme_file import load_theme
    from cxmaturity.report.theme import Theme

    return load_theme(theme) if theme else Theme(), load_templates(templates) if templates else None


def _lacking(results: Results, edition: Edition, target: Path) -> tuple[Unshown, ...]:
    """Return what our fonts cannot show of a report that is set in them."""
    from cxmaturity.report.unshown import unshown

    return unshown(results, edition) if target.suffix.lower() in (".pdf", ".html") else ()


def _check_name(output: Path, templates: Path | None) -> None:
    """Raise InputError where nothing can be written of that name, before any work is done."""
    from cxmaturity.engagement import atomic

    if output.is_dir():
        example = output / "report.pdf"
        raise wrong(
            text("this is a folder, and a file was expected."),
            output,
            text("Name the file, too: {example}", example=example),
        )
    if output.suffix.lower() not in ENDINGS:
        raise wrong(
            text("a report cannot be written as “{ending}”.", ending=output.suffix or output.name),
            output,
            text("Give a name that ends in {endings}.", endings=", ".join(ENDINGS)),
        )
    if not output.resolve().parent.is_dir():
        raise wrong(text("the folder of this file does not exist."), output, text("Make the folder first."))
    if templates is not None and output.resolve().is_relative_to(templates.resolve()):
        what = text("this file would lie among the templates.")
        raise wrong(what, output, text("Give another name, or another folder."))
    blocked = next(
        (path for path in (output, output.resolve().parent) if path.exists() and not os.access(path, os.W_OK)), None
    )
    if blocked is not None:
        is_read_only = bool(os.statvfs(blocked).f_flag & os.ST_RDONLY)
        why = errno.EROFS if is_read_only else errno.EACCES
        raise atomic.refused(blocked, OSError(why, os.strerror(why)))


def _check_anything_is_known(gathered: Gathered) -> None:
    """Raise InputError where nothing was observed: no answer, no log, no map with anything on it."""
    facts = gathered.facts
    mapped = facts.map is not None and any(facts.map.model_dump().values())
    if not (facts.answers or facts.contacts or mapped):
        raise wrong(
            text("there is nothing to report yet: no answer, no contact log, no ownership map."),
            gathered.engagement.folder,
            text(
                "Take answers with “cxmaturity assess {folder}”, put a log into contacts/ and run “cxmaturity audit "
                "{folder}”, or fill in ownership.yaml.",
                folder=gathered.engagement.folder,
            ),
        )


def _dated_by_the_clock(gathered: Gathered) -> Text:
    return text(
        "No cycle is recorded, so the report is dated today, {day:date}, and another day gives another file. To date "
        "it: --as-of {iso}, or take answers with “cxmaturity assess {folder}”.",
        day=gathered.cycle.as_of,
        iso=gathered.cycle.as_of.isoformat(),
        folder=gathered.engagement.folder,
    )


def default_place(gathered: Gathered, edition: Edition) -> Path:
    """Return where an edition lies when nobody says: no two of a cycle have one name."""
    place = gathered.cycle.folder if gathered.cycle.recorded else gathered.engagement.folder
    kind = "" if edition.kind == "leadership" else f"-{edition.kind}"
    return place / f"report-{edition.language}{kind}{'-internal' if edition.internal else ''}.pdf"


def _replaced(lacking: Unshown) -> Text:
    return text(
        "The fonts of PDF and HTML lack {characters}: “?” stands there, as in “{example}”. To change it: {file}.",
        characters=" ".join(lacking.characters[:_SHOWN]),
        example=lacking.example[:_SHOWN],
        file=lacking.file,
    )


def _json(
    target: Path, content: bytes, gathered: Gathered, edition: Edition, lacking: tuple[Unshown, ...]
) -> dict[str, object]:
    return {
        "schema": "cxmaturity/report-written/1",
        "organisation": gathered.facts.organisation,
        "cycle": gathered.cycle.name,
        "kind": edition.kind,
        "internal": edition.internal,
        "language": edition.language,
        "format": target.suffix.lower().removeprefix("."),
        "path": str(target),
        "pages": _pages(content) if target.suffix.lower() == ".pdf" else None,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "unshown": [asdict(each) for each in lacking],
    }


def _pages(content: bytes) -> int:
    from io import BytesIO

    from pypdf import PdfReader

    return len(PdfReader(BytesIO(content)).pages)
