"""What the actions are worth against what they cost, as a figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from cxmaturity.report.charts.value_effort import Axis, Spot, value_effort
from cxmaturity.report.view.figures.figure import Figure
from cxmaturity.report.view.order import by_value, foremost, nearest_ties, points
from cxmaturity.report.view.speech import Speech
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.words import Text, text

_NAMED = 8
"""Actions that bear their names; the others bear their references where there is room."""
_STEPS = 6
"""Ticks of an axis, at most, beside its zero."""


def value_figure(roadmap: Roadmap, known: Mapping[str, str], speech: Speech) -> Figure | None:
    """Return the scheduled actions by effort and value; ``known`` holds the references. None without actions."""
    ranked = by_value([plan for plan in roadmap.actions if plan.start is not None and plan.end is not None])
    if not ranked:
        return None
    named = foremost(ranked, _NAMED)
    plans = [*named, *(plan for plan in ranked if plan not in named)]
    spots = [_spot(plan, roadmap, known, speech, named=plan in named) for plan in plans]
    ties = [
        (place, place + 1) for place, (one, other) in enumerate(pairwise(named)) if other.action.id in one.tied_with
    ]
    drawn = value_effort(
        speech.say(text("Value of each action against the days that it takes.")),
        spots,
        ties,
        Axis(speech.say(text("Effort in person-days")), _ticks([spot.effort for spot in spots], speech)),
        Axis(speech.say(text("Value")), _ticks([spot.value for spot in spots], speech)),
        "; ".join(spot.told for spot in spots),
    )
    return Figure(speech.title(_title(named, ranked)), drawn, speech.say(_reading(ranked)))


def _spot(plan: Planned, roadmap: Roadmap, known: Mapping[str, str], speech: Speech, named: bool) -> Spot:
    effort, value = sum(plan.effort.values()), points(plan.value.total)
    figures = {
        "ref": known[plan.action.id],
        "name": speech.words(plan.action.title),
        "value": speech.decimal(value),
        "days": effort,
    }
    told = text("{ref} {name}: value {value}, {days:short} {days:plural day|days}", **figures)
    return Spot(
        ref=known[plan.action.id],
        name=speech.words(plan.action.title) if named else "",
        effort=effort,
        value=value,
        settled=not nearest_ties(plan, roadmap),
        told=speech.say(told),
    )


def _title(named: Sequence[Planned], ranked: Sequence[Planned]) -> Text:
    value, worth = (sum(plan.value.total for plan in plans) for plans in (named, ranked))
    days, effort = (sum(sum(plan.effort.values()) for plan in plans) for plans in (named, ranked))
    if len(named) == len(ranked) or worth <= 0 or effort <= 0:
        return text(
            "{n:int} {n:plural action takes|actions take} {days:short} {days:plural person-day|person-days} in all",
            n=len(ranked),
            days=effort,
        )
    return text(
        "{n:int} of the {all:int} actions bring {value:percent} of the value for {days:percent} of the days",
        n=len(named),
        all=len(ranked),
        value=value / worth,
        days=days / effort,
    )


def _reading(ranked: Sequence[Planned]) -> Text:
    return text(
        "Source: roadmap, n = {n:int} {n:plural action|actions}. Two joined: the order of these two hangs on the "
        "weights.",
        n=len(ranked),
    )


def _ticks(values: Sequence[float], speech: Speech) -> tuple[tuple[float, str], ...]:
    """Return round numbers that span the values and zero."""
    most, least = max(*values, 0.0), min(*values, 0.0)
    span = (most - least) or 1.0
    size = 10 ** math.floor(math.log10(span / _STEPS))
    step = next(size * part for part in (1, 2, 2.5, 5, 10, 20) if span / (size * part) <= _STEPS)
    ends = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
    places = 0 if step == int(step) else min(3, 1 - math.floor(math.log10(step)))
    return tuple(
        (number * step, speech.decimal(number * step, places))
        for number in range(ends[0], max(ends[1], ends[0] + 1) + 1)
    )
