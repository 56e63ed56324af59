"""theme.yaml: read, checked whole, each mistake at its line; colours that nobody could read are refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

from pydantic import BeforeValidator, StringConstraints

from cxmaturity.documents import Document, Frozen, parse_text, validate
from cxmaturity.errors import InputError, Problem, wrong
from cxmaturity.model import Bilingual
from cxmaturity.report.branding.inside import read_inside, read_regular, shown
from cxmaturity.report.branding.pictures import LARGEST, Picture, picture
from cxmaturity.report.colours import LEAST, OWN, contrast, distance, palette_of, shade
from cxmaturity.report.theme import Paper, Theme
from cxmaturity.words import Text, text

_LONGEST_FILE: Final = 100_000
_LONGEST_LINE: Final = 120
_ALIKE: Final = 0.08
"""Colours that are closer than this in Oklab cannot be told apart as two kinds of marks."""
_EXAMPLE: Final = '"#0b2545"'
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


def _checked(value: object) -> str:
    """Return a colour in small letters. Without quotes ``#`` begins a comment, so that nothing is left of it."""
    if isinstance(value, str) and _COLOUR.fullmatch(value):
        return value.lower()
    if value is None:
        raise ValueError(
            text("there is no colour here: without quotes # begins a comment. Write {example}.", example=_EXAMPLE)
        )
    raise ValueError(
        text(
            "“{value}” is not a colour: write a # and six digits, in quotes, as in {example}.",
            value=shown(str(value)),
            example=_EXAMPLE,
        )
    )


Colour = Annotated[str, BeforeValidator(_checked)]
FileName = Annotated[str, StringConstraints(min_length=1)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=_LONGEST_LINE)]


class _Lines(Frozen):
    """A line in English and in French."""

    en: Line
    fr: Line


def _in_both(value: object) -> object:
    """Return one line as it stands in either language."""
    if not isinstance(value, str) or not value:
        return value
    if len(value) > _LONGEST_LINE:
        raise ValueError(text("this line has room for {most:int} letters.", most=_LONGEST_LINE))
    return {"en": value, "fr": value}


Lines = Annotated[_Lines, BeforeValidator(_in_both)]


class _File(Frozen):
    """What theme.yaml may say."""

    colour: Colour = ""
    """The house's colour: cover, headings, most marks. Ours is #0b2545."""
    accent: Colour = ""
    """What must be seen: gaps, and what the records contradict. Ours is #c2410c."""
    good: Colour = ""
    """What is reached and confirmed. Ours is #0f766e."""
    logo: FileName = ""
    """Of who hands the report over: a PNG, JPEG or SVG file beside the theme."""
    client_logo: FileName = ""
    """Of the organisation that it is about."""
    author: Annotated[str, StringConstraints(min_length=1, max_length=80)] = ""
    """Who hands the report over."""
    title: Lines | None = None
    """The title on the cover."""
    confidentiality: Lines | None = None
    """The line at the foot of each page."""
    paper: Paper = "A4"


def load_theme(path: Path) -> Theme:
    """Return the theme that a file describes. Raises InputError with every mistake, each at its line."""
    content = read_regular(path, _LONGEST_FILE, path, path.name, _which(path))
    document = parse_text(path, _decoded(content, path))
    digests = {path.name: hashlib.sha256(content).hexdigest()}
    problems = list(_unreadable(document))
    pictures: dict[str, Picture] = {}
    for key in ("logo", "client_logo"):
        name = _given(document, key)
        if isinstance(name, str) and name:
            try:
                where = document.place((key,))
                held = read_inside(path.parent, name, LARGEST, where)
                pictures[key] = picture(held, name, where)
                digests[name] = hashlib.sha256(held).hexdigest()
            except InputError as error:
                problems += error.problems
    read: _File = validate(document, _File, problems)
    return Theme(
        palette=palette_of(read.colour or None, read.accent or None, read.good or None),
        author=read.author,
        title=_both(read.title),
        confidentiality=_both(read.confidentiality),
        logo=pictures.get("logo"),
        client_logo=pictures.get("client_logo"),
        paper=read.paper,
        digests=digests,
    )


def _which(path: Path) -> Text:
    """Return what to name in place of a folder, or of a file that is not there."""
    if path.is_dir():
        return text("Name the file in it: {example}", example=path / "theme.yaml")
    return text("Name a theme.yaml; templates/README.md says what it may hold.")


def _given(document: Document, key: str) -> object:
    """Return what a file says of a key, whatever else is wrong with it."""
    return document.data.get(key) if isinstance(document.data, dict) else None


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise wrong(text("this file is not UTF-8 text."), path, text("Save it again as UTF-8.")) from error


def _both(lines: _Lines | None) -> Bilingual | None:
    return Bilingual(en=lines.en, fr=lines.fr) if lines else None


_KEYS: Final = ("colour", "accent", "good")


def _unreadable(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the colours together: letters too faint on their ground, marks too alike."""
    said = {key: _given(document, key) for key in _KEYS}
    given = {
        key: colour.lower() if isinstance(colour, str) and _COLOUR.fullmatch(colour) else None
        for key, colour in said.items()
    }
    for key, colour in given.items():
        if colour is not None:
            yield from _too_faint(document, key, colour)
    if not all(_stands_out(colour) for colour in given.values() if colour):
        return
    roles = palette_of(**given).roles
    for key, role, other_key, others in (
        ("accent", "WARM", "colour", ("NAVY", "BLUE")),
        ("good", "TEAL", "colour", ("NAVY", "BLUE")),
        ("accent", "WARM", "good", ("TEAL",)),
    ):
        if min(distance(roles[role], roles[other]) for other in others) < _ALIKE:
            asked = key if given[key] else other_key
            yield Problem(
                text(
                    "“{key}” ({colour}) and “{other}” ({other_colour}) are too alike: marks of the two could not be "
                    "told apart.",
                    key=key,
                    colour=given[key] or roles[role],
                    other=other_key,
                    other_colour=given[other_key] or roles[others[0]],
                ),
                document.place((asked,)),
                text("Set “{key}” to a colour of another hue or lightness.", key=key),
            )


def _too_faint(document: Document, key: str, colour: str) -> Iterator[Problem]:
    """Yield that a colour is too light. White is all it is held against: tints keep the contrasts that ours have."""
    if _stands_out(colour):
        return
    yield Problem(
        text(
            "“{key}” is {colour}: white letters on it, and its letters on white, have a contrast of {ratio:decimal}, "
            "and letters need {least:decimal}.",
            key=key,
            colour=colour,
            ratio=contrast(colour, OWN["WHITE"]),
            least=LEAST,
        ),
        document.place((key,)),
        text("The nearest shade that can be read is {shade}.", shade=shade(colour, _stands_out)),
    )


def _stands_out(colour: str) -> bool:
    return contrast(colour, OWN["WHITE"]) >= LEAST
