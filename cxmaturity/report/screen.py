"""The page in a browser: what a screen has and paper lacks, all of it inside the one file.

A script adds controls to a page that is complete without it; the page's own policy lets no other script run and
nothing be fetched.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import unescape

_POINT = 14 / 8 / 16
"""Rem to a point, by which the smallest letters on paper, 8 points, have 14 pixels in a browser's usual 16."""
_POINTS = re.compile(r"(?<![\w.#-])(\d+(?:\.\d+)?)pt\b")
_SECTION = re.compile(r"<section ([^>]*)>(?:(?!</section>).)*?<h1[^>]*>(.*?)</h1>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_MARK = re.compile(r"<g><title>([^<]*)</title>")
_TAG = re.compile(r"<[^>]*>")
_COLON = re.compile(r"\u00a0?: ")


@dataclass(frozen=True)
class Screen:
    """What a template needs of it."""

    script: str
    policy: str
    """Content-Security-Policy: this script by its digest, our styles, fonts and drawings inside the page, no more."""


@dataclass(frozen=True)
class Section:
    """A section, as the contents list it."""

    id: str
    name: str
    title: str
    """What it finds."""


def screen(script: str) -> Screen:
    """Return what goes with a script into the page."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return Screen(
        script,
        "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
    )


def resizable(style: str) -> str:
    """Return a style sheet whose letters follow the size that the reader's browser is set to."""
    return _POINTS.sub(lambda found: f"{float(found[1]) * _POINT:.6g}rem", style)


def sections(body: str) -> list[Section]:
    """Return the sections of a page that can be linked to, in their order."""
    found = []
    for attributes, title in _SECTION.findall(body):
        named = dict(_ATTRIBUTE.findall(attributes))
        if "id" in named and "data-section" in named:
            found.append(Section(named["id"], unescape(named["data-section"]), unescape(_TAG.sub("", title)).strip()))
    return found


def figures(drawing: str) -> list[tuple[str, str]]:
    """Return what a drawing tells where a pointer rests: each mark's name and its figures, each pair once."""
    return list(dict.fromkeys(pair for told in _MARK.findall(drawing) if (pair := _told(unescape(told)))))


def one_picture(drawing: str) -> str:
    """Return a drawing that is one picture to those who listen: its marks' figures stand in the table behind it."""
    return drawing.replace("<g><title>", '<g aria-hidden="true"><title>')


def _told(words: str) -> tuple[str, str] | None:
    """Return the name and the figures; None where a mark tells its name only, which stands in full elsewhere."""
    name, *lines = words.split("\n")
    if lines:
        return name, " · ".join(lines)
    parts = _COLON.split(words, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) > 1 else None
