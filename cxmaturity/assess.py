"""The core in one function: a model and the facts of an organisation to scores and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cxmaturity.checks import find
from cxmaturity.checks.finding import Finding
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.freshness import TooOld, resting_on, too_old
from cxmaturity.evidence.measures import Measure
from cxmaturity.model.schema import Model
from cxmaturity.ownership import survey
from cxmaturity.ownership.facts import OwnershipFacts
from cxmaturity.roadmap import tracking
from cxmaturity.scoring import Agreement, Scores, agreement, judge, largest_gap, tally
from cxmaturity.scoring.symptoms import SymptomSeen, symptoms

_GAP: Final = "interview.perception_gap"


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
    measures: Mapping[str, Measure] = field(default_factory=dict)
    """Every metric of logs, cases, map, roadmap.yaml and voices as it was measured, be it too old for evidence."""
    too_old: tuple[TooOld, ...] = ()
    """The records that are too old to check a claim."""
    symptoms: tuple[SymptomSeen, ...] = ()
    """Symptoms of stages without practices that a metric can show: seen, not seen, or nobody can tell."""


def assess(model: Model, facts: Facts) -> Assessment:
    """Return the assessment of an organisation by a model."""
    ownership = _surveyed(facts)
    voices = agreement(model, facts.answers)
    measures = _measures(model, facts, ownership) | {_GAP: voices.largest_gap}
    stale = too_old(facts, model.header.freshness_days)
    old = resting_on(facts, stale)
    return Assessment(
        model,
        facts,
        ownership,
        scores=tally(model, judge(model, facts.answers, measures, _is_declared(facts), old)),
        agreement=voices,
        findings=find(model, facts, ownership),
        measures=measures,
        too_old=stale,
        symptoms=symptoms(model, measures, old),
    )


def scorer(model: Model, facts: Facts) -> Callable[[Iterable[Answer]], Scores]:
    """Return what scores any answers as ``assess`` does, beside the same evidence; the facts' own answers are ignored.

    The evidence is looked at once and flips are left out, so that each call is quick.
    """
    measures, declared = _measures(model, facts, _surveyed(facts)), _is_declared(facts)
    old = resting_on(facts, too_old(facts, model.header.freshness_days))

    def scores(answers: Iterable[Answer]) -> Scores:
        given = tuple(answers)
        gap = {_GAP: largest_gap(model, given)}
        return tally(model, judge(model, given, measures | gap, declared, old), flips=False)

    return scores


def _surveyed(facts: Facts) -> OwnershipFacts | None:
    return survey(facts.map, facts.contacts, facts.as_of, facts.team, facts.timezone) if facts.map else None


def _is_declared(facts: Facts) -> bool:
    return bool(facts.contacts and facts.contacts.policy.get("declared"))


def _measures(model: Model, facts: Facts, ownership: OwnershipFacts | None) -> dict[str, Measure]:
    """Return every metric that evidence rules may ask for, those that are too old among them."""
    known: dict[str, Measure] = dict(ownership.metrics) if ownership else {}
    for observed in (facts.contacts, facts.loop):
        known |= observed.metrics if observed else {}
    return known | tracking.measure(model, facts.roadmap, facts.as_of)
