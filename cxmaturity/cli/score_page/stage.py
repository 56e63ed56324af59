"""The head of the page: whose scores these are, the stage with its bounds, and how much of it is known."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.checked import checked, is_any_checked
from cxmaturity.scoring import PracticeScore, Scores, StageReach
from cxmaturity.words import Text, text

_STAGES: Final = 5
_TOO_OLD: Final = {
    "log": text(
        "The contact log ends on {day:date}, {age:int} {age:plural day|days} before the cycle’s date: older than "
        "{n:int} days, it verifies no claim."
    ),
    "cases": text(
        "The case log ends on {day:date}, {age:int} {age:plural day|days} before the cycle’s date: older than "
        "{n:int} days, it verifies no claim."
    ),
}


def head(assessment: Assessment, paper: Paper) -> None:
    """Print the organisation, the cycle, the model, and who was heard."""
    facts, header = assessment.facts, assessment.model.header
    title = text(
        "{organisation} · {cycle} · as of {day:date}",
        organisation=facts.organisation,
        cycle=facts.cycle,
        day=facts.as_of,
    )
    paper.head(title)
    heard = text(
        "{answered:int} of {all:int} practices answered",
        answered=sum(score.claim is not None for score in assessment.scores.practices),
        all=len(assessment.scores.practices),
    )
    paper.line(f"{header.name.show(paper.language)} {header.version} · {paper.say(heard)}", "dim")
    for old in assessment.too_old:
        paper.line(Text(_TOO_OLD[old.record].template, {"day": old.seen, "age": old.days, "n": old.limit}), "yellow")


def stage(assessment: Assessment, paper: Paper, folder: Path) -> None:
    """Print the stage with its bounds, what the claims alone would give, and the step to the next."""
    scores, stages = assessment.scores, assessment.model.stages
    reach = scores.stage
    if reach.value is None:
        shown = text(
            "No stage yet: nothing is answered (it could be {low:int} to {high:int}).", low=reach.low, high=reach.high
        )
        paper.line(Rich.assemble(_picture(reach), "  ", (paper.say(shown), "bold")), above=1)
        paper.line(text("Begin with: cxmaturity assess {folder}", folder=shlex.quote(str(folder))), "dim")
        return
    definition = stages[reach.value - 1]
    name = text("Stage {n:int} of 5: {name}", n=reach.value, name=definition.name.show(paper.language))
    screening = is_screening(scores.practices)
    label = paper.say(text("(screening)")) if screening else ""
    paper.line(Rich.assemble(_picture(reach), "  ", (paper.say(name), "bold cyan"), " ", (label, "yellow")), above=1)
    if sentences := _sentences(scores):
        paper.line(" ".join(map(paper.say, sentences)))
    checked(assessment, paper)
    if screening:
        _screening(scores.practices, paper, folder)
    if reach.value < len(stages):
        paper.line(text("Next stage: {words}", words=definition.next.show(paper.language)), "dim")


def is_screening(practices: tuple[PracticeScore, ...]) -> bool:
    """Tell whether only the few practices of the quick interview are answered."""
    answered = [score for score in practices if score.claim is not None]
    rest = any(not score.practice.screening for score in practices)
    return bool(answered) and rest and all(score.practice.screening for score in answered)


def _screening(practices: tuple[PracticeScore, ...], paper: Paper, folder: Path) -> None:
    message = text(
        "Screening: only {n:int} of {all:int} practices were asked. Read the ranges, not the values; the full"
        " interview narrows them: cxmaturity assess {folder} --mode full",
        folder=shlex.quote(str(folder)),
        n=sum(score.practice.screening for score in practices),
        all=len(practices),
    )
    paper.line(message, "yellow")


def _sentences(scores: Scores) -> list[Text]:
    """Return what could still change the stage, where anything is open, and what it was before evidence was heard."""
    reach, said = scores.stage, []
    if reach.low != reach.high:
        said.append(text("With what is open it lies between {low:int} and {high:int}.", low=reach.low, high=reach.high))
    elif any(score.applicable and score.final is None for score in scores.practices):
        said.append(text("What is open could not change it."))
    if is_any_checked(scores.practices):
        said.append(text("The answers alone claim stage {n:int}.", n=scores.claimed_stage))
    return said


def _picture(reach: StageReach) -> Rich:
    """Return five dots: attained, still possible, out of reach."""
    sure, possible = reach.value or 0, reach.high or _STAGES
    dots = ("●" * sure, "bold cyan"), ("○" * (possible - sure), "cyan"), ("·" * (_STAGES - possible), "dim")
    return Rich.assemble(*dots)
