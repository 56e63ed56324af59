"""Answers from a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.assess.telling import Asked, next_command, say_signed, say_when_begun, say_when_signed
from cxmaturity.cli.options import note, print_json
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.engagement.answering import Imported
    from cxmaturity.engagement.folder import Engagement


def take_file(engagement: Engagement, path: Path, asked: Asked, language: Language, as_json: bool) -> None:
    """Take the answers of a file, and sign the cycle then where somebody signs."""
    from cxmaturity.engagement.answering import import_answers, sign
    from cxmaturity.engagement.given import Whose

    whose = Whose(asked.respondent, asked.role)
    known = engagement.cycles()
    done = import_answers(engagement, path, whose=whose, cycle=asked.cycle, as_of=asked.as_of, at=datetime.now(UTC))
    for told in done.notes:
        note(told, language)
    if done.shares:
        say_when_begun(done.cycle, known, language)
    signer = asked.signer
    digest = None if signer is None else sign(engagement, done.cycle, signer, datetime.now(UTC))
    if digest is None:
        say_when_signed(done.cycle, language)
    if as_json:
        record = _record(done)
        print_json(record if digest is None else record | {"by": signer, "digest": digest})
        return
    click.echo(_said(done).show(language))
    if digest is not None and signer is not None:
        say_signed(done.cycle, signer, digest, language)
    if done.shares or digest is not None:
        note(next_command(engagement, done.cycle.name), language)


def _record(done: Imported) -> dict[str, object]:
    """Return what was done: under ``respondent`` and ``role`` for one person, as a list for several or none."""
    shares = [
        {
            "respondent": share.respondent.name,
            "role": share.respondent.role,
            "saved": share.saved,
            "unchanged": share.unchanged,
        }
        for share in done.shares
    ]
    if len(shares) == 1:
        return {"cycle": done.cycle.name} | shares[0]
    return {"cycle": done.cycle.name, "respondents": shares, "saved": done.saved, "unchanged": done.unchanged}


def _said(done: Imported) -> Text:
    if not done.shares:
        return text("There is no answer in this file; nothing was saved.")
    if len(done.shares) > 1:
        return text(
            "{saved:int} {saved:plural answer|answers} of {n:int} respondents saved in {cycle}, {same:int} unchanged.",
            saved=done.saved,
            n=len(done.shares),
            cycle=done.cycle.name,
            same=done.unchanged,
        )
    return text(
        "{saved:int} {saved:plural answer|answers} of {name} saved in {cycle}, {same:int} unchanged.",
        saved=done.saved,
        name=done.shares[0].respondent.name,
        cycle=done.cycle.name,
        same=done.unchanged,
    )
