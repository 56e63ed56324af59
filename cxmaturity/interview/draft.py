"""What is written beside a level: notes and proofs. It is asked for here, and kept until an answer carries it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Answer, Link, NotApplicable, Voice
from cxmaturity.interview.days import day_of
from cxmaturity.interview.prompts import Prompts
from cxmaturity.interview.steps import Said
from cxmaturity.interview.wording import link_words
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Draft:
    """Notes and proofs of one practice."""

    note: str = ""
    internal_note: str = ""
    links: tuple[Link, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.note or self.internal_note or self.links)

    @classmethod
    def of(cls, answer: Answer | None) -> Draft:
        """Return what stands beside a present answer."""
        return cls(answer.note, answer.internal_note, answer.links) if answer else cls()

    def said(self, voice: Voice, stays: bool = False) -> Said:
        """Return the answer that carries all this; “another reason” always keeps its words."""
        if isinstance(voice, NotApplicable) and voice.reason == "other":
            words = self.note or voice.explanation
            return Said(NotApplicable("other", words), words, self.internal_note, self.links, stays)
        return Said(voice, self.note, self.internal_note, self.links, stays)

    def words(self) -> list[Text]:
        """Return what there is, in words."""
        found = [text("note “{note}”", note=self.note)] if self.note else []
        if self.internal_note:
            found.append(text("internal note “{note}”", note=self.internal_note))
        return found + [text("proof {link}", link=link_words(link)) for link in self.links]


def noted(prompts: Prompts, draft: Draft, internal: bool) -> Draft:
    """Return the draft with the note that is typed; an emptied line takes it back."""
    if internal:
        shown = text("Internal note (never leaves this folder):")
        return replace(draft, internal_note=prompts.line(shown, draft.internal_note))
    return replace(draft, note=prompts.line(text("Note (may stand in a report):"), draft.note))


def linked(prompts: Prompts, draft: Draft) -> Draft:
    """Return the draft with one proof more or less."""
    if draft.links:
        choices: list[tuple[str, Link | str]] = [
            (prompts.show(text("Remove {link}", link=link_words(link))), link) for link in draft.links
        ]
        choices += [(prompts.show(text("Add a proof")), "add"), (prompts.show(text("Back")), "back")]
        chosen = prompts.select(text("Which proof?"), choices, start="back")
        if isinstance(chosen, Link):
            return replace(draft, links=tuple(link for link in draft.links if link != chosen))
        if chosen == "back":
            return draft
    return _added(prompts, draft)


def _added(prompts: Prompts, draft: Draft) -> Draft:
    # Terminals quote a file that is dropped on them.
    place = prompts.line(text("File or address of the proof (empty: none):")).strip("'\"")
    if not place:
        return draft
    link = Link(place)
    while written := prompts.line(text("Its date, as in 2026-09-30 (empty: none):")):
        try:
            link = Link(place, day_of(written))
            break
        except InputError as error:
            prompts.print(error.problems[0].show(prompts.language), "yellow")
    others = tuple(other for other in draft.links if other.link != place)
    return replace(draft, links=(*others, link))
