"""How much the leadership report tells on paper, so that it has 8 to 14 pages whatever is known.

What grows with an engagement shows its first or weightiest rows; the page counts the rest, and says which attached
file has all of it. On screen and in the working edition everything stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cxmaturity.report.edition import Edition
from cxmaturity.report.view.speech import Speech
from cxmaturity.words import text

PAGES: Final = 14
"""Pages of a leadership report at most."""


@dataclass(frozen=True)
class Budget:
    """How many there may be of what grows; None where all are shown."""

    pages: int | None
    """Of the report: as many action records stand in full as they leave room for."""
    claims: int | None
    """Contradicted claims, where no note stands below them."""
    gantts: int | None
    """Pages that the plan is drawn on."""
    findings: int | None
    """Findings of high and medium weight in the contact audit."""
    minor: int | None
    """Findings of low weight there."""
    unscheduled: int | None
    """Actions without a place in the schedule."""
    inputs: int | None
    remarks: int | None
    """Remarks on how the logs were read."""


LEADERSHIP: Final = Budget(pages=PAGES, claims=16, gantts=1, findings=7, minor=2, unscheduled=12, inputs=14, remarks=6)
WHOLE: Final = Budget(None, None, None, None, None, None, None, None)


def budget(edition: Edition, on_screen: bool) -> Budget:
    """Return how much an edition tells."""
    return LEADERSHIP if edition.kind == "leadership" and not on_screen else WHOLE


def more(rows: Sequence[object], shown: Sequence[object], file: str, speech: Speech) -> str:
    """Return how many rows are not shown and where they stand; empty where all are shown."""
    left = len(rows) - len(shown)
    if not left:
        return ""
    return speech.say(
        text(
            "{n:int} more {n:plural stands|stand} in the attached {file} and in the working report.", n=left, file=file
        )
    )
