"""A respondent at a screen of 80 columns and 24 lines."""

from __future__ import annotations

import os
import re
import signal
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pexpect
import pyte
from interview.nursery import Nursery
from interview.terminal import ENTER, PATIENCE
from pexpect.fdpexpect import fdspawn

PAINTED = r"[^\x1b]*\x1b.*?\x1b\[\?7h"
"""The rest of what prompt_toolkit writes when it paints: it ends by turning line wrapping on again."""
MENU = {"en": rf"all is saved\){PAINTED}", "fr": rf"tout est enregistré\){PAINTED}"}
MAP_MENU = {"en": rf"all is kept\){PAINTED}", "fr": rf"tout est gardé\){PAINTED}"}
CONTROL_C = "\x03"
ESCAPE = "\x1b"
WIDE = 300


class Seat:
    """An interview that runs; what is typed goes to it, and its screen can be looked at."""

    command = "assess"
    menu = MENU
    """What is seen of a menu, by language."""

    def __init__(self, nursery: Nursery, *arguments: str, folder: Path | None = None, lang: str = "en", **variables):
        self._nursery = nursery
        self._child = nursery.start([self.command, *arguments, "--lang", lang], folder, **variables)
        self._terminal = fdspawn(self._child.terminal, encoding="utf-8", codec_errors="replace", timeout=PATIENCE)
        self._terminal.delaybeforesend = None
        self._log = StringIO()
        self._terminal.logfile_read = self._log
        self.lang = lang
        self._screen, self._wide = pyte.Screen(80, 24), pyte.Screen(WIDE, 3000)
        self._streams = [pyte.Stream(self._screen), pyte.Stream(self._wide)]
        self._fed = 0

    def see(self, *wanted: str) -> None:
        """Wait until all that is on the screen, one after the other; without words, until the menu is.

        A blank stands for one that does not break, too.
        """
        for pattern in wanted or (self.menu[self.lang],):
            try:
                self._terminal.expect(re.compile(pattern.replace(" ", "[ \u00a0]"), re.DOTALL))
            except (pexpect.TIMEOUT, pexpect.EOF) as error:
                self.end(hang_up=True)
                raise AssertionError("\n".join([f"not seen: {pattern}", *self.screen])) from error

    def type(self, keys: str, *wanted: str) -> None:
        """Type keys and Enter, and wait for what comes of it."""
        self.press(keys + ENTER, *wanted)

    def press(self, keys: str, *wanted: str) -> None:
        """Type keys and nothing else, and wait for what comes of it."""
        self._terminal.send(keys)
        self.see(*wanted)

    def send(self, keys: str = "", number: int | None = None) -> None:
        """Type keys, or send the process a signal, and wait for nothing."""
        if number is None:
            self._terminal.send(keys)
        else:
            os.kill(self._child.pid, number)

    def end(self, hang_up: bool = False) -> int:
        """Wait until the command has ended and return its exit code."""
        if hang_up:
            os.kill(self._child.pid, signal.SIGKILL)
        with suppress(pexpect.EOF, OSError):
            self._terminal.expect(pexpect.EOF)
        return self._nursery.wait(self._child)

    @property
    def pid(self) -> int:
        """The command's process."""
        return self._child.pid

    @property
    def written(self) -> str:
        """Everything that was written to the terminal so far, as it was written."""
        return self._log.getvalue()

    @property
    def screen(self) -> list[str]:
        """The lines on the screen just now."""
        self._feed()
        return [line.rstrip() for line in self._screen.display]

    @property
    def widest(self) -> int:
        """Columns of the longest line that was ever printed, on a screen that is wide enough for any."""
        self._feed()
        lines = self._wide.buffer.values()
        return max(column + 1 for line in lines for column, cell in line.items() if cell.data.strip())

    def _feed(self) -> None:
        for stream in self._streams:
            stream.feed(self.written[self._fed :])
        self._fed = len(self.written)


class MapSeat(Seat):
    """Somebody who fills in the gaps of a map."""

    command = "ownership"
    menu = MAP_MENU

    def __init__(self, nursery: Nursery, *arguments: str, **options):
        super().__init__(nursery, *arguments, "--edit", **options)
