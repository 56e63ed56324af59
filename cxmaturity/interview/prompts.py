"""What the desk shows and asks beside the practice itself: lines, small menus, words to type. The only questionary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

import questionary
from questionary import Choice, Style
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Rich

from cxmaturity.interview.menu import Entry, Menu, choose
from cxmaturity.interview.stopping import answer_of
from cxmaturity.words import Language, Text, text

T = TypeVar("T")
STYLE: Final = Style(
    [("qmark", "fg:#2f6f8f bold"), ("pointer", "fg:#c05621 bold"), ("highlighted", "bold"), ("answer", "")]
)
_WIDEST: Final = 96
"""Columns beyond which lines are hard to read."""
_FIGURES: Final = 10
"""Entries of a menu that have a figure as their key."""


class Prompts:
    """A terminal that speaks one language at a time."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.console = Console(highlight=False)

    @property
    def width(self) -> int:
        """Columns that lines may take."""
        return min(self.console.width, _WIDEST)

    def show(self, message: Text) -> str:
        """Return a text in the language spoken just now."""
        return message.show(self.language)

    def print(self, line: str | Text, style: str = "") -> None:
        """Print a line, indented and wrapped."""
        shown = line if isinstance(line, str) else self.show(line)
        self.console.print(Padding(Rich(shown, style=style), (0, 0, 0, 2)), width=self.width)

    def choose(
        self, message: Text, rows: Sequence[Entry[T]], bar: Sequence[Entry[T]], start: T, hint: Text | None = None
    ) -> T:
        """Return what is chosen of a menu whose pointer begins on ``start``."""
        pointer = [entry.value for entry in (*rows, *bar)].index(start)
        shown_hint = self.show(hint or text("(figure or letter, then Enter)"))
        return choose(Menu(self.show(message), shown_hint, rows, bar, pointer, self.width - 2), STYLE)

    def select(
        self, message: Text, choices: Sequence[tuple[str, T]], start: T, nothing: tuple[str, T] | None = None
    ) -> T:
        """Return what is chosen of a list, one entry a line; figures are keys where there are enough of them.

        ``nothing`` is a first entry without a key, for the pointer to begin on.
        """
        keys = len(choices) <= _FIGURES
        entries = [
            Choice(words, value, shortcut_key=str((place + 1) % 10) if keys else False)
            for place, (words, value) in enumerate(choices)
        ]
        if nothing:
            entries.insert(0, Choice([("", nothing[0])], nothing[1], shortcut_key=False))
        first = next(entry for entry in entries if entry.value == start)
        hint = text("(figure, then Enter)") if keys else text("(arrows, then Enter)")
        question = questionary.select(
            self.show(message),
            choices=entries,
            default=first,
            qmark="›",
            style=STYLE,
            instruction=self.show(hint),
            use_shortcuts=keys,
            use_jk_keys=False,  # in words typed here they would move the pointer
        )
        chosen: T = answer_of(question.application)
        return chosen

    def line(self, message: Text, default: str = "") -> str:
        """Return one typed line without the blanks around it; empty when nothing was typed."""
        asked = questionary.text(self.show(message), default=default, qmark="›", style=STYLE)
        return str(answer_of(asked.application)).strip()

    def word_of(self, message: Text, known: Sequence[str]) -> str:
        """Return one typed word; Tab completes it to one of the known ones."""
        asked = questionary.autocomplete(
            self.show(message), choices=list(known), qmark="›", style=STYLE, match_middle=True
        )
        return str(answer_of(asked.application)).strip()

    def required(self, message: Text, default: str = "") -> str:
        """Return one typed line, asked again until there is something in it."""
        while not (line := self.line(message, default)):
            self.needed()
        return line

    def needed(self) -> None:
        """Say that nothing is no answer here."""
        self.print(text("An answer is needed here."), "yellow")
