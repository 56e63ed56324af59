"""``cxmaturity ownership DIR --edit``: a walk through the gaps of the map, at the terminal."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from cxmaturity.cli import watching
from cxmaturity.cli.options import harmless, note, spoken
from cxmaturity.cli.sought import Sought
from cxmaturity.cli.speech import Stopped
from cxmaturity.errors import wrong
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.engagement.facts import Gathered
    from cxmaturity.engagement.map_sitting import MapSitting
    from cxmaturity.interview.map_desk import MapTerminal
    from cxmaturity.interview.map_walk import MapOutcome
    from cxmaturity.model import Model

_INDENT = "  "


def edit(sought: Sought, *, as_json: bool) -> None:
    """Walk through the gaps of an engagement's map at the terminal. Raises InputError where there is none.

    However it ends, what was kept and how to go on is said at its end.
    """
    from cxmaturity.engagement.lock import locked
    from cxmaturity.engagement.map_sitting import MapSitting
    from cxmaturity.interview.map_desk import MapTerminal
    from cxmaturity.interview.map_walk import MapInterrupted
    from cxmaturity.interview.stopping import heeded

    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise wrong(
            text("--edit asks at a terminal, and there is none here."),
            remedy=text(
                "Run it in one and without --json, or edit the map as a spreadsheet and give it with --import."
            ),
        )
    gathered = watching.gathered(sought.folder, sought.cycle, sought.as_of)
    language = spoken(sought.lang, gathered.engagement.settings.language)
    for message in gathered.notes:
        note(message, language)
    desk = MapTerminal(_worded(gathered.model), language)
    with locked(gathered.engagement.folder) as lock:
        sitting = MapSitting(gathered.engagement, lock)
        try:
            with heeded():
                outcome = _walk(gathered, sitting, desk)
        except KeyboardInterrupt as stop:
            with suppress(OSError):  # the terminal may be gone
                _close(stop.outcome if isinstance(stop, MapInterrupted) else None, sitting, desk, sought)
            raise Stopped(desk.language) from stop
        _close(outcome, sitting, desk, sought)


def _walk(gathered: Gathered, sitting: MapSitting, desk: MapTerminal) -> MapOutcome:
    from cxmaturity.checks.ownership import find_in_map
    from cxmaturity.interview.map_walk import MapOffice, fill_gaps
    from cxmaturity.ownership.view import View
    from cxmaturity.ownership.walk import Standing

    facts, model = gathered.facts, _worded(gathered.model)
    view = View(sitting.map(), facts.contacts, facts.as_of, facts.team, facts.timezone)
    standing = Standing(view, lambda found: {each.id: each.severity for each in find_in_map(model, found)})
    return fill_gaps(standing, MapOffice(desk, sitting.keep, sitting.take_back))


def _worded(model: Model) -> Model:
    """Return the model whose words the findings of a map have: the engagement's, else the one that is shipped."""
    from cxmaturity.model import find_model, load_model

    has_words = any(check.family == "ownership" for check in model.checks)
    return model if has_words else load_model(find_model("cx-program"))


def _close(outcome: MapOutcome | None, sitting: MapSitting, desk: MapTerminal, sought: Sought) -> None:
    """Say what was kept, what is open, and how to go on."""
    from cxmaturity.interview.prompts import Prompts

    language = desk.language
    prompts = Prompts(language)
    click.echo()
    if desk.unfinished:
        unfinished = text("The line that was being typed is not kept: “{words}”", words=harmless(desk.unfinished))
        prompts.print(unfinished)
    for line in _told(outcome, sitting) if outcome else ():
        prompts.print(line)
    if outcome is None or outcome.left:
        click.echo(_INDENT + text("To go on:").show(language))
        click.echo(_INDENT * 2 + replace(sought, lang=_asked(sought, language)).command("--edit"))
    click.echo(_INDENT + text("To see the map as it is now:").show(language))
    click.echo(_INDENT * 2 + replace(sought, lang=_asked(sought, language)).command())


def _asked(sought: Sought, language: Language) -> str | None:
    """Return the language to name in a command: that spoken at the end where one was named at the beginning."""
    return language if sought.lang else None


def _told(outcome: MapOutcome, sitting: MapSitting) -> Iterator[Text]:
    """Yield the lines that say what a walk came to."""
    path = sitting.path
    yield text("{n:int} {n:plural answer|answers} kept in {path}.", n=outcome.answers, path=path)
    if sitting.backup is not None:
        yield text("The map as it was before: {path}", path=sitting.backup)
    severities = Counter(weighed.severity for weighed in outcome.left)
    yield text(
        "Gaps left: {n:int}, of them {high:int} high and {medium:int} medium.",
        n=len(outcome.left),
        high=severities["high"],
        medium=severities["medium"],
    )
    if alone := len(outcome.not_asked.get("single_point_of_failure", ())):
        yield text(
            "Not asked for: {n:int} {n:plural point|points} without a stand-in. That takes a decision about the teams, "
            "not a line on the map.",
            n=alone,
        )
