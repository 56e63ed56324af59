"""What a page of own templates would have fetched: nothing may be, so each such place is told before it is lost."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Final

from cxmaturity.errors import InputError, Place, Problem
from cxmaturity.report.branding.inside import shown
from cxmaturity.report.branding.template_folder import LAID_OUT, Templates
from cxmaturity.words import text

_FETCHED: Final = {"src", "srcset", "poster", "data", "background", "href", "xlink:href", "action", "formaction"}
"""Attributes that name what is fetched."""
_LEADS: Final = {"a", "area"}
"""Elements whose link is followed by a reader, and fetched by nobody before."""
_EXAMPLE: Final = '{{ asset("picture.png") }}'
OWN_FONTS: Final = text("own fonts cannot be used.")
WITHOUT_FONTS: Final = text(
    "Leave @font-face out and name “CXM Sans” or “CXM Serif”: every drawing is measured in them, and with any other "
    "font the file would differ from machine to machine."
)
_FONT_FACE: Final = "@font-face"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_FACE: Final = re.compile(r"@font-face\s*\{[^{}]*\}", re.IGNORECASE)
_IN_STYLE: Final = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)|@import\s+[\"']([^\"']*)", re.IGNORECASE)


def check_references(page: str, templates: Templates) -> None:
    """Raise InputError with each thing that a page would have fetched."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    found = [place for place in dict.fromkeys(reader.found) if not _is_inside(place)]
    fonts = [Problem(OWN_FONTS, _place(_FONT_FACE, templates), WITHOUT_FONTS)] if reader.has_own_fonts else []
    if found or fonts:
        raise InputError([*fonts, *(_problem(place, templates) for place in found)])


def _is_inside(place: str) -> bool:
    return not place.strip() or place.strip().lower().startswith(("data:", "#"))


def _problem(place: str, templates: Templates) -> Problem:
    return Problem(
        text("the report fetches nothing, and a template names “{place}”.", place=shown(place)),
        _place(place, templates),
        text("Put the picture into this folder and write {example} in its place.", example=_EXAMPLE),
    )


def _place(words: str, templates: Templates) -> Place:
    """Return the first line of a house's templates that holds these words; their folder where a value made them."""
    sought = words.strip().casefold()
    for name, content in templates.files.items():
        if name.lower().endswith(LAID_OUT):
            for number, line in enumerate(content.decode("utf-8-sig").splitlines(), start=1):
                if sought in unescape(line).casefold():
                    return Place(templates.folder / name, number)
    return Place(templates.folder)


class _Reader(HTMLParser):
    """Gathers what elements and styles of a page name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.has_own_fonts = False
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down what an element names."""
        self._is_style = tag == "style"
        for name, value in attrs:
            if name == "style":
                self._style(value or "")
            elif name in _FETCHED and tag not in _LEADS:
                self.found.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        """Know where a style ends."""
        self._is_style = False

    def handle_data(self, data: str) -> None:
        """Take down what a style sheet names."""
        if self._is_style:
            self._style(data)

    def _style(self, style: str) -> None:
        plain = _COMMENT.sub("", style)
        self.has_own_fonts |= _FONT_FACE in plain.casefold()
        style = _FACE.sub("", style)  # what it names is of no use anyway
        self.found += [first or second for first, second in _IN_STYLE.findall(style)]
