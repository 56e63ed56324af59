"""Every text of the program has its French, with the same figures in it."""

from __future__ import annotations

import gettext
import inspect
import re
from io import BytesIO
from pathlib import Path
from string import Formatter

import click
from babel.messages.extract import extract
from babel.messages.pofile import read_po

import cxmaturity
from cxmaturity.cli.main import cli
from cxmaturity.words import CLICK

PACKAGE = Path(cxmaturity.__file__).parent
TEMPLATES = PACKAGE.parent / "templates"


def sentences() -> set[str]:
    found = set()
    for path in PACKAGE.rglob("*.py"):
        found |= {
            message for _, message, _, _ in extract("python", BytesIO(path.read_bytes()), keywords={"text": None})
        }
    for path in TEMPLATES.rglob("*.html"):
        found |= {
            message
            for _, message, _, _ in extract(
                "jinja2.ext:babel_extract", BytesIO(path.read_bytes()), keywords={"_": None}
            )
        }
    return {message for message in found if isinstance(message, str)} | help_texts()


def help_texts() -> set[str]:
    """Return the help of every command and option of our own."""
    context = click.Context(cli, obj="en")
    commands = [cli, *(cli.get_command(context, name) for name in cli.list_commands(context))]
    commands += [
        inner for command in commands if isinstance(command, click.Group) for inner in command.commands.values()
    ]
    found = {inspect.cleandoc(command.help) for command in commands}
    return found | {
        option.help
        for command in commands
        for option in command.params
        if isinstance(option, click.Option) and option.help and option.name not in ("help", "version")
    }


def catalogue() -> dict[str, str]:
    entries: dict[str, str] = {}
    for path in (PACKAGE / "words" / "fr").glob("*.po"):
        for entry in read_po(BytesIO(path.read_bytes()), locale="fr"):
            if entry.id:
                assert entries.setdefault(entry.id, entry.string) == entry.string, f"two translations of {entry.id!r}"
    return entries


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_every_sentence_has_its_french():
    assert sorted(sentences() - {key for key, value in catalogue().items() if value}) == []


def test_no_french_is_left_over():
    assert sorted(set(catalogue()) - sentences()) == []


def test_both_languages_hold_the_same_figures():
    assert [key for key, value in catalogue().items() if fields(key) != fields(value)] == []


def test_french_typography():
    """A no-break space stands before high punctuation and inside quotation marks, and apostrophes are curly."""
    wrong = re.compile(r"(?<![\u00a0\d:/])[;:?!»%](?=\s|$)|«(?!\u00a0)|\w'\w")
    plain = {
        key: re.sub(r"\{[^}]*\}|https?://\S+|`[^`]*`|--?\w[\w-]*|\S+\.(yaml|csv|py)\S*", "x\u00a0", value)
        for key, value in catalogue().items()
    }
    assert {key: value for key, value in plain.items() if wrong.search(value)} == {}


def test_clicks_own_sentences_are_compiled():
    folder = Path(CLICK) / "fr" / "LC_MESSAGES"
    written = read_po(BytesIO((folder / "messages.po").read_bytes()), locale="fr")
    compiled = gettext.translation("messages", CLICK, ["fr"])
    for entry in written:
        if isinstance(entry.id, tuple):
            assert tuple(compiled.ngettext(*entry.id, number) for number in (1, 2)) == entry.string
        elif entry.id:
            assert compiled.gettext(entry.id) == entry.string
