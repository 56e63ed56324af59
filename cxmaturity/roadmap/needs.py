"""What must be established before the organisation is at a stage, and why that may never be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.evidence.answers import Level
from cxmaturity.roadmap.asked import Asked
from cxmaturity.roadmap.catalogue import Entry
from cxmaturity.scoring import PracticeScore
from cxmaturity.words import Text, text


@dataclass(frozen=True)
class Need:
    """Practices of which one must be established."""

    practices: tuple[str, ...]
    least: Level
    """At this level or above."""
    by: tuple[str, ...]
    """Candidates that do."""


def needs(asked: Asked, stage: int) -> tuple[Need, ...]:
    """Return what keeps the organisation from a stage; nothing when it is at it.

    Every required practice up to the stage must pass its gate. A question with required practices of which nothing is
    said counts as stage 1 even where none of them is of these stages: there something must be established.
    """
    found = []
    for question in asked.model.questions:
        scores = [score for score in asked.scores.practices if score.practice.question == question.id]
        required = [score for score in scores if score.practice.required]
        failing = [score for score in required if score.practice.stage <= stage and not score.passes(high=False)]
        found += [_need(asked, [score], Level.LARGELY) for score in failing]
        silent = not any(score.final is not None or not score.applicable for score in scores)
        if required and silent and not failing:
            found.append(_need(asked, scores, Level.PARTLY))
    return tuple(found)


def _need(asked: Asked, scores: Sequence[PracticeScore], least: Level) -> Need:
    practices = tuple(score.practice.id for score in scores if score.applicable)
    by = (
        ()
        if not practices
        else tuple(key for key, entry in asked.entries.items() if _establishes(entry, practices, least))
    )
    return Need(tuple(score.practice.id for score in scores), least, by)


def _establishes(entry: Entry, practices: Sequence[str], least: Level) -> bool:
    given = entry.action.establishes
    return any(practice in given and Level.of(given[practice]) >= least for practice in practices)


def why_never(asked: Asked, need: Need) -> Text:
    """Return why nothing meets a need, however much time and capacity there is."""
    practice = need.practices[0]
    if asked.scores.practice(practice).outside_control:
        return text(
            "“{practice}” is outside your control: whoever decides it keeps the stage from you.", practice=practice
        )
    if need.by:
        return _waits_for_ever(asked, need, practice)
    known = [entry for entry in asked.everything.values() if _establishes(entry, need.practices, need.least)]
    if known:
        entry = known[0]
        if entry.tracked.status == "finished":
            return text(
                "“{practice}” is not established, though “{id}” is finished, which establishes it.",
                practice=practice,
                id=entry.id,
            )
        return text("Only “{id}” establishes “{practice}”, and it is dropped.", practice=practice, id=entry.id)
    weak = [entry.id for entry in asked.everything.values() if practice in entry.action.establishes]
    if weak:
        return text("“{id}” establishes “{practice}” only partly.", id=weak[0], practice=practice)
    return text("No action establishes “{practice}”.", practice=practice)


def _waits_for_ever(asked: Asked, need: Need, practice: str) -> Text:
    """Return which requirement can never be met."""
    waiting, seen = [(key, key) for key in need.by], set(need.by)
    while waiting:
        key, first = waiting.pop(0)
        for required in asked.entries[key].action.requires:
            if required in asked.entries and required not in seen:
                seen.add(required)
                waiting.append((required, first))
            elif required not in asked.entries and asked.everything[required].tracked.status != "finished":
                return text(
                    "“{id}” would establish “{practice}”, and requires “{required}”, which is dropped.",
                    id=first,
                    practice=practice,
                    required=required,
                )
    return text("“{practice}” builds on what can never be established.", practice=practice)
