"""What a form asks, of whom, in which words, and what is filled in already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxmaturity.engagement.given import Whose
from cxmaturity.engagement.last_time import LastAnswers
from cxmaturity.engagement.levels import LEVEL_WORDS, REASON_WORDS
from cxmaturity.evidence.answer_words import voice_word, voice_words
from cxmaturity.evidence.answers import Answer, NotApplicable
from cxmaturity.model import Bilingual, Model, Practice
from cxmaturity.words import Language, Text, text

LEGEND: Final[dict[str, Text]] = {
    "not": text("nothing of it is there"),
    "partly": text("a beginning, or in a few places"),
    "largely": text("mostly there, with gaps"),
    "fully": text("everywhere, as a matter of course"),
    "not_applicable": text("give the reason"),
    "unknown": text("neither you nor anybody else here"),
}
"""What each level means to who fills in a form."""
HOW_TO: Final = (
    text(
        "Say of each practice how far it is true of the organisation today, not how far it is meant to be. Leave blank "
        "what you cannot judge: somebody else may answer it; what nobody answers stays open and holds the stage back."
    ),
    text(
        "A note may stand in a report. Evidence is a document or a link, one a line, with its date where you know it: "
        "minutes.pdf (2026-09-30). Then save the file and send it back."
    ),
)


@dataclass(frozen=True)
class Part:
    """Practices that stand together."""

    title: Text | None
    """None where the form has one part only."""
    practices: tuple[Practice, ...]


@dataclass(frozen=True)
class Form:
    """A form for one respondent."""

    model: Model
    organisation: str
    cycle: str
    language: Language
    practices: tuple[Practice, ...]
    """What is asked, in the model's order."""
    whose: Whose
    """Who is to fill it in, as far as that is known; the role is an id where the model has it."""
    answers: Mapping[str, Answer]
    """The respondent's present answers, by practice."""
    last: LastAnswers | None = None
    """What the respondent answered last time; it is shown where there is no present answer, and fills in nothing."""

    @property
    def title(self) -> str:
        """The organisation and what it is asked about."""
        return f"{self.organisation} · {self.show(self.model.header.name)}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """The practices that the role usually knows come first, where it knows some but not all."""
        own = tuple(practice for practice in self.practices if practice.knows == self.whose.role)
        others = tuple(practice for practice in self.practices if practice.knows != self.whose.role)
        if not own or not others:
            return (Part(None, self.practices),)
        return (
            Part(text("What you probably know in your role"), own),
            Part(text("What others usually know: answer where you can, leave the rest blank"), others),
        )

    @property
    def role(self) -> str:
        """The role's name in the form's language; empty when it is not known."""
        role = self.whose.role or ""
        return self.show(self.model.header.roles[role]) if role in self.model.header.roles else role

    def question(self, practice: Practice) -> str:
        """Return the name of the question that a practice belongs to."""
        return next(self.show(each.name) for each in self.model.questions if each.id == practice.question)

    def last_time(self, practice: Practice) -> str:
        """Return what the respondent answered last time, with the note; empty where there is nothing to remind of."""
        answer = self.last.answers.get(practice.id) if self.last else None
        if self.last is None or answer is None or practice.id in self.answers:
            return ""
        said = [voice_words(answer.voice), *([text("note “{note}”", note=answer.note)] if answer.note else [])]
        told = " · ".join(map(self.show, said))
        return self.show(text("Last time ({cycle}): {answer}", cycle=self.last.cycle, answer=told))

    def level(self, answer: Answer) -> str:
        """Return the word of an answer's level."""
        return self.show(LEVEL_WORDS[voice_word(answer.voice)])

    def reason(self, answer: Answer) -> str:
        """Return the words of an answer's reason, empty where it has none."""
        return self.show(REASON_WORDS[answer.voice.reason]) if isinstance(answer.voice, NotApplicable) else ""

    def show(self, words: Text | Bilingual) -> str:
        """Return words in the form's language, on one line."""
        return words.show(self.language).replace("\n", " ").strip()
