"""Commands, options and click's own sentences in the user's language."""

from __future__ import annotations

import gettext
import inspect
import os
from typing import TYPE_CHECKING

import click

from cxmaturity.words import CLICK, translation

if TYPE_CHECKING:
    from cxmaturity.words import Language


def speak(language: Language) -> None:
    """Make click's own sentences (usage, errors) speak that language."""
    gettext.bindtextdomain("messages", CLICK)
    os.environ["LANGUAGE"] = language


def in_language(command: click.Command, language: Language) -> click.Command:
    """Return the command with its help, and that of its options and commands, in that language."""
    if language == "en":
        return command
    if command.help:
        command.help = translation(inspect.cleandoc(command.help), language)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = translation(parameter.help, language)
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            in_language(inner, language)
    return command
