"""What practices and actions are worth: the gain in score, the way to the next stage, the customers concerned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.answers import Level
from cxmaturity.model.schema import Action, Model
from cxmaturity.roadmap.plan import Value
from cxmaturity.scoring import Scores, raised
from cxmaturity.scoring.tally import score_of

UNSURE = 0.8
"""Confidence in the gain on a practice whose level nothing but its claim supports (ours)."""


@dataclass(frozen=True)
class Worth:
    """What establishing one practice is worth, before the weights."""

    parts: tuple[float, float, float]
    """Score, stage and reach, each between 0 and 1."""
    confidence: float
    by: tuple[str, ...]
    """Candidates that establish the practice."""

    def value(self, weights: Iterable[float]) -> float:
        """Return the practice's value under those weights."""
        return self.confidence * sum(weight * part for weight, part in zip(weights, self.parts, strict=True))


def worths(
    model: Model, scores: Scores, findings: Iterable[Finding], actions: Mapping[str, Action]
) -> dict[str, Worth]:
    """Return the worth of every practice that a candidate establishes, by practice id in the model's order."""
    levels = {key: level for action in actions.values() for key, level in action.establishes.items()}
    established = {practice.id: Level.of(levels[practice.id]) for practice in model.practices if practice.id in levels}
    by = {key: tuple(name for name, action in actions.items() if key in action.establishes) for key in established}
    reach = {finding.id: finding.reach or 0.0 for finding in findings}
    parts = [
        _shares({key: _gain(scores, key, level) for key, level in established.items()}),
        _shares({key: _way(scores, key, level) for key, level in established.items()}),
        _shares({key: _reach(reach, [actions[name] for name in by[key]]) for key in established}),
    ]
    return {
        key: Worth(
            (parts[0][key], parts[1][key], parts[2][key]),
            UNSURE if scores.practice(key).verdict in (None, "unverified") else 1.0,
            by[key],
        )
        for key in established
    }


def parts_of(action: Action, worth: Mapping[str, Worth], sure: bool = False) -> tuple[float, float, float]:
    """Return an action's share of its practices' score, stage and reach, unweighted; ``sure`` sets confidence aside."""
    shares = [
        (1.0 if sure else item.confidence) / len(item.by) * part
        for key in action.establishes
        for item in [worth[key]]
        for part in item.parts
    ]
    return sum(shares[0::3]), sum(shares[1::3]), sum(shares[2::3])


def value_of(action: Action, worth: Mapping[str, Worth], weights: tuple[float, float, float]) -> Value:
    """Return what an action is worth, in parts that add up."""
    score, stage, reach = (w * part for w, part in zip(weights, parts_of(action, worth), strict=True))
    total = score + stage + reach
    certain = sum(w * part for w, part in zip(weights, parts_of(action, worth, sure=True), strict=True))
    return Value(total, score, stage, reach, total / certain if certain else None)


def _shares(raw: Mapping[str, Fraction | float]) -> dict[str, float]:
    """Return each figure divided by the largest; all 0 when that is 0."""
    most = max(raw.values(), default=0)
    return {key: float(figure / most) if most else 0.0 for key, figure in raw.items()}


def _gain(scores: Scores, practice: str, level: Level) -> Fraction:
    """Return by how many points the mean of the questions' lower bounds rises; only the practice's own one moves."""
    score = scores.practice(practice)
    moved, question = raised(score, level), scores.question(score.practice.question)
    group = [item for item in scores.practices if item.practice.question == question.id]
    then = score_of([moved if item is score else item for item in group])
    if moved == score or then.low is None or question.score.low is None:
        return Fraction(0)
    return (then.low - question.score.low) / sum(item.score.low is not None for item in scores.questions)


def _way(scores: Scores, practice: str, level: Level) -> Fraction:
    """Return 1 ÷ number of own blockers of the practice's question, if it is one and would be one no more."""
    blockers = scores.question(scores.practice(practice).practice.question).own_blockers
    return Fraction(1, len(blockers)) if practice in blockers and level >= Level.LARGELY else Fraction(0)


def _reach(reach: Mapping[str, float], by: Iterable[Action]) -> float:
    return max((reach.get(finding, 0.0) for action in by for finding in action.answers), default=0.0)
