"""Answers and evidence to scores, bounds and stage: pure functions in exact arithmetic (SCORING.md).

``judge`` turns the voices and the evidence on each practice into its claimed, supported and final level; ``tally``
turns those levels into question scores, stages, blockers and flips. Nothing is rounded here.
"""

from cxmaturity.scoring.agenda import Disagreement, agenda
from cxmaturity.scoring.agreement import Agreement, PerceptionGap, agreement, largest_gap
from cxmaturity.scoring.practices import EvidenceSeen, PracticeScore, Verdict, judge, raised
from cxmaturity.scoring.tally import QuestionScore, Score, Scores, StageReach, tally

__all__ = [
    "Agreement",
    "Disagreement",
    "EvidenceSeen",
    "PerceptionGap",
    "PracticeScore",
    "QuestionScore",
    "Score",
    "Scores",
    "StageReach",
    "Verdict",
    "agenda",
    "agreement",
    "judge",
    "largest_gap",
    "raised",
    "tally",
]
