"""What people answered in the cycles before one: a new cycle begins with it, and takes nothing of it unasked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cxmaturity.engagement import journal
from cxmaturity.engagement.answering import roles_so_far
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.journal import Journal
from cxmaturity.engagement.recording import as_note
from cxmaturity.engagement.versions import as_present
from cxmaturity.errors import InputError
from cxmaturity.evidence.answers import Answer
from cxmaturity.words import Text


@dataclass(frozen=True)
class LastAnswers:
    """One respondent's answers in the latest earlier cycle that they answered in, as the present model reads them."""

    cycle: str
    answers: Mapping[str, Answer]
    """By practice; practices that the model has no more are left out."""


class LastTime:
    """The cycles before one, the latest first. Journals are read when they are asked for.

    One that cannot be read is passed over: a new cycle can begin without it.
    """

    def __init__(self, engagement: Engagement, cycle: Cycle) -> None:
        self._engagement = engagement
        here = (cycle.settings.date, cycle.name)
        cycles = [each for each in engagement.cycles() if (each.settings.date, each.name) < here]
        self._cycles = tuple(reversed(cycles))
        self._read: dict[str, Journal] = {}
        self.notes: list[Text] = []
        """Which of those that were asked for could not be read, and why."""

    def roles(self) -> dict[str, str]:
        """Return who answered in the latest earlier cycle with an answer, each with their role; none without one."""
        return next((roles for _, present in self._journals() if (roles := roles_so_far(present))), {})

    def of(self, respondent: str) -> LastAnswers | None:
        """Return what a respondent answered last; None when they never did before."""
        asked = {practice.id for practice in self._engagement.model().practices}
        for cycle, present in self._journals():
            own = [answer for answer in present.answers if answer.respondent == respondent and not answer.agreed]
            if answers := {answer.practice: answer for answer in own if answer.practice in asked}:
                return LastAnswers(cycle.name, answers)
        return None

    def _journals(self) -> Iterator[tuple[Cycle, Journal]]:
        for cycle in self._cycles:
            if cycle.name not in self._read:
                self._read[cycle.name] = self._present(cycle)
            yield cycle, self._read[cycle.name]

    def _present(self, cycle: Cycle) -> Journal:
        try:
            given = journal.read(cycle.journal)
        except InputError as error:
            self.notes += [as_note(problem) for problem in error.problems]
            return Journal(())
        return as_present(given, self._engagement.model(), self._engagement.migrations()).journal
