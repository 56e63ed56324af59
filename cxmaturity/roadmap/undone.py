"""Finished actions whose practice is not established all the same: the answers or the evidence say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cxmaturity.evidence.answers import Level
from cxmaturity.evidence.facts import Facts
from cxmaturity.model.schema import Model
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.plan import Roadmap
from cxmaturity.scoring import PracticeScore, Scores


@dataclass(frozen=True)
class Undone:
    """A practice that an action was to establish."""

    practice: PracticeScore
    action: str
    """The finished action's id."""
    meant: Level
    """What it was to establish."""


def undone(plan: Roadmap, model: Model, facts: Facts, scores: Scores) -> tuple[Undone, ...]:
    """Return the practices below what a finished action was to establish, that no action of the plan raises.

    Those that keep the organisation from its next stage come first. Why it matters: a finished action is planned no
    more, so a stage that hangs on it never comes, and nothing in the plan would say why.
    """
    raised = {practice for item in plan.actions for practice in item.action.establishes}
    found = [item for item in _undone(model, facts, scores) if item.practice.practice.id not in raised]
    return tuple(sorted(found, key=lambda item: item.practice.practice.id not in scores.blockers))


def _undone(model: Model, facts: Facts, scores: Scores) -> Iterator[Undone]:
    for entry in catalogue(model, facts).values():
        if entry.tracked.status == "finished":
            for practice, word in entry.action.establishes.items():
                score, meant = scores.practice(practice), Level.of(word)
                if score.applicable and (score.final is None or score.final < meant):
                    yield Undone(score, entry.id, meant)
