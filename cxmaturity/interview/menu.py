"""A menu: entries one below the other, and others side by side in a bar under them.

questionary's own menu gives every entry a line of its own, and with fourteen entries the practice would scroll off a
screen of 24 lines. A key moves the pointer, Enter takes what it points at: a slip of the finger answers nothing. Nor do
words: whoever types a date or a name here, because another question was expected, is told that it is none of the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap
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
T_co = TypeVar("T_co", covariant=True)
_FRENCH_KEYBOARD: Final = dict(zip("à&é\"'(-è_ç", "0123456789", strict=True))
"""What the keys of the figures give without shift on a French keyboard."""
_GAP: Final = 2
"""Columns between two entries of the bar."""
_MOVES: Final = 2
"""Keys in a row that move the pointer: who presses more of them is typing something else."""


@dataclass(frozen=True)
class Entry(Generic[T_co]):
    """One thing to choose."""

    key: str
    """The letter or figure that moves the pointer here; empty where only arrows do."""
    words: str
    value: T_co
    short: str = ""
    """The words that are left once it was taken; empty where all are."""


@dataclass
class Menu(Generic[T]):
    """What is shown, and where the pointer stands."""

    message: str
    hint: str
    lost: str
    """The hint instead, while something is typed that is none of the keys."""
    rows: Sequence[Entry[T]]
    bar: Sequence[Entry[T]]
    pointer: int
    """Place among rows and bar together."""
    width: int
    """Columns that a line may take."""
    done: bool = False
    stray: bool = False
    """True while something is typed that is none of the keys; Enter then takes nothing."""
    start: int = field(init=False)
    _moves: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.start = self.pointer

    @property
    def entries(self) -> list[Entry[T]]:
        """Rows, then bar."""
        return [*self.rows, *self.bar]

    def move(self, by: int) -> None:
        """Move the pointer on, round the end."""
        self.pointer = (self.pointer + by) % len(self.entries)
        self.stray, self._moves = False, 0

    def press(self, key: str) -> None:
        """Move the pointer to the entry of a key; what is no key, or a third one in a row, is typed astray."""
        meant = _FRENCH_KEYBOARD.get(key, key).casefold()
        place = next((place for place, entry in enumerate(self.entries) if entry.key and entry.key == meant), None)
        if self.stray or place == self.pointer:
            return
        if place is None or self._moves == _MOVES:
            self.stray, self.pointer = True, self.start
        else:
            self.pointer, self._moves = place, self._moves + 1

    def take(self) -> bool:
        """Return whether the entry that the pointer is on is taken: not at the end of what was typed astray."""
        self.done = not self.stray
        self.stray, self._moves = False, 0
        return self.done

    def shown(self) -> StyleAndTextTuples:
        """Return the menu as styled fragments; once something was chosen, one line that says what."""
        # A terminal breaks a line within its words.
        message = "\n  ".join(wrap(self.message, self.width - 2, break_on_hyphens=False))
        head: StyleAndTextTuples = [("class:qmark", "›"), ("class:question", f" {message} ")]
        if self.done:
            taken = self.entries[self.pointer]
            answer = taken.short or taken.words
            gap = "\n   " if taken.short and get_cwidth(f"› {self.message} {answer}") > self.width else ""
            return [*head, ("", gap), ("class:answer", answer)]
        hint = self.lost if self.stray else self.hint
        gap = "\n   " if get_cwidth(f"› {self.message} {hint}") > self.width else ""
        parts = [*head, ("", gap), ("class:lost" if self.stray else "class:instruction", hint)]
        for place, entry in enumerate(self.rows):
            parts += [("", "\n "), *self._entry(place, self._row(place, entry))]
        column = self.width
        for place, entry in enumerate(self.bar, start=len(self.rows)):
            label = self._label(place, entry)
            needed = get_cwidth(label)
            if column + _GAP + needed > self.width:
                parts.append(("", "\n "))
                column = needed
            else:
                parts.append(("", " " * _GAP))
                column += _GAP + needed
            parts += self._entry(place, label)
        return parts

    def _entry(self, place: int, label: str) -> StyleAndTextTuples:
        if place != self.pointer:
            return [("", label)]
        # A window that is too low for all of it scrolls to the pointer.
        return [("[SetCursorPosition]", ""), ("class:highlighted", label)]

    def _row(self, place: int, entry: Entry[T]) -> str:
        """Return a row: in full where the pointer is, else its first line."""
        # Two columns are left for the sign that there is more.
        lines = wrap(self._label(place, entry), self.width - 2, subsequent_indent="    ", break_on_hyphens=False)
        if place == self.pointer or len(lines) == 1:
            return "\n ".join(lines)
        return lines[0] + " …"

    def _label(self, place: int, entry: Entry[T]) -> str:
        key = f"{entry.key}) " if entry.key else "   "
        return f"{'»' if place == self.pointer else ' '}{key}{entry.words}"


def choose(menu: Menu[T], style: Style) -> T:
    """Return the value of the entry that the respondent takes. Raises KeyboardInterrupt on Ctrl-C."""
    control = FormattedTextControl(menu.shown, show_cursor=False)
    application: Application[T] = Application(
        layout=Layout(Window(control, dont_extend_height=True, wrap_lines=True)), key_bindings=_keys(menu), style=style
    )
    return answer_of(application)


def _keys(menu: Menu[T]) -> KeyBindings:
    keys = KeyBindings()

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
        if menu.take():
            event.app.exit(result=menu.entries[menu.pointer].value)

    @keys.add(Keys.ControlC, eager=True)
    def stop(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

    @keys.add(Keys.Escape)
    def again(event: KeyPressEvent) -> None:
        menu.move(0)

    @keys.add(Keys.BracketedPaste)
    @keys.add(Keys.Any)
    def letter(event: KeyPressEvent) -> None:
        menu.press(event.data)

    return keys
