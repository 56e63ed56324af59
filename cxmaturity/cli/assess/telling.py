"""What every way of giving answers says of the cycle that it writes to."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.cli.options import harmless, note
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.engagement.folder import Cycle, Engagement

_QUARTER: Final = re.compile(r"[0-9]{4}-Q[1-4]")
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


def say_when_begun(cycle: Cycle, known: Sequence[Cycle], language: Language) -> None:
    """Say that a cycle is begun: from then on it is the one that every command works on, misspelt or not.

    ``known`` are those that were there before.
    """
    if cycle.name not in [each.name for each in known]:
        for told in _of_a_fresh_one(cycle, known):
            note(told, language)


def _of_a_fresh_one(cycle: Cycle, known: Sequence[Cycle]) -> Iterator[Text]:
    """Yield name and date of a cycle that is begun; where they are odd, how to undo it."""
    from cxmaturity.engagement.folder import quarter

    day, names = cycle.settings.date, [each.name for each in known]
    yield text("Begins the cycle {cycle}, dated {day:date}.", cycle=cycle.name, day=day)
    is_other = cycle.name != quarter(day)
    is_quarter = _QUARTER.fullmatch(cycle.name) is not None
    later = known and known[-1].settings.date > day
    if is_other and is_quarter:
        yield text(
            "Its name says {name:quarter}, and its date lies in {dated:quarter}; --as-of gives another date.",
            name=cycle.name,
            dated=quarter(day),
        )
    if later:
        yield text(
            "It lies before {cycle}, dated {day:date}, which stays the one that commands work on unless --cycle names "
            "another.",
            cycle=known[-1].name,
            day=known[-1].settings.date,
        )
    close = get_close_matches(cycle.name, names, n=1, cutoff=_RESEMBLES) if is_other else []
    if close:
        yield text("Did you mean {close}? Delete {folder} to undo.", close=close[0], folder=cycle.folder)
    elif later or (is_other and is_quarter):
        yield text("Delete {folder} to undo.", folder=cycle.folder)


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
