"""The ``roadmap.*`` metrics: what ``roadmap.yaml`` says to the evidence rules of practices.

As with the map, a section that is absent is null: the organisation keeps its actions elsewhere, or nowhere. An empty
one is 0. Where actions are listed but none of those that a share is taken of, it is null as well. What the library
says of an action stands in its record unless the organisation says otherwise; owner, dates, feedback and result are
the organisation's alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.evidence.measures import Measure
from cxmaturity.model.schema import Action, Model

_TAKEN_UP: Final = ("planned", "running", "finished")
"""Statuses of actions that somebody has decided on; a proposed one is an offer, a dropped one is none any more."""
_WRITTEN: Final = ("title", "objective", "background", "impact", "obstacles", "target", "plan")
"""The fields of an action record that the library fills for its own actions."""


@dataclass(frozen=True)
class Tracking:
    """The actions of ``roadmap.yaml`` as a day finds them."""

    actions: tuple[Tracked, ...]
    library: Mapping[str, Action]
    """The model's actions, by id."""
    as_of: date
    """The cycle's date."""

    def taken_up(self) -> list[Tracked]:
        """Return the actions that are planned, running or finished."""
        return [tracked for tracked in self.actions if tracked.status in _TAKEN_UP]

    def of_status(self, status: str) -> list[Tracked]:
        """Return the actions of one status."""
        return [tracked for tracked in self.actions if tracked.status == status]

    def field(self, tracked: Tracked, name: str) -> object:
        """Return a field of an action: as the organisation gives it, else as the library has it."""
        given = getattr(tracked, name)
        action = self.library.get(tracked.id)
        is_given = name in tracked.model_fields_set and given is not None
        return given if action is None or is_given else getattr(action, name)


def measure(model: Model, roadmap: RoadmapState, as_of: date) -> dict[str, Measure]:
    """Return every ``roadmap.*`` metric by its id, as of the cycle's date. They are never too old."""
    if not roadmap.lists_actions:
        return dict.fromkeys(METRICS)
    if not roadmap.actions:
        return dict.fromkeys(METRICS, 0)
    tracking = Tracking(roadmap.actions, {action.id: action for action in model.actions}, as_of)
    return {name: metric(tracking) for name, metric in METRICS.items()}


def _linked(tracking: Tracking) -> Measure:
    actions = tracking.taken_up()
    return _share([tracked for tracked in actions if is_filled(tracked.feedback)], actions)


def _tracked(tracking: Tracking) -> Measure:
    running = tracking.of_status("running")
    return _share([tracked for tracked in running if tracked.started and tracking.field(tracked, "target")], running)


def _records(tracking: Tracking) -> Measure:
    cells = [cell for tracked in tracking.taken_up() for cell in _record(tracking, tracked)]
    return _share([cell for cell in cells if is_filled(cell)], cells)


def _record(tracking: Tracking, tracked: Tracked) -> list[object]:
    """Return the fields of an action's record; its result belongs to it from the day it is finished."""
    written = [tracking.field(tracked, name) for name in _WRITTEN]
    return [*written, tracked.owner, *([tracked.result] if tracked.status == "finished" else [])]


def _levels(tracking: Tracking) -> Measure:
    return len({level for tracked in tracking.taken_up() if (level := tracking.field(tracked, "level"))})


def _remeasured(tracking: Tracking) -> Measure:
    """Return the share of finished actions with a later cycle: they ended before the one looked at.

    Whether it measured anything of theirs is another matter: ``comparison.actions`` judges each by its target metric.
    """
    finished = tracking.of_status("finished")
    return _share([tracked for tracked in finished if tracked.ended and tracked.ended < tracking.as_of], finished)


def is_filled(value: object) -> bool:
    """Tell whether a field of an action says something: words, or a list with words in it."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, tuple):
        return any(is_filled(item) for item in value)
    return value is not None


def _share(part: Collection[object], whole: Collection[object]) -> float | None:
    return len(part) / len(whole) if whole else None


METRICS: Final[dict[str, Callable[[Tracking], Measure]]] = {
    "roadmap.linked_share": _linked,
    "roadmap.tracked_share": _tracked,
    "roadmap.record_share": _records,
    "roadmap.levels": _levels,
    "roadmap.remeasured_share": _remeasured,
}
"""Metric id to how it is measured."""
