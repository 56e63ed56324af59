"""The chain of one practice as ``cxmaturity score --explain PRACTICE --json`` prints it."""

from __future__ import annotations

from cxmaturity.assess import Assessment
from cxmaturity.evidence.measures import measure_record
from cxmaturity.evidence.origins import Origin
from cxmaturity.results.score_record import number, practice_record, score_part, word
from cxmaturity.roadmap.catalogue import Entry, establishing
from cxmaturity.scoring import Effects, EvidenceSeen, Outcome, RuleRead, SilentRule, chain


def chain_record(assessment: Assessment, practice: str, internal: bool = False) -> dict[str, object]:
    """Return the practice as in the whole record, and beside it how it came about and what follows from it."""
    model, facts = assessment.model, assessment.facts
    found = chain(model, facts, assessment.scores, practice)
    by_role = {role: word(level) for role, level in found.by_role.items()}
    return practice_record(found.score, internal) | {
        "combined": {"agreed": found.agreed, "by_role": by_role},
        "rules": [_rule(rule) for rule in found.rules],
        "effect": _effect(found.effects),
        "actions": [_action(entry, practice) for entry in establishing(model, facts, practice)],
    }


def _rule(read: RuleRead) -> dict[str, object]:
    found = read.found
    seen = found if isinstance(found, EvidenceSeen) else None
    return {
        "metric": read.rule.metric,
        "direction": read.rule.direction,
        "thresholds": read.rule.thresholds.model_dump(),
        "declared_policy": read.rule.declared_policy,
        "measured": None if seen is None else measure_record(seen.measure),
        "allows": None if seen is None else {"least": word(seen.least), "most": word(seen.most)},
        "verdict": read.verdict,
        "left_out": found.why if isinstance(found, SilentRule) else None,
        "origins": [_origin(origin) for origin in read.origins],
    }


def _origin(origin: Origin) -> dict[str, object]:
    day = None if origin.as_old_as is None else origin.as_old_as.isoformat()
    return {"kind": origin.kind, "files": list(origin.files), "as_old_as": day}


def _effect(effects: Effects) -> dict[str, object]:
    outcomes = {"uncapped": effects.uncapped, "more": effects.more, "less": effects.less}
    return {
        "now": _outcome(effects.now),
        **{name: None if outcome is None else _outcome(outcome) for name, outcome in outcomes.items()},
        "answered": [_outcome(outcome) for outcome in effects.answered],
        "cost": number(effects.cost),
        "stages_lost": effects.stages_lost,
        "passes": effects.passes,
        "passes_high": effects.passes_high,
        "blocks": effects.blocks,
        "blocks_question": effects.blocks_question,
        "flips": effects.flips,
    }


def _outcome(outcome: Outcome) -> dict[str, object]:
    question, stage = outcome.question, outcome.stage
    return {
        "level": word(outcome.level),
        "score": score_part(question.score),
        "headline": question.headline,
        "question_stage": {"value": question.stage.value, "low": question.stage.low, "high": question.stage.high},
        "stage": {"value": stage.value, "low": stage.low, "high": stage.high},
    }


def _action(entry: Entry, practice: str) -> dict[str, object]:
    return {"id": entry.id, "level": entry.action.establishes[practice], "status": entry.tracked.status}
