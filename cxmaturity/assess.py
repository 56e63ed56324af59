"""The core in one function: a model and the facts of an organisation to scores and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from cxmaturity.checks import find
from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.measures import Measure
from cxmaturity.model.schema import Model
from cxmaturity.ownership import survey
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.scoring import Agreement, Scores, agreement, judge, largest_gap, tally

_GAP: Final = "interview.perception_gap"
_OF_RULES: Final = "loop.rules_share"
"""The one metric of the closed loop that rests on no case."""
_OF_ANSWERS: Final = frozenset(
    {
        "loop.coverage",
        "loop.detractor_follow_up",
        "loop.acknowledged",
        "loop.oldest_silent_days",
        _OF_RULES,
    }
)
"""Metrics of the closed loop that rest on the answers of the log, where there is one."""


@dataclass(frozen=True)
class Assessment:
    """What follows from the facts: scores, stage and findings; ``cxmaturity.roadmap`` plans from it."""

    model: Model
    facts: Facts
    ownership: OwnershipFacts | None
    """None without an ownership map."""
    scores: Scores
    agreement: Agreement
    """How far the voices agree."""
    findings: tuple[Finding, ...]
    """High ones first, then by family and id."""


def assess(model: Model, facts: Facts) -> Assessment:
    """Return the assessment of an organisation by a model."""
    ownership = _surveyed(facts)
    voices = agreement(model, facts.answers)
    measures = _measures(model, facts, ownership) | {_GAP: voices.largest_gap}
    scores = tally(model, judge(model, facts.answers, measures, _is_declared(facts)))
    return Assessment(model, facts, ownership, scores, voices, find(model, facts, ownership))


def scorer(model: Model, facts: Facts) -> Callable[[Iterable[Answer]], Scores]:
    """Return what scores any answers as ``assess`` does, beside the same evidence; the facts' own answers are ignored.

    The evidence is looked at once and flips are left out, so that each call is quick.
    """
    measures, declared = _measures(model, facts, _surveyed(facts)), _is_declared(facts)

    def scores(answers: Iterable[Answer]) -> Scores:
        given = tuple(answers)
        gap = {_GAP: largest_gap(model, given)}
        return tally(model, judge(model, given, measures | gap, declared), flips=False)

    return scores


def _surveyed(facts: Facts) -> OwnershipFacts | None:
    return survey(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone) if facts.map else None


def _is_declared(facts: Facts) -> bool:
    return bool(facts.contacts and facts.contacts.policy.get("declared"))


def _measures(model: Model, facts: Facts, ownership: OwnershipFacts | None) -> dict[str, Measure]:
    """Return every metric that evidence rules may ask for; those of a stale log, or of stale cases, are left out."""
    known: dict[str, Measure] = dict(ownership.metrics) if ownership else {}
    log_is_stale = _is_stale(model, facts, facts.contacts.as_old_as if facts.contacts else None)
    if facts.contacts and not log_is_stale:
        known |= facts.contacts.metrics
    if facts.loop:
        cases_are_stale = _is_stale(model, facts, facts.loop.as_old_as)
        known |= {
            name: value
            for name, value in facts.loop.metrics.items()
            if not (log_is_stale and name in _OF_ANSWERS) and not (cases_are_stale and name != _OF_RULES)
        }
    return known


def _is_stale(model: Model, facts: Facts, seen: date | None) -> bool:
    """Tell whether what was last seen on a day is older than the model lets evidence be."""
    return seen is not None and (facts.as_of - seen).days > model.header.freshness_days
