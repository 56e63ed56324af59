"""The page of a comparison: stage, scores with what moved them, practices, metrics, findings. It names no person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.text import Text as Rich

from cxmaturity.assess import Assessment
from cxmaturity.cli.compare import findings, inputs, metrics
from cxmaturity.cli.compare.wording import CAUSE_WORDS, by_what, by_what_finely, signed
from cxmaturity.cli.paper import Paper
from cxmaturity.cli.score_page.wording import level_name, rounded
from cxmaturity.comparison.scores import CAUSES, Comparison, Movement, PracticeMove
from cxmaturity.words import Language, Text, text

_HEADS: Final = (
    text("Score"),
    text("From"),
    text("To"),
    text("Change"),
    text("Model"),
    text("Voices"),
    text("Answers"),
    text("Evidence"),
)
_STAGE: Final = text("stage")
_OURS: Final = ("answers", "evidence")
"""Inputs whose movement is the organisation's own."""


def show(comparison: Comparison, language: Language) -> None:
    """Print a comparison."""
    paper = Paper(language)
    _head(comparison, paper)
    _stage(comparison, paper)
    _scores(comparison, paper)
    inputs.show(comparison, paper)
    _why(comparison, paper)
    metrics.show(comparison.metrics, comparison.after.model, paper)
    findings.show(comparison, paper)


def _head(comparison: Comparison, paper: Paper) -> None:
    before, after = comparison.before.facts, comparison.after.facts
    paper.head(
        text(
            "{organisation} · from {before} to {after}",
            organisation=after.organisation,
            before=before.cycle,
            after=after.cycle,
        )
    )
    days = text("As of {before:date}, and of {after:date}", before=before.as_of, after=after.as_of)
    models = dict.fromkeys(f"{side.model.header.id} {side.model.header.version}" for side in _sides(comparison))
    paper.line(f"{paper.say(days)} · {' → '.join(models)}", "dim")
    if few := _few_answers(comparison):
        paper.line(few, "yellow")


def _few_answers(comparison: Comparison) -> Text | None:
    """Return that the later cycle is barely answered, None where it is: what is not answered counts as not in place."""
    (before, _), (after, all_of_them) = map(_answered, _sides(comparison))
    if after >= before or after >= all_of_them / 2:
        return None
    return text(
        "{cycle} holds answers to {n:int} of {all:int} applicable practices, {earlier} to {before:int}: what fell may "
        "be answers that are missing.",
        cycle=comparison.after.facts.cycle,
        n=after,
        all=all_of_them,
        earlier=comparison.before.facts.cycle,
        before=before,
    )


def _answered(side: Assessment) -> tuple[int, int]:
    """Return how many practices that apply are answered, and how many there are."""
    applicable = [score for score in side.scores.practices if score.applicable]
    return sum(score.claimed is not None for score in applicable), len(applicable)


def _sides(comparison: Comparison) -> tuple[Assessment, Assessment]:
    return comparison.before, comparison.after


def _stage(comparison: Comparison, paper: Paper) -> None:
    moved = comparison.stage
    before, after = rounded(moved.before), rounded(moved.after)
    if moved.change == 0:
        shown = text("Stage {stage}, as before", stage=after)
    elif moved.change is None:
        shown = text("Stage {before} → {after}: it cannot be compared", before=before, after=after)
    else:
        shown = text("Stage {before} → {after}", before=before, after=after)
    paper.line(Rich.assemble((paper.say(shown), "bold"), _behind(by_what(moved, paper))), above=1)
    index = comparison.index
    if index.before is not None and index.after is not None:
        trend = text(
            "Index for trends: {before:decimal2} → {after:decimal2}",
            before=float(index.before),
            after=float(index.after),
        )
        paper.line(Rich.assemble((paper.say(trend), "dim"), (_behind(by_what_finely(index, paper)), "dim")))


def _behind(said: str) -> str:
    return f" · {said}" if said else ""


def _scores(comparison: Comparison, paper: Paper) -> None:
    rows = [_row(moved, _named(moved.id, comparison, paper), paper) for moved in _biggest_first(comparison.questions)]
    paper.title(text("Scores"))
    paper.table(rows, _HEADS)
    paper.line(
        text(
            "Points of 100, rounded. Voices: others were asked · Answers: the same people say something else · "
            "Evidence: logs, map, cases, roadmap, policy, date"
        ),
        "dim",
    )


