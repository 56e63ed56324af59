"""What the cycles before one concluded, as their results.json recorded it then: nothing is scored again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from cxmaturity.engagement import recorded
from cxmaturity.engagement.facts import Gathered
from cxmaturity.engagement.folder import Cycle
from cxmaturity.engagement.previous import cycles_before
from cxmaturity.errors import InputError
from cxmaturity.model.schema import Model
from cxmaturity.model.scoring_rules import ScoringRules
from cxmaturity.results import EarlierCycle, EarlierScore
from cxmaturity.scoring import StageReach
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Earlier:
    """The cycles before one, as far as their results can be read."""

    cycles: tuple[EarlierCycle, ...]
    """By date."""
    notes: tuple[Text, ...]
    """Which are left out, and why."""


def earlier_cycles(gathered: Gathered) -> Earlier:
    """Return what the cycles before one concluded. One that recorded nothing, or cannot be read, is left out."""
    found = [_read(cycle, gathered.model) for cycle in cycles_before(gathered.engagement, gathered.cycle)]
    return Earlier(
        tuple(each for each in found if isinstance(each, EarlierCycle)),
        tuple(each for each in found if isinstance(each, Text)),
    )


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


_Points = Annotated[FiniteFloat, Field(ge=0, le=100)] | None
_Stage = Annotated[int, Field(ge=0, le=9)] | None


class _Score(_Part):
    value: _Points
    low: _Points
    high: _Points


class _Question(_Part):
    id: str
    score: _Score
    claimed: _Score


class _Reach(_Part):
    value: _Stage
    low: _Stage
    high: _Stage
    claimed: _Stage


class _Model(_Part):
    version: str
    hash: str


class _Scores(_Part):
    """What a trend needs of a score record; the rest is passed over."""

    cycle: str
    as_of: date
    model: _Model
    stage: _Reach
    index: _Score
    questions: tuple[_Question, ...]


class _Results(_Part):
    written_as: Literal["cxmaturity/results/1"] = Field(alias="schema")
    score: _Scores


def _read(cycle: Cycle, model: Model) -> EarlierCycle | Text:
    """Return what a cycle recorded, or why it is left out."""
    try:
        scores = _Results.model_validate_json(cycle.results.read_bytes()).score
    except FileNotFoundError:
        return text("No trend shows {cycle}: it has no results recorded.", cycle=cycle.name)
    except (OSError, ValidationError):
        return text("No trend shows {cycle}: {path} cannot be read.", cycle=cycle.name, path=cycle.results)
    if (scores.cycle, scores.as_of) != (cycle.name, cycle.settings.date):
        return text(
            "No trend shows {cycle}: {path} was written under another name or date.",
            cycle=cycle.name,
            path=cycle.results,
        )
    return _as_value(scores, has_present_rules=_has_rules_of(cycle, scores.model.hash, model))


def _has_rules_of(cycle: Cycle, scored_by: str, model: Model) -> bool:
    """Tell whether a cycle, scored by the model of that hash, has the rules of this one, whose texts may differ."""
    if scored_by == model.hash:
        return True
    try:
        known = recorded.read(cycle.facts)
    except InputError:
        return False
    now = ScoringRules.of(model)
    named = {"hash": now.hash, "version": now.version}
    then = known.rules if known else None
    return then is not None and then.hash == scored_by and then.model_copy(update=named) == now


def _as_value(scores: _Scores, *, has_present_rules: bool) -> EarlierCycle:
    stage = scores.stage
    return EarlierCycle(
        name=scores.cycle,
        as_of=scores.as_of,
        model=scores.model.hash,
        version=scores.model.version,
        stage=StageReach(stage.value, stage.low, stage.high),
        claimed_stage=stage.claimed,
        index=scores.index.value,
        questions={
            question.id: EarlierScore(
                question.score.value, question.score.low, question.score.high, question.claimed.value
            )
            for question in scores.questions
        },
        has_present_rules=has_present_rules,
    )
