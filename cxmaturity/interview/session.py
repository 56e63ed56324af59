"""The interview's loop: ask, save, go on; back and leave at any moment. Who asks and who saves is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from cxmaturity.evidence.answers import Answer, Voice
from cxmaturity.interview.path import Mode, asked, next_practice
from cxmaturity.model.schema import Bilingual, Model, Practice, Question


@dataclass(frozen=True)
class Step:
    """One practice, ready to be asked."""

    practice: Practice
    question: Question
    number: int
    """Its place among the practices asked, from 1."""
    total: int | None
    """How many practices are asked; None in ladder mode, where the answers decide."""
    question_number: int
    """The question's place among those asked, from 1."""
    questions: int
    """How many questions are asked."""
    before: Answer | None
    """The respondent's present answer to it."""


@dataclass(frozen=True)
class Opening:
    """What a respondent is told before the first practice."""

    respondent: str
    role: Bilingual | str
    """The role's name, else its id where the model does not know it."""
    answered: int
    """Answers that stand from earlier sittings."""
    left: int
    """Practices still to ask, as far as the answers so far tell."""
    may_grow: bool
    """True when good answers open further practices."""


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

    def begin(self, opening: Opening) -> None:
        """Greet the respondent."""

    def ask(self, step: Step) -> Reply:
        """Put one practice to the respondent and return the reply."""

    def saved(self, answer: Answer) -> None:
        """Tell the respondent that the answer is on the disk."""


@dataclass(frozen=True)
class Outcome:
    """What a sitting came to."""

    respondent: str
    standing: int
    """The respondent's answers that stand in all."""
    answered: int
    """Those of them given in this sitting."""
    skipped: int
    """Practices passed over in this sitting."""
    through: bool
    """True when nothing is left to ask."""


class Interrupted(KeyboardInterrupt):
    """The respondent stopped the program in the middle of a sitting."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__()


@dataclass
class _Sitting:
    """What has been said so far."""

    model: Model
    mode: Mode
    respondent: str
    answers: dict[str, Answer]
    skipped: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)

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
        questions = list(dict.fromkeys(each.question for each in path))
        return Step(
            practice,
            question,
            number=path.index(practice) + 1,
            total=None if self.mode == "ladder" else len(path),
            question_number=questions.index(question.id) + 1,
            questions=len(questions),
            before=self.answers.get(practice.id),
        )

    def opening(self, role: str) -> Opening:
        path = self.path()
        return Opening(
            self.respondent,
            self.model.header.roles.get(role, role),
            answered=len(self.answers),
            left=sum(practice.id not in self.answers for practice in path),
            may_grow=self.mode == "ladder" and len(path) < len(self.model.practices),
        )

    def outcome(self, *, through: bool) -> Outcome:
        return Outcome(self.respondent, len(self.answers), len(self.given), len(self.skipped), through)


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
    Raises Interrupted with what the sitting came to when somebody stops the program.
    """
    sitting = _Sitting(model, mode, respondent, {answer.practice: answer for answer in answers})
    desk.begin(sitting.opening(role))

    def answered(practice: Practice, said: Said, before: Answer | None) -> Answer:
        return _answer(practice, said, before, who=(respondent, role), at=now())

    try:
        through = _asks(sitting, desk, save, answered)
    except KeyboardInterrupt as stop:
        raise Interrupted(sitting.outcome(through=False)) from stop
    return sitting.outcome(through=through)


def _asks(
    sitting: _Sitting,
    desk: Desk,
    save: Callable[[Answer], None],
    answered: Callable[[Practice, Said, Answer | None], Answer],
) -> bool:
    """Ask until nothing is left, which is True, or the respondent leaves."""
    practice = sitting.next()
    while practice is not None:
        match desk.ask(sitting.step(practice)):
            case Left():
                return False
            case Back():
                practice = sitting.before(practice)
                continue
            case Skipped():
                sitting.skipped.add(practice.id)
            case Said() as said:
                answer = answered(practice, said, sitting.answers.get(practice.id))
                save(answer)
                sitting.answers[practice.id] = answer
                sitting.skipped.discard(practice.id)
                sitting.given.add(practice.id)
                desk.saved(answer)
        practice = sitting.next()
    return True


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
