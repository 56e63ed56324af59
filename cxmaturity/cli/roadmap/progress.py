"""The section of ``cxmaturity roadmap`` that says what became of the actions since the last cycle."""

from __future__ import annotations

from typing import Final

from rich.text import Text as Rich

from cxmaturity.cli.paper import Paper
from cxmaturity.comparison.actions import Verdict
from cxmaturity.comparison.progress import ActionProgress, Progress
from cxmaturity.comparison.progress_words import beside_words, dates_words, ids_of, judged_words, span_words
from cxmaturity.roadmap.columns import STATUSES
from cxmaturity.words import Text, text

_STYLES: Final[dict[Verdict, str]] = {"towards": "green", "away": "red"}
_INDENT: Final = 3


def show(told: Progress, paper: Paper) -> None:
    """Print what became of the actions; nothing where there is nothing to say."""
    if not told.actions:
        return
    plan = told.plan
    paper.title(
        text("Since the last cycle, beside the plan of {cycle}", cycle=plan.cycle)
        if plan
        else text("What became of the actions")
    )
    for item in told.of_status("finished", "running"):
        _action(item, paper)
    waiting = told.of_status("proposed", "planned")
    if waiting:
        paper.line(text("Planned to have started by now"), above=1)
        heads = (text("Action"), text("Planned for"), text("Late"))
        paper.columns([_waiting(item, paper) for item in waiting], heads)
    if unplanned := told.unplanned:
        paper.line(text("Not in the plan then: {ids}", ids=ids_of(unplanned)), "dim", above=1)
    if dropped := told.of_status("dropped"):
        paper.line(text("Dropped since: {ids}", ids=ids_of(dropped)), "dim", above=0 if unplanned else 1)


def _waiting(item: ActionProgress, paper: Paper) -> list[str | Text]:
    span, late = item.slip.planned, item.slip.start
    return [
        item.action.id,
        span_words(span, paper.language) if span else "",
        text("{n:int} {n:plural month|months}", n=late) if late else text("due this month"),
    ]


def _action(item: ActionProgress, paper: Paper) -> None:
    paper.line(
        Rich.assemble(
            (f"{paper.say(STATUSES[item.status])}  ", "cyan"),
            (item.action.title.show(paper.language), "bold"),
            (f"  {item.action.id}", "dim"),
        ),
        above=1,
    )
    if dates := dates_words(item, paper.language):
        paper.line(dates, indent=_INDENT)
    if item.judged is None:
        return
    paper.line(judged_words(item.judged, paper.language), _STYLES.get(item.judged.verdict, ""), indent=_INDENT)
    if beside := list(beside_words(item.judged, paper.language)):
        paper.line(" · ".join(beside), "dim", indent=_INDENT)
    if item.tracked.result:
        paper.line(text("Result: {result}", result=item.tracked.result), indent=_INDENT)
