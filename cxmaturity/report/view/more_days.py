"""What more days of a full team would bring, in the words of whoever plans: stages and actions first, then value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from cxmaturity.roadmap import months
from cxmaturity.roadmap.plan import CapacityGain, Earlier, StageMove
from cxmaturity.words import Text, listed, text

_NOTHING: Final = 1e-9
_NOTICED: Final = 0.005
"""Share of the plan’s value from which on a reader would notice what moved, where no stage did."""

_ROUNDING: Final = 0.0005


def brings(gain: CapacityGain, value: float, called: Mapping[str, str]) -> Text:
    """Return what a team’s gain means for the plan; ``value`` is the plan’s, ``called`` names actions in it."""
    if gain.at_most <= _NOTHING * value:
        return text("nothing by itself")
    if gain.gain <= _NOTHING * value:
        most = gain.at_most / value if value else 1.0
        return text("nothing in the time for planning, {share:percent1} more value at most", share=most)
    share, most = (worth / value if value else 1.0 for worth in (gain.gain, gain.at_most))
    if not gain.stages and most < _NOTICED:
        return text("hardly anything: {share:percent1} more value", share=share)
    return listed([*_moves(gain, called), _more(share, most)])


def _more(share: float, most: float) -> Text:
    """Return how much more value was found, and how much more there may be where that is not proven."""
    if most - share < _ROUNDING:
        return text("{share:percent1} more value", share=share)
    return text("{share:percent1} more value, {most:percent1} at most", share=share, most=most)


def _moves(gain: CapacityGain, called: Mapping[str, str]) -> Iterator[Text]:
    yield from map(_stage, gain.stages)
    if gain.earlier:
        most = max(gain.earlier, key=lambda item: (_months(item), item.id))
        figures = {"n": len(gain.earlier), "action": called.get(most.id, most.id), "start": _day(most.start)}
        if most.instead_of is None:
            yield text("{n:int} {n:plural action|actions} earlier ({action} only then, in {start:month})", **figures)
        else:
            yield text(
                "{n:int} {n:plural action|actions} earlier ({action} in {start:month} instead of {then:month})",
                then=_day(most.instead_of),
                **figures,
            )
    if gain.later:
        yield text("{n:int} later", n=len(gain.later))


def _stage(move: StageMove) -> Text:
    figures = {"stage": move.stage, "quarter": move.quarter, "then": move.instead_of}
    if move.quarter is None:
        return text("stage {stage:int} not at all, instead of by the end of {then:quarter}", **figures)
    if move.instead_of is None:
        return text("stage {stage:int} by the end of {quarter:quarter} instead of not at all", **figures)
    return text("stage {stage:int} by the end of {quarter:quarter} instead of {then:quarter}", **figures)


def _months(item: Earlier) -> float:
    """Return by how many months an action starts earlier."""
    if item.instead_of is None:
        return float("inf")
    return months.index(item.instead_of) - months.index(item.start)


_day = months.first_day
