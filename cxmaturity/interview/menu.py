"""The menu under a practice: the levels one below the other, all else side by side in a bar.

questionary's own menu gives every entry a line of its own, and with fourteen entries the practice would scroll off a
screen of 24 lines. A key moves the pointer, Enter takes what it points at: a slip of the finger answers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.utils import get_cwidth
from questionary import Style

from cxmaturity.interview.stopping import answer_of

T = TypeVar("T")
_FRENCH_KEYBOARD: Final = {"0": "à", "1": "&", "2": "é", "3": '"'}
"""What the keys of the figures give without shift on a French keyboard."""
_GAP: Final = 2
"""Columns between two entries of the bar."""


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One thing to choose."""

    key: str
    """The letter or figure that moves the pointer here."""
    words: str
    value: T


@dataclass
class Menu(Generic[T]):
    """What is shown, and where the pointer stands."""

    message: str
    hint: str
    rows: Sequence[Entry[T]]
    bar: Sequence[Entry[T]]
    pointer: int
    """Place among rows and bar together."""
    width: int
    """Columns that the bar may take."""
    done: bool = False

    @property
    def entries(self) -> list[Entry[T]]:
        """Rows, then bar."""
        return [*self.rows, *self.bar]

    def move(self, by: int) -> None:
        """Move the pointer on, round the end."""
        self.pointer = (self.pointer + by) % len(self.entries)

    def shown(self) -> StyleAndTextTuples:
        """Return the menu as styled fragments; once something was chosen, one line that says what."""
        head: StyleAndTextTuples = [("class:qmark", "›"), ("class:question", f" {self.message} ")]
        if self.done:
            return [*head, ("class:answer", self.entries[self.pointer].words)]
        parts = [*head, ("class:instruction", self.hint)]
        for place, entry in enumerate(self.rows):
            parts += [("", "\n "), self._entry(place, entry)]
        column = self.width
        for place, entry in enumerate(self.bar, start=len(self.rows)):
            needed = get_cwidth(self._label(place, entry))
            if column + _GAP + needed > self.width:
                parts.append(("", "\n "))
                column = needed
            else:
                parts.append(("", " " * _GAP))
                column += _GAP + needed
            parts.append(self._entry(place, entry))
        return parts

    def _entry(self, place: int, entry: Entry[T]) -> tuple[str, str]:
        return "class:highlighted" if place == self.pointer else "", self._label(place, entry)

    def _label(self, place: int, entry: Entry[T]) -> str:
        return f"{'»' if place == self.pointer else ' '}{entry.key}) {entry.words}"


def choose(menu: Menu[T], style: Style) -> T:
    """Return the value of the entry that the respondent takes. Raises KeyboardInterrupt on Ctrl-C."""
    control = FormattedTextControl(menu.shown, show_cursor=False)
    application: Application[T] = Application(
        layout=Layout(Window(control, dont_extend_height=True, wrap_lines=True)), key_bindings=_keys(menu), style=style
    )
    return answer_of(application)


def _keys(menu: Menu[T]) -> KeyBindings:
    keys = KeyBindings()

    def pointing(place: int, key: str) -> None:
        @keys.add(key, eager=True)
        def point(event: KeyPressEvent) -> None:
            menu.pointer = place

    for place, entry in enumerate(menu.entries):
        for key in {entry.key, entry.key.upper(), _FRENCH_KEYBOARD.get(entry.key, entry.key)}:
            pointing(place, key)

    @keys.add(Keys.Up, eager=True)
    @keys.add(Keys.Left, eager=True)
    def before(event: KeyPressEvent) -> None:
        menu.move(-1)

    @keys.add(Keys.Down, eager=True)
    @keys.add(Keys.Right, eager=True)
    def after(event: KeyPressEvent) -> None:
        menu.move(1)

    @keys.add(Keys.ControlM, eager=True)
    @keys.add(Keys.ControlJ, eager=True)  # Enter typed ahead, before the terminal was ours
    def take(event: KeyPressEvent) -> None:
        menu.done = True
        event.app.exit(result=menu.entries[menu.pointer].value)

    @keys.add(Keys.ControlC, eager=True)
    def stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

    @keys.add(Keys.Any)
    def nothing(event: KeyPressEvent) -> None:
        """Let other keys do nothing."""

    return keys
