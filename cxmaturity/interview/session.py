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
    Earlier,
    GoTo,
    Ground,
    Interrupted,
    Left,
    Noted,
    Opening,
    Outcome,
    Recalled,
    Reply,
    Rest,
    Said,
    Skipped,
    Standing,
    Step,
    Withdrawn,
)
from cxmaturity.model.schema import Model, Practice
from cxmaturity.scoring import Contradiction, Scores, differ

Course = Callable[[Mapping[str, Voice], Set[str]], tuple[Practice, ...]]
"""Which practices are asked, given the voices and what was skipped."""


@dataclass(frozen=True)
class Office:
    """What a sitting needs of the world around it."""

    desk: Desk
    save: Callable[[Answer], None]
    """Returns when the answer is on the disk."""
    withdraw: Callable[[Answer], None]
    """Returns when it is on the disk that no answer stands, at its ``at``; notes and links are kept as a draft."""
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
    drafts: dict[str, Answer]
    """What was noted of practices that have no answer."""
    mode: Mode | None = None
    """None for a review."""
    voices_on: Mapping[str, tuple[Answer, ...]] | None = None
    """In a review, what every respondent said, by practice."""
    earlier: Earlier | None = None
    """What the respondent answered last time."""
    against: Mapping[str, Contradiction] = field(default_factory=dict)
    """In a review, what evidence contradicts, by practice."""
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
            draft=self.drafts.get(practice.id),
            standing=Standing(scores.question(practice.question).score, scores.stage),
            ground=self.ground(),
            voices=None if self.voices_on is None else self.voices_on.get(practice.id, ()),
            last=self.last(practice),
            against=self.against.get(practice.id),
        )

    def last(self, practice: Practice) -> Recalled | None:
        """Return what can be confirmed of a practice: the answer of last time, while there is none of this cycle."""
        if self.earlier is None or practice.id in self.answers or practice.id not in self.earlier.answers:
            return None
        return Recalled(self.earlier.cycle, self.earlier.answers[practice.id])

    def ground(self) -> Ground:
        path = self.path()
        reachable = self.model.practices if self.voices_on is None else path
        return Ground(self.model, reachable, frozenset(practice.id for practice in path), self.answers)

    def opening(self, as_of: date) -> Opening:
        left = len(self.open())
        voices = [] if self.voices_on is None else [self.voices_on[practice.id] for practice in self.open()]
        unanswered = sum(practice.id not in self.answers for practice in self.model.practices)
        reach = self.path() if self.mode == "quick" else self.model.practices
        recalled = sum(self.last(practice) is not None for practice in reach)
        return Opening(
            self.respondent,
            self.model.header.roles.get(self.role, self.role),
            answered=len(self.answers),
            left=left,
            most=unanswered if self.mode == "ladder" else left,
            kind=self.mode,
            as_of=as_of,
            last=self.earlier.cycle if self.earlier and recalled else None,
            recalled=recalled,
            differ=sum(map(differ, voices)),
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
        self.drafts.pop(answer.practice, None)
        self.skipped.discard(answer.practice)
        self.given.add(answer.practice)

    def drop(self, answer: Answer) -> None:
        self.answers.pop(answer.practice, None)
        self.drafts[answer.practice] = answer
        self.given.discard(answer.practice)

    def _who_said(self, kind: type[Unknown] | type[NotApplicable]) -> tuple[Practice, ...]:
        voices = self.voices
        return tuple(practice for practice in self.model.practices if isinstance(voices.get(practice.id), kind))


def interview(
    model: Model,
    mode: Mode,
    answers: Iterable[Answer],
    *,
    respondent: str,
    role: str,
    office: Office,
    drafts: Iterable[Answer] = (),
    earlier: Earlier | None = None,
) -> Outcome:
    """Ask one respondent until they finish or leave, beginning with the first unanswered practice.

    ``answers`` holds the respondent's answers from earlier sittings, ``drafts`` what they noted without one, and
    ``earlier`` what they answered last time: it is offered, and counts once confirmed. Raises Interrupted with what the
    sitting came to when somebody stops the program.
    """
    course = partial(asked, model, mode)
    sitting = _Sitting(
        model, course, respondent, role, _by_id(answers), office.score, _by_id(drafts), mode, earlier=earlier
    )
    return _hold(sitting, office)


def review(
    model: Model,
    agenda: Sequence[Practice],
    answers: Iterable[Answer],
    *,
    respondent: str,
    role: str,
    office: Office,
    drafts: Iterable[Answer] = (),
    against: Mapping[str, Contradiction] | None = None,
) -> Outcome:
    """Ask a workshop for the answer that it agrees on, practice by practice of the agenda, in its order.

    ``answers`` holds every answer of the cycle: voices are shown, agreed answers stand. ``drafts`` holds what
    a workshop noted without one, ``against`` the claims that evidence contradicts. Raises Interrupted as
    ``interview`` does.
    """
    everything = list(answers)
    agreed = _by_id(answer for answer in everything if answer.agreed)
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
        _by_id(drafts),
        voices_on=voices,
        against=against or {},
    )
    return _hold(sitting, office)


def _by_id(answers: Iterable[Answer]) -> dict[str, Answer]:
    return {answer.practice: answer for answer in answers}


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
        case Noted() as noted:
            _note(practice.id, noted, sitting, office)
        case Skipped():
            sitting.skipped.add(practice.id)
        case Said() as said:
            _save(practice.id, said, sitting, office)
    stays = isinstance(reply, Withdrawn | Noted) or (isinstance(reply, Said) and reply.stays)
    return practice if stays else sitting.next()


def _save(practice: str, said: Said, sitting: _Sitting, office: Office) -> None:
    answer = _answer(practice, said.voice, said, sitting, office)
    office.save(answer)
    sitting.take(answer)
    office.desk.saved(answer)


def _note(practice: str, noted: Noted, sitting: _Sitting, office: Office) -> None:
    draft = _answer(practice, Unknown(), noted, sitting, office)
    office.withdraw(draft)
    sitting.drop(draft)
    office.desk.noted(practice)


def _answer(practice: str, voice: Voice, beside: Said | Noted, sitting: _Sitting, office: Office) -> Answer:
    return Answer(
        practice=practice,
        voice=voice,
        respondent=sitting.respondent,
        role=sitting.role,
        agreed=sitting.voices_on is not None,
        note=beside.note,
        internal_note=beside.internal_note,
        links=beside.links,
        at=office.now(),
    )


def _withdraw(practice: str, sitting: _Sitting, office: Office) -> None:
    answer = replace(sitting.answers[practice], at=office.now())
    office.withdraw(answer)
    sitting.drop(answer)
    office.desk.withdrawn(answer)
