"""Everything that only the working edition prints, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.report.view.names import Names
from cxmaturity.report.view.speech import Speech
from cxmaturity.report.view.working.disagreements import DisagreementsPage, disagreements_page
from cxmaturity.report.view.working.figures import FiguresPage, figures_page
from cxmaturity.report.view.working.findings import FindingsPage, findings_page
from cxmaturity.report.view.working.practices import QuestionPart, question_parts
from cxmaturity.roadmap.plan import Roadmap


@dataclass(frozen=True)
class Working:
    """What the working edition adds."""

    disagreements: DisagreementsPage
    questions: tuple[QuestionPart, ...]
    findings: FindingsPage
    figures: FiguresPage


def working(assessment: Assessment, roadmap: Roadmap | None, internal: bool, speech: Speech, names: Names) -> Working:
    """Return what the working edition adds to the leadership report; ``internal`` adds the notes of that kind."""
    return Working(
        disagreements=disagreements_page(assessment, speech, names),
        questions=question_parts(assessment, roadmap, internal, speech, names),
        findings=findings_page(assessment, roadmap, speech, names),
        figures=figures_page(assessment, speech),
    )
