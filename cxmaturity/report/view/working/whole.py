"""Everything that only the working edition prints, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.working.practices import QuestionPart, question_parts
from cxmaturity.roadmap.plan import Roadmap


@dataclass(frozen=True)
class Working:
    """What the working edition adds."""

    questions: tuple[QuestionPart, ...]


def working(assessment: Assessment, roadmap: Roadmap | None, internal: bool, speech: Speech, names: Names) -> Working:
    """Return what the working edition adds to the leadership report."""
    return Working(questions=question_parts(assessment, roadmap, internal, speech, names))
