"""Answers from a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.assess.telling import Asked, cycle_names, say_signed, say_when_begun, say_when_signed
from cxmaturity.cli.options import note, print_json
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.engagement.answers_file import AnswersFile, Respondent
    from cxmaturity.engagement.folder import Engagement


def take_file(engagement: Engagement, path: Path, asked: Asked, language: Language, as_json: bool) -> None:
    """Take the answers of a file, and sign the cycle then where somebody signs."""
    from cxmaturity.engagement.answering import import_answers, sign

    def who(given: AnswersFile) -> Respondent:
        return _of_file(path, given, asked)

    known = cycle_names(engagement)
    done = import_answers(engagement, path, who=who, cycle=asked.cycle, as_of=asked.as_of, at=datetime.now(UTC))
    say_when_begun(done.cycle, known, language)
    signer = asked.signer
    digest = None if signer is None else sign(engagement, done.cycle, signer, datetime.now(UTC))
    if digest is None:
        say_when_signed(done.cycle, language)
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
        say_signed(done.cycle, signer, digest, language)
    note(text("Next: cxmaturity score {folder}", folder=engagement.folder), language)


def _of_file(path: Path, given: AnswersFile, asked: Asked) -> Respondent:
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
