"""Results as ``cxmaturity report -o FILE.json`` writes them, and as the PDF holds them attached."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from cxmaturity import __version__
from cxmaturity.assess import Assessment
from cxmaturity.comparison.progress import Progress, progress_record
from cxmaturity.evidence.answer_words import voice_word
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import measure_record
from cxmaturity.model import load_metrics
from cxmaturity.model.schema import Metric, Model
from cxmaturity.resources import program_digest
from cxmaturity.results import EarlierCycle, Results
from cxmaturity.results.contacts_record import contacts_record
from cxmaturity.results.ownership_record import ownership_record
from cxmaturity.results.plan_record import plan_record
from cxmaturity.results.score_record import number, practice_record, score_record
from cxmaturity.results.shares import counts
from cxmaturity.results.tracing import files_of
from cxmaturity.results.voices import shared_roles, unnamed
from cxmaturity.scoring import Scores, Verdict, contradictions
from cxmaturity.words import Language

SCHEMA = "cxmaturity/report/1"


@dataclass(frozen=True)
class Telling:
    """How much a report tells, and in which language."""

    language: Language
    kind: str = "leadership"
    names_respondents: bool = False
    """Elsewhere their roles stand, in no order of theirs."""
    notes: bool = False
    """What respondents noted for a report to print."""
    internal: bool = False
    """What they noted for the assessors alone."""
    theme: Mapping[str, str] = field(default_factory=dict)
    """The sha256 of the theme's file and pictures, by name."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """The sha256 of the templates that stand before ours, by their path in their folder."""


def report_record(results: Results, telling: Telling) -> dict[str, object]:
    """Return everything that a report says, for machines; nothing is rounded.

    What it has no data for is not among the keys. Persons who own actions, and figures about fewer than 10 customers
    by name, are in no report.
    """
    assessment, language = results.assessment, telling.language
    facts, model = assessment.facts, assessment.model
    known: dict[str, object] = {
        "schema": SCHEMA,
        "version": __version__,
        "program": program_digest(),
        "organisation": facts.organisation,
        "cycle": facts.cycle,
        "as_of": facts.as_of.isoformat(),
        "language": language,
        "kind": telling.kind,
        "internal": telling.internal,
        "model": _model(model, language),
        "voices": {
            "respondents": len({answer.respondent for answer in facts.answers}),
            "roles": sorted({answer.role for answer in facts.answers}),
        },
        "score": _score(assessment, telling),
        "claims": _claims(model, assessment.scores),
        "metrics": {name: measure_record(value) for name, value in assessment.measures.items()},
        "definitions": _definitions(results, language),
        "too_old": [
            {"record": old.record, "seen": old.seen.isoformat(), "days": old.days, "limit": old.limit}
            for old in assessment.too_old
        ],
    }
    return (
        known
        | _where_known(results, language)
        | {"trend": [_earlier(cycle, results.assessment.model.hash) for cycle in results.earlier]}
        | {
            "inputs": _digests(results.inputs),
            "theme": _digests(telling.theme),
            "templates": _digests(telling.templates),
        }
    )


def _digests(files: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"path": path, "sha256": digest} for path, digest in sorted(files.items())]


def _where_known(results: Results, language: Language) -> dict[str, object]:
    """Return the parts that rest on something that need not be there."""
    assessment = results.assessment
    facts, parts = assessment.facts, dict[str, object]()
    if facts.contacts:
        parts["contacts"] = contacts_record(facts.contacts, language)
    if assessment.ownership:
        parts["ownership"] = ownership_record(assessment.ownership)
    if facts.loop:
        parts["loop"] = _loop(facts.loop, language)
    if results.roadmap:
        parts["roadmap"] = plan_record(results.roadmap, assessment, language)
    if results.progress:
        parts["progress"] = _progress(results.progress)
    return parts


def _model(model: Model, language: Language) -> dict[str, object]:
    return {
        "id": model.header.id,
        "version": model.header.version,
        "hash": model.hash,
        "questions": [
            {"id": question.id, "name": question.name.show(language), "claim": question.claim.show(language)}
            for question in model.questions
        ],
        "stages": [{"number": stage.number, "name": stage.name.show(language)} for stage in model.stages],
        "practices": [
            {"id": practice.id, "statement": practice.statement.show(language)} for practice in model.practices
        ],
    }


