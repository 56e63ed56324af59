"""The interview's loop: ask, save, go on; back, elsewhere and leave at any moment. Who asks and saves is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from cxmaturity.evidence.answers import Answer, NotApplicable, Unknown, Voice
from cxmaturity.interview.path import Mode, asked
from cxmaturity.interview.steps import (
    Again,
    Back,
    Desk,
    GoTo,
    Ground,
    Interrupted,
    Left,
    Opening,
    Outcome,
    Reply,
    Rest,
    Said,
    Skipped,
    Standing,
    Step,
    Withdrawn,
)
from cxmaturity.model.schema import Model, Practice
from cxmaturity.scoring import Scores

Course = Callable[[Mapping[str, Voice], Set[str]], tuple[Practice, ...]]
"""Which practices are asked, given the voices and what was skipped."""


@dataclass(frozen=True)
class Office:
    """What a sitting needs of the world around it."""

    desk: Desk
    save: Callable[[Answer], None]
    """Returns when the answer is on the disk."""
    withdraw: Callable[[Answer], None]
    """Returns when it is on the disk that the answer is taken back, at its ``at``."""
    score: Callable[[Iterable[Answer]], Scores]
    """What the answers of this sitting come to; quick, since it is called before every practice."""
    now: Callable[[], datetime]
    as_of: date
    """The cycle's date."""


@dataclass
class _Sitting:
    """What has been said so far."""

    model: Model
    course: Course
    respondent: str
    role: str
    answers: dict[str, Answer]
    score: Callable[[Iterable[Answer]], Scores]
    mode: Mode | None = None
    """None for a review."""
    voices_on: Mapping[str, tuple[Answer, ...]] | None = None
    """In a review, what every respondent said, by practice."""
    skipped: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)

    @property
    def voices(self) -> dict[str, Voice]:
        return {practice: answer.voice for practice, answer in self.answers.items()}

    def path(self) -> tuple[Practice, ...]:
        return self.course(self.voices, self.skipped)

    def next(self) -> Practice | None:
        done = self.answers.keys() | self.skipped
        return next((practice for practice in self.path() if practice.id not in done), None)

    def before(self, practice: Practice) -> Practice:
        """Return the practice asked before this one; after a leap elsewhere, the one that is next."""
        path = self.path()
        if practice not in path:
            return self.next() or practice
        return path[max(path.index(practice) - 1, 0)]

    def step(self, practice: Practice) -> Step:
        path = self.path()
        questions = [question.id for question in self.model.questions]
        number = questions.index(practice.question)
        scores = self.score(self.answers.values())
        return Step(
            practice,
            self.model.questions[number],
            number=path.index(practice) + 1 if practice in path else None,
            total=None if self.mode == "ladder" else len(path),
            question_number=number + 1,
            questions=len(questions),
            before=self.answers.get(practice.id),
            standing=Standing(scores.question(practice.question).score, scores.stage),
            ground=self.ground(),
            voices=None if self.voices_on is None else self.voices_on.get(practice.id, ()),
        )

    def ground(self) -> Ground:
        path = self.path()
        reachable = self.model.practices if self.voices_on is None else path
        return Ground(self.model, reachable, frozenset(practice.id for practice in path), self.answers)

    def opening(self, as_of: date) -> Opening:
        left = len(self.open())
        unanswered = sum(practice.id not in self.answers for practice in self.model.practices)
        return Opening(
            self.respondent,
            self.model.header.roles.get(self.role, self.role),
            answered=len(self.answers),
            left=left,
            most=unanswered if self.mode == "ladder" else left,
            kind=self.mode,
            as_of=as_of,
        )

    def open(self) -> tuple[Practice, ...]:
        return tuple(practice for practice in self.path() if practice.id not in self.answers)

    def rest(self, here: Practice | None) -> Rest:
        return Rest(self.ground(), here or (self.path() or self.model.practices)[0], self.open())

    def outcome(self, *, through: bool) -> Outcome:
        return Outcome(
            self.respondent,
            self.role,
            standing=len(self.answers),
            answered=len(self.given),
            skipped=len(self.skipped - self.answers.keys()),
            through=through,
            open=self.open(),
            unknown=self._who_said(Unknown),
            not_applicable=self._who_said(NotApplicable),
            scores=self.score(self.answers.values()),
        )

    def take(self, answer: Answer) -> None:
        self.answers[answer.practice] = answer
        self.skipped.discard(answer.practice)
        self.given.add(answer.practice)

    def drop(self, practice: str) -> None:
        del self.answers[practice]
        self.given.discard(practice)

    def _who_said(self, kind: type[Unknown] | type[NotApplicable]) -> tuple[Practice, ...]:
        voices = self.voices
        return tuple(practice for practice in self.model.practices if isinstance(voices.get(practice.id), kind))


