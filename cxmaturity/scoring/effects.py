"""What one practice does to the scores: what its evidence costs, and what one level more or less would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from cxmaturity.evidence.answers import Level
from cxmaturity.model.schema import Model
from cxmaturity.scoring.practices import PracticeScore
from cxmaturity.scoring.tally import QuestionScore, Scores, StageReach, seen_from


@dataclass(frozen=True)
class Outcome:
    """What the scores are with one practice at a level, all else as it is."""

    level: Level | None
    """The practice's final level; None where it has none."""
    question: QuestionScore
    """Of the practice's question."""
    stage: StageReach
    """Of the whole organisation."""

    def points_above(self, other: Outcome) -> Fraction:
        """Return by how many points the question's score is higher; 0 where one of them has none."""
        here, there = self.question.score.value, other.question.score.value
        return Fraction(0) if here is None or there is None else here - there

    def stages_above(self, other: Outcome) -> int:
        """Return by how many stages the organisation's is higher; no stage counts as 0."""
        return (self.stage.value or 0) - (other.stage.value or 0)


@dataclass(frozen=True)
class Effects:
    """What one practice does to its question and to the organisation's stage. Exact: nothing is rounded."""

    now: Outcome
    """As it is."""
    uncapped: Outcome | None
    """Were there no evidence on this practice; None where that would change no level and no bound of it."""
    more: Outcome | None
    """One level above the final one, evidence set aside; None at the top and without a final level."""
    less: Outcome | None
    """One level below the final one; None at the bottom and without a final level."""
    answered: tuple[Outcome, ...]
    """Where an applicable practice has no final level: answered with each level that its evidence allows."""
    passes: bool | None
    """Whether it lets its gate pass; None for a practice that gates nothing."""
    passes_high: bool | None
    """The same in the high bound."""
    blocks: bool
    """It is one of those that keep the organisation from its next stage."""
    blocks_question: bool
    """It keeps its question from its next stage."""
    flips: bool
    """One level more or less would change the organisation's stage."""

    @property
    def cost(self) -> Fraction:
        """Points that the evidence on this practice takes from its question's score."""
        return Fraction(0) if self.uncapped is None else self.uncapped.points_above(self.now)

    @property
    def stages_lost(self) -> int:
        """Stages of the organisation that the evidence on this practice alone takes."""
        return 0 if self.uncapped is None else self.uncapped.stages_above(self.now)


def effects(model: Model, scores: Scores, practice_id: str) -> Effects:
    """Return what a practice of the model does to the scores. Raises StopIteration for an unknown id."""
    score = scores.practice(practice_id)
    question = scores.question(score.practice.question)
    final, required = score.final, score.practice.required
    return Effects(
        now=as_it_is(scores, score),
        uncapped=uncapped(model, scores, score),
        more=None if final is None or final == Level.FULLY else _at(model, scores.practices, score, Level(final + 1)),
        less=None if final is None or final == Level.NOT else _at(model, scores.practices, score, Level(final - 1)),
        answered=tuple(
            _at(model, scores.practices, score, level)
            for level in Level
            if final is None and score.applicable and level <= score.highest
        ),
        passes=score.passes(high=False) if required else None,
        passes_high=score.passes(high=True) if required else None,
        blocks=practice_id in scores.blockers,
        blocks_question=practice_id in question.own_blockers,
        flips=practice_id in scores.flips,
    )


def as_it_is(scores: Scores, score: PracticeScore) -> Outcome:
    """Return what the scores are now, seen from one of their practices."""
    return Outcome(score.final, scores.question(score.practice.question), scores.stage)


def uncapped(model: Model, scores: Scores, score: PracticeScore) -> Outcome | None:
    """Return what the scores would be without evidence on a practice; None where no level or bound of it changes."""
    free = replace(score, evidence=(), supported=None, final=score.claimed)
    if not score.applicable or (free.final, free.highest) == (score.final, score.highest):
        return None
    return _outcome(model, scores.practices, free)


def _at(model: Model, practices: Sequence[PracticeScore], score: PracticeScore, level: Level) -> Outcome:
    return _outcome(model, practices, replace(score, claim=level, final=level))


def _outcome(model: Model, practices: Sequence[PracticeScore], moved: PracticeScore) -> Outcome:
    """Return what the scores are with one practice moved."""
    others = [moved if score.practice.id == moved.practice.id else score for score in practices]
    return Outcome(moved.final, *seen_from(model, others, moved.practice.question))
