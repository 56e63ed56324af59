"""Finished actions whose practice is not established all the same, in words."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.assess import Assessment
from cxmaturity.report.view.evidence import seen_words
from cxmaturity.report.view.names import level_word
from cxmaturity.report.view.speech import Speech, without_stop
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.roadmap.undone import Undone, undone
from cxmaturity.scoring import against
from cxmaturity.words import text

_NAMED = 2
"""Practices that are named, those that the next stage hangs on first; the others are counted."""


@dataclass(frozen=True)
class UndoneNote:
    """What is said of them."""

    title: str
    lines: tuple[str, ...]


def undone_note(assessment: Assessment, plan: Roadmap, speech: Speech, most: int = _NAMED) -> UndoneNote | None:
    """Return which practices an action was to establish and did not, ``most`` by name; None where there is none."""
    found = undone(plan, assessment.model, assessment.facts, assessment.scores)
    if not found:
        return None
    titles = {
        entry.id: speech.words(entry.action.title) for entry in catalogue(assessment.model, assessment.facts).values()
    }
    lines = [_line(item, titles, speech) for item in found[:most]]
    if len(found) > most:
        more = text("{n:int} more such {n:plural practice|practices}.", n=len(found) - most)
        lines.append(speech.say(more))
    title = text(
        "{n:int} {n:plural practice is|practices are} not established although an action for it is finished",
        n=len(found),
    )
    return UndoneNote(speech.title(title), tuple(lines))


def _line(item: Undone, titles: dict[str, str], speech: Speech) -> str:
    score = item.practice
    figures = {
        "statement": without_stop(speech.words(score.practice.statement)),
        "action": titles.get(item.action, item.action),
    }
    if score.final is None:
        return speech.say(text("{statement}: nobody has answered, after “{action}”.", **figures))
    figures["level"] = level_word(score.final, speech)
    if against(score):
        seen = text("{statement}: {level}, after “{action}”. {seen}.", seen=seen_words(score, speech), **figures)
        return speech.say(seen)
    return speech.say(text("{statement}: {level} by the answers, after “{action}”.", **figures))
