"""Somebody fills in the map, answer by answer: each is on the disk before the next, and the last can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxmaturity.engagement import atomic
from cxmaturity.engagement.folder import Engagement
from cxmaturity.engagement.lock import Lock
from cxmaturity.engagement.map_file import changed, keep_backup, read_text
from cxmaturity.errors import wrong
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.changing import Change
from cxmaturity.words import text


class MapSitting:
    """One sitting at an engagement's map, with one backup of what was there before it."""

    def __init__(self, engagement: Engagement, lock: Lock) -> None:
        """Begin; ``lock`` is the engagement's, held while the sitting lasts."""
        self._engagement, self._lock = engagement, lock
        self.path = engagement.map_file
        self._written: list[tuple[str, str]] = []
        self.backup: Path | None = None
        """The map as it was before the sitting; None while nothing is changed, or where there was no map."""

    def map(self) -> OwnershipMap:
        """Return the map as the file has it now; an empty one where it says nothing. Raises InputError."""
        return self._engagement.ownership_map() or OwnershipMap()

    def keep(self, changes: Sequence[Change]) -> OwnershipMap:
        """Write changes and return the map as it is then; what somebody else wrote meanwhile stays.

        Raises InputError when the map cannot be changed so; it is then as it was.
        """
        self._lock.keep()
        before = read_text(self.path)
        after = changed(self.path, before, changes)
        if after != before:
            if self.backup is None and self.path.exists():
                self.backup = keep_backup(self.path, before)
            atomic.write(self.path, after)
        self._written.append((before, after))
        return self.map()

    def take_back(self) -> OwnershipMap:
        """Undo what was written last and return the map. Raises InputError when the file was changed since."""
        self._lock.keep()
        before, after = self._written[-1]
        if read_text(self.path) != after:
            raise wrong(
                text("the map was changed by somebody else since, so the last answer stays."),
                self.path,
                text("Change it in the file where it is wrong."),
            )
        if before != after:
            atomic.write(self.path, before)
        self._written.pop()
        return self.map()
