"""Walk through the actions of a plan: ask what became of each, keep every answer before the next is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, Protocol

from cxmaturity.comparison.progress import ActionProgress, last_day
from cxmaturity.documents.writing import Value
from cxmaturity.errors import InputError
from cxmaturity.evidence.facts import RoadmapState, Status, Tracked
from cxmaturity.interview.steps import Again, Back, Left, Skipped
from cxmaturity.roadmap import months
from cxmaturity.roadmap.changing import ActionChange, Key

Asked = Literal["owner", "started", "ended", "result", "feedback"]
"""What can be said of an action beside its status."""
_AFTER: Final[dict[Status, tuple[Asked, ...]]] = {
    "proposed": (),
    "planned": ("owner",),
    "running": ("started", "owner"),
    "finished": ("started", "ended", "result"),
    "dropped": ("result",),
}
"""What is asked for once an action has a status, where it is not known."""


@dataclass(frozen=True)
class ActionStep:
    """One action, ready to be asked for."""

    item: ActionProgress
    number: int
    """Its place in the walk, from 1."""
    total: int


@dataclass(frozen=True)
class NowIs:
    """The action has this status now."""

    status: Status


@dataclass(frozen=True)
class Ask:
    """Something else is to be said of the action."""

    key: Asked


ActionReply = NowIs | Ask | Skipped | Back | Left


class ActionDesk(Protocol):
    """Where those sit who know what became of the actions."""

    def ask(self, step: ActionStep) -> ActionReply:
        """Show an action and return what is said of it."""

    def fill(self, step: ActionStep, key: Asked) -> Value:
        """Return what is to stand there; None where it is left."""

    def kept(self, item: ActionProgress, changes: Sequence[ActionChange]) -> None:
        """Tell that something is on the disk."""

    def refused(self, error: InputError) -> None:
        """Tell that nothing was written, and why."""

    def taken_back(self, item: ActionProgress) -> None:
        """Tell that what was said of an action is taken back."""

    def rest(self, total: int) -> Back | Again | Left:
        """Ask what else there is to do at the end; ``total`` is how many actions there were."""


@dataclass(frozen=True)
class ActionOffice:
    """What a walk needs of the world around it."""

    desk: ActionDesk
    keep: Callable[[Sequence[ActionChange]], RoadmapState]
    """Writes changes and returns the roadmap as it is then. Raises InputError where it is not written."""
    take_back: Callable[[], RoadmapState]
    """Undoes what was written last. Raises InputError where that cannot be."""
    look: Callable[[RoadmapState, str], ActionProgress]
    """Returns what is known of an action in a roadmap."""


@dataclass(frozen=True)
class ActionOutcome:
    """What a sitting came to."""

    answers: int
    """Answers kept, but for those taken back."""
    left: int
    """Actions that were not reached."""


class ActionsInterrupted(KeyboardInterrupt):
    """Somebody stopped the program in the middle of a walk."""

    def __init__(self, outcome: ActionOutcome) -> None:
        self.outcome = outcome
        super().__init__()


@dataclass
class _Walk:
    """The walk so far."""

    state: RoadmapState
    ids: Sequence[str]
    office: ActionOffice
    at: int = 0
    answers: list[int] = field(default_factory=list)
    """Of each action reached so far, how many answers were kept at it."""
    before: int = 0
    """Answers kept in rounds before this one."""

    def outcome(self) -> ActionOutcome:
        """Return what it came to."""
        return ActionOutcome(self.before + sum(self.answers), len(self.ids) - self.at)

    def step(self) -> ActionStep:
        """Return the action to ask for."""
        return ActionStep(self.office.look(self.state, self.ids[self.at]), self.at + 1, len(self.ids))

    def say(self, changes: Sequence[ActionChange]) -> bool:
        """Keep what was said; tell whether it is on the disk."""
        try:
            self.state = self.office.keep(changes)
        except InputError as error:
            self.office.desk.refused(error)
            return False
        self.answers[self.at] += 1
        self.office.desk.kept(self.step().item, changes)
        return True

    def back(self) -> None:
        """Take back what was said of this action; of the one before where nothing was."""
        if not self.answers[self.at] and self.at:
            self.answers.pop()
            self.at -= 1
        is_changed = self.answers[self.at] > 0
        while self.answers[self.at]:
            try:
                self.state = self.office.take_back()
            except InputError as error:
                self.office.desk.refused(error)
                return
            self.answers[self.at] -= 1
        if is_changed:
            self.office.desk.taken_back(self.step().item)


def walk_actions(state: RoadmapState, ids: Sequence[str], office: ActionOffice) -> ActionOutcome:
    """Ask for each action until all were asked for or somebody leaves. Raises ActionsInterrupted on Ctrl-C."""
    walk = _Walk(state, ids, office)
    try:
        _ask_for_all(walk)
    except KeyboardInterrupt as stop:
        raise ActionsInterrupted(walk.outcome()) from stop
    return walk.outcome()


def _ask_for_all(walk: _Walk) -> None:
    while _ask_for_the_rest(walk):
        match walk.office.desk.rest(len(walk.ids)):
            case Left():
                return
            case Again():
                walk.at, walk.answers, walk.before = 0, [], walk.outcome().answers
            case Back():
                walk.at -= 1


def _ask_for_the_rest(walk: _Walk) -> bool:
    """Ask for the actions from where the walk is; tell whether it came to their end."""
    while walk.at < len(walk.ids):
        if len(walk.answers) == walk.at:
            walk.answers.append(0)
        match reply := walk.office.desk.ask(walk.step()):
            case Left():
                return False
            case Back():
                walk.back()
            case Ask():
                _fill(walk, reply.key)
            case Skipped():
                walk.at += 1
            case NowIs():
                walk.at += _now_is(walk, reply.status)
    return True


def _now_is(walk: _Walk, status: Status) -> bool:
    """Keep a status and what belongs to it; tell whether the action is done with."""
    tracked = walk.step().item.tracked
    if (changes := of_status(tracked, status)) and not walk.say(changes):
        return False
    return all(_fill(walk, key) for key in _AFTER[status] if not getattr(walk.step().item.tracked, key))


def of_status(tracked: Tracked, status: Status) -> list[ActionChange]:
    """Return what changes with a status: dates that it leaves no room for go."""
    changes = [ActionChange(tracked.id, "status", status)] if status != tracked.status else []
    gone: list[Key] = [] if status in ("finished", "dropped") else ["ended"]
    gone += ["started"] if status in ("proposed", "planned") else []
    return changes + [ActionChange(tracked.id, key, None) for key in gone if getattr(tracked, key) is not None]


def _fill(walk: _Walk, key: Asked) -> bool:
    """Ask for something until it is kept or left; tell whether to go on, which is always so."""
    while True:
        step = walk.step()
        value = walk.office.desk.fill(step, key)
        present = getattr(step.item.tracked, key)
        if value is None or value == (list(present) if isinstance(present, tuple) else present):
            return True
        if walk.say([ActionChange(step.item.action.id, key, value)]):
            return True


def preset(item: ActionProgress, key: Literal["started", "ended"], day: date) -> date:
    """Return the day to propose: what stands there, else what was planned where that is past, else that day."""
    present, planned = getattr(item.tracked, key), item.slip.planned
    if isinstance(present, date):
        return present
    proposed = day
    if planned is not None:
        proposed = months.first_day(planned.start) if key == "started" else last_day(months.index(planned.end))
    proposed = min(proposed, day)
    return max(proposed, item.tracked.started) if key == "ended" and item.tracked.started else proposed
