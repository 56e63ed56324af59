"""Judged practices to question scores, headlines, stages, blockers and flips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from cxmaturity.evidence.answers import Level
from cxmaturity.model.schema import Model
from cxmaturity.scoring.practices import PracticeScore

Headline = Literal["yes", "partly", "no", "cannot_tell"]
_STAGES = (2, 3, 4, 5)


@dataclass(frozen=True)
class Score:
    """A score in points; its bounds take every unanswered practice at not, and at the most that evidence allows."""

    value: Fraction | None
    """0–100; None when nothing is answered."""
    low: Fraction | None
    high: Fraction | None
    coverage: Fraction | None
    """Practices with a level ÷ applicable practices; None when none is applicable."""


@dataclass(frozen=True)
class StageReach:
    """How far up the stages, with bounds; None where nothing can be said."""

    value: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class QuestionScore:
    """One question's scores and stage."""

    id: str
    score: Score
    claimed: Score
    """The same from the claims alone, evidence set aside."""
    headline: Headline
    stage: StageReach
    """Attained, at most ``top``."""
    top: int | None
    """Highest stage with a required practice; None without any."""
    own_blockers: tuple[str, ...]
    """Required practices that keep the question from its next stage."""


@dataclass(frozen=True)
class Scores:
    """The whole organisation's scores."""

    practices: tuple[PracticeScore, ...]
    questions: tuple[QuestionScore, ...]
    stage: StageReach
    claimed_stage: int | None
    """The stage that the claims alone would give."""
    index: Score
    """1–5, for trends; its coverage is not used."""
    blockers: tuple[str, ...]
    flips: tuple[str, ...]

    def question(self, question_id: str) -> QuestionScore:
        """Return one question's scores. Raises StopIteration for an unknown id."""
        return next(question for question in self.questions if question.id == question_id)

    def practice(self, practice_id: str) -> PracticeScore:
        """Return one practice. Raises StopIteration for an unknown id."""
        return next(score for score in self.practices if score.practice.id == practice_id)


def tally(model: Model, practices: Sequence[PracticeScore], flips: bool = True) -> Scores:
    """Return every score that follows from judged practices. ``flips=False`` leaves out the costliest part."""
    claims = [_as_claimed(score) for score in practices]
    stage = _organisation(model, practices)
    questions = tuple(
        _question(question.id, _of(question.id, practices), _of(question.id, claims)) for question in model.questions
    )
    return Scores(
        practices=tuple(practices),
        questions=questions,
        stage=stage,
        claimed_stage=_organisation(model, claims).value,
        index=_index(practices),
        blockers=_blockers(practices, stage.value),
        flips=_flips(model, practices, stage.value) if flips else (),
    )


def seen_from(model: Model, practices: Sequence[PracticeScore], question_id: str) -> tuple[QuestionScore, StageReach]:
    """Return one question's scores and the organisation's stage, as ``tally`` does, without all the rest."""
    group = _of(question_id, practices)
    return _question(question_id, group, [_as_claimed(score) for score in group]), _organisation(model, practices)


def outlook(model: Model, practices: Sequence[PracticeScore]) -> tuple[StageReach, dict[str, Score]]:
    """Return the organisation's stage and each question's score, as ``tally`` does, without all the rest."""
    scores = {question.id: score_of(_of(question.id, practices)) for question in model.questions}
    return _organisation(model, practices), scores


def _as_claimed(score: PracticeScore) -> PracticeScore:
    return replace(score, supported=None, final=score.claimed)


def _of(question_id: str, practices: Iterable[PracticeScore]) -> list[PracticeScore]:
    return [score for score in practices if score.practice.question == question_id]


def _question(question_id: str, practices: list[PracticeScore], claims: list[PracticeScore]) -> QuestionScore:
    attained, top = _attained(practices), _top(practices)
    return QuestionScore(
        id=question_id,
        score=score_of(practices),
        claimed=score_of(claims),
        headline=_headline([score for score in practices if score.practice.stage <= 3]),
        stage=StageReach(None, None, None)
        if top is None
        else StageReach(
            *(None if end is None else min(end, top) for end in (attained.value, attained.low, attained.high))
        ),
        top=top,
        own_blockers=_blockers(practices, attained.value),
    )


def score_of(practices: Sequence[PracticeScore]) -> Score:
    """Return the score of a question that has these practices; nothing where none of them is applicable."""
    applicable = [score for score in practices if score.applicable]
    answered = [score for score in applicable if score.final is not None]
    if not applicable:
        return Score(None, None, None, None)
    return Score(
        value=_mean(answered, lambda score: score.lowest) if answered else None,
        low=_mean(applicable, lambda score: score.lowest),
        high=_mean(applicable, lambda score: score.highest),
        coverage=Fraction(len(answered), len(applicable)),
    )


