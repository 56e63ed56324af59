"""The options with which a walk at the terminal was begun: what goes on with it is said at its end."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Sought:
    """A command on an engagement, and the options that it was called with."""

    name: str
    """Of the command, as in ``roadmap``."""
    folder: Path
    cycle: str | None
    as_of: date | None
    lang: str | None

    def command(self, *more: str) -> str:
        """Return the line that calls the command with these options, and with more words."""
        options = {"--cycle": self.cycle, "--as-of": self.as_of, "--lang": self.lang}
        words = ["cxmaturity", self.name, str(self.folder), *more]
        return shlex.join(words + [str(word) for pair in options.items() if pair[1] for word in pair])
