"""What became of the actions since the last cycle: how late they are, and whether they moved what they aimed at."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cxmaturity.comparison.actions import Done, Judged, judge
from cxmaturity.comparison.measured import Measured
from cxmaturity.comparison.metrics import number
from cxmaturity.comparison.slip import EarlierPlan, Slip, slip
from cxmaturity.evidence.facts import Status, Tracked
from cxmaturity.model.schema import Action, Model
from cxmaturity.roadmap import months
from cxmaturity.roadmap.catalogue import Entry
from cxmaturity.words import Text


@dataclass(frozen=True)
class ActionProgress:
    """One action since the last cycle."""

    action: Action
    tracked: Tracked
    slip: Slip
    judged: Judged | None
    """None for an action that is neither finished nor running past its end."""

    @property
    def status(self) -> Status:
        """Its status in roadmap.yaml."""
        return self.tracked.status


@dataclass(frozen=True)
class Progress:
    """All actions that there is something to say of."""

    as_of: date
    plan: EarlierPlan | None
    """The last earlier cycle's; None where there is none."""
    actions: tuple[ActionProgress, ...] = ()
    """Finished ones first, then running ones, then those that should have started, then dropped ones."""
    notes: tuple[Text, ...] = ()
    """What could not be read of earlier cycles."""

    def of_status(self, *statuses: Status) -> tuple[ActionProgress, ...]:
        """Return the actions with one of these statuses."""
        return tuple(item for item in self.actions if item.status in statuses)

    @property
    def late_to_start(self) -> tuple[ActionProgress, ...]:
        """The actions that should have started in a month before this one."""
        return tuple(item for item in self.of_status("proposed", "planned") if (item.slip.start or 0) > 0)

    @property
    def unplanned(self) -> tuple[ActionProgress, ...]:
        """The actions that began since the earlier plan and had no place in it; none where there is no plan."""
        if self.plan is None:
            return ()
        day = self.plan.day or date.min
        begun = [
            (item, item.tracked.started or item.tracked.ended)
            for item in self.of_status("running", "finished")
            if item.slip.planned is None
        ]
        return tuple(item for item, first in begun if first is None or first > day)


@dataclass(frozen=True)
class Past:
    """What is known of the cycles before one."""

    plan: EarlierPlan | None
    measured: Callable[[], Sequence[Measured]]
    """Returns what they measured, by date; asked for only where there is something to judge."""


_ORDER: Mapping[Status, int] = {"finished": 0, "running": 1, "planned": 2, "proposed": 3, "dropped": 4}


def progress(model: Model, entries: Mapping[str, Entry], now: Measured, past: Past) -> Progress:
    """Return what became of the actions until a cycle."""
    late = {entry.id: slip(entry.tracked, past.plan, now.day) for entry in entries.values()}
    shown = [entry for entry in entries.values() if _is_told(entry.tracked, late[entry.id])]
    shown.sort(key=lambda entry: (_ORDER[entry.tracked.status], -(late[entry.id].months or 0), entry.id))
    return Progress(now.day, past.plan, tuple(progress_of_one(entry, model, now, past) for entry in shown))


def progress_of_one(entry: Entry, model: Model, now: Measured, past: Past) -> ActionProgress:
    """Return what became of one action: one that is finished, or should have ended by now, is judged."""
    tracked, late = entry.tracked, slip(entry.tracked, past.plan, now.day)
    due, judged = due_day(entry, late), None
    if tracked.status == "finished":
        judged = judge(Done(entry.action, tracked, tracked.ended), now, past.measured(), model)
    elif tracked.status == "running" and due is not None and due < now.day:
        judged = judge(Done(entry.action, tracked, due), now, past.measured(), model)
    return ActionProgress(entry.action, tracked, late, judged)


def agenda(entries: Mapping[str, Entry], plan: EarlierPlan | None, day: date) -> tuple[str, ...]:
    """Return the ids of the actions that there may be something to say of, in the order to ask for them.

    First what should have ended or started by that day, then what is run or lacks its end or result, then the rest of
    the plan by its start, then what else roadmap.yaml lists.
    """
    listed = [entry for entry in entries.values() if _is_listed(entry.tracked) or (plan and entry.id in plan.spans)]
    return tuple(entry.id for entry in sorted(listed, key=lambda entry: _turn(entry, plan, day)))


def _is_listed(tracked: Tracked) -> bool:
    return bool(tracked.model_fields_set - {"id"})


def _turn(entry: Entry, plan: EarlierPlan | None, day: date) -> tuple[int, int, str, str]:
    tracked, late = entry.tracked, slip(entry.tracked, plan, day)
    is_open = tracked.status not in ("finished", "dropped")
    start = late.planned.start if late.planned else "9999-12"
    if is_open and (late.end is not None or (tracked.status != "running" and late.start is not None)):
        return 0, -(late.months or 0), start, entry.id
    if tracked.status == "running" or (tracked.status == "finished" and not (tracked.ended and tracked.result)):
        return 1, 0, start, entry.id
    return (2 if is_open else 3), 0, start, entry.id


def _is_told(tracked: Tracked, late: Slip) -> bool:
    if tracked.status in ("running", "finished"):
        return True
    return late.planned is not None if tracked.status == "dropped" else late.start is not None


def due_day(entry: Entry, late: Slip) -> date | None:
    """Return the last day that an action was to take, as planned and by its length from its start on.

    The later of the two: what began late has done nothing by the day that it was planned for.
    """
    started = entry.tracked.started
    planned = [months.index(late.planned.end)] if late.planned is not None else []
    lasting = [months.of(started) + entry.action.months - 1] if started is not None else []
    ends = [*planned, *lasting]
    return last_day(max(ends)) if ends else None


def last_day(month: months.Index) -> date:
    """Return the last day of a month."""
    year, number_ = months.divmod_month(month)
    return date(year, number_, monthrange(year, number_)[1])


def progress_record(told: Progress) -> list[dict[str, object]]:
    """Return progress as JSON holds it."""
    return [dict(_record(item)) for item in told.actions]


def _record(item: ActionProgress) -> Iterator[tuple[str, object]]:
    judged, tracked = item.judged, item.tracked
    change = judged.change if judged else None
    target = judged.target if judged else item.action.target
    yield "id", item.action.id
    yield "status", tracked.status
    yield "started", tracked.started.isoformat() if tracked.started else None
    yield "ended", tracked.ended.isoformat() if tracked.ended else None
    yield "planned", {"start": item.slip.planned.start, "end": item.slip.planned.end} if item.slip.planned else None
    yield "slip_months", item.slip.months
    yield "metric", target.metric if target else None
    yield "compared_with", judged.before.cycle if judged and judged.before else None
    yield "from", number(change.before) if change else None
    yield "to", number(change.after) if change else None
    yield "low", change.low if change else None
    yield "high", change.high if change else None
    yield "detectable", change.detectable if change else None
    yield "verdict", judged.verdict if judged else None
    yield "target", target.to if target else None
    yield "reached", judged.reached if judged else None
    yield "met_before", judged.met_before if judged else None
