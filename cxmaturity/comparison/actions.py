"""Whether an action moved what it was meant to move: its target metric before and after, and what chance could do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Final, Literal

from cxmaturity.comparison.measured import Measured, Window, are_of_one_rule, change_of, is_recorded
from cxmaturity.comparison.metrics import MetricChange, number
from cxmaturity.evidence.facts import Tracked
from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.model import better_way
from cxmaturity.model.schema import Action, Direction, Model, Target
from cxmaturity.words import Text, text

Verdict = Literal[
    "towards", "away", "cannot_tell", "too_early", "no_target", "no_measurement_before", "no_measurement_since"
]
LEAST_DAYS: Final = 30
"""Days that records must tell of after an action's end: pressure is counted over as many, and answers take some."""


@dataclass(frozen=True)
class Done:
    """An action that is to be judged."""

    action: Action
    tracked: Tracked
    ended: date | None
    """The day from which on its effect can be seen: its end, or that it should have ended by; None: not known."""


@dataclass(frozen=True)
class Judged:
    """What the records say of an action that is done."""

    verdict: Verdict
    target: Target | None = None
    change: MetricChange | None = None
    """The target metric before and now; None where it was not measured on both sides."""
    before: Measured | None = None
    """The cycle that it is compared with."""
    reached: bool | None = None
    """Whether the target is reached; None: cannot tell."""
    met_before: bool | None = None
    """Whether the value before was at its target already, or beyond it; None where nobody knows that value."""
    notes: tuple[Text, ...] = ()
    """What weakens the judgement."""


def judge(done: Done, now: Measured, earlier: Sequence[Measured], model: Model) -> Judged:
    """Return what the target metric says of an action.

    ``earlier`` are the cycles before, by date. The value before is that of the last one whose records of the metric end
    before the action's start, else of the earliest one whose records end by its end: later ones show what it did. What
    is measured now counts if its records reach ``LEAST_DAYS`` beyond the action's end; short of that it is too early.
    """
    target = done.action.target
    if target is None:
        return Judged("no_target")
    present, window = now.measure(target.metric), now.window(target.metric)
    if number(present) is None or (done.ended is not None and not _is_after(target.metric, window, done.ended)):
        return Judged("no_measurement_since", target)
    before = _before(target.metric, done, earlier)
    past = before.measure(target.metric) if before else None
    towards = direction(target, past, model)
    reached = _reached(target.to, present, towards)
    if before is None:
        return Judged("no_measurement_before", target, reached=reached)
    change = change_of(target.metric, before, now)
    verdict = "too_early" if _days_since(target.metric, now, done) < LEAST_DAYS else _verdict(change, towards)
    notes = _notes(done, target.metric, before, now)
    met = _is_met(target.to, number(past), towards)
    return Judged(verdict, target, change, before, reached, met, tuple(notes))


def direction(target: Target, before: Measure, model: Model) -> Direction | None:
    """Return which way the metric is to go: the better one, else from its value before to the target.

    None where neither way is better and it was at its target already, or nobody knows where it was.
    """
    if (better := better_way(target.metric, model)) is not None:
        return better
    was = number(before)
    if was is None or was == target.to:
        return None
    return "up" if target.to > was else "down"


def _before(metric: str, done: Done, earlier: Sequence[Measured]) -> Measured | None:
    started, ended = done.tracked.started, done.ended
    known = [(each, each.window(metric).last) for each in earlier if number(each.measure(metric)) is not None]
    there = [(each, last) for each, last in known if ended is None or last <= ended]
    in_time = [each for each, last in there if started is not None and last < started]
    return in_time[-1] if in_time else there[0][0] if there else None


def _is_after(metric: str, window: Window, ended: date) -> bool:
    """Tell whether records reach beyond a day; what the map, roadmap.yaml and answers say holds on the day itself."""
    return window.last > ended if is_recorded(metric) else window.last >= ended


def _days_since(metric: str, now: Measured, done: Done) -> float:
    """Return how many days records tell of after an action's end; no end of them where no record is asked."""
    if done.ended is None or not is_recorded(metric):
        return inf
    return (now.window(metric).last - done.ended).days


def _verdict(change: MetricChange, towards: Direction | None) -> Verdict:
    if change.verdict == "cannot_tell":
        return "cannot_tell"
    if towards is None:
        return "away"
    return "towards" if (change.verdict == "rose") == (towards == "up") else "away"


def _is_met(to: float, value: float | None, towards: Direction | None) -> bool | None:
    """Tell whether a value is at a target or beyond it."""
    if value is None or towards is None:
        return None if value is None else value == to
    return value >= to if towards == "up" else value <= to


def _reached(to: float, present: Measure, towards: Direction | None) -> bool | None:
    """Tell whether a target is reached, by the interval where there is one."""
    value = number(present)
    if value is None:
        return None
    if towards is None:
        return True if value == to else None
    known = isinstance(present, Estimate) and present.low is not None and present.high is not None
    low, high = (present.low, present.high) if known and isinstance(present, Estimate) else (value, value)
    least, most = (low, high) if towards == "up" else (-(high or 0), -(low or 0))
    goal = to if towards == "up" else -to
    if (least or 0) >= goal:
        return True
    return False if (most or 0) < goal else None


def _notes(done: Done, metric: str, before: Measured, now: Measured) -> Iterator[Text]:
    started, ended = done.tracked.started, done.ended
    if started is None:
        yield text("the day of its start is not known; compared with {cycle}", cycle=before.cycle)
    elif before.window(metric).last >= started:
        yield text("first measured in {cycle}, when it had begun already", cycle=before.cycle)
    if ended is None:
        yield text("the day of its end is not known")
    elif (days := _days_since(metric, now, done)) < LEAST_DAYS:
        yield text(
            "the records tell of {n:int} {n:plural day|days} since its end; {least:int} are needed",
            n=days,
            least=LEAST_DAYS,
        )
    if not are_of_one_rule(metric, before, now):
        yield text(
            "another contact rule was in force in {cycle}, so the two figures do not compare", cycle=before.cycle
        )
    window, past = now.window(metric), before.window(metric)
    if window.first is None:
        if ended is not None and is_recorded(metric):
            yield text("cases opened before its end count too, as far back as the case log goes")
        return
    if ended is not None and window.first <= ended:
        yield text("part of the log, from {day:date} on, is from before its end", day=window.first)
    if window.first <= past.last:
        yield text("the logs of both cycles overlap, so the interval is not exact")
