"""The page of an assessment: stage, questions, blockers, contradicted claims, voices, findings. It names roles only."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Cell, Paper
from cxmaturity.cli.score_page.contradicted import contradicted
from cxmaturity.cli.score_page.questions import questions
from cxmaturity.cli.score_page.stage import head, stage
from cxmaturity.cli.score_page.symptoms import symptoms
from cxmaturity.cli.score_page.voices import voices
from cxmaturity.cli.score_page.wording import voice_name
from cxmaturity.evidence.answers import Level, NotApplicable, Reason, Unknown
from cxmaturity.scoring import PracticeScore
from cxmaturity.words import Language, Text, text

_SEVERITIES: Final = {"high": "bold red", "medium": "yellow", "low": "dim"}
_NAMED: Final = 12
"""Of the practices without an answer that block a stage."""
_REFUSALS: Final[tuple[tuple[Reason, Text], ...]] = (
    ("not_our_business", text("Not part of our business:")),
    ("other", text("Does not apply for another reason:")),
)


def show(assessment: Assessment, language: Language, folder: Path) -> None:
    """Print an assessment; ``folder`` is the engagement's, for the commands that go on from here."""
    paper = Paper(language)
    head(assessment, paper)
    stage(assessment, paper, folder)
    questions(assessment, paper)
    _blockers(assessment, paper, folder)
    contradicted(assessment, paper, folder)
    symptoms(assessment, paper)
    voices(assessment, paper, folder)
    _without_level(assessment.scores.practices, paper)
    _findings(assessment, paper)


def _blockers(assessment: Assessment, paper: Paper, folder: Path) -> None:
    scores = assessment.scores
    blockers = [scores.practice(blocker) for blocker in scores.blockers]
    if not blockers:
        return
    reach = 2 if scores.stage.value is None else min(scores.stage.value + 1, 5)
    title = text("{n:int} {n:plural practice blocks|practices block} stage {stage:int}", n=len(blockers), stage=reach)
    paper.title(title)
    rows: list[list[Cell]] = [
        [
            Rich(score.practice.id, style="cyan"),
            Rich(paper.say(_state(score)), style="yellow"),
            score.practice.statement.show(paper.language),
        ]
        for score in blockers
        if score.claim is not None
    ]
    paper.columns(rows)
    _silent([score.practice.id for score in blockers if score.claim is None], paper)
    if scores.flips:
        flips = text("One level more or less would change the stage in: {ids}.", ids=", ".join(scores.flips))
        paper.line(flips)
    more = text(
        "All about one of them: cxmaturity score {folder} --explain {id}",
        folder=shlex.quote(str(folder)),
        id=scores.blockers[0],
    )
    paper.line(more, "dim")


def _silent(ids: Sequence[str], paper: Paper) -> None:
    shown = ", ".join(ids[:_NAMED])
    if len(ids) > _NAMED:
        message = text("{n:int} not answered: {ids} and {more:int} more", n=len(ids), ids=shown, more=len(ids) - _NAMED)
        paper.line(message, indent=3)
    elif ids:
        paper.line(text("{n:int} not answered: {ids}", n=len(ids), ids=shown), indent=3)


def _state(score: PracticeScore) -> Text:
    """Return why a practice blocks its stage."""
    if score.claimed is not None and score.claimed >= Level.LARGELY:
        return text("evidence caps it")
    return voice_name(score.claim)


def _without_level(practices: Sequence[PracticeScore], paper: Paper) -> None:
    """Print what has no level for a reason: unknown, not applicable, outside control."""
    refused = [score for score in practices if _reason(score)]
    unknown = [score.practice.id for score in practices if isinstance(score.claim, Unknown)]
    if refused or unknown:
        paper.title(text("Without a level"))
    paper.listed(text("Nobody knows (visibility gaps):"), unknown, "yellow")
    outside = [score.practice.id for score in refused if score.outside_control]
    paper.listed(text("Outside our control (passes in the upper bound only):"), outside, "yellow")
    for reason, label in _REFUSALS:
        paper.listed(label, [score.practice.id for score in refused if _reason(score) == reason], "dim")


def _reason(score: PracticeScore) -> str | None:
    return score.claim.reason if isinstance(score.claim, NotApplicable) else None


def _findings(assessment: Assessment, paper: Paper) -> None:
    findings = assessment.findings
    if not findings:
        return
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in _SEVERITIES}
    paper.title(text("Findings: {high:int} high, {medium:int} medium, {low:int} low", **counts))
    for finding in findings:
        if finding.severity == "high":
            paper.bullet(finding.title(paper.language), _SEVERITIES["high"])
