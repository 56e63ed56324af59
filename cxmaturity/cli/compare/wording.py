"""How the page of a comparison names causes and writes what moved."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from cxmaturity.cli.paper import Paper
from cxmaturity.comparison.scores import CAUSES, Cause, Movement
from cxmaturity.words import Text, fill, text

CAUSE_WORDS: Final[Mapping[Cause, Text]] = {
    "model": text("model"),
    "respondents": text("voices"),
    "answers": text("answers"),
    "evidence": text("evidence"),
}
"""What each cause is called."""
_NOTHING: Final = "·"
_LEAST: Final = 0.005
"""What two decimals show."""


def signed(change: Fraction | float | None, paper: Paper) -> str:
    """Return a change with its sign, whole from 1 on; a dash where nothing can be said, a dot where nothing moved."""
    if change is None:
        return "–"
    if change == 0:
        return _NOTHING
    size = abs(float(change))
    pattern = "{n:int}" if size >= 1 else "{n:decimal2}" if size >= 0.1 else "{n:decimal3}"
    return _with_sign(change, pattern, paper)


def by_what(moved: Movement, paper: Paper) -> str:
    """Return what moved a score, the largest part first; nothing where nothing did."""
    parts = moved.parts or {}
    return _listed({cause: signed(parts[cause], paper) for cause in _largest_first(parts)}, paper)


def by_what_finely(moved: Movement, paper: Paper) -> str:
    """Return what moved a figure that is written with two decimals, in as many; what rounds to nothing is left out."""
    parts = moved.parts or {}
    shown = {cause: parts[cause] for cause in _largest_first(parts) if abs(parts[cause]) >= _LEAST}
    return _listed({cause: _with_sign(part, "{n:decimal2}", paper) for cause, part in shown.items()}, paper)


def _largest_first(parts: Mapping[Cause, Fraction]) -> list[Cause]:
    return sorted((cause for cause in CAUSES if parts.get(cause)), key=lambda cause: -abs(parts[cause]))


def _with_sign(change: Fraction | float, pattern: str, paper: Paper) -> str:
    written = fill(pattern, {"n": abs(float(change))}, paper.language)
    return f"{'−' if change < 0 else '+'}{written}"


def _listed(shown: Mapping[Cause, str], paper: Paper) -> str:
    return ", ".join(f"{paper.say(CAUSE_WORDS[cause])} {change}" for cause, change in shown.items())
