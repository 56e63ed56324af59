"""What people said of a practice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from fractions import Fraction
from typing import Final, Literal, get_args


class Level(IntEnum):
    """How far a practice is true of the organisation."""

    NOT = 0
    PARTLY = 1
    LARGELY = 2
    FULLY = 3

    @property
    def word(self) -> str:
        """The level's word in files: not, partly, largely, fully."""
        return self.name.lower()

    @property
    def points(self) -> Fraction:
        """The level's worth in a score: 0, 1/3, 2/3 or 1."""
        return Fraction(int(self), 3)

    @classmethod
    def of(cls, word: str) -> Level:
        """Return the level of a word. Raises KeyError for any other word."""
        return cls[word.upper()]


Reason = Literal["not_our_business", "outside_control", "other"]
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)


@dataclass(frozen=True)
class NotApplicable:
    """The practice does not apply to this organisation; it leaves numerator and denominator."""

    reason: Reason
    """Why; ``outside_control`` passes a gate in the high bound only."""
    explanation: str = ""
    """In words; required when the reason is ``other``."""


@dataclass(frozen=True)
class Unknown:
    """Nobody here knows: no level; it widens the bounds and is listed as a visibility gap."""


Voice = Level | NotApplicable | Unknown
"""What an answer says. A skipped practice has no answer at all."""


@dataclass(frozen=True)
class Link:
    """A document shown as proof."""

    link: str
    date: date | None = None


@dataclass(frozen=True)
class Answer:
    """One respondent's current answer to one practice."""

    practice: str
    voice: Voice
    respondent: str
    role: str
    agreed: bool = False
    """The answer that a workshop agreed on; it stands above all others."""
    note: str = ""
    """A remark that may stand in a report."""
    internal_note: str = ""
    """A remark that never leaves the engagement folder without ``--internal``."""
    links: tuple[Link, ...] = ()
    at: datetime | None = None
    """When it was given."""
