"""The claims that evidence contradicts, the largest effect first: three levels, and what was measured."""

from __future__ import annotations

import shlex
from pathlib import Path

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import level_name
from cxmaturity.evidence.sentences import sentence
from cxmaturity.scoring import PracticeScore, against, contradictions
from cxmaturity.words import text


def contradicted(assessment: Assessment, paper: Paper, folder: Path) -> None:
    """Print each contradicted claim with its claimed, supported and final level and the evidence against it.

    ``folder`` is the engagement's, for the review that settles them.
    """
    named = (
        assessment.scores.practice(each.practice.id) for each in contradictions(assessment.model, assessment.scores)
    )
    found = [score for score in named if score is not None]
    if not found:
        return
    title = text("{n:int} {n:plural claim|claims} contradicted by evidence", n=len(found))
    paper.title(title, "bold red")
    heads = [text("Practice"), text("Claimed"), text("Supported"), text("Final")]
    rows = [_levels(score, paper) for score in found]
    titles = [Rich(paper.say(head), style="dim") for head in heads]
    widths = [max(cell.cell_len for cell in column) + 2 for column in zip(titles, *rows, strict=True)]
    paper.line(_in_line(titles, widths), indent=3)
    for score, row in zip(found, rows, strict=True):
        paper.line(_in_line(row, widths), indent=3)
        for seen in against(score):
            paper.line(f"{sentence(seen.rule, seen.measure, paper.language)}.", indent=5)
    if not all(any(answer.agreed for answer in score.answers) for score in found):
        review = text("To settle them: cxmaturity assess {folder} --review", folder=shlex.quote(str(folder)))
        paper.line(review, "dim")


def _levels(score: PracticeScore, paper: Paper) -> list[Rich]:
    levels = (score.claimed, score.supported, score.final)
    claimed, supported, final = (paper.say(level_name(level)) for level in levels)
    return [
        Rich(score.practice.id, style="cyan"),
        Rich(claimed),
        Rich(supported, style="red"),
        Rich(final, style="bold"),
    ]


def _in_line(cells: list[Rich], widths: list[int]) -> Rich:
    line = Rich()
    for cell, width in zip(cells, widths, strict=True):
        line.append_text(cell)
        line.append(" " * (width - cell.cell_len))
    line.rstrip()
    return line
