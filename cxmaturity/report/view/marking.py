"""How an edition is marked: in the running head, at the foot of each page and on the cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxmaturity.report import fonts
from cxmaturity.report.edition import Edition
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import text

_HEAD: Final = (8, 165, 600)
"""Size, room in points and weight of a title of a house in the running head."""
_FOOT: Final = 430
"""Points beside the page's number."""


@dataclass(frozen=True)
class Marking:
    """What tells one edition from another."""

    document: str
    """What stands beside the organisation in the running head."""
    confidentiality: str
    """The line at the foot of each page."""
    cover: str
    """What the cover says of it; empty for the leadership report."""
    file: str
    """What stands before the title in the file's properties, as a viewer's tab shows it; empty where nothing does."""


def marking(edition: Edition, speech: Speech) -> Marking:
    """Return how an edition is marked; where internal notes are printed, every page says so."""
    is_working = edition.kind == "working"
    look = edition.theme.look(edition.language)
    document = speech.say(text("Working document") if is_working else text("Maturity and roadmap"))
    if look.title and not is_working:
        document = fonts.wrap(look.title, *_HEAD, lines=1)[0]
    line = text("Confidential – prepared for the management")
    if is_working:
        line = text("Working document – for the CX team; names respondents")
    internal = speech.say(text("Internal – for the assessors only")) if edition.internal else ""
    cover = " · ".join(
        filter(None, (speech.say(text("Working document – for the CX team")) if is_working else "", internal))
    )
    short = [speech.say(text("Internal"))] if edition.internal else []
    short += [speech.say(text("Working document"))] if is_working else []
    own = look.confidentiality
    full = (internal, speech.say(line) if is_working or not own else "", own)
    return Marking(document, _foot(full, (*short, own)), cover, "".join(f"{mark} · " for mark in short))


def _foot(full: tuple[str, ...], short: tuple[str, ...]) -> str:
    """Return the line at the foot: in full where that is one line; a house's own words are never cut."""
    line = " · ".join(filter(None, full))
    return line if fonts.width(line, 8) <= _FOOT else " · ".join(filter(None, short))
