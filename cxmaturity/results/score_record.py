"""An assessment as ``cxmaturity score --json`` prints it and results.json keeps it (SCORING.md, contract)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from cxmaturity.assess import Assessment
from cxmaturity.evidence.answer_words import voice_word
from cxmaturity.evidence.answers import Answer, Level
from cxmaturity.evidence.measures import Estimate, measure_record
from cxmaturity.scoring import Agreement, EvidenceSeen, PracticeScore, QuestionScore, Score, SilentRule
from cxmaturity.scoring.symptoms import SymptomSeen
from cxmaturity.words import Language

SCHEMA = "cxmaturity/score/1"
_OWN = ("roadmap.", "interview.")
"""Metrics that no other command prints: those of roadmap.yaml and of the voices."""


def score_record(assessment: Assessment, language: Language, internal: bool = False) -> dict[str, object]:
    """Return the scores of an assessment; findings speak that language. Nothing is rounded.

    ``internal`` adds the notes that never leave the engagement otherwise.
    """
    facts, model, scores = assessment.facts, assessment.model, assessment.scores
    stage, index = scores.stage, scores.index
    return {
        "schema": SCHEMA,
        "organisation": facts.organisation,
        "cycle": facts.cycle,
        "as_of": facts.as_of.isoformat(),
        "model": {"id": model.header.id, "version": model.header.version, "hash": model.hash},
        "stage": {"value": stage.value, "low": stage.low, "high": stage.high, "claimed": scores.claimed_stage},
        "index": {"value": number(index.value), "low": number(index.low), "high": number(index.high)},
        "questions": [_question(question) for question in scores.questions],
        "practices": [practice_record(practice, internal) for practice in scores.practices],
        "blockers": list(scores.blockers),
        "flips": list(scores.flips),
        "agreement": {"alpha": assessment.agreement.alpha, "r_wg": dict(assessment.agreement.r_wg)},
        "perception_gaps": _gaps(assessment.agreement),
        "findings": [finding.record(language) for finding in assessment.findings],
        "symptoms": [_symptom(symptom) for symptom in assessment.symptoms],
        "metrics": {
            name: measure_record(value) for name, value in assessment.measures.items() if name.startswith(_OWN)
        },
    }


def practice_record(score: PracticeScore, internal: bool = False) -> dict[str, object]:
    """Return one practice with what is claimed, supported and left of it."""
    practice = score.practice
    return {
        "id": practice.id,
        "question": practice.question,
        "stage": practice.stage,
        "required": practice.required,
        "claimed": word(score.claimed),
        "supported": word(score.supported),
        "final": word(score.final),
        "verdict": score.verdict,
        "answers": [_answer(answer, internal) for answer in score.answers],
        "evidence": [_evidence(seen) for seen in score.evidence],
        "left_out": [_left_out(rule) for rule in score.silent],
    }


def _question(question: QuestionScore) -> dict[str, object]:
    stage = question.stage
    return {
        "id": question.id,
        "score": score_part(question.score),
        "claimed": score_part(question.claimed),
        "headline": question.headline,
        "stage": {"value": stage.value, "low": stage.low, "high": stage.high, "top": question.top},
    }


def score_part(score: Score) -> dict[str, float | None]:
    """Return a score with its bounds."""
    parts = {"value": score.value, "low": score.low, "high": score.high, "coverage": score.coverage}
    return {name: number(part) for name, part in parts.items()}


def number(value: Fraction | None) -> float | None:
    """Return a fraction as JSON holds it."""
    return None if value is None else float(value)


def word(level: Level | None) -> str | None:
    """Return a level's word, None where there is none."""
    return None if level is None else level.word


def _answer(answer: Answer, internal: bool) -> dict[str, object]:
    said: dict[str, object] = {
        "respondent": answer.respondent,
        "role": answer.role,
        "level": voice_word(answer.voice),
    }
    return said | {"note": answer.note, "internal_note": answer.internal_note} if internal else said


def _evidence(seen: EvidenceSeen) -> Mapping[str, object]:
    measure = seen.measure
    ends = (measure.value, measure.low, measure.high) if isinstance(measure, Estimate) else (measure,) * 3
    value, low, high = ends
    thresholds = seen.rule.thresholds
    return {
        "metric": seen.rule.metric,
        "value": value,
        "low": low,
        "high": high,
        "thresholds": {"partly": thresholds.partly, "largely": thresholds.largely, "fully": thresholds.fully},
    }


def _left_out(rule: SilentRule) -> dict[str, object]:
    """Return why a rule says nothing; of what is too old, its last day, its age at the cycle's date and the limit."""
    old = rule.old
    age = {"seen": old.seen.isoformat(), "days": old.days, "limit": old.limit} if old else {}
    return {"metric": rule.rule.metric, "why": rule.why, **age}


def _symptom(found: SymptomSeen) -> dict[str, object]:
    return {
        "stage": found.stage,
        "metric": found.metric,
        "per": found.symptom.per,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "limit": found.limit,
        "direction": "above" if found.symptom.below is None else "below",
        "seen": found.seen,
    }


def _gaps(agreement: Agreement) -> list[dict[str, object]]:
    return [
        {"question": gap.question, "roles": list(gap.roles), "gap": gap.gap, "p": gap.p, "n": list(gap.n)}
        for gap in agreement.gaps
    ]
