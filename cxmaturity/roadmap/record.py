"""A roadmap as ``cxmaturity roadmap --json`` prints it and results.json keeps it (ROADMAP.md, contract)."""

from __future__ import annotations

from fractions import Fraction

from cxmaturity.roadmap.plan import Attainment, CapacityGain, Planned, Quarter, Roadmap
from cxmaturity.scoring import Score
from cxmaturity.words import Language

SCHEMA = "cxmaturity/roadmap/1"


def roadmap_record(roadmap: Roadmap, language: Language) -> dict[str, object]:
    """Return a roadmap as JSON holds it, titles and reasons in that language. Nothing is rounded."""
    record: dict[str, object] = {
        "schema": SCHEMA,
        "horizon": {"start": roadmap.start, "months": roadmap.months},
        "capacity": {team: list(days) for team, days in roadmap.capacity.items()},
        "actions": [action_record(planned, language) for planned in roadmap.actions],
        "practice_values": dict(roadmap.practice_values),
        "objective": roadmap.objective,
        "bound": roadmap.bound,
        "proven": roadmap.proven,
        "gap": roadmap.gap,
        "predicted": [_quarter(quarter) for quarter in roadmap.predicted],
        "capacity_value": [_gain(gain) for gain in roadmap.capacity_gains],
        "critical_chain": list(roadmap.critical_chain),
    }
    if roadmap.interrupted:
        record |= {"interrupted": True, "capacity_value_left_out": list(roadmap.gains_left_out)}
    if roadmap.attainment:
        record["deadline"] = _attainment(roadmap.attainment, language)
    if roadmap.instead_of:
        record["instead_of"] = {
            "objective": roadmap.instead_of.objective,
            "this_plan": roadmap.worth(roadmap.instead_of.practice_values),
            "predicted": [_quarter(quarter) for quarter in roadmap.instead_of.predicted],
        }
    return record


def _gain(gain: CapacityGain) -> dict[str, object]:
    return {
        "team": gain.team,
        "plus_20_percent": gain.gain,
        "at_most": gain.at_most,
        "stages": [
            {"stage": item.stage, "quarter": item.quarter, "instead_of": item.instead_of} for item in gain.stages
        ],
        "earlier": [{"id": item.id, "start": item.start, "instead_of": item.instead_of} for item in gain.earlier],
        "later": list(gain.later),
    }


def _attainment(attainment: Attainment, language: Language) -> dict[str, object]:
    return {
        "stage": attainment.deadline.stage,
        "quarter": attainment.deadline.quarter,
        "attained": attainment.attained,
        "proven": attainment.proven,
        "actions": list(attainment.actions),
        "effort": dict(attainment.effort),
        "days": attainment.days,
        "why": " ".join(sentence.show(language) for sentence in attainment.why) or None,
        "practices": list(attainment.practices),
        "teams": [{"team": item.team, "missing_days": item.days} for item in attainment.missing],
        "earliest": attainment.earliest,
        "earliest_unlimited": attainment.earliest_unlimited,
    }


def action_record(planned: Planned, language: Language) -> dict[str, object]:
    """Return one action with its place in the plan as JSON holds it, its words in that language."""
    action, value = planned.action, planned.value
    return {
        "id": action.id,
        "title": action.title.show(language),
        "establishes": dict(action.establishes),
        "findings": list(planned.findings),
        "requires": list(action.requires),
        "effort": dict(planned.effort),
        "months": action.months,
        "start": planned.start,
        "end": planned.end,
        "value": {
            "total": value.total,
            "score": value.score,
            "stage": value.stage,
            "reach": value.reach,
            "confidence": value.confidence,
        },
        "rank_acceptability": {"first": planned.rank.first, "top3": planned.rank.top3},
        "tied_with": list(planned.tied_with),
        "why_not": planned.why_not.show(language) if planned.why_not else None,
    }


def _quarter(quarter: Quarter) -> dict[str, object]:
    stage = quarter.stage
    return {
        "quarter": quarter.quarter,
        "stage": {"value": stage.value, "low": stage.low, "high": stage.high},
        "questions": {question: _score(score) for question, score in quarter.questions.items()},
    }


def _score(score: Score) -> dict[str, float | None]:
    parts = {"value": score.value, "low": score.low, "high": score.high, "coverage": score.coverage}
    return {name: _number(part) for name, part in parts.items()}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
