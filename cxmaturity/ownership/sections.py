"""What the sections of an ownership map are called in either language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.words import Text, text

_NAMES: Final[Mapping[str, Text]] = {
    "platform": text("platform"),
    "tools": text("tools"),
    "teams": text("teams"),
    "touchpoints": text("touchpoints"),
    "sources": text("sources"),
    "objectives": text("objectives"),
    "expectations": text("expectations"),
    "levers": text("levers"),
    "crossings": text("crossings of expectations and levers"),
    "kpis": text("KPIs"),
    "alerts": text("alerts"),
    "committee": text("committee"),
    "programme": text("programme"),
    "communication": text("communication plan"),
    "playbook": text("playbook"),
    "rules": text("follow-up rules"),
}


def section_name(section: str) -> Text:
    """Return what to call a section; its key where it has no name."""
    return _NAMES.get(section) or Text("{key}", {"key": section})
