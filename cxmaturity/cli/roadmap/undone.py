"""The section of the page that names finished actions whose practice is not established all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text as Rich

from cxmaturity.evidence.sentences import sentence
from cxmaturity.report.view.names import level_word
from cxmaturity.report.view.speech import without_stop
from cxmaturity.roadmap.undone import Undone, undone
from cxmaturity.scoring import against
from cxmaturity.words import Text, series, text

if TYPE_CHECKING:
    from cxmaturity.cli.roadmap.page import Shown

_NAMED: Final = 6
"""Practices that are named; the others are counted."""


def show(page: Shown) -> None:
    """Print them, those that the next stage hangs on first; nothing where there are none."""
    facts, scores, paper = page.assessment.facts, page.assessment.scores, page.paper
    found = undone(page.roadmap, page.assessment.model, facts, scores)
    if not found:
        return
    title = text(
        "{n:int} {n:plural practice is|practices are} not established although an action for it is finished",
        n=len(found),
    )
    paper.title(title, "bold red")
    for item in found[:_NAMED]:
        practice = item.practice.practice
        head = Rich.assemble((without_stop(page.speech.words(practice.statement)), ""), (f"  {practice.id}", "dim"))
        paper.line(head, indent=3)
        paper.line(_why(item, page), "yellow", indent=5)
    if len(found) > _NAMED:
        paper.line(text("{n:int} more.", n=len(found) - _NAMED), indent=3)
    remedy = text(
        "Nothing in the plan raises them. Reopen the action (`status: planned`), add one of your own, or answer anew."
    )
    paper.line(remedy, "dim", indent=3)


def _why(item: Undone, page: Shown) -> Text:
    score = item.practice
    figures = {"id": item.action, "meant": level_word(item.meant, page.speech)}
    if score.final is None:
        return text("“{id}” is finished and was to establish “{meant}”; nobody has answered it.", **figures)
    figures["level"] = level_word(score.final, page.speech)
    if seen := [sentence(each.rule, each.measure, page.paper.language) for each in against(score)]:
        return text(
            "“{level}”, although “{id}” is finished and was to establish “{meant}”. Evidence: {evidence}.",
            evidence=series(seen, page.paper.language),
            **figures,
        )
    return text("“{level}” by the answers, although “{id}” is finished and was to establish “{meant}”.", **figures)