def _score(assessment: Assessment, telling: Telling) -> dict[str, object]:
    known = assessment.facts.answers
    roles = {each.role for each in known} if telling.internal else shared_roles(known)
    practices = [
        practice_record(score) | {"answers": _answers(score.answers, telling, roles)}
        for score in assessment.scores.practices
    ]
    findings = [
        finding.record(telling.language) | {"family": finding.check.family, "weight": finding.weight}
        for finding in assessment.findings
    ]
    return score_record(assessment, telling.language) | {"practices": practices, "findings": findings}


def _answers(answers: Iterable[Answer], telling: Telling, roles: Collection[str]) -> list[dict[str, object]]:
    """Return the voices on a practice; without respondents those that point at nobody, sorted by what they say."""
    if telling.names_respondents:
        return [_answer(answer, telling) for answer in answers]
    told = [_answer(answer, telling) for answer in unnamed(answers, roles)]
    return sorted(told, key=lambda voice: [str(part) for part in voice.values()])


def _answer(answer: Answer, telling: Telling) -> dict[str, object]:
    voice: dict[str, object] = {"role": answer.role, "level": voice_word(answer.voice), "agreed": answer.agreed}
    if telling.names_respondents:
        voice = {"respondent": answer.respondent} | voice
    if telling.notes:
        voice["note"] = answer.note
    return voice | {"internal_note": answer.internal_note} if telling.internal else voice


def _claims(model: Model, scores: Scores) -> dict[str, object]:
    """Return how many claims records speak about, and the contradicted ones with what each costs."""
    verdicts = [score.verdict for score in scores.practices]
    words: tuple[Verdict, ...] = ("contradicted", "consistent", "confirmed", "unverified")
    return {word: verdicts.count(word) for word in words} | {
        "against": [
            {
                "practice": found.practice.id,
                "claimed": found.claimed.word,
                "supported": found.supported.word,
                "metrics": [seen.rule.metric for seen in found.evidence],
                "points": number(found.cost),
                "stages": found.stages_lost,
            }
            for found in contradictions(model, scores)
        ],
    }


def _definitions(results: Results, language: Language) -> list[dict[str, object]]:
    """Return how each metric and table of the record is computed, and from which inputs, in the catalogue's order."""
    assessment = results.assessment
    contacts = assessment.facts.contacts
    there = set(assessment.measures) | set(contacts.tables if contacts else ())
    return [
        {
            "id": metric.id,
            "unit": metric.unit,
            "better": metric.better,
            "name": metric.name.show(language),
            "definition": metric.definition.show(language),
            "files": list(files_of(metric.id, results)),
        }
        | _share_of(metric, assessment)
        for metric in load_metrics()
        if metric.id in there
    ]


def _share_of(metric: Metric, assessment: Assessment) -> dict[str, object]:
    found = counts(metric, assessment)
    return {"share_of": {"part": found[0], "whole": found[1]}} if found else {}


def _loop(loop: LoopFacts, language: Language) -> dict[str, object]:
    return {
        "answers": loop.answers,
        "cases": loop.cases,
        "as_old_as": loop.as_old_as.isoformat() if loop.as_old_as else None,
        "tables": {name: [dict(row) for row in rows] for name, rows in loop.tables.items()},
        "gaps": {finding: list(subjects) for finding, subjects in loop.gaps.items()},
        "notes": [note.show(language) for note in loop.notes],
    }


def _progress(told: Progress) -> list[dict[str, object]]:
    """Return what ``roadmap --json`` says of the actions, and the intervals of what was measured before and now."""
    changes = [item.judged.change if item.judged else None for item in told.actions]
    return [
        entry | {"before": measure_record(change.before), "after": measure_record(change.after)} if change else entry
        for entry, change in zip(progress_record(told), changes, strict=True)
    ]


def _earlier(cycle: EarlierCycle, present: str) -> dict[str, object]:
    stage = cycle.stage
    return {
        "cycle": cycle.name,
        "as_of": cycle.as_of.isoformat(),
        "model": {"version": cycle.version, "hash": cycle.model, "compares": cycle.compares_with(present)},
        "stage": {"value": stage.value, "low": stage.low, "high": stage.high, "claimed": cycle.claimed_stage},
        "index": cycle.index,
        "questions": {
            id_: {"value": score.value, "low": score.low, "high": score.high, "claimed": score.claimed}
            for id_, score in cycle.questions.items()
        },
    }
