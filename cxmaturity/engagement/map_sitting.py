"""Somebody fills in the map, answer by answer: each is on the disk before the next, and the last can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from cxmaturity.engagement.folder import Engagement
from cxmaturity.engagement.lock import Lock
from cxmaturity.engagement.map_file import changed
from cxmaturity.engagement.sitting import Sitting
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.changing import Change
from cxmaturity.words import text


class MapSitting(Sitting):
    """One sitting at an engagement's map, with one backup of what was there before it."""

    def __init__(self, engagement: Engagement, lock: Lock) -> None:
        """Begin; ``lock`` is the engagement's, held while the sitting lasts."""
        since = text("the map was changed by somebody else since, so the last answer stays.")
        super().__init__(engagement.map_file, lock, since)
        self._engagement = engagement

    def map(self) -> OwnershipMap:
        """Return the map as the file has it now; an empty one where it says nothing. Raises InputError."""
        return self._engagement.ownership_map() or OwnershipMap()

    def keep(self, changes: Sequence[Change]) -> OwnershipMap:
        """Write changes and return the map as it is then; what somebody else wrote meanwhile stays.

        Raises InputError when the map cannot be changed so; it is then as it was.
        """
        self.write(lambda before: changed(self.path, before, changes))
        return self.map()

    def take_back(self) -> OwnershipMap:
        """Undo what was written last and return the map. Raises InputError when the file was changed since."""
        self.undo()
        return self.map()
