"""Answers and evidence to scores, bounds and stage: pure functions in exact arithmetic (SCORING.md).

``judge`` turns the voices and the evidence on each practice into its claimed, supported and final level; ``tally``
turns those levels into question scores, stages, blockers and flips. Nothing is rounded here.
"""

from cxmaturity.scoring.agenda import Disagreement, agenda, differ
from cxmaturity.scoring.agreement import Agreement, PerceptionGap, agreement, largest_gap
from cxmaturity.scoring.chain import Chain, RuleRead, chain
from cxmaturity.scoring.contradictions import Contradiction, against, contradictions
from cxmaturity.scoring.effects import Effects, Outcome, effects
from cxmaturity.scoring.practices import EvidenceSeen, PracticeScore, SilentRule, Verdict, judge, raised
from cxmaturity.scoring.tally import QuestionScore, Score, Scores, StageReach, outlook, tally

__all__ = [
    "Agreement",
    "Chain",
    "Contradiction",
    "Disagreement",
    "Effects",
    "EvidenceSeen",
    "Outcome",
    "PerceptionGap",
    "PracticeScore",
    "QuestionScore",
    "RuleRead",
    "Score",
    "Scores",
    "SilentRule",
    "StageReach",
    "Verdict",
    "against",
    "agenda",
    "agreement",
    "chain",
    "contradictions",
    "differ",
    "effects",
    "judge",
    "largest_gap",
    "outlook",
    "raised",
    "tally",
]
