"""Commands, options and click's own sentences in the user's language."""

from __future__ import annotations

import gettext
import inspect
import os
from copy import copy
from typing import TYPE_CHECKING

import click

from cxmaturity.words import CLICK, translation

if TYPE_CHECKING:
    from cxmaturity.words import Language


class Stopped(KeyboardInterrupt):
    """Somebody stopped a command that had begun to speak another language than it was called in."""

    def __init__(self, language: Language) -> None:
        self.language = language
        super().__init__()


def speak(language: Language) -> None:
    """Make click's own sentences (usage, errors) speak that language."""
    gettext.bindtextdomain("messages", CLICK)
    os.environ["LANGUAGE"] = language


def in_language(command: click.Command, language: Language) -> click.Command:
    """Return the command with its help, and that of its options and commands, in that language."""
    if language == "en":
        return command
    told = copy(command)
    if told.help:
        told.help = translation(inspect.cleandoc(told.help), language)
    told.params = [_in_language(parameter, language) for parameter in told.params]
    if isinstance(told, click.Group):
        told.commands = {name: in_language(inner, language) for name, inner in told.commands.items()}
    return told


def _in_language(parameter: click.Parameter, language: Language) -> click.Parameter:
    told = copy(parameter)
    if isinstance(told, click.Option) and told.help:
        told.help = translation(told.help, language)
    return told
