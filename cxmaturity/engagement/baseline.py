"""The plan as it is, for a plan of what would be if: as results.json keeps it, else planned once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from pydantic import BaseModel, ValidationError

from cxmaturity.assess import Assessment
from cxmaturity.engagement.facts import Gathered
from cxmaturity.engagement.results import kept_roadmap
from cxmaturity.roadmap import Roadmap
from cxmaturity.roadmap.plan import Baseline, Quarter
from cxmaturity.roadmap.planning import plan_as_it_is
from cxmaturity.roadmap.remembering import FORGETFUL, Memory
from cxmaturity.roadmap.solver import Stopped, never
from cxmaturity.roadmap.what_if import WhatIf
from cxmaturity.scoring import Score, StageReach
from cxmaturity.words import Text


def compared(
    gathered: Gathered,
    assessment: Assessment,
    roadmap: Roadmap,
    what_if: WhatIf,
    *,
    progress: Callable[[Text], None] | None = None,
    stopped: Stopped = never,
    memory: Memory = FORGETFUL,
) -> Roadmap:
    """Return a plan of what would be if with the plan as it is beside it, of as many months.

    Where nothing but the horizon is supposed, the plan stays alone: more months are worth more in any case. So it does
    when ``stopped`` tells that nobody waits any longer.
    """
    if not replace(what_if, horizon=None).supposes:
        return roadmap
    if not replace(what_if, horizon=None, deadline=None).supposes and not _keeps_its_deadline(roadmap):
        return replace(roadmap, instead_of=Baseline(roadmap.objective, roadmap.predicted, roadmap.practice_values))
    base = _kept(gathered, roadmap)
    if base is None and not roadmap.interrupted:
        base = plan_as_it_is(
            gathered.model,
            gathered.facts,
            assessment.scores,
            assessment.findings,
            roadmap.months,
            progress=progress,
            stopped=stopped,
            memory=memory,
        )
    return replace(roadmap, instead_of=base)


def _keeps_its_deadline(roadmap: Roadmap) -> bool:
    return roadmap.attainment is not None and roadmap.attainment.attained


def _kept(gathered: Gathered, roadmap: Roadmap) -> Baseline | None:
    """Return the plan in results.json, if it rests on the very same facts and looks as far ahead."""
    record = kept_roadmap(gathered)
    if record.get("horizon") != {"start": roadmap.start, "months": roadmap.months}:
        return None
    try:
        kept = _Kept.model_validate(record)
    except ValidationError:  # written by another version
        return None
    return Baseline(kept.objective, tuple(quarter.told() for quarter in kept.predicted), kept.practice_values)


class _KeptScore(BaseModel):
    value: float | None
    low: float | None
    high: float | None
    coverage: float | None

    def told(self) -> Score:
        return Score(*(None if part is None else Fraction(part) for _, part in self))


class _KeptQuarter(BaseModel):
    quarter: str
    stage: StageReach
    questions: dict[str, _KeptScore]

    def told(self) -> Quarter:
        return Quarter(self.quarter, self.stage, {key: score.told() for key, score in self.questions.items()})


class _Kept(BaseModel):
    """What a plan's record holds of a baseline."""

    objective: float
    predicted: tuple[_KeptQuarter, ...]
    practice_values: dict[str, float]
