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


def signed(change: Fraction | float | None, paper: Paper) -> str:
    """Return a change with its sign, whole from 1 on; a dash where nothing can be said, a dot where nothing moved."""
    if change is None:
        return "–"
    if change == 0:
        return _NOTHING
    size = abs(float(change))
    pattern = "{n:int}" if size >= 1 else "{n:decimal2}" if size >= 0.1 else "{n:decimal3}"
    written = fill(pattern, {"n": size}, paper.language)
    return f"{'−' if change < 0 else '+'}{written}"


def by_what(moved: Movement, paper: Paper) -> str:
    """Return what moved a score, the largest part first; nothing where nothing did."""
    parts = moved.parts or {}
    causes = sorted((cause for cause in CAUSES if parts.get(cause)), key=lambda cause: -abs(parts[cause]))
    return ", ".join(f"{paper.say(CAUSE_WORDS[cause])} {signed(parts[cause], paper)}" for cause in causes)
