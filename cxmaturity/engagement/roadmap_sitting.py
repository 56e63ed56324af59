"""Somebody keeps the roadmap: what became of actions is written into ``roadmap.yaml``, answer by answer or at once."""

from __future__ import annotations

from collections.abc import Sequence

from cxmaturity.engagement.folder import Engagement
from cxmaturity.engagement.lock import Lock
from cxmaturity.engagement.roadmap_changes import changed
from cxmaturity.engagement.sitting import Sitting
from cxmaturity.evidence.facts import RoadmapState
from cxmaturity.roadmap.changing import ActionChange
from cxmaturity.words import text


class RoadmapSitting(Sitting):
    """One sitting at an engagement's roadmap, with one backup of what was there before it."""

    def __init__(self, engagement: Engagement, lock: Lock) -> None:
        """Begin; ``lock`` is the engagement's, held while the sitting lasts."""
        since = text("roadmap.yaml was changed by somebody else since, so the last answer stays.")
        super().__init__(engagement.roadmap_file, lock, since)
        self._engagement = engagement

    def state(self) -> RoadmapState:
        """Return the roadmap as the file has it now; an empty one where it says nothing. Raises InputError."""
        return self._engagement.roadmap()

    def keep(self, changes: Sequence[ActionChange]) -> RoadmapState:
        """Write changes and return the roadmap as it is then; what somebody else wrote meanwhile stays.

        Raises InputError when the file is wrong, or would be; it is then as it was.
        """
        model, known = self._engagement.model(), self._engagement.known()
        self.write(lambda before: changed(self.path, before, changes, model, known))
        return self.state()

    def take_back(self) -> RoadmapState:
        """Undo what was written last and return the roadmap. Raises InputError when the file was changed since."""
        self.undo()
        return self.state()
