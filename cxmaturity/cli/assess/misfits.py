"""What is refused of the command line before anything is done: options without a value, or that would do nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import click
from click.core import ParameterSource

from cxmaturity.errors import wrong
from cxmaturity.words import text

_IDLE: Final[Mapping[str, tuple[str, ...]]] = {
    "form": ("review", "answers", "sign"),
    "review": ("mode", "answers", "sign"),
    "answers": ("mode",),
    "sign": ("mode", "respondent", "role"),
}
"""What the command does and the options that do nothing then; the first one that is given says what it does."""


def is_given(option: str) -> bool:
    """Return whether an option is written on the command line."""
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def refuse_misfits() -> None:
    """Raise InputError for a blank option, or one that does nothing beside another."""
    context = click.get_current_context()
    given = {each.name: each for each in context.command.params if each.name and is_given(each.name)}
    for name, option in given.items():
        written = context.params[name]
        if isinstance(written, str) and not written.strip():
            what = text("nothing is written behind {option}.", option=option.opts[0])
            value = option.make_metavar(context)
            raise wrong(
                what, remedy=text("Write {option} {value}, or leave it out.", option=option.opts[0], value=value)
            )
    does = next((name for name in _IDLE if name in given), None)
    idle = [given[name].opts[0] for name in _IDLE[does] if name in given] if does else []
    if does and idle:
        what = text("{option} does not go with {others}.", option=given[does].opts[0], others=", ".join(idle))
        raise wrong(what, remedy=text("Leave out one or the other."))
