"""How far the voices agree, the largest gap between two roles, and what a workshop should settle. Names roles only."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Cell, Paper
from cxmaturity.cli.score_page.wording import role_name
from cxmaturity.evidence.answer_words import LEVEL_WORDS, NOT_APPLICABLE
from cxmaturity.scoring import Disagreement, PerceptionGap, agenda
from cxmaturity.scoring.agreement_words import agreement_words, gap_words
from cxmaturity.words import Text, text

_FIRST: Final = 5
"""Practices of the agenda that the page names."""


def voices(assessment: Assessment, paper: Paper, folder: Path) -> None:
    """Print agreement, the largest perception gap and the agenda; nothing while one voice speaks."""
    answers = assessment.facts.answers
    people = {(answer.role, answer.respondent) for answer in answers if not answer.agreed}
    if len(people) < 2:
        return
    roles = {role for role, _ in people}
    title = text(
        "{n:int} {n:plural voice|voices} in {roles:int} {roles:plural role|roles}", n=len(people), roles=len(roles)
    )
    paper.title(title)
    paper.line(agreement_words(assessment.agreement), indent=3)
    _largest_gap(assessment, paper)
    _agenda(assessment, paper, folder)


def _largest_gap(assessment: Assessment, paper: Paper) -> None:
    found = assessment.agreement.gaps
    if not found:
        return
    gap = max((gap for gap in found if gap.shared), key=lambda each: abs(each.gap), default=None)
    if gap is None:
        paper.line(text("Perception gaps cannot be told: the roles answered different practices."), indent=3)
        return
    if gap.gap == 0:
        paper.line(text("No perception gap: the roles score every question alike."), indent=3)
        return
    higher, lower = gap.roles if gap.gap > 0 else gap.roles[::-1]
    name = next(item.name for item in assessment.model.questions if item.id == gap.question)
    message = text(
        "Largest perception gap: {question} {name}: {higher} {points:int} points above {lower} ({test}).",
        question=gap.question,
        name=name.show(paper.language),
        higher=role_name(higher, assessment.model, paper),
        lower=role_name(lower, assessment.model, paper),
        points=abs(gap.gap),
        test=_basis(gap),
    )
    paper.line(message, indent=3)


def _basis(gap: PerceptionGap) -> Text:
    """Return what a gap rests on: its test, and how many practices both roles answered where not all of them."""
    if gap.shared == gap.answered:
        return gap_words(gap)
    return text(
        "{test}; both answered {shared:int} of {answered:int} practices",
        test=gap_words(gap),
        shared=gap.shared,
        answered=gap.answered,
    )


def _agenda(assessment: Assessment, paper: Paper, folder: Path) -> None:
    items = [item for item in agenda(assessment.model, assessment.facts.answers) if not item.agreed]
    if not items:
        return
    title = text(
        "To settle in the workshop: {n:int} {n:plural practice|practices} on which voices differ", n=len(items)
    )
    paper.title(title)
    rows: list[list[Cell]] = [
        [Rich(item.practice.id, style="cyan"), _by_role(item, assessment, paper)] for item in items[:_FIRST]
    ]
    paper.columns(rows)
    paper.line(text("All of them: cxmaturity assess {folder} --review", folder=shlex.quote(str(folder))), "dim")


def _by_role(item: Disagreement, assessment: Assessment, paper: Paper) -> str:
    """Return what each role says: its median, its range where its own respondents differ, and N/A where one says so."""
    said = []
    for role, levels in item.by_role.items():
        whole = []
        if levels:
            least, median, most = (
                paper.say(LEVEL_WORDS[level]) for level in (levels[0], item.medians[role], levels[-1])
            )
            whole.append(median if least == most else f"{median} ({least}–{most})")
        if role in item.not_applicable:
            whole.append(paper.say(NOT_APPLICABLE))
        name = role_name(role, assessment.model, paper)
        said.append(paper.say(text("{role}: {level}", role=name, level=" / ".join(whole))))
    return " · ".join(said)
