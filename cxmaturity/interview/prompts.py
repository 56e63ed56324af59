"""What the desk shows and asks beside the practice itself: lines, small menus, words to type. The only questionary."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final, TypeVar

import questionary
from prompt_toolkit.application import get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from questionary import Style
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
_KEYS: Final = "1234567890abcdefghijklmnopqrstuvwxyz"
"""Keys of a list's entries, from the first on."""
_FIGURES: Final = 10
"""How many of them are figures."""
_OTHER_LANGUAGE: Final[dict[Language, tuple[Language, str, str]]] = {
    "en": ("fr", "f", "Français"),
    "fr": ("en", "e", "English"),
}
"""Language spoken to the other one, its key and its own name."""


class Prompts:
    """A terminal that speaks one language at a time."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.console = Console(highlight=False)
        self.unfinished = ""
        """What was being typed when the program was stopped."""

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
        # rich breaks lines at blanks that do not break, too, as before a French colon.
        lines = [part for whole in shown.splitlines() for part in wrap(whole, self.width - 2, break_on_hyphens=False)]
        self.console.print(Padding(Rich("\n".join(lines), style=style), (0, 0, 0, 2)), width=self.width)

    def choose(
        self, message: Text, rows: Sequence[Entry[T]], bar: Sequence[Entry[T]], start: T, hint: Text | None = None
    ) -> T:
        """Return what is chosen of a menu whose pointer begins on ``start``."""
        pointer = [entry.value for entry in (*rows, *bar)].index(start)
        usual = self.show(hint or text("(figure or letter, then Enter)"))
        lost = self.show(text("(no such key: Enter, then one of these)"))
        return choose(Menu(self.show(message), usual, lost, rows, bar, pointer, self.width - 2), STYLE)

    def select(
        self, message: Text, choices: Sequence[tuple[str, T]], start: T, nothing: tuple[str, T] | None = None
    ) -> T:
        """Return what is chosen of a list, one entry a line.

        ``nothing`` is a first entry without a key, for the pointer to begin on.
        """
        keys = [*_KEYS, *[""] * len(choices)]
        rows = [Entry(key, words, value) for key, (words, value) in zip(keys, choices, strict=False)]
        first = [Entry("", *nothing)] if nothing else []
        hint = text("(figure, then Enter)") if len(rows) <= _FIGURES else None
        return self.choose(message, [*first, *rows], (), start, hint)

    def line(self, message: Text, default: str = "", *, is_replaced: bool = False) -> str | None:
        """Return one typed line without the blanks around it, empty when nothing was typed, None after Esc.

        ``is_replaced``: the first letter that is typed stands in the default's place, not behind it.
        """
        keys = _escape()
        if is_replaced:
            _replacing(keys, default)
        asked = questionary.text(self.show(message), default=default, qmark="›", style=STYLE, key_bindings=keys)
        try:
            typed: str | None = answer_of(asked.application)
        except KeyboardInterrupt:
            left = asked.application.current_buffer.text.strip()
            self.unfinished = "" if left == default else left
            raise
        return None if typed is None else typed.strip()

    def word_of(self, message: Text, known: Sequence[str]) -> str:
        """Return one typed word; Tab completes it to one of the known ones. Empty after Esc."""
        asked = questionary.autocomplete(
            self.show(message), choices=list(known), qmark="›", style=STYLE, match_middle=True, key_bindings=_escape()
        )
        return (answer_of(asked.application) or "").strip()

    def required(self, message: Text, default: str = "") -> str:
        """Return one typed line, asked again until there is something in it."""
        while not (line := self.line(message, default)):
            self.needed()
        return line

    def needed(self) -> None:
        """Say that nothing is no answer here."""
        self.print(text("An answer is needed here."), "yellow")


class AtPrompts:
    """A desk in a terminal, at which one of two languages is spoken at a time."""

    def __init__(self, language: Language) -> None:
        self._prompts = Prompts(language)

    @property
    def language(self) -> Language:
        """The language spoken just now."""
        return self._prompts.language

    @property
    def unfinished(self) -> str:
        """The line that was being typed when the program was stopped."""
        return self._prompts.unfinished

    @property
    def _other_language(self) -> tuple[Language, str, str]:
        """The language that is not spoken just now, its key and its own name."""
        return _OTHER_LANGUAGE[self.language]

    def _speak_the_other_language(self) -> None:
        self._prompts.language = self._other_language[0]


def _replacing(keys: KeyBindings, default: str) -> None:
    """Add that what is typed replaces the default, as long as nothing of it was changed and the cursor stayed."""

    @Condition
    def untouched() -> bool:
        buffer = get_app().current_buffer
        return bool(default) and buffer.text == default and buffer.cursor_position == len(default)

    @keys.add(Keys.Any, filter=untouched)
    @keys.add(Keys.BracketedPaste, filter=untouched)
    def replace(event: KeyPressEvent) -> None:
        event.current_buffer.text = ""
        event.current_buffer.insert_text(event.data)


def _escape() -> KeyBindings:
    """Return the key that leaves a line as it was."""
    keys = KeyBindings()

    @keys.add(Keys.Escape, eager=True)
    def leave(event: KeyPressEvent) -> None:
        event.app.exit(result=None)

    return keys
