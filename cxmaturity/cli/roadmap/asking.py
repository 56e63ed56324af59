"""``cxmaturity roadmap DIR --update`` at the terminal: a walk through the actions of the plan."""

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
    from cxmaturity.comparison.progress import ActionProgress
    from cxmaturity.engagement.facts import Gathered
    from cxmaturity.engagement.roadmap_sitting import RoadmapSitting
    from cxmaturity.evidence.facts import RoadmapState
    from cxmaturity.interview.action_desk import ActionTerminal
    from cxmaturity.interview.action_walk import ActionOutcome

_INDENT = "  "


def ask(sought: Sought, *, as_json: bool) -> None:
    """Ask at the terminal what became of the actions. Raises InputError where there is none.

    However it ends, what was kept and how to go on is said at its end.
    """
    from cxmaturity.engagement.lock import locked
    from cxmaturity.engagement.roadmap_sitting import RoadmapSitting
    from cxmaturity.interview.action_desk import ActionTerminal
    from cxmaturity.interview.action_walk import ActionsInterrupted
    from cxmaturity.interview.stopping import heeded

    if as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise wrong(
            text("--update asks at a terminal, and there is none here."),
            remedy=text("Run it in one and without --json, or give a file: --update FILE."),
        )
    gathered = watching.gathered(sought.folder, sought.cycle, sought.as_of)
    language = spoken(sought.lang, gathered.engagement.settings.language)
    for message in gathered.notes:
        note(message, language)
    desk = ActionTerminal(_owners(gathered, language), gathered.cycle.as_of, language)
    with locked(gathered.engagement.folder) as lock:
        sitting = RoadmapSitting(gathered.engagement, lock)
        try:
            with heeded():
                outcome = _walk(gathered, sitting, desk)
        except KeyboardInterrupt as stop:
            with suppress(OSError):  # the terminal may be gone
                _close(stop.outcome if isinstance(stop, ActionsInterrupted) else None, sitting, desk, sought)
            raise Stopped(desk.language) from stop
        _close(outcome, sitting, desk, sought)


def _walk(gathered: Gathered, sitting: RoadmapSitting, desk: ActionTerminal) -> ActionOutcome:
    from cxmaturity.comparison.progress import agenda
    from cxmaturity.engagement.previous import Looking
    from cxmaturity.interview.action_walk import ActionOffice, walk_actions

    looking, state = Looking(gathered), sitting.state()
    ids = agenda(looking.entries(state), looking.plan, gathered.cycle.as_of)

    def look(now: RoadmapState, id_: str) -> ActionProgress:
        return looking.at(now, id_)

    return walk_actions(state, ids, ActionOffice(desk, sitting.keep, sitting.take_back, look))


def _owners(gathered: Gathered, language: Language) -> dict[str, str]:
    """Return who may carry an action: the map's teams by id with their names, then roles that nobody plays."""
    ownership_map = gathered.facts.map
    teams = {team.id: team.name or team.id for team in (ownership_map.teams or ())} if ownership_map else {}
    played = dict(gathered.facts.roles)
    roles = {
        role: name.show(language) for role, name in gathered.model.header.roles.items() if role not in {*played, *teams}
    }
    found = teams | roles
    alike = {name for name, times in Counter(found.values()).items() if times > 1}
    return {id_: f"{name} ({id_})" if name in alike else name for id_, name in found.items()}


def _close(outcome: ActionOutcome | None, sitting: RoadmapSitting, desk: ActionTerminal, sought: Sought) -> None:
    """Say what was kept, and how to go on."""
    from cxmaturity.interview.prompts import Prompts

    language = desk.language
    prompts = Prompts(language)
    click.echo()
    if desk.unfinished:
        prompts.print(text("The line that was being typed is not kept: “{words}”", words=harmless(desk.unfinished)))
    for line in _told(outcome, sitting) if outcome else ():
        prompts.print(line)
    again = replace(sought, lang=language if sought.lang else None)
    if outcome is None or outcome.left:
        click.echo(_INDENT + text("To go on:").show(language))
        click.echo(_INDENT * 2 + again.command("--update"))
    click.echo(_INDENT + text("To plan with it:").show(language))
    click.echo(_INDENT * 2 + again.command())


def _told(outcome: ActionOutcome, sitting: RoadmapSitting) -> Iterator[Text]:
    yield text("{n:int} {n:plural answer|answers} kept in {path}.", n=outcome.answers, path=sitting.path)
    if sitting.backup is not None:
        yield text("The roadmap as it was before: {path}", path=sitting.backup)
    if outcome.left:
        yield text("{n:int} {n:plural action was|actions were} not asked for.", n=outcome.left)
