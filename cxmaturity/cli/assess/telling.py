"""What every way of giving answers says of the cycle that it writes to."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.cli.options import harmless, note
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.engagement.folder import Cycle, Engagement

_RESEMBLES: Final = 0.5
"""How alike two names of cycles are when one may have been meant for the other; Q4-2026 and 2026-Q4 are 0.57."""


@dataclass(frozen=True)
class Asked:
    """What the command line says of cycle, respondent and signer."""

    cycle: str | None
    as_of: date | None
    respondent: str | None
    role: str | None
    signer: str | None = None


def cycle_names(engagement: Engagement) -> tuple[str, ...]:
    """Return the names of an engagement's cycles."""
    return tuple(cycle.name for cycle in engagement.cycles())


def say_when_begun(cycle: Cycle, known: Sequence[str], language: Language) -> None:
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


def say_signed(cycle: Cycle, name: str, digest: str, language: Language) -> None:
    """Say who has signed what: whose answers, how many, and their digest."""
    from cxmaturity.engagement import journal

    answers = journal.read(cycle.journal).answers
    whose = ", ".join(sorted({answer.respondent for answer in answers}))
    signed = text("{name} signed the answers of {cycle}: {digest}", name=name, cycle=cycle.name, digest=digest)
    counted = text("{n:int} {n:plural answer|answers} of {whose}.", n=len(answers), whose=whose)
    click.echo(harmless(signed.show(language)))
    click.echo("  " + harmless(counted.show(language)))


def next_command(engagement: Engagement, cycle: str | None) -> Text:
    """Return what to do next, on a cycle; it is named where it is not the one that commands work on by themselves."""
    words = ["cxmaturity", "score", str(engagement.folder)]
    if cycle is not None and cycle != cycle_names(engagement)[-1]:
        words += ["--cycle", cycle]
    return text("Next: {command}", command=shlex.join(words))


def say_when_signed(cycle: Cycle, language: Language) -> None:
    """Note that a cycle is signed already, where it is, and what of it is not."""
    from cxmaturity.engagement.signature import signature_notes

    signed = cycle.settings.signed
    if signed is None:
        return
    whole = text(
        "{cycle} was signed by {name}; answers given from now on are not signed.", cycle=cycle.name, name=signed.by
    )
    for told in signature_notes(cycle) or [whole]:
        note(told, language)
