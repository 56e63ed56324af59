"""What the desks have in common at which a record is kept: the map's gaps, the roadmap's actions."""

from __future__ import annotations

from typing import Literal

from rich.text import Text as Rich

from cxmaturity.errors import InputError
from cxmaturity.interview.menu import Entry
from cxmaturity.interview.prompts import AtPrompts
from cxmaturity.interview.steps import Back, Left, Skipped
from cxmaturity.words import Language, Text, text

Passing = Skipped | Back | Left | Literal["language"]
"""What can be chosen whatever is asked for; the desk itself speaks the other language, all else is its reply."""


class RecordDesk(AtPrompts):
    """A terminal at which a record is kept, answer by answer."""

    def __init__(self, language: Language, greeting: Text) -> None:
        """Speak ``language``; the greeting is told with the first thing that is asked for."""
        super().__init__(language)
        self._greeting: Text | None = greeting

    def refused(self, error: InputError) -> None:
        """Say that nothing was written, and why."""
        self._prompts.print(text("This was not kept:"), "yellow")
        for problem in error.problems:
            self._prompts.print(problem.show(self.language), "yellow")

    def _rule(self, place: str) -> None:
        """Begin what is asked for with a line that says where in the walk it is."""
        prompts = self._prompts
        prompts.console.print()
        prompts.console.rule(Rich(place, style="bold"), align="left", style="cyan")
        if self._greeting is not None:
            prompts.print(self._greeting, "green")
            self._greeting = None

    def _done(self, said: Text) -> None:
        """Say that something is on the disk."""
        self._prompts.print(Text("✓ {said}", {"said": said}), "green")

    def _passing(self, key: str = "") -> list[Entry[Passing]]:
        """Return the last entries of a bar: to pass over it, to go back, to speak the other language, to leave.

        ``key`` is the one of the other language where its own would be taken for something else.
        """
        show = self._prompts.show
        _, usual, name = self._other_language
        return [
            Entry("s", show(text("Skip")), Skipped()),
            Entry("b", show(text("Back")), Back()),
            Entry(key or usual, name, "language"),
            Entry("q", show(text("Quit (all is kept)")), Left()),
        ]
