"""Which colours lie on which: letters and their grounds, as data. A test finds each pair that the report uses here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.report.colours.contrast import LEAST, contrast

PAIRS: Final[tuple[tuple[str, str], ...]] = tuple(
    (letters, ground)
    for ground, all_letters in {
        "WHITE": "NAVY INK GREY BLUE TEAL TEAL_INK WARM WARM_INK",
        "PALE": "NAVY INK GREY BLUE TEAL_INK WARM_INK",
        "BAND": "NAVY INK",
        "SKY": "NAVY INK",
        "MIST": "NAVY",
        "HEAT_0": "NAVY",
        "HEAT_1": "NAVY",
        "HEAT_2": "NAVY",
        "WARM_SOFT": "NAVY INK WARM_INK",
        "WARM_PALE": "NAVY INK GREY WARM_INK",
        "TEAL_PALE": "NAVY INK TEAL_INK",
        "NAVY": "WHITE",
        "BLUE": "WHITE",
        "TEAL": "WHITE",
        "WARM": "WHITE",
        "WARM_INK": "WHITE",
        "DESK": "NAVY INK",
        "COVER": "WHITE COVER_SOFT COVER_GOOD",
    }.items()
    for letters in all_letters.split()
)
"""Roles of letters and of the ground below them."""


def failing(roles: Mapping[str, str], role: str | None = None) -> list[tuple[str, str, float]]:
    """Return the pairs, of that role if one is named, whose contrast is below what letters need, and their contrast."""
    asked = [pair for pair in PAIRS if role is None or role in pair]
    found = [(letters, ground, contrast(roles[letters], roles[ground])) for letters, ground in asked]
    return [pair for pair in found if pair[2] < LEAST]