def interview(
    model: Model, mode: Mode, answers: Iterable[Answer], *, respondent: str, role: str, office: Office
) -> Outcome:
    """Ask one respondent until they finish or leave, beginning with the first unanswered practice.

    ``answers`` holds the respondent's answers from earlier sittings. Raises Interrupted with what the sitting came to
    when somebody stops the program.
    """
    given = {answer.practice: answer for answer in answers}
    return _hold(_Sitting(model, partial(asked, model, mode), respondent, role, given, office.score, mode), office)


def review(
    model: Model, agenda: Sequence[Practice], answers: Iterable[Answer], *, respondent: str, role: str, office: Office
) -> Outcome:
    """Ask a workshop for the answer that it agrees on, practice by practice of the agenda, in its order.

    ``answers`` holds every answer of the cycle: voices are shown, agreed answers stand. Raises Interrupted as
    ``interview`` does.
    """
    everything = list(answers)
    agreed = {answer.practice: answer for answer in everything if answer.agreed}
    voices = {
        practice.id: tuple(each for each in everything if each.practice == practice.id and not each.agreed)
        for practice in agenda
    }
    sitting = _Sitting(
        model,
        lambda _voices, _skipped: tuple(agenda),
        respondent,
        role,
        {name: answer for name, answer in agreed.items() if name in voices},
        office.score,
        voices_on=voices,
    )
    return _hold(sitting, office)


def _hold(sitting: _Sitting, office: Office) -> Outcome:
    office.desk.begin(sitting.opening(office.as_of))
    try:
        through = _asks(sitting, office)
    except KeyboardInterrupt as stop:
        raise Interrupted(sitting.outcome(through=False)) from stop
    return sitting.outcome(through=through)


def _asks(sitting: _Sitting, office: Office) -> bool:
    """Ask until the respondent leaves; return whether nothing was left to ask then."""
    practice, last = sitting.next(), None
    while True:
        reply = office.desk.rest(sitting.rest(last)) if practice is None else office.desk.ask(sitting.step(practice))
        if isinstance(reply, Left):
            for name, said in reply.also.items():
                _save(name, said, sitting, office)
            return practice is None
        last, practice = practice or last, _after(practice, reply, sitting, office)


def _after(practice: Practice | None, reply: Reply | Again, sitting: _Sitting, office: Office) -> Practice | None:
    """Do what was replied at a practice, or where none was left, and return the next practice."""
    if isinstance(reply, GoTo):
        return sitting.model.practice(reply.practice) or practice
    if practice is None:
        sitting.skipped.clear()
        return sitting.next()
    match reply:
        case Back():
            return sitting.before(practice)
        case Withdrawn():
            _withdraw(practice.id, sitting, office)
            return practice
        case Skipped():
            sitting.skipped.add(practice.id)
        case Said() as said:
            _save(practice.id, said, sitting, office)
            if said.stays:
                return practice
    return sitting.next()


def _save(practice: str, said: Said, sitting: _Sitting, office: Office) -> None:
    answer = Answer(
        practice=practice,
        voice=said.voice,
        respondent=sitting.respondent,
        role=sitting.role,
        agreed=sitting.voices_on is not None,
        note=said.note,
        internal_note=said.internal_note,
        links=said.links,
        at=office.now(),
    )
    office.save(answer)
    sitting.take(answer)
    office.desk.saved(answer)


def _withdraw(practice: str, sitting: _Sitting, office: Office) -> None:
    answer = replace(sitting.answers[practice], at=office.now())
    office.withdraw(answer)
    sitting.drop(practice)
    office.desk.withdrawn(answer)
