"""The terminal at which the gaps of a map are filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal, TypeVar

from cxmaturity.checks.finding import SEVERITIES
from cxmaturity.checks.ownership import find_in_map
from cxmaturity.interview.map_walk import Filled, Kept, MapReply, MapStep
from cxmaturity.interview.menu import Entry
from cxmaturity.interview.record_desk import Passing, RecordDesk
from cxmaturity.interview.steps import Again, Back, Left, Skipped
from cxmaturity.model.schema import Model
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.ownership.sections import section_name
from cxmaturity.ownership.walk import (
    UNDESCRIBED,
    WHY,
    Choice,
    Field,
    Gap,
    Offer,
    Standing,
    Values,
    Weighed,
    number,
    split,
)
from cxmaturity.words import Language, Text, text

T = TypeVar("T")
_Another = Literal["other"]
_SHOWN: Final = 8
"""Answers that are shown at once: more would push the question off a screen of 24 lines."""


class MapTerminal(RecordDesk):
    """A desk in a real terminal. Ctrl-C leaves at once; what was kept stays kept."""

    def __init__(self, model: Model, language: Language) -> None:
        """Speak ``language``; ``model`` holds the words of the findings."""
        super().__init__(language, text("Every answer is kept in the map at once. Esc leaves a line."))
        self._model = model

    def ask(self, step: MapStep) -> MapReply:
        """Show the gap, why it matters and the answers, and return the reply."""
        self._head(step)
        while True:
            match chosen := self._choose(step):
                case Skipped() | Back() | Left():
                    return chosen
                case "language":
                    self._speak_the_other_language()
                    self._head(step)
                case "other":
                    if (offer := self._typed_one(step.question.ask, _immediate(step.question.offers))) is not None:
                        return Filled(offer, said=self._row(offer.words, None))
                case Offer():
                    if (filled := self._filled(chosen)) is not None:
                        return filled
            self._prompts.console.print()

    def kept(self, kept: Kept) -> None:
        """Say that the answer is on the disk, and what it closed and opened."""
        prompts = self._prompts
        self._done(text("kept: {answer} (gaps left: {n:int})", answer=kept.reply.said, n=kept.consequence.left))
        if not kept.is_closed:
            prompts.print(
                text("This gap stays open: {why}.", why=kept.reply.offer.stays or text("it takes more")), "yellow"
            )
        closed = [gap for gap in kept.consequence.closed if gap != kept.gap]
        opened = [weighed.gap for weighed in kept.consequence.opened]
        closes, opens = (self._titles(kept.before, kept.after, closed), self._titles(kept.after, kept.before, opened))
        # What closes and opens alike, as where an entry gets another id, is the same gap as before.
        for grade, title in closes:
            if (grade, title) not in opens:
                prompts.print(text("Closes too: {title}", title=title), "green")
        for grade, title in opens:
            if (grade, title) not in closes:
                prompts.print(text("Opens: {title}", title=f"{grade}{title}"), "yellow")

    def taken_back(self, standing: Standing) -> None:
        """Say that the last answer is taken back."""
        self._done(text("taken back (gaps left: {n:int})", n=len(standing.gaps)))

    def rest(self, standing: Standing, begun: bool) -> Back | Again | Left:
        """Offer to ask again for what was passed over, or to take the last answer back, before it ends."""
        prompts, n = self._prompts, len(standing.gaps)
        prompts.console.print()
        told = text("{n:int} {n:plural gap was|gaps were} passed over and {n:plural is|are} open.", n=n)
        prompts.print(told if n else text("No gap is left that an answer could close."), "green")
        if not begun:
            return Left()
        choices = [(prompts.show(text("Back to the last one")), "back"), (prompts.show(text("Finish")), "finish")]
        if n:
            choices.insert(0, (prompts.show(text("Ask for what is open")), "open"))
        match prompts.select(text("What now?"), choices, start="finish"):
            case "open":
                return Again()
            case "back":
                return Back()
        return Left()

    def _head(self, step: MapStep) -> None:
        prompts, standing, weighed = self._prompts, step.standing, step.weighed
        parts = [_kind(weighed), text("gaps left: {n:int}", n=len(standing.gaps))]
        if step.skipped:
            parts.append(text("passed over: {n:int}", n=step.skipped))
        self._rule(" · ".join(map(prompts.show, parts)))
        prompts.print(self._why(standing, weighed.gap), "dim")
        prompts.console.print()

    def _why(self, standing: Standing, gap: Gap) -> str | Text:
        """Return what a gap is and why it matters, in the model's words."""
        if gap.id == UNDESCRIBED:
            return WHY[gap.subject]
        found = list(find_in_map(self._model, _narrowed(standing.facts, gap.id, (gap.subject,))))
        return found[0].detail(self.language)

    def _titles(self, holding: Standing, other: Standing, gaps: Sequence[Gap]) -> list[tuple[str, str]]:
        """Return how severe gaps are and what they are called, one line a finding.

        Of its subjects those count that the other standing has not.
        """
        lines = []
        for id_ in dict.fromkeys(gap.id for gap in gaps):
            named = {gap.subject for gap in gaps if gap.id == id_}
            if id_ == UNDESCRIBED:
                sections = ", ".join(self._prompts.show(section_name(section)) for section in sorted(named))
                lines.append(("", self._prompts.show(text("Not on the map: {section}", section=sections))))
                continue
            whole = tuple(sorted(named - set(other.facts.gaps.get(id_, ())))) or tuple(sorted(named))
            for finding in find_in_map(self._model, _narrowed(holding.facts, id_, whole)):
                mark = f"{self._prompts.show(SEVERITIES[finding.severity])} · "
                lines.append((mark, finding.title(self.language)))
        return lines

    def _choose(self, step: MapStep) -> Offer | _Another | Passing:
        show = self._prompts.show
        immediate, typed = _immediate(step.question.offers), [offer for offer in step.question.offers if offer.fields]
        shown = immediate[: max(3, _SHOWN - len(typed))]
        rows: list[Entry[Offer | _Another]] = [
            Entry(str(place), self._row(offer.words, offer.note), offer, self._row(offer.words, None))
            for place, offer in enumerate([*shown, *typed], start=1)
        ]
        if more := len(immediate) - len(shown):
            rows.append(Entry("o", show(text("Another one of them… ({n:int} more)", n=more)), "other"))
        return self._prompts.choose(step.question.ask, rows, self._passing(), Skipped())

    def _row(self, words: Text | str, note: Text | None) -> str:
        shown = words if isinstance(words, str) else self._prompts.show(words)
        return shown if note is None or not (beside := self._prompts.show(note)) else f"{shown} – {beside}"

    def _typed_one(self, ask: Text, choices: Sequence[T]) -> T | None:
        """Return the one of many whose name was typed; None when nothing was."""
        known = {self._row(_words(choice), None).casefold(): choice for choice in choices}
        names = [self._row(_words(choice), None) for choice in choices]
        while typed := self._prompts.word_of(text("Its name (Tab completes, empty: back):"), names).casefold():
            found = [choice for name, choice in known.items() if name == typed] or [
                choice for name, choice in known.items() if name.startswith(typed)
            ]
            if len(found) == 1:
                return found[0]
            self._prompts.print(
                text("Several begin like this.") if found else text("None of them is called that."), "yellow"
            )
        return None

    def _filled(self, offer: Offer) -> Filled | None:
        """Return an offer with what is said for its fields; None when they are left."""
        values: Values = ()
        said = []
        for field in offer.fields:
            value = self._chosen(field, values) if field.kind == "choice" else self._line(field)
            if value is None:
                return None
            values = (*values, value)
            chosen = next((each.words for each in field.choices(values[:-1]) if each.value == value), value)
            said.append(self._row(chosen, None))
        words = self._row(offer.words, None)
        return Filled(offer, values, f"{words.removesuffix('…')} – {', '.join(said)}" if said else words)

    def _line(self, field: Field) -> str | None:
        """Return a typed line that a field takes; None when nothing was typed."""
        while line := self._prompts.line(field.ask, field.proposed):
            if _takes(field, line):
                return line
            self._prompts.print(
                text("A number above 0 is needed here.") if field.kind == "number" else text("A name is needed here."),
                "yellow",
            )
        return None

    def _chosen(self, field: Field, values: Values) -> str | None:
        """Return what is chosen for a field; None when it is left."""
        choices = field.choices(values)
        shown = choices[:_SHOWN]
        rows = [(self._row(choice.words, choice.note), choice.value) for choice in shown]
        if len(choices) > len(shown):
            rows.append(
                (self._prompts.show(text("Another one of them… ({n:int} more)", n=len(choices) - len(shown))), "\0")
            )
        back = (self._prompts.show(text("Back")), "")
        chosen = self._prompts.select(field.ask, rows, start="", nothing=back)
        if chosen != "\0":
            return chosen or None
        found = self._typed_one(field.ask, choices)
        return found.value if found else None


def _kind(weighed: Weighed) -> Text:
    """Return how severe a gap is; or which section is missing."""
    if weighed.severity is None:
        return text("Not on the map: {section}", section=section_name(weighed.gap.subject))
    return text("A gap: {severity}", severity=SEVERITIES[weighed.severity])


def _immediate(offers: Sequence[Offer]) -> list[Offer]:
    return [offer for offer in offers if not offer.fields]


def _words(choice: object) -> Text | str:
    assert isinstance(choice, Offer | Choice)
    return choice.words


def _takes(field: Field, line: str) -> bool:
    """Tell whether a field takes a typed line."""
    if field.kind == "names":
        return bool(split(line))
    if field.kind == "number":
        try:
            return number(line) > 0
        except ValueError:
            return False
    return True


def _narrowed(facts: OwnershipFacts, id_: str, subjects: tuple[str, ...]) -> OwnershipFacts:
    """Return what the map says, of some subjects of one finding alone."""
    known = facts.gaps.get(id_, ())
    kept = tuple(subject for subject in known if subject in subjects) or known
    return replace(facts, gaps={id_: kept})
