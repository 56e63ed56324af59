"""The interview's loop: ask, save, go on; back and leave at any moment. Who asks and who saves is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from cxmaturity.evidence.answers import Answer, Voice
from cxmaturity.interview.path import Mode, asked, next_practice
from cxmaturity.model.schema import Model, Practice, Question


@dataclass(frozen=True)
class Step:
    """One practice, ready to be asked."""

    practice: Practice
    question: Question
    number: int
    """Its place among the practices asked, from 1."""
    total: int
    """How many practices are asked, as far as the answers so far tell."""
    may_grow: bool
    """True when good answers open further practices."""
    before: Answer | None
    """The respondent's present answer to it."""


@dataclass(frozen=True)
class Said:
    """The respondent answered."""

    voice: Voice
    note: str = ""
    internal_note: str = ""


@dataclass(frozen=True)
class Skipped:
    """Not now: the practice keeps the answer that it has, or none."""


@dataclass(frozen=True)
class Back:
    """The practice before this one again."""


@dataclass(frozen=True)
class Left:
    """Enough for today."""


Reply = Said | Skipped | Back | Left


class Desk(Protocol):
    """Where the respondent sits."""

    def ask(self, step: Step) -> Reply:
        """Put one practice to the respondent and return the reply."""

    def saved(self, answer: Answer) -> None:
        """Tell the respondent that the answer is on the disk."""


@dataclass(frozen=True)
class Outcome:
    """What a sitting came to."""

    answered: int
    """Answers given in this sitting."""
    skipped: int
    """Practices passed over in this sitting."""
    through: bool
    """True when nothing is left to ask."""


@dataclass
class _Sitting:
    """What has been said so far."""

    model: Model
    mode: Mode
    answers: dict[str, Answer]
    skipped: set[str] = field(default_factory=set)
    given: int = 0

    @property
    def voices(self) -> dict[str, Voice]:
        return {practice: answer.voice for practice, answer in self.answers.items()}

    def path(self) -> tuple[Practice, ...]:
        return asked(self.model, self.mode, self.voices, self.skipped)

    def next(self) -> Practice | None:
        return next_practice(self.model, self.mode, self.voices, self.skipped)

    def before(self, practice: Practice) -> Practice:
        path = self.path()
        return path[max(path.index(practice) - 1, 0)]

    def step(self, practice: Practice) -> Step:
        path = self.path()
        question = next(question for question in self.model.questions if question.id == practice.question)
        may_grow = self.mode == "ladder" and len(path) < len(self.model.practices)
        present = self.answers.get(practice.id)
        return Step(practice, question, path.index(practice) + 1, len(path), may_grow, present)


def interview(
    model: Model,
    mode: Mode,
    answers: Iterable[Answer],
    *,
    respondent: str,
    role: str,
    desk: Desk,
    save: Callable[[Answer], None],
    now: Callable[[], datetime],
) -> Outcome:
    """Ask one respondent until nothing is left to ask or they leave, beginning with the first unanswered practice.

    ``answers`` holds the respondent's answers from earlier sittings. ``save`` returns when an answer is on the disk.
    """
    sitting = _Sitting(model, mode, {answer.practice: answer for answer in answers})
    practice = sitting.next()
    while practice is not None:
        match desk.ask(sitting.step(practice)):
            case Left():
                return Outcome(sitting.given, len(sitting.skipped), through=False)
            case Back():
                practice = sitting.before(practice)
                continue
            case Skipped():
                sitting.skipped.add(practice.id)
            case Said() as said:
                answer = _answer(practice, said, sitting.answers.get(practice.id), who=(respondent, role), at=now())
                save(answer)
                sitting.answers[practice.id] = answer
                sitting.skipped.discard(practice.id)
                sitting.given += 1
                desk.saved(answer)
        practice = sitting.next()
    return Outcome(sitting.given, len(sitting.skipped), through=True)


def _answer(practice: Practice, said: Said, before: Answer | None, *, who: tuple[str, str], at: datetime) -> Answer:
    respondent, role = who
    return Answer(
        practice=practice.id,
        voice=said.voice,
        respondent=respondent,
        role=role,
        note=said.note,
        internal_note=said.internal_note,
        links=before.links if before else (),
        at=at,
    )
