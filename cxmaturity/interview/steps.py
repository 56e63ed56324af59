"""What passes between the interview's loop and the desk at which the respondent sits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cxmaturity.evidence.answers import Answer, Link, Voice
from cxmaturity.interview.path import Mode
from cxmaturity.model.schema import Bilingual, Model, Practice, Question
from cxmaturity.scoring import Contradiction, Score, Scores, StageReach


@dataclass(frozen=True)
class Standing:
    """What answers come to now beside the recorded evidence: the respondent's own, or a workshop's with all voices.

    An interview shows nobody what others answered: it would draw the next answers towards theirs.
    """

    score: Score
    """Of the question that is being asked."""
    stage: StageReach
    """Of the whole organisation."""


@dataclass(frozen=True)
class Ground:
    """Where one can go, and what is there."""

    model: Model
    reachable: tuple[Practice, ...]
    """The practices that one can go to."""
    asked: frozenset[str]
    """Those of them that the sitting asks, as far as the answers so far tell."""
    answers: Mapping[str, Answer]
    """The present answers by practice."""


@dataclass(frozen=True)
class Earlier:
    """What a respondent answered in an earlier cycle."""

    cycle: str
    """Its name."""
    answers: Mapping[str, Answer]
    """By practice, as the present model reads them."""


@dataclass(frozen=True)
class Recalled:
    """An answer of an earlier cycle: shown and offered, and none of this cycle until it is confirmed."""

    cycle: str
    answer: Answer


@dataclass(frozen=True)
class Step:
    """One practice, ready to be asked."""

    practice: Practice
    question: Question
    number: int | None
    """Its place among the practices asked, from 1; None for one that was gone to and is not among them."""
    total: int | None
    """How many practices are asked; None in ladder mode, where the answers decide."""
    question_number: int
    """The question's place in the model, from 1."""
    questions: int
    """How many questions the model has."""
    before: Answer | None
    """The present answer to it: the respondent's, or the workshop's."""
    draft: Answer | None
    """What was noted while there is no answer; only its notes and links say anything."""
    standing: Standing
    ground: Ground
    voices: tuple[Answer, ...] | None = None
    """In a review, what every respondent said of it; None in an interview."""
    last: Recalled | None = None
    """What the respondent answered last time, while there is no present answer."""
    against: Contradiction | None = None
    """In a review, how evidence contradicts what is claimed."""


@dataclass(frozen=True)
class Opening:
    """What is told before the first practice."""

    respondent: str
    role: Bilingual | str
    """The role's name, else its id where the model does not know it."""
    answered: int
    """Answers that stand from earlier sittings."""
    left: int
    """Practices still to ask, as far as the answers so far tell."""
    most: int
    """Practices still to ask if the answers open all others."""
    kind: Mode | None
    """None for a review."""
    as_of: date
    """The cycle's date."""
    last: str | None = None
    """The cycle whose answers can be confirmed here; None where there is none to confirm."""
    recalled: int = 0
    """How many of them, as far as this sitting can reach."""
    differ: int = 0
    """In a review, on how many of the practices still to ask voices differ; on the others evidence contradicts."""


@dataclass(frozen=True)
class Said:
    """The respondent answered."""

    voice: Voice
    note: str = ""
    internal_note: str = ""
    links: tuple[Link, ...] = ()
    stays: bool = False
    """True when only a note or link of the present answer was changed, and the practice is looked at further."""


@dataclass(frozen=True)
class Noted:
    """Notes and links of a practice that has no answer; the practice is looked at further."""

    note: str = ""
    internal_note: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Withdrawn:
    """The present answer is taken back."""


@dataclass(frozen=True)
class Skipped:
    """Not now: what was asked for keeps the answer that it has, or none."""


@dataclass(frozen=True)
class Back:
    """What was asked for before this, again."""


@dataclass(frozen=True)
class GoTo:
    """That practice next."""

    practice: str


@dataclass(frozen=True)
class Left:
    """Enough for today."""


@dataclass(frozen=True)
class Again:
    """What was passed over is asked again."""


Reply = Said | Noted | Withdrawn | Skipped | Back | GoTo | Left


@dataclass(frozen=True)
class Rest:
    """What there is to see when nothing is left to ask."""

    ground: Ground
    here: Practice
    """The practice asked last, else the first one."""
    open: tuple[Practice, ...]
    """Practices that were passed over and have no answer."""


class Desk(Protocol):
    """Where the respondent sits."""

    def begin(self, opening: Opening) -> None:
        """Greet the respondent."""

    def ask(self, step: Step) -> Reply:
        """Put one practice to the respondent and return the reply."""

    def saved(self, answer: Answer) -> None:
        """Tell the respondent that the answer is on the disk."""

    def noted(self, practice: str) -> None:
        """Tell the respondent that what was noted is on the disk, without an answer."""

    def withdrawn(self, answer: Answer) -> None:
        """Tell the respondent that the answer is taken back."""

    def rest(self, rest: Rest) -> GoTo | Again | Left:
        """Ask what else there is to do when nothing is left to ask."""


@dataclass(frozen=True)
class Outcome:
    """What a sitting came to."""

    respondent: str
    role: str
    standing: int
    """Answers that stand in all: the respondent's, or those agreed."""
    answered: int
    """Those of them given in this sitting."""
    skipped: int
    """Practices passed over in this sitting that have no answer."""
    through: bool
    """True when every practice was asked."""
    open: tuple[Practice, ...]
    """Practices to ask that have no answer, as far as the answers so far tell."""
    unknown: tuple[Practice, ...]
    """Practices of which nobody knows."""
    not_applicable: tuple[Practice, ...]
    scores: Scores
    """By the same answers as each step's standing."""


class Interrupted(KeyboardInterrupt):
    """Somebody stopped the program in the middle of a sitting."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__()
