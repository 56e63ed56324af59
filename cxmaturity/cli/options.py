"""Options that several commands share, and what they mean."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cxmaturity.errors import InputError, Problem, did_you_mean, wrong
from cxmaturity.words import Language, Text, preferred_language, text

if TYPE_CHECKING:
    from cxmaturity.checks.finding import Finding

_SEVERITIES = ("high", "medium")
_CONTROLS = dict.fromkeys({*range(0x20), *range(0x7F, 0xA0)} - {ord("\n")})
"""The control characters of ASCII and Latin-1 but the line feed: a terminal takes some of them as commands."""
F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only from click 8.4 on
    """A calendar day, ``YYYY-MM-DD`` or as people write it."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; fail with the expected form."""
        from cxmaturity.words.days import day_of

        language = (ctx.find_root().obj if ctx else None) or preferred_language()
        try:
            return day_of(value, language)
        except ValueError as error:
            self.fail(error.args[0].show(language), param, ctx)


def pile(decorators: Sequence[Callable[[F], F]]) -> Callable[[F], F]:
    """Return decorators as one; the first stands on top."""

    def apply(function: F) -> F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return apply


language_option = click.option(
    "--lang",
    type=click.Choice(["en", "fr"]),
    help="Language of what is shown (default: the engagement's, else the system's).",
)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON on standard output, and nothing else there."
)
debug_option = click.option("--debug", is_flag=True, expose_value=False, help="Show the full trace of an error.")
fail_on_option = click.option(
    "--fail-on", metavar="high|medium|ID[,ID]", help="Leave with exit code 1 when such a finding fires."
)

every_command = pile([language_option, json_option, debug_option])
"""--lang, --json, --debug."""

engagement_command = pile(
    [
        click.argument("folder", metavar="DIR", type=click.Path(path_type=Path)),
        click.option("--cycle", metavar="C", help="The cycle to work on (default: the latest by date)."),
        click.option(
            "--as-of", type=Day(), metavar="DATE", help="Measure every age at this date instead of the cycle's."
        ),
        language_option,
        json_option,
        debug_option,
    ]
)
"""DIR, --cycle, --as-of, --lang, --json, --debug."""


def spoken(lang: str | None, engagement_language: Language | None = None) -> Language:
    """Return the language to speak: the option's, else the engagement's, else the system's."""
    if lang in ("en", "fr"):
        return "fr" if lang == "fr" else "en"
    return engagement_language or preferred_language()


def print_json(record: object) -> None:
    """Write a JSON document to standard output; what an encoding other than Unicode's lacks is escaped."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    click.echo(json.dumps(record, ensure_ascii=not is_unicode, indent=2))


def harmless(words: str) -> str:
    """Return words that may hold what a file says, without the characters that command a terminal."""
    return words.translate(_CONTROLS)


def note(message: Text, language: Language) -> None:
    """Write a note to standard error."""
    click.echo(harmless(message.show(language)), err=True)


def exit_code(findings: Sequence[Finding], fail_on: str | None) -> int:
    """Return 1 when ``--fail-on`` names a finding that fired, or a severity that one of them reaches."""
    named = _named(fail_on)
    severities = {"high"} if "high" in named else set()
    severities |= {"high", "medium"} if "medium" in named else set()
    return int(any(finding.severity in severities or finding.id in named for finding in findings))


def check_fail_on(fail_on: str | None, known_ids: Iterable[str]) -> None:
    """Raise InputError when ``--fail-on`` names nothing, or what is neither a severity nor the id of a check."""
    if fail_on is None:
        return
    named, remedy = _named(fail_on), text("Give high, medium or the ids of findings.")
    if not named:
        raise wrong(text("--fail-on names nothing."), remedy=remedy)
    offered = [*_SEVERITIES, *sorted(known_ids)]
    problems = [
        Problem(
            text("--fail-on: there is no finding “{word}”.", word=word), None, did_you_mean(word, offered) or remedy
        )
        for word in sorted(named - set(offered))
    ]
    if problems:
        raise InputError(problems)


def check_fail_on_of(folder: Path, fail_on: str | None) -> None:
    """Check ``--fail-on`` against an engagement's model, before anything else of the engagement is read."""
    if fail_on is not None:
        from cxmaturity.engagement.folder import open_engagement

        check_fail_on(fail_on, [check.id for check in open_engagement(folder).model().checks])


def _named(fail_on: str | None) -> set[str]:
    return {word.strip() for word in (fail_on or "").split(",") if word.strip()}
