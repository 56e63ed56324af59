"""How far the voices agree, in words."""

from __future__ import annotations

from typing import Final

from cxmaturity.scoring.agreement import Agreement, PerceptionGap, Reading
from cxmaturity.words import Text, text

_READINGS: Final[dict[Reading, Text]] = {
    "few": text("too few for a verdict"),
    "high": text("high, the voices can be read as one"),
    "fair": text("fair, conclusions are tentative"),
    "low": text("low, settle the differences before relying on the scores"),
    "none": text("none, the voices differ as much as by chance or more"),
}


def agreement_words(found: Agreement) -> Text:
    """Return alpha and what it means, or that there is none."""
    if found.alpha is None:
        return text("Agreement cannot be told: no two voices differ, or no two speak of the same practice.")
    return text(
        "Agreement {alpha:decimal2} on {n:int} shared {n:plural practice|practices}: {meaning} (Krippendorff’s alpha;"
        " 1 is full).",
        alpha=round(found.alpha, 2) + 0.0,  # never “-0.00”
        n=len(found.r_wg),
        meaning=_READINGS[found.reading],
    )


def gap_words(gap: PerceptionGap) -> Text:
    """Return what a gap's test says."""
    if gap.p is None:
        return text("too few to test")
    return text("p < 0.001") if gap.p < 0.001 else text("p = {p:decimal3}", p=gap.p)
