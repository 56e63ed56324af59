"""The profile of the questions: score with bounds, claim, coverage, stage and headline."""

from __future__ import annotations

from typing import Final

from rich.table import Table
from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.checked import is_any_checked
from cxmaturity.cli.score_page.wording import rounded
from cxmaturity.scoring import QuestionScore, Score
from cxmaturity.scoring.tally import Headline
from cxmaturity.words import Text, fill, text

HEADLINES: Final[dict[Headline, tuple[Text, str]]] = {
    "yes": (text("yes"), "green"),
    "partly": (text("in part"), "yellow"),
    "no": (text("no"), "red"),
    "cannot_tell": (text("unclear"), "dim"),
}
"""What a question's headline is called, and its style."""
_CLAIM: Final = text("Claim")
_HEADS: Final = (text("Question"), text("Final"), text("Range"), _CLAIM, text("Cover"), text("Stage"), text("Holds"))
_BAR_PLACE: Final = 2
_SHORTEST, _LONGEST = 6, 20
"""Cells of a bar."""


def questions(assessment: Assessment, paper: Paper) -> None:
    """Print a row a question, a legend, and which are at the top of their scale."""
    names = {question.id: question.name.show(paper.language) for question in assessment.model.questions}
    checked = is_any_checked(assessment.scores.practices)
    shown = [place for place, head in enumerate(_HEADS) if checked or head is not _CLAIM]
    whole = [_row(question, names[question.id], paper) for question in assessment.scores.questions]
    rows = [[row[place] for place in shown] for row in whole]
    heads = [Rich(paper.say(_HEADS[place])) for place in shown]
    widths = [max(cell.cell_len for cell in column) + 1 for column in zip(heads, *rows, strict=True)]
    bar = min(max(paper.width - 1 - sum(widths), _SHORTEST), _LONGEST)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    for place, head in enumerate(heads):
        if place == _BAR_PLACE:
            table.add_column("0" + "100".rjust(bar - 1), no_wrap=True)
        table.add_column(head, justify="right" if 0 < place < len(heads) - 1 else "left", no_wrap=place > 0)
    for question, row in zip(assessment.scores.questions, rows, strict=True):
        table.add_row(*row[:_BAR_PLACE], _bar(question, bar), *row[_BAR_PLACE:])
    paper.print(table, above=1)
    _legend(checked, paper)
    topped = [
        f"{question.id} ({question.top})"
        for question in assessment.scores.questions
        if question.top is not None and question.stage.value == question.top
    ]
    if topped:
        paper.line(text("At the top of its scale: {ids}.", ids=", ".join(topped)), "dim")
    _index(assessment.scores.index, paper)


def _row(question: QuestionScore, name: str, paper: Paper) -> list[Rich]:
    shown, style = HEADLINES[question.headline]
    reach, score = question.stage, question.score
    value = "–" if reach.value is None else f"{reach.value}"
    covered = None if score.coverage is None else float(score.coverage)
    beyond = question.claimed.value != score.value
    return [
        Rich.assemble((f"{question.id} ", "dim"), name),
        Rich(rounded(score.value), style="bold"),
        Rich(_range(score)),
        Rich(rounded(question.claimed.value), style="red" if beyond else ""),
        Rich(fill("{share:percent}", {"share": covered}, paper.language)),
        Rich("–" if question.top is None else f"{value}/{question.top}"),
        Rich(paper.say(shown), style=style),
    ]


def _index(index: Score, paper: Paper) -> None:
    if index.value is not None and index.low is not None and index.high is not None:
        value, low, high = (float(end) for end in (index.value, index.low, index.high))
        template = text(
            "Index for trends: {value:decimal} of 5 ({low:decimal}–{high:decimal}). It counts every step; the stage"
            " waits for the weakest question.",
            value=value,
            low=low,
            high=high,
        )
        paper.line(template, "dim")


def _legend(checked: bool, paper: Paper) -> None:
    """Say what the bars and the columns mean; what evidence leaves of a claim only where it speaks."""
    bars = [text("Points of 100: █ sure · ▒ open: no level yet")]
    bars += [text("◇ claimed: evidence allows less")] if checked else []
    paper.line(" · ".join(map(paper.say, bars)), "dim")
    columns = text("Range: by what is open · Cover: answered · Stage/top · Holds: stages 2–3")
    paper.line(columns, "dim")


def _range(score: Score) -> str:
    if score.low is None or score.high is None:
        return "–"
    low, high = round(score.low), round(score.high)
    return f"{low}" if low == high else f"{low}–{high}"


def _bar(question: QuestionScore, length: int) -> Rich:
    """Return a bar: sure up to the low bound, open up to the high one, with a mark where the claim stands."""
    score, claimed = question.score, question.claimed.value
    cells = [("·", "dim")] * length
    for end, look in ((score.high, ("▒", "cyan")), (score.low, ("█", "cyan"))):
        filled = round((end or 0) / 100 * length)
        cells[:filled] = [look] * filled
    if claimed is not None and claimed != score.value:
        cells[min(round(claimed / 100 * length), length - 1)] = ("◇", "bold red")
    return Rich.assemble(*cells)
