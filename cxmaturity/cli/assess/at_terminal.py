"""The guided interview at the terminal."""

from __future__ import annotations

import shlex
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.assess.telling import Asked, cycle_names, say_when_begun, say_when_signed
from cxmaturity.cli.options import note
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.engagement.folder import Engagement
    from cxmaturity.interview import Mode, Outcome


def hold(engagement: Engagement, mode: Mode, asked: Asked, language: Language) -> None:
    """Hold the interview at the terminal, and say at its end, however it ends, what stands and how to go on."""
    from cxmaturity.interview import Interrupted

    try:
        outcome = _interview(engagement, mode, asked, language)
    except KeyboardInterrupt as stop:
        with suppress(OSError):  # the terminal may be gone
            _close(engagement, mode, asked, stop.outcome if isinstance(stop, Interrupted) else None, language)
        raise
    _close(engagement, mode, asked, outcome, language)


def _interview(engagement: Engagement, mode: Mode, asked: Asked, language: Language) -> Outcome:
    """Hold the interview, alone in the engagement."""
    from cxmaturity.engagement import journal
    from cxmaturity.engagement.answering import keep
    from cxmaturity.engagement.lock import locked
    from cxmaturity.interview import interview
    from cxmaturity.interview.desk import Terminal

    model = engagement.model()
    with locked(engagement.folder):
        known = cycle_names(engagement)
        cycle = engagement.cycle_to_write(asked.cycle, asked.as_of)
        say_when_begun(cycle, known, language)
        present = journal.read(cycle.journal)
        for message in present.notes:
            note(message, language)
        say_when_signed(cycle, language)
        desk = Terminal(language)
        name = asked.respondent or desk.who(sorted({answer.respondent for answer in present.answers}))
        own = [answer for answer in present.answers if answer.respondent == name and not answer.agreed]
        role = asked.role or (own[-1].role if own else "") or desk.role(model)
        return interview(
            model,
            mode,
            own,
            respondent=name,
            role=role,
            desk=desk,
            save=keep(cycle, model),
            now=lambda: datetime.now(UTC),
        )


def _close(engagement: Engagement, mode: Mode, asked: Asked, outcome: Outcome | None, language: Language) -> None:
    """Say what stands and what comes next; ``outcome`` is None where the interview had not begun."""
    click.echo()
    if outcome is not None:
        counted = text(
            "{name}: {standing:int} {standing:plural answer|answers} saved in all, {given:int} of them now; "
            "{skipped:int} skipped.",
            name=outcome.respondent,
            standing=outcome.standing,
            given=outcome.answered,
            skipped=outcome.skipped,
        )
        click.echo(counted.show(language))
    if outcome is not None and outcome.through:
        done = text("Nothing is left to ask. Next: cxmaturity score {folder}", folder=engagement.folder)
        click.echo(done.show(language))
        return
    name = asked.respondent if outcome is None else outcome.respondent
    options = {"--cycle": asked.cycle, "--mode": None if mode == "ladder" else mode, "--respondent": name}
    words = [str(engagement.folder), *(word for pair in options.items() if pair[1] for word in pair)]
    click.echo(text("To go on: cxmaturity assess {words}", words=shlex.join(map(str, words))).show(language))
