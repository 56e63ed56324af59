"""``cxmaturity assess``: the guided interview, and answers from a file."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.cli.options import engagement_command, note, print_json, spoken
from cxmaturity.errors import InputError, slip_of, wrong
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.engagement.answers_file import AnswersFile, Respondent
    from cxmaturity.engagement.folder import Cycle, Engagement
    from cxmaturity.interview import Mode, Outcome
    from cxmaturity.model import Model

_RESEMBLES: Final = 0.5
"""How alike two names of cycles are when one may have been meant for the other; Q4-2026 and 2026-Q4 are 0.57."""


@click.command(short_help="Hold the interview, or take answers from a file.")
@engagement_command
@click.option(
    "--mode",
    type=click.Choice(["ladder", "full", "quick"]),
    default="ladder",
    show_default=True,
    help="Which practices are asked: stage by stage, all, or two of each question.",
)
@click.option("--respondent", metavar="R", help="Who answers, by name or function.")
@click.option("--role", metavar="ROLE", help="In which role, as in executive, cx or front-line.")
@click.option(
    "--answers", metavar="FILE", type=click.Path(path_type=Path), help="Take the answers from a YAML or JSON file."
)
@click.option("--sign", metavar="NAME", help="Sign the cycle's answers as they stand.")
def assess(
    folder: Path,
    *,
    cycle: str | None,
    as_of: date | None,
    lang: str | None,
    as_json: bool,
    mode: Mode,
    respondent: str | None,
    role: str | None,
    answers: Path | None,
    sign: str | None,
) -> None:
    """Ask practice by practice, in the terminal; every answer is saved at once, and the next sitting resumes.

    With --answers the same from a file, taken whole or not at all. The cycle is made when it is missing. With --sign
    the answers are signed, after those of the file where both are given.
    """
    from cxmaturity.engagement.folder import open_engagement

    engagement = open_engagement(folder)
    language = spoken(lang, engagement.settings.language)
    if sign is not None and not sign.strip():
        raise wrong(text("the name of who signs is empty."), remedy=text("Give it with --sign NAME."))
    if role is not None:
        role = _known_role(role, engagement.model())
    if answers is not None:
        _import(engagement, answers, _Asked(cycle, as_of, respondent, role, sign), language, as_json)
    elif sign is not None:
        _sign(engagement, engagement.cycle(cycle, as_of), sign, language, as_json)
    elif sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
        _hold(engagement, mode, _Asked(cycle, as_of, respondent, role), language)
    else:
        raise wrong(
            text("the interview needs a terminal."),
            remedy=text("Run it in one, or give the answers in a file: --answers FILE."),
        )


@dataclass(frozen=True)
class _Asked:
    """What the command line says of cycle, respondent and signer."""

    cycle: str | None
    as_of: date | None
    respondent: str | None
    role: str | None
    signer: str | None = None


def _known_role(word: str, model: Model) -> str:
    """Return the role that a word names. Raises InputError when it is a misspelt one of the model."""
    from cxmaturity.engagement.answers_file import role_of

    role = role_of(word, model)
    if hint := slip_of(role, model.header.roles):
        raise wrong(text("the model has no role “{role}”.", role=role), remedy=hint)
    return role


def _import(engagement: Engagement, path: Path, asked: _Asked, language: Language, as_json: bool) -> None:
    """Take the answers of a file, and sign the cycle then where somebody signs."""
    from cxmaturity.engagement.answering import import_answers, sign

    def who(given: AnswersFile) -> Respondent:
        return _of_file(path, given, asked)

    known = _cycle_names(engagement)
    done = import_answers(engagement, path, who=who, cycle=asked.cycle, as_of=asked.as_of, at=datetime.now(UTC))
    _say_when_begun(done.cycle, known, language)
    signer = asked.signer
    digest = None if signer is None else sign(engagement, done.cycle, signer, datetime.now(UTC))
    if digest is None:
        _say_when_signed(done.cycle, language)
    if as_json:
        record = {
            "cycle": done.cycle.name,
            "respondent": done.respondent.name,
            "role": done.respondent.role,
            "saved": done.saved,
            "unchanged": done.unchanged,
        }
        print_json(record if digest is None else record | {"by": signer, "digest": digest})
        return
    shown = text(
        "{saved:int} {saved:plural answer|answers} of {name} saved in {cycle}, {same:int} unchanged.",
        saved=done.saved,
        name=done.respondent.name,
        cycle=done.cycle.name,
        same=done.unchanged,
    )
    click.echo(shown.show(language))
    if digest is not None and signer is not None:
        _say_signed(done.cycle, signer, digest, language)
    note(text("Next: cxmaturity score {folder}", folder=engagement.folder), language)


def _of_file(path: Path, given: AnswersFile, asked: _Asked) -> Respondent:
    """Return whose answers a file holds: the options say it first, then the file. Raises InputError when none does."""
    from cxmaturity.engagement.answers_file import Respondent

    name, role = asked.respondent or given.respondent, asked.role or given.role
    if name and role:
        return Respondent(name, role)
    no_name = wrong(
        text("the file does not say who answers."),
        path,
        text("Write `respondent: NAME` at its top, or give --respondent NAME."),
    )
    no_role = wrong(
        text("the file does not say in which role that person answers."),
        path,
        text("Write `role: ROLE` at its top, as in executive, cx or front-line, or give --role ROLE."),
    )
    raise InputError([*(() if name else no_name.problems), *(() if role else no_role.problems)])


def _hold(engagement: Engagement, mode: Mode, asked: _Asked, language: Language) -> None:
    """Hold the interview at the terminal, and say at its end, however it ends, what stands and how to go on."""
    from cxmaturity.interview import Interrupted

    try:
        outcome = _interview(engagement, mode, asked, language)
    except KeyboardInterrupt as stop:
        with suppress(OSError):  # the terminal may be gone
            _close(engagement, mode, asked, stop.outcome if isinstance(stop, Interrupted) else None, language)
        raise
    _close(engagement, mode, asked, outcome, language)


def _interview(engagement: Engagement, mode: Mode, asked: _Asked, language: Language) -> Outcome:
    """Hold the interview, alone in the engagement."""
    from cxmaturity.engagement import journal
    from cxmaturity.engagement.answering import keep
    from cxmaturity.engagement.lock import locked
    from cxmaturity.interview import interview
    from cxmaturity.interview.desk import Terminal

    model = engagement.model()
    with locked(engagement.folder):
        known = _cycle_names(engagement)
        cycle = engagement.cycle_to_write(asked.cycle, asked.as_of)
        _say_when_begun(cycle, known, language)
        present = journal.read(cycle.journal)
        for message in present.notes:
            note(message, language)
        _say_when_signed(cycle, language)
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


def _close(engagement: Engagement, mode: Mode, asked: _Asked, outcome: Outcome | None, language: Language) -> None:
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


def _cycle_names(engagement: Engagement) -> tuple[str, ...]:
    return tuple(cycle.name for cycle in engagement.cycles())


def _say_when_begun(cycle: Cycle, known: Sequence[str], language: Language) -> None:
    """Say that a cycle was begun: from then on it is the one that every command works on, misspelt or not."""
    from cxmaturity.engagement.folder import quarter

    if cycle.name in known:
        return
    begun = text("Begins the cycle {cycle}, dated {day:date}.", cycle=cycle.name, day=cycle.settings.date)
    note(begun, language)
    if cycle.name == quarter(cycle.settings.date):
        return
    if close := get_close_matches(cycle.name, known, n=1, cutoff=_RESEMBLES):
        undo = text("Did you mean {close}? Delete {folder} to undo.", close=close[0], folder=cycle.folder)
        note(undo, language)


def _sign(engagement: Engagement, cycle: Cycle, name: str, language: Language, as_json: bool) -> None:
    from cxmaturity.engagement.answering import sign

    digest = sign(engagement, cycle, name, datetime.now(UTC))
    if as_json:
        print_json({"cycle": cycle.name, "by": name, "digest": digest})
        return
    _say_signed(cycle, name, digest, language)


def _say_signed(cycle: Cycle, name: str, digest: str, language: Language) -> None:
    shown = text("{name} signed the answers of {cycle}: {digest}", name=name, cycle=cycle.name, digest=digest)
    click.echo(shown.show(language))


def _say_when_signed(cycle: Cycle, language: Language) -> None:
    if cycle.settings.signed:
        told = text(
            "{cycle} was signed by {name}; answers given since are not signed.",
            cycle=cycle.name,
            name=cycle.settings.signed.by,
        )
        note(told, language)
