"""What became of the actions since the last cycle: what moved, what is late and what did not start, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cxmaturity.comparison.actions import Judged
from cxmaturity.comparison.progress import ActionProgress, Progress
from cxmaturity.comparison.progress_words import finished_words, slip_words, verdict_words
from cxmaturity.report.view.speech import Speech, sentence_start
from cxmaturity.words import Text, text

_FIGURES: Final = 2
"""Finished actions whose figures are told."""
_NAMED: Final = 3
"""Late actions of a kind that are named; the others are counted."""


@dataclass(frozen=True)
class SinceNote:
    """What is said of them."""

    title: str
    lines: tuple[str, ...]


def since_note(progress: Progress | None, speech: Speech) -> SinceNote | None:
    """Return what became of the actions; None where no plan was before, or there is nothing to say of it."""
    if progress is None or progress.plan is None or not progress.actions:
        return None
    return SinceNote(speech.title(_title(progress)), tuple(_lines(progress, speech)))


def behind(progress: Progress) -> tuple[ActionProgress, ...]:
    """Return the actions that run behind the plan, or ended behind it, the latest first."""
    found = [item for item in progress.of_status("running", "finished") if (item.slip.months or 0) > 0]
    return tuple(sorted(found, key=lambda item: -(item.slip.months or 0)))


def _title(progress: Progress) -> Text:
    finished = progress.of_status("finished")
    judged = [item.judged.verdict for item in finished if item.judged]
    late = {item.action.id for item in (*behind(progress), *progress.late_to_start)}
    figures = {"n": len(finished), "moved": judged.count("towards"), "late": len(late)}
    if not finished:
        return text(
            "Since the last cycle, no action was finished, and {late:int} {late:plural is|are} late", late=len(late)
        )
    if not figures["moved"]:
        return text(
            "Since the last cycle, {n:int} {n:plural action was|actions were} finished, no metric was seen to move "
            "towards its target, and {late:int} {late:plural action is|actions are} late",
            **figures,
        )
    return text(
        "Since the last cycle, the metric of {moved:int} of {n:int} finished {n:plural action|actions} moved towards "
        "its target, and {late:int} {late:plural action is|actions are} late",
        **figures,
    )


def _lines(progress: Progress, speech: Speech) -> Iterator[str]:
    moved = [item for item in progress.of_status("finished") if item.judged and item.judged.change]
    moved.sort(key=lambda item: item.judged is not None and item.judged.verdict in ("cannot_tell", "too_early"))
    if not moved and (counted := finished_words(progress)):
        yield speech.say(counted)
    for item in moved[:_FIGURES]:
        if item.judged is not None:
            yield _figures(item, item.judged, speech)
    if late := behind(progress):
        names = [_late(item, speech) for item in late[:_NAMED]]
        yield speech.say(text("Behind the plan: {names}.", names=speech.listed(_counted(names, late, speech))))
    if waiting := progress.late_to_start:
        names = [_quoted(item, speech) for item in waiting[:_NAMED]]
        told = text(
            "Not started by {day:date}, against the plan: {names}.",
            day=progress.as_of,
            names=speech.listed(_counted(names, waiting, speech)),
        )
        yield speech.say(told)


def _figures(item: ActionProgress, judged: Judged, speech: Speech) -> str:
    """Return an action's metric before and now with what that tells, and what weakens it."""
    change, target, before = judged.change, judged.target, judged.before
    if change is None or target is None or before is None:
        return ""
    told = text(
        "{title}: {name} {before} ({cycle}) → {after}; {verdict}.",
        title=_quoted(item, speech),
        name=speech.metric_name(target.metric),
        before=speech.measure(target.metric, change.before),
        cycle=before.cycle,
        after=speech.measure(target.metric, change.after),
        verdict=verdict_words(judged, speech.language),
    )
    notes = [f"{sentence_start(speech.say(note))}." for note in judged.notes]
    return " ".join([speech.say(told), *notes])


def _late(item: ActionProgress, speech: Speech) -> str:
    said = slip_words(item.slip, item.tracked.status)
    return _quoted(item, speech) if said is None else f"{_quoted(item, speech)} ({speech.say(said)})"


def _quoted(item: ActionProgress, speech: Speech) -> str:
    return speech.say(text("“{words}”", words=speech.words(item.action.title)))


def _counted(names: list[str], items: Sequence[ActionProgress], speech: Speech) -> list[str]:
    left = len(items) - len(names)
    return [*names, speech.say(text("{n:int} more", n=left))] if left else names
