"""One practice from its answers to its effect: the whole chain that a score rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.origins import Origin, origins_of
from cxmaturity.model.schema import EvidenceRule, Model, Practice
from cxmaturity.scoring.effects import Effects, effects
from cxmaturity.scoring.practices import EvidenceSeen, PracticeScore, SilentRule, Verdict, spoken_by
from cxmaturity.scoring.tally import Scores
from cxmaturity.scoring.voices import medians_by_role


@dataclass(frozen=True)
class RuleRead:
    """An evidence rule of a practice, and what came of it."""

    rule: EvidenceRule
    found: EvidenceSeen | SilentRule
    """The metric as it was measured, with the levels that it allows; or why the rule is left out."""
    verdict: Verdict | None
    """What it says of the claim; None where it is left out, or nothing is claimed."""
    origins: tuple[Origin, ...]
    """What the metric rests on."""


@dataclass(frozen=True)
class Chain:
    """A practice with everything that is said and known of it, and what it does to the scores."""

    score: PracticeScore
    by_role: Mapping[str, Level | None]
    """Role to the lower median of the answers that count, None where none of them is a level; in alphabetical order."""
    agreed: bool
    """Only what a workshop agreed on counts."""
    rules: tuple[RuleRead, ...]
    """In the model's order."""
    effects: Effects

    @property
    def practice(self) -> Practice:
        """The practice itself."""
        return self.score.practice


def chain(model: Model, facts: Facts, scores: Scores, practice_id: str) -> Chain:
    """Return the chain of a practice. Raises StopIteration for an unknown id."""
    score = scores.practice(practice_id)
    return Chain(
        score,
        by_role=medians_by_role(score.answers),
        agreed=any(answer.agreed for answer in score.answers),
        rules=tuple(_read(rule, score, facts) for rule in score.practice.evidence),
        effects=effects(model, scores, practice_id),
    )


def _read(rule: EvidenceRule, score: PracticeScore, facts: Facts) -> RuleRead:
    all_read: tuple[EvidenceSeen | SilentRule, ...] = (*score.evidence, *score.silent)
    found = next(each for each in all_read if each.rule == rule)
    verdict = None
    if isinstance(found, EvidenceSeen) and score.claimed is not None:
        verdict = spoken_by(found, score.claimed)
    return RuleRead(rule, found, verdict, origins_of(rule.metric, facts))
