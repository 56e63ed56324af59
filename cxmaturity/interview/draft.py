"""What is written beside a level, or before there is one: notes and proofs. It is asked for here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cxmaturity.evidence.answer_words import REASON_WORDS
from cxmaturity.evidence.answers import Answer, Link, NotApplicable, Voice
from cxmaturity.interview.prompts import Prompts
from cxmaturity.interview.steps import Noted, Said
from cxmaturity.interview.wording import link_words
from cxmaturity.words import Text, text
from cxmaturity.words.days import day_of

_DATED: Final = re.compile(r"(?P<place>.+?)\s+(?:\((?P<day>[\d./-]{6,10})\)|\|\s+(?P<piped>.+))")
"""A proof and its date on one line, as answers files write it."""


@dataclass(frozen=True)
class Draft:
    """Notes and proofs of one practice."""

    note: str = ""
    internal_note: str = ""
    links: tuple[Link, ...] = ()

    @classmethod
    def of(cls, answer: Answer | None) -> Draft:
        """Return what stands beside a present answer, or was noted without one."""
        return cls(answer.note, answer.internal_note, answer.links) if answer else cls()

    def said(self, voice: Voice, stays: bool = False) -> Said:
        """Return the answer that carries all this; “another reason” always keeps its words."""
        if isinstance(voice, NotApplicable) and voice.reason == "other":
            words = self.note or voice.explanation
            return Said(NotApplicable("other", words), words, self.internal_note, self.links, stays)
        return Said(voice, self.note, self.internal_note, self.links, stays)

    def noted(self) -> Noted:
        """Return the reply that carries all this without an answer."""
        return Noted(self.note, self.internal_note, self.links)

    def words(self) -> list[Text]:
        """Return what there is, in words."""
        found = [text("note “{note}”", note=self.note)] if self.note else []
        if self.internal_note:
            found.append(text("internal note “{note}”", note=self.internal_note))
        return found + [text("proof {link}", link=link_words(link)) for link in self.links]


def beside(answer: Answer) -> list[Text]:
    """Return what all at a table may read beside an answer's level: why it does not apply, its note and proofs."""
    why = [REASON_WORDS[answer.voice.reason]] if isinstance(answer.voice, NotApplicable) else []
    return why + Draft(answer.note, links=answer.links).words()


def noted(prompts: Prompts, draft: Draft, internal: bool, offered: Draft) -> Draft:
    """Return the draft with the note that is typed; an emptied line takes it back, Esc leaves it.

    Where there is none yet, the line begins with the one ``offered``.
    """
    if internal:
        shown = text("Internal note (never leaves this folder; Esc: back):")
        typed = prompts.line(shown, draft.internal_note or offered.internal_note)
        return draft if typed is None else replace(draft, internal_note=typed)
    typed = prompts.line(text("Note (may stand in a report; Esc: back):"), draft.note or offered.note)
    return draft if typed is None else replace(draft, note=typed)


def linked(prompts: Prompts, draft: Draft, as_of: date) -> Draft:
    """Return the draft with one proof more or less; one dated after ``as_of`` is taken, and looked at twice."""
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
    return _added(prompts, draft, as_of)


def _added(prompts: Prompts, draft: Draft, as_of: date) -> Draft:
    typed = prompts.line(text("File or address, then its date in brackets (empty: none):"))
    if not typed:
        return draft
    found = _DATED.fullmatch(typed)
    # Terminals quote a file that is dropped on them.
    place = (found["place"] if found else typed).strip("'\"")
    day = _day(prompts, found["day"] or found["piped"] if found else None)
    if day is not None and day > as_of:
        told = text("{day:date} comes after the cycle's date, {as_of:date}. Is it right?", day=day, as_of=as_of)
        prompts.print(told, "yellow")
    others = tuple(other for other in draft.links if other.link != place)
    return replace(draft, links=(*others, Link(place, day)))


def _day(prompts: Prompts, written: str | None) -> date | None:
    """Return the day that was written; it is asked for until there is one, or nothing is typed."""
    while True:
        if written:
            try:
                return day_of(written, prompts.language)
            except ValueError as error:
                prompts.print(error.args[0], "yellow")
        written = prompts.line(text("Its date, as in 2026-09-30 (empty: none):"))
        if not written:
            return None
