"""What stage the roadmap leads to, and when: said only where there is ground for it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from cxmaturity.assess import Assessment
from cxmaturity.roadmap.plan import Roadmap


@dataclass(frozen=True)
class Prediction:
    """The stage at the roadmap's end."""

    stage: int
    quarter: str
    """The quarter by whose end it is reached and from which on it is kept, ``2027-Q1``."""


def may_predict(assessment: Assessment, roadmap: Roadmap | None) -> bool:
    """Tell whether a stage may be predicted: something is answered, and the schedule is proven to be the best."""
    answered = any(question.score.value is not None for question in assessment.scores.questions)
    return roadmap is not None and roadmap.proven and answered


def prediction(assessment: Assessment, roadmap: Roadmap | None) -> Prediction | None:
    """Return the stage that the roadmap ends with; None where none may be predicted."""
    if roadmap is None or not roadmap.predicted or not may_predict(assessment, roadmap):
        return None
    stage = roadmap.predicted[-1].stage.value
    if stage is None:
        return None
    kept = list(takewhile(lambda quarter: quarter.stage.value == stage, reversed(roadmap.predicted)))
    return Prediction(stage, kept[-1].quarter)
