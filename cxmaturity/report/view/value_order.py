"""What the actions are worth against what they cost, as a figure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

from cxmaturity.report.charts.value_effort import Axis, Corner, Spot, value_effort
from cxmaturity.report.view.decisions import letters
from cxmaturity.report.view.figures.figure import Figure
from cxmaturity.report.view.order import by_value, foremost, nearest_ties, points
from cxmaturity.report.view.speech import Speech
from cxmaturity.roadmap.plan import Planned, Roadmap
from cxmaturity.words import Text, text

_NAMED = 6
"""Actions of most value that bear their names, beside those to be decided; the others bear their references."""
_FEW = 4
"""Actions below which none is set apart from the others."""
_STEPS = 6
"""Ticks of an axis, at most, beside its zero."""


def value_figure(roadmap: Roadmap, known: Mapping[str, str], speech: Speech) -> Figure | None:
    """Return the scheduled actions by effort and value; ``known`` holds the references. None without actions."""
    ranked = by_value([plan for plan in roadmap.actions if plan.start is not None and plan.end is not None])
    if not ranked:
        return None
    decided = letters(roadmap)
    first = [plan for plan in ranked if plan.action.id in decided]
    named = [*first, *(plan for plan in foremost(ranked, _NAMED) if plan not in first)]
    plans = [*named, *(plan for plan in ranked if plan not in named)]
    spots = [_spot(plan, roadmap, known, decided if plan in named else None, speech) for plan in plans]
    efforts, values = [spot.effort for spot in spots], [spot.value for spot in spots]
    corner = Corner(median(efforts), median(values), speech.say(text("much value, few days")))
    much = [spot for spot in spots if spot.effort < corner.effort and spot.value > corner.value]
    drawn = value_effort(
        speech.say(text("Value of each action against the days that it takes.")),
        spots,
        _axis(text("Effort in person-days"), efforts, speech),
        _axis(text("Value"), values, speech),
        corner if much and len(spots) >= _FEW else None,
        speech.series(spot.told for spot in spots),
    )
    apart = len(much) if len(spots) >= _FEW else 0
    return Figure(speech.title(_title(apart, ranked)), drawn, speech.say(_reading(len(ranked), apart)))


def _spot(
    plan: Planned, roadmap: Roadmap, known: Mapping[str, str], decided: Mapping[str, str] | None, speech: Speech
) -> Spot:
    """Return an action’s mark; with its name, and the letter of its decision, where ``decided`` is given."""
    ref, name = known[plan.action.id], speech.words(plan.action.title)
    letter = decided.get(plan.action.id) if decided is not None else None
    effort, value = sum(plan.effort.values()), points(plan.value.total)
    figures = {
        "ref": ref,
        "name": name,
        "value": speech.decimal(value),
        "days": effort,
    }
    told = text("{ref} {name}: value {value}, {days:short} {days:plural day|days}", **figures)
    return Spot(
        ref=f"{letter}\u00a0=\u00a0{ref}" if letter else ref,
        name=name if decided is not None else "",
        effort=effort,
        value=value,
        settled=not nearest_ties(plan, roadmap),
        told=speech.say(told),
    )


def _title(apart: int, ranked: Sequence[Planned]) -> Text:
    if not apart:
        return text(
            "{n:int} {n:plural action takes|actions take} {days:short} {days:plural person-day|person-days} in all",
            n=len(ranked),
            days=sum(sum(plan.effort.values()) for plan in ranked),
        )
    return text(
        "{n:int} of the {all:int} actions {n:plural brings|bring} much value for few days", n=apart, all=len(ranked)
    )


def _reading(count: int, apart: int) -> Text:
    figures = {"n": count}
    if not apart:
        return text("Source: roadmap, n = {n:int} {n:plural action|actions}.", **figures)
    return text(
        "Source: roadmap, n = {n:int} {n:plural action|actions}. Much, few: more value, fewer days than half of the "
        "actions. Dark: decisions of the summary, and most value.",
        **figures,
    )


def _axis(name: Text, values: Sequence[float], speech: Speech) -> Axis:
    """Return an axis that ends at the largest value or soon after."""
    most = max(values)
    ticks = _ticks(values, speech)
    kept = [tick for tick in ticks if tick[0] <= most]
    near = len(kept) > 1 and most - kept[-1][0] < (ticks[-1][0] - kept[-1][0]) / 2
    return Axis(speech.say(name), tuple(kept) if near else ticks, most)


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
