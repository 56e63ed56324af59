"""Everything that a report prints, as one value; and what the commands print of it as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from cxmaturity.assess import Assessment
from cxmaturity.comparison.progress import Progress
from cxmaturity.results.few import discreet
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.scoring import StageReach

ELSEWHERE: Final = "…/"
"""What stands before the name of an input that lies outside the engagement's folder, in place of its path."""


@dataclass(frozen=True)
class EarlierScore:
    """One question's score in a cycle before this one, from 0 to 100; None where nothing could be said."""

    value: float | None
    """On final levels: what claims and records leave."""
    low: float | None
    high: float | None
    claimed: float | None
    """By the claims alone."""


@dataclass(frozen=True)
class EarlierCycle:
    """What a cycle before this one concluded, as it recorded it then."""

    name: str
    as_of: date
    model: str
    """Hash of the model that it was scored by."""
    version: str
    """Version of that model."""
    stage: StageReach
    claimed_stage: int | None
    """The stage that its claims alone would have given."""
    index: float | None
    """1–5."""
    questions: Mapping[str, EarlierScore]
    """By the id of the question."""
    has_present_rules: bool = False
    """That model's texts differ from the present one's, its rules do not."""

    def compares_with(self, model: str) -> bool:
        """Tell whether its scores compare with those by the present model, whose hash is given, without a word."""
        return self.has_present_rules or self.model == model


@dataclass(frozen=True)
class Results:
    """One cycle of an engagement, concluded. Every output of ``cxmaturity report`` is a function of it alone.

    What no report tells by name is taken out when it is made: whoever prints it cannot get at that.
    """

    assessment: Assessment
    roadmap: Roadmap | None = None
    """None where there is no plan."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """The sha256 of the files that it rests on, by their path seen from the engagement, or ``ELSEWHERE`` and a name."""
    progress: Progress | None = None
    """What became of the actions since the last cycle."""
    earlier: tuple[EarlierCycle, ...] = ()
    """The cycles before this one, by date."""

    def __post_init__(self) -> None:
        """Keep only what may be told."""
        object.__setattr__(self, "assessment", discreet(self.assessment))
