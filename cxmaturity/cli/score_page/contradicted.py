"""The claims that evidence contradicts, the widest contradictions first: three levels, and what was measured."""

from __future__ import annotations

import shlex
from pathlib import Path

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import level_name
from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.sentences import sentence
from cxmaturity.scoring import EvidenceSeen, PracticeScore
from cxmaturity.words import text


def contradicted(assessment: Assessment, paper: Paper, folder: Path) -> None:
    """Print each contradicted claim with its claimed, supported and final level and the evidence against it.

    ``folder`` is the engagement's, for the review that settles them.
    """
    found = [score for score in assessment.scores.practices if score.verdict == "contradicted"]
    if not found:
        return
    title = text("{n:int} {n:plural claim|claims} contradicted by evidence", n=len(found))
    paper.title(title, "bold red")
    heads = [text("Practice"), text("Claimed"), text("Supported"), text("Final")]
    rows = [_levels(score, paper) for score in sorted(found, key=_distance)]
    titles = [Rich(paper.say(head), style="dim") for head in heads]
    widths = [max(cell.cell_len for cell in column) + 2 for column in zip(titles, *rows, strict=True)]
    paper.line(_in_line(titles, widths), indent=3)
    for score, row in zip(sorted(found, key=_distance), rows, strict=True):
        paper.line(_in_line(row, widths), indent=3)
        for against in _against(score):
            paper.line(f"{sentence(against.rule, against.measure, paper.language)}.", indent=5)
    if not all(any(answer.agreed for answer in score.answers) for score in found):
        review = text("To settle them: cxmaturity assess {folder} --review", folder=shlex.quote(str(folder)))
        paper.line(review, "dim")


def _distance(score: PracticeScore) -> int:
    """Return how far evidence stands below the claim, negated for sorting."""
    return int(score.supported or 0) - int(score.claimed or 0)


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


def _against(score: PracticeScore) -> list[EvidenceSeen]:
    """Return what contradicts a claim, the strongest first."""
    claimed = score.claimed or Level.NOT
    return sorted((seen for seen in score.evidence if seen.most < claimed), key=lambda seen: seen.most)
