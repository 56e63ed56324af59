"""What the map names and does not list, said before anything that rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxmaturity.cli.options import note
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from cxmaturity.evidence.ownership_map import OwnershipMap


def tell_strangers(ownership_map: OwnershipMap | None, language: Language) -> None:
    """Write a note of the teams, sources and others that the map names and does not list, if any."""
    from cxmaturity.ownership import unlisted

    if ownership_map and (strangers := unlisted(ownership_map)):
        note(text("The map names what it does not list: {ids}.", ids=", ".join(strangers)), language)
