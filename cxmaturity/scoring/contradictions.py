"""The claims that evidence contradicts, the largest effect first: beside disagreements, what a workshop can settle."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from cxmaturity.evidence.answers import Level
from cxmaturity.model.schema import Model, Practice
from cxmaturity.scoring.effects import as_it_is, uncapped
from cxmaturity.scoring.practices import EvidenceSeen, PracticeScore
from cxmaturity.scoring.tally import Scores


@dataclass(frozen=True)
class Contradiction:
    """A practice that is claimed at a higher level than its evidence allows."""

    practice: Practice
    claimed: Level
    supported: Level
    """The highest level that evidence allows."""
    evidence: tuple[EvidenceSeen, ...]
    """What contradicts the claim, the strictest first."""
    cost: Fraction
    """Points that it takes from its question's score."""
    stages_lost: int
    """Stages of the organisation that it takes by itself."""


def contradictions(model: Model, scores: Scores) -> tuple[Contradiction, ...]:
    """Return the contradicted claims: those that cost a stage first, then the most points, then by id."""
    found = [_contradiction(model, scores, score) for score in scores.practices if score.verdict == "contradicted"]
    known = [each for each in found if each is not None]
    return tuple(sorted(known, key=lambda each: (-each.stages_lost, -each.cost, each.practice.id)))


def against(score: PracticeScore) -> tuple[EvidenceSeen, ...]:
    """Return the evidence that allows less than is claimed, the strictest first; none without a claim."""
    claimed = Level.NOT if score.claimed is None else score.claimed
    return tuple(
        sorted((seen for seen in score.evidence if seen.most < claimed), key=lambda seen: (seen.most, seen.rule.metric))
    )


def _contradiction(model: Model, scores: Scores, score: PracticeScore) -> Contradiction | None:
    if score.claimed is None or score.supported is None:
        return None
    now, without = as_it_is(scores, score), uncapped(model, scores, score)
    return Contradiction(
        score.practice,
        score.claimed,
        score.supported,
        against(score),
        without.points_above(now) if without else Fraction(0),
        without.stages_above(now) if without else 0,
    )
