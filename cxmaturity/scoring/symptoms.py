"""Symptoms of a stage without practices: seen in the records, not seen, or nobody can tell. They change no stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.evidence.freshness import TooOld
from cxmaturity.evidence.measures import Estimate, Measure
from cxmaturity.model.schema import Model, Symptom


@dataclass(frozen=True)
class SymptomSeen:
    """A symptom beside what was measured of it."""

    stage: int
    """The stage that it shows."""
    symptom: Symptom
    value: float | None
    """The metric, divided by ``symptom.per`` where that is given; None where nothing was measured."""
    low: float | None
    """The lower end of its interval; the value itself of a figure without one."""
    high: float | None
    seen: bool | None
    """True when the whole interval lies beyond the limit, False when no part of it does, None: nobody can tell."""
    old: TooOld | None = None
    """The record that is too old to tell, where that is why."""

    @property
    def metric(self) -> str:
        """The metric that shows it."""
        return self.symptom.metric or ""

    @property
    def limit(self) -> float:
        """The limit beyond which it shows."""
        limit = self.symptom.above if self.symptom.below is None else self.symptom.below
        return 0.0 if limit is None else limit


def symptoms(model: Model, measures: Mapping[str, Measure], old: Mapping[str, TooOld]) -> tuple[SymptomSeen, ...]:
    """Return every symptom of a model's stages that has a metric, in the model's order; words alone are left out.

    ``measures`` holds the metrics that are known, ``old`` those of them that rest on a record which is too old.
    """
    return tuple(
        _look(stage.number, symptom, measures, old)
        for stage in model.stages
        for symptom in stage.symptoms
        if symptom.metric is not None
    )


def _look(stage: int, symptom: Symptom, measures: Mapping[str, Measure], old: Mapping[str, TooOld]) -> SymptomSeen:
    named = [name for name in (symptom.metric, symptom.per) if name is not None]
    ends = _divided([_ends(measures.get(name)) for name in named])
    stale = next((old[name] for name in named if name in old), None)
    if ends is None:
        return SymptomSeen(stage, symptom, None, None, None, None, stale)
    value, low, high = ends
    return SymptomSeen(stage, symptom, value, low, high, None if stale else _is_beyond(symptom, low, high), stale)


def _ends(measure: Measure) -> tuple[float, float, float] | None:
    """Return a measure with the ends of its interval, None where it says nothing."""
    value = measure.value if isinstance(measure, Estimate) else measure
    if value is None or isinstance(value, str):
        return None
    low, high = (measure.low, measure.high) if isinstance(measure, Estimate) else (None, None)
    return float(value), float(value if low is None else low), float(value if high is None else high)


def _divided(parts: list[tuple[float, float, float] | None]) -> tuple[float, float, float] | None:
    """Return a measure, or one divided by the value of another; None where one of them says nothing or is 0."""
    part, *whole = parts
    if part is None or not whole:
        return part
    if whole[0] is None or not whole[0][0]:
        return None
    value, low, high = (end / whole[0][0] for end in part)
    return value, low, high


def _is_beyond(symptom: Symptom, low: float, high: float) -> bool | None:
    """Tell whether an interval lies beyond the limit; None where only a part of it does."""
    if symptom.above is not None:
        ends = {low > symptom.above, high > symptom.above}
    else:
        ends = {end < symptom.below for end in (low, high) if symptom.below is not None}
    return ends.pop() if len(ends) == 1 else None
