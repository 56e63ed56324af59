"""Changes to the map that are shown first, asked for, and then written: what --import, --from-log and --apply share."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.options import harmless, note, print_json
from cxmaturity.errors import wrong
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from rich.table import Table

    from cxmaturity.engagement.folder import Engagement
    from cxmaturity.ownership.changing import Change, Present

SCHEMA = "cxmaturity/ownership-changes/1"


@dataclass(frozen=True)
class Proposed:
    """What would be written into the map."""

    changes: tuple[Change, ...]
    notes: tuple[Text, ...] = ()
    """What is to be said of it before anybody is asked."""
    record: Mapping[str, object] = field(default_factory=dict)
    """What JSON says of it beside the changes."""


@dataclass(frozen=True)
class Answering:
    """How somebody is asked."""

    language: Language
    is_yes: bool
    """Everything is accepted beforehand."""
    as_json: bool
    """Nobody is asked, and only what was accepted beforehand is written."""

    @property
    def can_ask(self) -> bool:
        """Tell whether somebody is there to be asked."""
        return not self.as_json and sys.stdin.isatty() and sys.stdout.isatty()


def settle(engagement: Engagement, proposed: Proposed, answering: Answering) -> None:
    """Show what would change, ask, write it and tell where the backup is.

    Raises InputError when nobody can be asked and nothing was accepted beforehand.
    """
    from cxmaturity.ownership.changing import Present

    language = answering.language
    present = Present(engagement.ownership_map())
    if answering.as_json:
        written = bool(proposed.changes) and answering.is_yes
        backup = _write(engagement, proposed.changes) if written else None
        print_json(_record(present, proposed, written, backup, language))
        return
    for message in proposed.notes:
        note(message, language)
    if not proposed.changes:
        click.echo(text("Nothing changes: the map says so already.").show(language))
        return
    show(present, proposed.changes, language)
    if is_accepted(answering, text("Write this into the map?")):
        tell_written(engagement, proposed.changes, language)
    else:
        click.echo(text("Nothing was written.").show(language))


def is_accepted(answering: Answering, question: Text) -> bool:
    """Ask whether to go on, unless that was said beforehand. Raises InputError when nobody can be asked."""
    if answering.is_yes:
        return True
    if not answering.can_ask:
        raise wrong(
            text("nothing was written: nobody can be asked here."),
            remedy=text("Run it at a terminal, or give --yes to write what is shown."),
        )
    return confirmed(question, answering.language)


def confirmed(question: Text, language: Language) -> bool:
    """Ask a question of yes or no at the terminal; yes is y or o(ui), no is what nothing means."""
    yes, no = ("o", "n") if language == "fr" else ("y", "n")
    return choice(question, (yes, no), no, language) == yes


def choice(question: Text, answers: Sequence[str], default: str, language: Language) -> str:
    """Ask for one of some letters at the terminal, until it is one; the default is in capitals."""
    letters = "/".join(answer.upper() if answer == default else answer for answer in answers)
    *above, last = wrapped(f"{harmless(question.show(language))} [{letters}]")
    while True:
        for line in above:
            click.echo(line)
        said = click.prompt(last, default="", show_default=False).strip().casefold()
        given = said[:1] or default
        if given in answers:
            return given


def wrapped(words: str) -> list[str]:
    """Return the lines of a text that is as wide as the terminal, broken between words; room for an answer is left."""
    return wrap(words, max(20, get_terminal_size().columns - 4), break_on_hyphens=False)


def tell_written(engagement: Engagement, changes: Sequence[Change], language: Language) -> None:
    """Write changes and say where they are, and where the map is as it was."""
    backup = _write(engagement, changes)
    told = text("{n:int} {n:plural change|changes} written into {path}.", n=len(changes), path=str(engagement.map_file))
    click.echo(told.show(language))
    if backup is not None:
        click.echo(text("The map as it was before: {path}", path=str(backup)).show(language))


def _write(engagement: Engagement, changes: Sequence[Change]) -> Path | None:
    from cxmaturity.engagement.map_file import write_changes

    return write_changes(engagement, changes)


def show(present: Present, changes: Iterable[Change], language: Language) -> None:
    """Print changes as a table: entry, key, what it says now and what it would say."""
    from rich.console import Console

    click.echo()
    Console(highlight=False).print(_table(present, changes, language))
    click.echo()


def _table(present: Present, changes: Iterable[Change], language: Language) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text as Line

    from cxmaturity.ownership.sections import section_name

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for head in (text("Section"), text("Entry"), text("Key"), text("Now"), text("Then")):
        table.add_column(head.show(language), overflow="fold")
    for change in changes:
        now, then = present.value(change), change.value
        is_new = change.id and not present.has_entry(change)
        entry = text("{id} (new)", id=change.id).show(language) if is_new else change.id
        cells = (section_name(change.section).show(language), entry, change.key, shown(now), shown(then))
        styles = ("dim", "bold", "", "red", "green")
        table.add_row(*(Line(harmless(cell), style) for cell, style in zip(cells, styles, strict=True)))
    return table


def shown(value: object) -> str:
    """Return a value as the table shows it: a list by its words, nothing as a dash."""
    if value is None or value in ("", [], ()):
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {item}" for key, item in value.items())
    return str(value)


def _record(
    present: Present, proposed: Proposed, written: bool, backup: Path | None, language: Language
) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "changes": [
            {
                "section": change.section,
                "id": change.id,
                "key": change.key,
                "before": present.value(change),
                "after": change.value,
                "new": not present.has_entry(change),
            }
            for change in proposed.changes
        ],
        **proposed.record,
        "notes": [message.show(language) for message in proposed.notes],
        "written": written,
        "backup": str(backup) if backup else None,
    }
