"""How an edition is marked: in the running head, at the foot of each page and on the cover."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.report.edition import Edition
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import text


@dataclass(frozen=True)
class Marking:
    """What tells one edition from another."""

    document: str
    """What stands beside the organisation in the running head."""
    confidentiality: str
    """The line at the foot of each page."""
    cover: str
    """What the cover says of it; empty for the leadership report."""


def marking(edition: Edition, speech: Speech) -> Marking:
    """Return how an edition is marked; where internal notes are printed, every page says so."""
    is_working = edition.kind == "working"
    document = text("Working document") if is_working else text("Maturity and roadmap")
    line = text("Confidential – prepared for the management")
    if is_working:
        line = text("Working document – for the CX team; names respondents")
    own = edition.theme.look(edition.language).confidentiality
    cover = speech.say(text("Working document – for the CX team")) if is_working else ""
    confidentiality = own or speech.say(line)
    if own and is_working:
        confidentiality = f"{speech.say(line)} · {own}"
    if edition.internal:
        mark = speech.say(text("Internal – for the assessors only"))
        confidentiality, cover = f"{mark} · {confidentiality}", " · ".join(part for part in (cover, mark) if part)
    return Marking(speech.say(document), confidentiality, cover)