def _row(moved: Movement, name: Rich, paper: Paper) -> list[Rich]:
    change, parts = moved.change, moved.parts or {}
    return [
        name,
        Rich(rounded(moved.before)),
        Rich(rounded(moved.after)),
        Rich(signed(change, paper), style="bold"),
        *(Rich(signed(parts.get(cause), paper), style="" if parts.get(cause) else "dim") for cause in CAUSES),
    ]


def _named(question: str, comparison: Comparison, paper: Paper) -> Rich:
    known = (*comparison.after.model.questions, *comparison.before.model.questions)
    name = next(each.name.show(paper.language) for each in known if each.id == question)
    return Rich.assemble((question, "dim"), f" {name}" if name != question else "")


def _biggest_first(moves: Iterable[Movement]) -> list[Movement]:
    return sorted(moves, key=lambda moved: -1 if moved.change is None else -abs(moved.change))


def _why(comparison: Comparison, paper: Paper) -> None:
    """Print, question by question, what moved it and which practices that were."""
    moved = [each for each in _biggest_first(comparison.questions) if _has_moved(each, comparison)]
    paper.title(text("What moved, and why") if moved else text("No score and no practice moved."))
    for each in moved:
        sentence = _sentence(each, comparison, paper)
        paper.line(Rich.assemble("● ", _named(each.id, comparison, paper), f" {sentence}"), indent=3)
        paper.columns(_practices(each.id, comparison, paper), gap=2)
    _not_theirs(comparison, paper)


def _has_moved(moved: Movement, comparison: Comparison) -> bool:
    parts = moved.parts or {}
    return any(parts.values()) or any(_is_of(practice, moved.id, comparison) for practice in comparison.practices)


def _sentence(moved: Movement, comparison: Comparison, paper: Paper) -> str:
    if moved.change is None:
        return paper.say(_why_not(moved, comparison))
    parts = by_what(moved, paper)
    if moved.change:
        size = float(abs(moved.change))
        names = {"n": signed(size, paper).removeprefix("+"), "k": round(size) if size >= 1 else size, "parts": parts}
        rose = text("rose by {n} {k:plural point|points}: {parts}", **names)
        fell = text("fell by {n} {k:plural point|points}: {parts}", **names)
        return paper.say(rose if moved.change > 0 else fell)
    return paper.say(
        text("stands where it stood, by movements that cancel out: {parts}", parts=parts)
        if parts
        else text("stands where it stood, whatever its practices did")
    )


def _why_not(moved: Movement, comparison: Comparison) -> Text:
    """Return why a question's score cannot be compared."""
    asked_before, asked_after = (
        any(question.id == moved.id for question in side.model.questions) for side in _sides(comparison)
    )
    if not asked_before:
        return text("is new in the model")
    if not asked_after:
        return text("is not in the model any more")
    unsaid = comparison.before if moved.before is None else comparison.after
    return text("cannot be compared: nothing is answered in {cycle}", cycle=unsaid.facts.cycle)


def _practices(question: str, comparison: Comparison, paper: Paper) -> list[list[Rich]]:
    """Return the question's practices that moved, by what moved them."""
    moved = [practice for practice in comparison.practices if _is_of(practice, question, comparison)]
    return [
        [
            Rich(f"  {paper.say(CAUSE_WORDS[practice.cause])}", style="dim"),
            Rich(practice.id),
            Rich(f"{paper.say(level_name(practice.before))} → {paper.say(level_name(practice.after))}"),
        ]
        for practice in sorted(moved, key=lambda practice: CAUSES.index(practice.cause))
    ]


def _is_of(moved: PracticeMove, question: str, comparison: Comparison) -> bool:
    known = comparison.after.model.practice(moved.id) or comparison.before.model.practice(moved.id)
    return known is not None and known.question == question


def _not_theirs(comparison: Comparison, paper: Paper) -> None:
    """Name the scores that moved although nobody changed an answer and no evidence changed."""
    foreign = [
        moved.id
        for moved in (*comparison.questions, comparison.stage)
        if moved.change and moved.parts and not any(moved.parts[cause] for cause in _OURS)
    ]
    if foreign:
        ids = ", ".join(paper.say(_STAGE) if name == "stage" else name for name in foreign)
        paper.line(
            text("Only the model or other people, no change of the organisation: {ids}.", ids=ids), "yellow", above=1
        )
