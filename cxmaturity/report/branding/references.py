"""What a page of own templates would have fetched: nothing may be, so each such place is told before it is lost."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from cxmaturity.errors import InputError, Place, Problem
from cxmaturity.report.branding.inside import shown
from cxmaturity.report.branding.template_folder import Templates
from cxmaturity.words import text

_FETCHED: Final = {"src", "srcset", "poster", "data", "background", "href", "xlink:href", "action", "formaction"}
"""Attributes that name what is fetched."""
_LEADS: Final = {"a", "area"}
"""Elements whose link is followed by a reader, and fetched by nobody before."""
_EXAMPLE: Final = '{{ asset("picture.png") }}'
_IN_STYLE: Final = re.compile(r"url\(\s*[\"']?\s*([^\"')]*)|@import\s+[\"']([^\"']*)", re.IGNORECASE)


def check_references(page: str, templates: Templates) -> None:
    """Raise InputError with each thing that a page would have fetched."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    found = [place for place in dict.fromkeys(reader.found) if not _is_inside(place)]
    if found:
        raise InputError([_problem(place, templates) for place in found])


def _is_inside(place: str) -> bool:
    return not place.strip() or place.strip().lower().startswith(("data:", "#"))


def _problem(place: str, templates: Templates) -> Problem:
    return Problem(
        text("the report fetches nothing, and a template names “{place}”.", place=shown(place)),
        Place(templates.folder),
        text("Put the picture into this folder and write {example} in its place.", example=_EXAMPLE),
    )


class _Reader(HTMLParser):
    """Gathers what elements and styles of a page name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
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
        self.found += [first or second for first, second in _IN_STYLE.findall(style)]