def _mean(practices: Sequence[PracticeScore], level: Callable[[PracticeScore], Level]) -> Fraction:
    """Return the weighted mean of the practices' levels, 0–100."""
    weights = [_exact(score.practice.weight) for score in practices]
    levels = sum(weight * int(level(score)) for weight, score in zip(weights, practices, strict=True))
    return Fraction(100 * levels, Level.FULLY * sum(weights))


def _exact(weight: Decimal) -> int | Fraction:
    """Return a weight to count with: whole ones, which nearly all are, as what is quickest to add."""
    whole = int(weight)
    return whole if whole == weight else Fraction(weight)


def _headline(practices: Sequence[PracticeScore]) -> Headline:
    score = score_of(practices)
    gated = all(item.lowest >= Level.LARGELY for item in practices if item.practice.required and item.applicable)
    if score.low is not None and score.low >= Fraction(200, 3) and gated:
        return "yes"
    if score.high is not None and score.high < Fraction(100, 3):
        return "no"
    if score.coverage is None or score.coverage < Fraction(1, 2):
        return "cannot_tell"
    return "partly"


def _top(practices: Iterable[PracticeScore]) -> int | None:
    return max((score.practice.stage for score in practices if score.practice.required), default=None)


def _attained(practices: Sequence[PracticeScore]) -> StageReach:
    """Return a question's stage without regard to its top; value None when nothing is said in it."""
    low, high = _climb(practices, high=False), _climb(practices, high=True)
    return StageReach(low if _is_said(practices) else None, low, high)


def _is_said(practices: Iterable[PracticeScore]) -> bool:
    """Tell whether any practice has a level or does not apply."""
    return any(score.final is not None or not score.applicable for score in practices)


def _climb(practices: Sequence[PracticeScore], high: bool) -> int:
    attained = 1
    for stage in _STAGES:
        if not all(
            score.passes(high) for score in practices if score.practice.required and score.practice.stage == stage
        ):
            break
        attained = stage
    return attained


def _organisation(model: Model, practices: Sequence[PracticeScore]) -> StageReach:
    """Return the lowest stage of the questions that have a required practice; those without a word count as 1.

    The value is None only while no question at all has a word, or none has a required practice.
    """
    groups = [group for question in model.questions if _top(group := _of(question.id, practices)) is not None]
    reaches = [_attained(group) for group in groups]
    low = min((1 if reach.value is None else reach.value for reach in reaches), default=1)
    high = min((5 if reach.high is None else reach.high for reach in reaches), default=5)
    return StageReach(low if reaches and _is_said(practices) else None, low, high)


def _blockers(practices: Iterable[PracticeScore], stage: int | None) -> tuple[str, ...]:
    """Return the required practices up to the next stage that do not pass, sorted by id."""
    reach = 2 if stage is None else stage + 1
    return tuple(
        sorted(
            score.practice.id
            for score in practices
            if score.practice.required and score.practice.stage <= reach and not score.passes(high=False)
        )
    )


def _index(practices: Sequence[PracticeScore]) -> Score:
    low = high = Fraction(1)
    for stage in _STAGES:
        gate = [
            score
            for score in practices
            if score.applicable and score.practice.required and score.practice.stage == stage
        ]
        low += _plain_mean([score.lowest for score in gate])
        high += _plain_mean([score.highest for score in gate])
    return Score(low if _is_said(practices) else None, low, high, None)


def _plain_mean(levels: Sequence[Level]) -> Fraction:
    return sum((level.points for level in levels), Fraction(0)) / len(levels) if levels else Fraction(1)


def _flips(model: Model, practices: Sequence[PracticeScore], value: int | None) -> tuple[str, ...]:
    """Return the practices of which one level more or less would change the organisation's stage."""
    if value is None:
        return ()
    return tuple(
        sorted(
            score.practice.id
            for position, score in enumerate(practices)
            if _flips_one(model, practices, position, score, value)
        )
    )


def _flips_one(
    model: Model, practices: Sequence[PracticeScore], position: int, score: PracticeScore, value: int
) -> bool:
    if score.final is None or not score.practice.required:
        return False
    for level in (score.final - 1, score.final + 1):
        if level in (0, 1, 2, 3):
            moved = list(practices)
            moved[position] = replace(score, final=Level(level))
            if _organisation(model, moved).value != value:
                return True
    return False
