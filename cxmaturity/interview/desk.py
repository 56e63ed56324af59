"""The terminal at which the interview is held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Final, Literal

from rich.text import Text as Rich

from cxmaturity.evidence.answer_words import REASON_WORDS, voice_short, voice_words
from cxmaturity.evidence.answers import REASONS, Answer, Level, NotApplicable, Unknown
from cxmaturity.interview.draft import Draft, beside, linked, noted
from cxmaturity.interview.elsewhere import elsewhere
from cxmaturity.interview.greeting import greeting
from cxmaturity.interview.menu import Entry
from cxmaturity.interview.prompts import AtPrompts
from cxmaturity.interview.steps import (
    Again,
    Back,
    GoTo,
    Left,
    Opening,
    Recalled,
    Reply,
    Rest,
    Said,
    Skipped,
    Step,
    Withdrawn,
)
from cxmaturity.interview.wording import LEVELS, agenda_words, long, place_words, standing_words
from cxmaturity.model.schema import Model
from cxmaturity.words import Language, Text, text

_More = Literal[
    "as_last",
    "keep",
    "not_applicable",
    "unknown",
    "skip",
    "note",
    "internal_note",
    "links",
    "proof",
    "back",
    "go",
    "withdraw",
    "language",
    "leave",
]
_REPLIES: Final[dict[str, Reply]] = {"skip": Skipped(), "back": Back(), "withdraw": Withdrawn()}


class Terminal(AtPrompts):
    """A desk in a real terminal. Ctrl-C leaves at once; what was saved stays saved."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._asked_before: str | None = None
        self._opening: Opening | None = None
        self._as_of = date.max

    def begin(self, opening: Opening) -> None:
        """Say with the first practice whose answers these are, and how much is to come."""
        self._opening = opening
        self._as_of = opening.as_of

    def ask(self, step: Step) -> Reply:
        """Show the practice with its guidance and return the reply; notes and proofs are dealt with on the way."""
        self._head(step)
        while True:
            chosen = self._choose(step)
            if step.last and chosen == "as_last":
                return _draft(step).said(step.last.answer.voice)
            if step.against and chosen == "keep":
                return _draft(step).said(step.against.claimed)
            if isinstance(chosen, Level):
                return _draft(step).said(chosen)
            if chosen in _REPLIES:
                return _REPLIES[chosen]
            if chosen == "language":
                self._speak_the_other_language()
                self._asked_before = None
                self._head(step)
                continue
            if (reply := self._aside(chosen, step)) is not None:
                return reply
            # A menu further down would stand alone on a small screen.
            self._prompts.console.print()
            statement = step.practice.statement.show(self.language)
            self._prompts.print(f"{step.practice.id} · {statement}", "bold")
            self._beside(_draft(step).words())

    def saved(self, answer: Answer) -> None:
        """Say that the answer is on the disk."""
        shown = text("saved: {id}, {answer}", id=answer.practice, answer=voice_short(answer.voice))
        self._prompts.console.print(Rich("  ✓ " + self._prompts.show(shown), style="green"))

    def noted(self, practice: str) -> None:
        """Say that what was noted is on the disk."""
        self._prompts.console.print(Rich("  ✓ " + self._prompts.show(text("noted: {id}", id=practice)), style="green"))

    def withdrawn(self, answer: Answer) -> None:
        """Say that the answer is taken back."""
        self._prompts.console.print(
            Rich("  ✓ " + self._prompts.show(text("taken back: {id}", id=answer.practice)), style="green")
        )

    def rest(self, rest: Rest) -> GoTo | Again | Left:
        """Offer to change an answer, or to see what is open, before it ends."""
        prompts = self._prompts
        prompts.console.print()
        if self._opening:
            self._greet(self._opening)
            self._opening = None
        n = len(rest.open)
        told = text("{n:int} {n:plural practice was|practices were} passed over and {n:plural is|are} open.", n=n)
        prompts.print(told if n else text("Nothing is left to ask."), "green")
        choices = [(prompts.show(text("Change an answer…")), "change"), (prompts.show(text("Finish")), "finish")]
        if n:
            choices.insert(1, (prompts.show(text("Ask what is open")), "open"))
        while True:
            match prompts.select(text("What now?"), choices, start="finish"):
                case "change":
                    reply = elsewhere(prompts, rest.ground, rest.here)
                case "open":
                    return Again()
                case _:
                    return Left()
            if reply is not None:
                return reply

    def who(self, names: Sequence[str]) -> str:
        """Return the respondent's name or function; ``names`` are those who answered before."""
        if names:
            # Who types a name instead of choosing one shall not answer as another person.
            other = (self._prompts.show(text("Somebody else")), "")
            choices = [*((name, name) for name in names), other]
            if chosen := self._prompts.select(text("Who answers?"), choices, start=""):
                return chosen
        return self._prompts.required(text("Name or function of the person who answers:"))

    def is_same(self, name: str, known: str) -> bool:
        """Return whether two names that are written almost alike are one person's; nobody else can tell."""
        show = self._prompts.show
        choices = [
            (show(text("Yes, go on as {known}", known=known)), True),
            (show(text("No, {name} is somebody else", name=name)), False),
        ]
        question = text("Is {name} the same person as {known}, who has answered?", name=name, known=known)
        return self._prompts.select(question, choices, start=True)

    def party(self, before: str) -> str:
        """Return who takes part in a workshop, in words; it may be nothing. ``before`` is who did the last time."""
        return self._prompts.line(text("Who takes part? Names or functions, if you like:"), before) or ""

    def role(self, model: Model) -> str:
        """Return the respondent's role, one of the model's."""
        none = (self._prompts.show(text("Choose a role")), "")
        choices = [(name.show(self.language), role) for role, name in model.header.roles.items()]
        while not (role := self._prompts.select(text("In which role?"), choices, start="", nothing=none)):
            self._prompts.needed()
        return role

    def _head(self, step: Step) -> None:
        prompts = self._prompts
        prompts.console.print()
        name = step.question.name.show(self.language)
        place = " · ".join([name, *map(prompts.show, place_words(step))])
        prompts.console.rule(Rich(place, style="bold"), align="left", style="cyan")
        if self._opening:
            self._greet(self._opening)
            self._opening = None
        if step.question.id != self._asked_before and step.voices is None:
            prompts.print(step.question.claim.show(self.language), "italic")
        self._asked_before = step.question.id
        standing = standing_words(step.standing, alone=step.voices is None)
        prompts.print(" · ".join([step.practice.id, *map(prompts.show, standing)]), "cyan")
        prompts.print(step.practice.statement.show(self.language), "bold")
        prompts.print(step.practice.guidance.show(self.language), "dim")
        self._beside(self._said_before(step))
        prompts.console.print()

    def _said_before(self, step: Step) -> list[Text]:
        """Return what was said of the practice: by every role in a review, and the present answer."""
        said = [] if step.voices is None else [*agenda_words(step, self.language), *self._by_role(step)]
        if step.before:
            answer = long(step.before.voice)
            alone = step.voices is None
            said.append(
                text("Present answer: {answer}", answer=answer) if alone else text("Agreed: {answer}", answer=answer)
            )
        if step.last:
            said.append(self._last_time(step.last))
        return said + _draft(step).words()

    def _last_time(self, last: Recalled) -> Text:
        """Return what was answered last time, with the notes that stood beside it."""
        words = [voice_words(last.answer.voice), *replace(Draft.of(last.answer), links=()).words()]
        said = " · ".join(map(self._prompts.show, words))
        return text("Last time ({cycle}): {answer}", cycle=last.cycle, answer=said)

    def _by_role(self, step: Step) -> list[Text]:
        """Return what each role said, with the names and reasons: those who sit at the table see it, and no report."""
        voices = sorted(step.voices or (), key=lambda answer: (answer.role, -_height(answer), answer.respondent))
        roles = step.ground.model.header.roles
        said = []
        for role, group in groupby(voices, key=lambda answer: answer.role):
            answers = list(group)
            each = [f"{self._prompts.show(voice_short(answer.voice))} ({answer.respondent})" for answer in answers]
            name = roles[role].show(self.language) if role in roles else role
            said.append(text("{name}: {value}", name=name, value=", ".join(each)))
            said += [self._why(answer, words) for answer in answers if (words := beside(answer))]
        return said

    def _why(self, answer: Answer, words: Iterable[Text]) -> Text:
        why = text("{name}: {value}", name=answer.respondent, value=" · ".join(map(self._prompts.show, words)))
        return Text("– {why}", {"why": why})

    def _beside(self, lines: Iterable[Text]) -> None:
        for line in lines:
            self._prompts.print(line, "yellow")

    def _greet(self, opening: Opening) -> None:
        """Print who answers and what is to come, close to the practice: a screen of 24 lines shows it too."""
        for line in greeting(opening, self.language):
            self._prompts.print(line, "green")

    def _choose(self, step: Step) -> Level | _More:
        show = self._prompts.show
        rows: list[Entry[Level | _More]] = [Entry(str(int(level)), show(name), level) for level, name in LEVELS.items()]
        _, key, name = self._other_language
        bar: list[Entry[Level | _More]] = [
            Entry("a", show(text("Does not apply")), "not_applicable"),
            Entry("u", show(text("Nobody knows")), "unknown"),
            Entry("s", show(text("Skip")), "skip"),
            Entry("b", show(text("Back")), "back"),
            Entry("g", show(text("Go to…")), "go"),
            Entry("n", show(text("Note")), "note"),
            Entry("i", show(text("Internal note")), "internal_note"),
            Entry("l", show(text("Link to a proof")), "links"),
            Entry("p", show(text("Proof and examples")), "proof"),
            Entry(key, name, "language"),
            Entry("q", show(text("Quit (all is saved)")), "leave"),
        ]
        if step.before:
            bar.insert(-1, Entry("t", show(text("Take the answer back")), "withdraw"))
        if step.last:
            bar.insert(-1, Entry("c", show(text("As last time")), "as_last"))
        if step.against:
            kept = text("Keep the claim: {level}", level=voice_short(step.against.claimed))
            bar.insert(-1, Entry("k", show(kept), "keep"))
        message = text("How far is this true of you?") if step.voices is None else text("What do you agree on?")
        return self._prompts.choose(message, rows, bar, _start(step, _draft(step)))

    def _aside(self, chosen: _More, step: Step) -> Reply | None:
        """Do what stays at this practice; return a reply where one comes of it."""
        if chosen == "proof":
            self._proof(step)
            return None
        if chosen == "go":
            return elsewhere(self._prompts, step.ground, step.practice)
        if chosen == "leave":
            return Left()
        if chosen in ("not_applicable", "unknown"):
            return self._without_level(chosen == "unknown", step)
        before = _draft(step)
        draft = (
            linked(self._prompts, before, self._as_of)
            if chosen == "links"
            else noted(self._prompts, before, chosen == "internal_note", _offered(step))
        )
        if draft == before:
            return None
        # It is saved at once: nobody should have to answer for a note, nor lose it.
        return draft.said(step.before.voice, stays=True) if step.before else draft.noted()

    def _without_level(self, unknown: bool, step: Step) -> Said | None:
        """Return an answer that is no level, None when the respondent thinks again about the reason."""
        draft, before = _draft(step), step.before
        if unknown:
            return draft.said(Unknown())
        choices = [(self._prompts.show(REASON_WORDS[reason]), str(reason)) for reason in REASONS]
        choices.append((self._prompts.show(text("Back")), "back"))
        present = before.voice.reason if before and isinstance(before.voice, NotApplicable) else "back"
        chosen = self._prompts.select(text("Why does it not apply?"), choices, start=str(present))
        for reason in REASONS:
            if reason == chosen != "other":
                return draft.said(NotApplicable(reason))
        explanation = self._prompts.line(text("Which reason? (empty: back)"), draft.note) if chosen == "other" else ""
        if not explanation:
            return None
        return Draft(explanation, draft.internal_note, draft.links).said(NotApplicable("other", explanation))

    def _proof(self, step: Step) -> None:
        practice = step.practice
        for title, words in (
            (text("Proof to look for"), practice.proof),
            (text("An example of fully"), practice.fully),
            (text("An example of not"), practice.not_),
        ):
            self._prompts.print(title, "bold cyan")
            self._prompts.print(words.show(self.language))


def _draft(step: Step) -> Draft:
    return Draft.of(step.before or step.draft)


def _offered(step: Step) -> Draft:
    return Draft.of(step.last.answer if step.last else None)


def _height(answer: Answer) -> int:
    """Return a level's place for sorting; what is no level comes last."""
    return answer.voice if isinstance(answer.voice, Level) else -1


def _start(step: Step, draft: Draft) -> Level | _More:
    """Return where the menu's pointer begins.

    On the present answer, else on that of last time, else on what records nothing and loses no note.
    """
    if step.last:
        voice = step.last.answer.voice
        return voice if isinstance(voice, Level) else "as_last"
    match step.before.voice if step.before else None:
        case Level() as level:
            return level
        case NotApplicable():
            return "not_applicable"
        case Unknown():
            return "unknown"
    if draft.note:
        return "note"
    return "internal_note" if draft.internal_note else "skip"
