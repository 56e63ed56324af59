"""The terminal at which the interview is held. The only questionary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import questionary
from questionary import Choice, Separator, Style
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Rich

from cxmaturity.evidence.answers import REASONS, Answer, Level, NotApplicable, Reason, Unknown, Voice
from cxmaturity.interview.session import Back, Left, Opening, Reply, Said, Skipped, Step
from cxmaturity.model.schema import Model
from cxmaturity.words import Language, Text, text

LEVELS: Final[dict[Level, Text]] = {
    Level.NOT: text("Not: nothing of it is there"),
    Level.PARTLY: text("Partly: a beginning, or in a few places"),
    Level.LARGELY: text("Largely: mostly there, with gaps"),
    Level.FULLY: text("Fully: everywhere, as a matter of course"),
}
_REASONS: Final[dict[Reason, Text]] = {
    "not_our_business": text("It is no part of our business"),
    "outside_control": text("Somebody else decides on it"),
    "other": text("Another reason"),
}
_STYLE: Final = Style(
    [("qmark", "fg:#2f6f8f bold"), ("pointer", "fg:#c05621 bold"), ("highlighted", "bold"), ("answer", "")]
)

_More = Literal["not_applicable", "unknown", "skip", "note", "internal_note", "proof", "back", "leave"]
_REPLIES: Final[dict[str, Reply]] = {"skip": Skipped(), "back": Back(), "leave": Left()}
_WIDEST: Final = 96
"""Columns beyond which lines are hard to read."""


@dataclass(frozen=True)
class _Notes:
    note: str = ""
    internal_note: str = ""


class Terminal:
    """A desk in a real terminal. Ctrl-C leaves at once; what was saved stays saved."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._console = Console(highlight=False)
        self._asked_before: str | None = None
        self._opening: Opening | None = None

    def begin(self, opening: Opening) -> None:
        """Say with the first practice whose answers these are, and how much is to come."""
        self._opening = opening

    def ask(self, step: Step) -> Reply:
        """Show the practice with its guidance and return the reply; notes and proofs are dealt with on the way."""
        self._head(step)
        before = step.before
        notes = _Notes(before.note, before.internal_note) if before else _Notes()
        while True:
            chosen = self._choose(step, notes)
            if isinstance(chosen, Level):
                return Said(chosen, notes.note, notes.internal_note)
            if chosen in _REPLIES:
                return _REPLIES[chosen]
            if chosen == "proof":
                self._proof(step)
            elif chosen in ("note", "internal_note"):
                notes = self._noted(notes, internal=chosen == "internal_note")
            elif (voice := self._without_level(chosen, notes, before)) is not None:
                return voice
            # A menu further down would stand alone on a small screen.
            self._console.print()
            self._print(f"{step.practice.id} · {step.practice.statement.show(self._language)}", "bold", self._width)
            self._console.print()

    def saved(self, answer: Answer) -> None:
        """Say that the answer is on the disk."""
        self._console.print(Rich("  ✓ " + self._show(text("saved")), style="green"))

    def who(self, names: Sequence[str]) -> str:
        """Return the respondent's name or function; ``names`` are those who answered before."""
        if names:
            # Who types a name instead of choosing one shall not answer as another person.
            other = Choice(self._show(text("Somebody else")), "")
            choices = [*(Choice(name, name) for name in names), other]
            chosen = self._select(text("Who answers?"), choices, other, _figures(choices))
            if chosen:
                return str(chosen)
        return self._required(text("Name or function of the person who answers:"))

    def role(self, model: Model) -> str:
        """Return the respondent's role, one of the model's."""
        none = Choice([("", self._show(text("Choose a role")))], "", shortcut_key=False)
        choices = [none, *(Choice(name.show(self._language), role) for role, name in model.header.roles.items())]
        while not (role := self._select(text("In which role?"), choices, none, _figures(choices))):
            self._needed()
        return str(role)

    def _head(self, step: Step) -> None:
        width = self._width
        if step.question.id != self._asked_before:
            self._asked_before = step.question.id
            self._console.print()
            self._console.rule(Rich(step.question.name.show(self._language), style="bold"), align="left", style="cyan")
            self._print(step.question.claim.show(self._language), "italic", width)
        self._console.print()
        if self._opening:
            self._greet(self._opening)
            self._opening = None
        parts = (*_count(step), text("stage {stage:int}", stage=step.practice.stage))
        self._print(" · ".join([*map(self._show, parts), step.practice.id]), "cyan", width)
        self._print(step.practice.statement.show(self._language), "bold", width)
        self._print(step.practice.guidance.show(self._language), "dim", width)
        if step.before:
            present = text("Present answer: {answer}", answer=_voice(step.before.voice))
            self._print(self._show(present), "yellow", width)
        self._console.print()

    def _greet(self, opening: Opening) -> None:
        """Print two lines close to the practice, so that a screen of 24 lines shows them above the menu."""
        role = opening.role if isinstance(opening.role, str) else opening.role.show(self._language)
        parts = [opening.respondent, role]
        if opening.answered:
            parts.append(self._show(text("{n:int} {n:plural answer|answers} so far", n=opening.answered)))
        to_go = (
            text(
                "At least {n:int} {n:plural practice|practices} to go; more follow if the first are largely in place.",
                n=opening.left,
            )
            if opening.may_grow
            else text("{n:int} {n:plural practice|practices} to go.", n=opening.left)
        )
        self._print(" · ".join(parts), "green", self._width)
        self._print(self._show(to_go), "green", self._width)

    def _choose(self, step: Step, notes: _Notes) -> Level | _More:
        levels = [Choice(self._show(name), level, shortcut_key=str(int(level))) for level, name in LEVELS.items()]
        note = text("Change the note") if notes.note else text("Add a note")
        more: list[tuple[_More, Text, str]] = [
            ("not_applicable", text("Does not apply to us…"), "a"),
            ("unknown", text("Nobody here knows"), "u"),
            ("skip", text("Skip for now"), "s"),
            ("note", note, "n"),
            ("internal_note", text("Internal note"), "i"),
            ("proof", text("Show proof and examples"), "p"),
            ("back", text("Back"), "b"),
            ("leave", text("Leave (everything is saved)"), "q"),
        ]
        if step.number == 1:
            more = [entry for entry in more if entry[0] != "back"]
        others = [Choice(self._show(name), value, shortcut_key=key) for value, name, key in more]
        choices = [*levels, *others[:2], Separator(" "), *others[2:]]
        start = next(choice for choice in choices if choice.value == _start(step.before, notes))
        chosen: Level | _More = self._select(
            text("How far is this true of you?"), choices, start, text("(figure or letter, then Enter)")
        )
        return chosen

    def _without_level(self, chosen: _More, notes: _Notes, before: Answer | None) -> Said | None:
        """Return an answer that is no level, None when the respondent thinks again about the reason."""
        if chosen == "unknown":
            return Said(Unknown(), notes.note, notes.internal_note)
        choices = [Choice(self._show(_REASONS[reason]), reason) for reason in REASONS]
        choices.append(Choice(self._show(text("Back")), "back"))
        present = before.voice.reason if before and isinstance(before.voice, NotApplicable) else "back"
        start = next(choice for choice in choices if choice.value == present)
        reason = self._select(text("Why does it not apply?"), choices, start, _figures(choices))
        if reason == "back":
            return None
        if reason != "other":
            return Said(NotApplicable(reason), notes.note, notes.internal_note)
        explanation = self._required(text("Which reason?"), notes.note)
        return Said(NotApplicable("other", explanation), explanation, notes.internal_note)

    def _noted(self, notes: _Notes, internal: bool) -> _Notes:
        if internal:
            shown = text("Internal note (never leaves this folder):")
            return replace(notes, internal_note=self._line(shown, notes.internal_note))
        return replace(notes, note=self._line(text("Note (may stand in a report):"), notes.note))

    def _proof(self, step: Step) -> None:
        practice = step.practice
        width = self._width
        for title, words in (
            (text("Proof to look for"), practice.proof),
            (text("An example of fully"), practice.fully),
            (text("An example of not"), practice.not_),
        ):
            self._console.print()
            self._print(self._show(title), "bold cyan", width)
            self._print(words.show(self._language), "", width)

    def _select(self, message: Text, choices: list[Choice], start: Choice, keys: Text | None) -> Any:  # noqa: ANN401  # the chosen choice's own value
        """Return the value chosen; the pointer begins on ``start``, and ``keys`` says which keys move it at once."""
        return questionary.select(
            self._show(message),
            choices=choices,
            default=start,
            qmark="›",
            style=_STYLE,
            instruction=self._show(keys) if keys else " ",
            use_shortcuts=keys is not None,
            use_jk_keys=False,  # in words typed here they would move the pointer
        ).unsafe_ask()

    def _line(self, message: Text, default: str) -> str:
        return str(questionary.text(self._show(message), default=default, qmark="›", style=_STYLE).unsafe_ask()).strip()

    def _required(self, message: Text, default: str = "") -> str:
        while not (line := self._line(message, default)):
            self._needed()
        return line

    def _needed(self) -> None:
        self._print(self._show(text("An answer is needed here.")), "yellow", self._width)

    @property
    def _width(self) -> int:
        return min(self._console.width, _WIDEST)

    def _print(self, line: str, style: str, width: int) -> None:
        self._console.print(Padding(Rich(line, style=style), (0, 2)), width=width)

    def _show(self, message: Text) -> str:
        return message.show(self._language)


def _count(step: Step) -> tuple[Text, ...]:
    """Return where the interview stands, in numbers that mean the same from the first practice to the last."""
    if step.total is not None:
        return (text("{n:int} of {total:int}", n=step.number, total=step.total),)
    question = text("question {n:int} of {total:int}", n=step.question_number, total=step.questions)
    return text("practice {n:int}", n=step.number), question


def _start(before: Answer | None, notes: _Notes) -> Level | _More:
    """Return where the menu's pointer begins: on the present answer, else on what records nothing and loses no note."""
    match before.voice if before else None:
        case Level() as level:
            return level
        case NotApplicable():
            return "not_applicable"
        case Unknown():
            return "unknown"
    if notes.note:
        return "note"
    return "internal_note" if notes.internal_note else "skip"


def _figures(choices: Sequence[Choice]) -> Text | None:
    """Return the hint of a menu whose entries are numbered, None for one with more entries than figures."""
    return text("(figure, then Enter)") if sum(choice.auto_shortcut for choice in choices) <= 10 else None


def _voice(voice: Voice) -> Text:
    if isinstance(voice, Level):
        return LEVELS[voice]
    return text("nobody knows") if isinstance(voice, Unknown) else text("does not apply")
