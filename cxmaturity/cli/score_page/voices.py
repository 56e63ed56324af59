"""How far the voices agree, the largest gap between two roles, and what a workshop should settle. Names roles only."""

from __future__ import annotations

from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.score_page.paper import Cell, Paper
from cxmaturity.cli.score_page.wording import LEVELS
from cxmaturity.scoring import Disagreement, PerceptionGap, agenda
from cxmaturity.words import Text, text

_FIRST: Final = 5
"""Practices of the agenda that the page names."""
_RELIABLE, _TENTATIVE = 0.8, 0.667
"""Krippendorff's customary limits of alpha."""


def voices(assessment: Assessment, paper: Paper) -> None:
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
    paper.line(_agreement(assessment.agreement.alpha), indent=3)
    _largest_gap(assessment, paper)
    _agenda(assessment, paper)


def _agreement(alpha: float | None) -> Text:
    if alpha is None:
        return text("Agreement cannot be told: no two voices differ, or no two speak of the same practice.")
    if alpha >= _RELIABLE:
        meaning = text("high, the voices can be read as one")
    elif alpha >= _TENTATIVE:
        meaning = text("fair, conclusions are tentative")
    elif alpha > 0:
        meaning = text("low, settle the differences before relying on the scores")
    else:
        meaning = text("none, the voices differ as much as by chance or more")
    shown = round(alpha, 2) + 0.0  # never “-0.00”
    return text(
        "Agreement {alpha:decimal2}: {meaning} (Krippendorff’s alpha; 1 is full).", alpha=shown, meaning=meaning
    )


def _largest_gap(assessment: Assessment, paper: Paper) -> None:
    gaps = assessment.agreement.gaps
    if not gaps:
        return
    gap = max(gaps, key=lambda found: abs(found.gap))
    if gap.gap == 0:
        paper.line(text("No perception gap: the roles score every question alike."), indent=3)
        return
    higher, lower = gap.roles if gap.gap > 0 else gap.roles[::-1]
    name = next(item.name for item in assessment.model.questions if item.id == gap.question)
    message = text(
        "Largest perception gap: {question} {name}: {higher} {points:int} points above {lower} ({test}).",
        question=gap.question,
        name=name.show(paper.language),
        higher=_role(higher, assessment, paper),
        lower=_role(lower, assessment, paper),
        points=abs(gap.gap),
        test=_test(gap),
    )
    paper.line(message, indent=3)


def _test(gap: PerceptionGap) -> Text:
    if gap.p is None:
        return text("too few to test")
    return text("p < 0.001") if gap.p < 0.001 else text("p = {p:decimal3}", p=gap.p)


def _agenda(assessment: Assessment, paper: Paper) -> None:
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
    paper.columns(rows, wrap=True)
    paper.line(text("All of them: cxmaturity assess DIR --review"), "dim")


def _by_role(item: Disagreement, assessment: Assessment, paper: Paper) -> str:
    """Return what each role says: its median, and its range where its own respondents differ."""
    said = []
    for role, levels in item.by_role.items():
        least, median, most = (paper.say(LEVELS[level]) for level in (levels[0], item.medians[role], levels[-1]))
        whole = median if least == most else f"{median} ({least}–{most})"
        said.append(paper.say(text("{role}: {level}", role=_role(role, assessment, paper), level=whole)))
    return " · ".join(said)


def _role(role: str, assessment: Assessment, paper: Paper) -> str:
    """Return a role's name, as the model has it, or else as the answers have it."""
    known = assessment.model.header.roles.get(role)
    return known.show(paper.language) if known else role
