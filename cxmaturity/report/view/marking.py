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
    own = look.confidentiality
    cover = speech.say(text("Working document – for the CX team")) if is_working else ""
    confidentiality = own or speech.say(line)
    if own and is_working:
        confidentiality = f"{speech.say(line)} · {own}"
    if edition.internal:
        mark = speech.say(text("Internal – for the assessors only"))
        confidentiality, cover = f"{mark} · {confidentiality}", " · ".join(part for part in (cover, mark) if part)
    marks = ([text("Internal")] if edition.internal else []) + ([text("Working document")] if is_working else [])
    return Marking(document, confidentiality, cover, "".join(f"{speech.say(mark)} · " for mark in marks))
