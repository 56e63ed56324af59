"""What is said when a sitting ends: what stands, what is still open, and how to go on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING, Final

import click

from cxmaturity.cli.assess.telling import Asked, next_command
from cxmaturity.cli.options import harmless, spoken
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.engagement.folder import Engagement
    from cxmaturity.interview import Mode, Outcome
    from cxmaturity.interview.desk import Terminal
    from cxmaturity.model import Model
    from cxmaturity.model.schema import Practice

_INDENT: Final = "  "
_WIDEST: Final = 96


def close(engagement: Engagement, mode: Mode | None, asked: Asked, outcome: Outcome | None, desk: Terminal) -> None:
    """Say what stands and what comes next; ``outcome`` is None where the sitting had not begun."""
    language = desk.language
    click.echo()
    if desk.unfinished:
        unfinished = text("The line that was being typed is not kept: “{words}”", words=desk.unfinished)
        click.echo(wrapped(harmless(unfinished.show(language))))
    if outcome is not None:
        for line in _told(engagement.model(), mode, outcome, desk):
            click.echo(wrapped(harmless(line)))
    if outcome is None or outcome.open or not outcome.through:
        # On a line of its own, so that it can be copied whole.
        click.echo(text("To go on:").show(language))
        click.echo(_INDENT + _command(engagement, mode, asked, outcome, desk))
    if outcome is not None and outcome.through:
        click.echo(next_command(engagement, asked.cycle).show(language))


def _told(model: Model, mode: Mode | None, outcome: Outcome, desk: Terminal) -> Iterator[str]:
    """Yield the lines that say what the sitting came to."""
    language = desk.language
    yield _counted(mode, outcome).show(language)
    yield _stage(outcome).show(language)
    if mode is not None:
        alone = text("That is by these answers alone; `score` shows all voices together.")
        yield alone.show(language)
    if mode == "quick":
        screening = text("This was a screening: two practices of each question, hence the wide ranges.")
        yield screening.show(language)
    if outcome.open:
        yield text("Still open: {n:int}", n=len(outcome.open)).show(language)
        yield from _by_question(model, outcome.open, desk)
    for title, practices in ((text("Nobody knows"), outcome.unknown), (text("Does not apply"), outcome.not_applicable)):
        if practices:
            yield _listed(title, practices, desk)


def _counted(mode: Mode | None, outcome: Outcome) -> Text:
    if mode is None:
        return text(
            "{standing:int} {standing:plural answer|answers} agreed in all, {given:int} of them now; "
            "{skipped:int} skipped. Every voice stays in the file.",
            standing=outcome.standing,
            given=outcome.answered,
            skipped=outcome.skipped,
        )
    return text(
        "{name}: {standing:int} {standing:plural answer|answers} saved in all, {given:int} of them now; "
        "{skipped:int} skipped.",
        name=outcome.respondent,
        standing=outcome.standing,
        given=outcome.answered,
        skipped=outcome.skipped,
    )


def _stage(outcome: Outcome) -> Text:
    stage = outcome.scores.stage
    bounds = {"low": stage.low, "high": stage.high}
    if stage.value is None:
        return text("No stage yet: nothing is answered (it could be {low:int} to {high:int}).", **bounds)
    if stage.low == stage.high:
        return text("Stage {n:int}, whatever the open answers are.", n=stage.value)
    return text("Stage {n:int}; with what is open it lies between {low:int} and {high:int}.", n=stage.value, **bounds)


def _by_question(model: Model, practices: Sequence[Practice], desk: Terminal) -> Iterator[str]:
    """Yield one line a question."""
    for question in model.questions:
        found = [practice for practice in practices if practice.question == question.id]
        if found:
            yield _INDENT + _listed(question.name.show(desk.language), found, desk)


def wrapped(line: str) -> str:
    """Return a line broken between words, as wide as the terminal at most."""
    return fill(line, _width(), subsequent_indent=_INDENT, break_long_words=False, break_on_hyphens=False)


def _width() -> int:
    return min(get_terminal_size().columns, _WIDEST)


def _listed(title: Text | str, practices: Sequence[Practice], desk: Terminal) -> str:
    """Return a line with as many ids as there is room for."""
    named = text("{title} ({n:int})", title=title, n=len(practices))
    ids = [practice.id for practice in practices]
    for shown in range(len(ids), 0, -1):
        some = ", ".join(ids[:shown] if shown == len(ids) else [*ids[:shown], "…"])
        line = text("{name}: {value}", name=named, value=some).show(desk.language)
        if len(line) <= _width() - len(_INDENT):
            return line
    return named.show(desk.language)


def _command(engagement: Engagement, mode: Mode | None, asked: Asked, outcome: Outcome | None, desk: Terminal) -> str:
    """Return the command that goes on where the sitting ended."""
    name = asked.respondent if outcome is None or mode is None else outcome.respondent
    no_answer = outcome is not None and outcome.standing == 0 and mode is not None
    role = outcome.role if outcome is not None and no_answer else asked.role
    usual = spoken(None, engagement.settings.language)
    options = {
        "--cycle": asked.cycle,
        "--as-of": asked.as_of,
        "--mode": None if mode in (None, "ladder") else mode,
        "--respondent": name,
        "--role": role,
        "--lang": None if desk.language == usual else desk.language,
    }
    words = ["cxmaturity", "assess", str(engagement.folder), *(["--review"] if mode is None else [])]
    words += [str(word) for pair in options.items() if pair[1] for word in pair]
    return shlex.join(words)
