"""Somebody changes a file, answer by answer: each is on the disk before the next, and the last can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cxmaturity.engagement import atomic
from cxmaturity.engagement.handwritten import keep_backup, read_text
from cxmaturity.engagement.lock import Lock
from cxmaturity.errors import wrong
from cxmaturity.words import Text, text


class Sitting:
    """One sitting at a file, with one backup of what was there before it."""

    def __init__(self, path: Path, lock: Lock, changed_since: Text) -> None:
        """Begin; ``lock`` is the engagement's, held while the sitting lasts.

        ``changed_since`` is told where somebody else changed the file after what is to be taken back.
        """
        self.path = path
        self._lock, self._changed_since = lock, changed_since
        self._written: list[tuple[str, str]] = []
        self.backup: Path | None = None
        """The file as it was before the sitting; None while nothing is changed, or where there was none."""

    def write(self, change: Callable[[str], str]) -> None:
        """Write the file's text changed; what somebody else wrote meanwhile stays.

        Raises InputError when it cannot be changed so; the file is then as it was.
        """
        self._lock.keep()
        before = read_text(self.path)
        after = change(before)
        if after != before:
            if self.backup is None and self.path.exists():
                self.backup = keep_backup(self.path, before)
            atomic.write(self.path, after)
        self._written.append((before, after))

    def undo(self) -> None:
        """Undo what was written last. Raises InputError when the file was changed since."""
        self._lock.keep()
        before, after = self._written[-1]
        if read_text(self.path) != after:
            raise wrong(self._changed_since, self.path, text("Change it in the file where it is wrong."))
        if before != after:
            atomic.write(self.path, before)
        self._written.pop()
