"""What of a model decides scores and findings: kept with a cycle, so that it can be scored again as it was.

A model changes; what a cycle was scored by must not change with it. Its words are not kept: they decide nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from cxmaturity.documents import Frozen
from cxmaturity.model.schema import (
    Bilingual,
    Check,
    EvidenceRule,
    GateNumber,
    Model,
    Practice,
    Question,
    Severity,
    Slug,
)

_WORDS: Final = ("statement", "guidance", "proof", "fully", "not")


class PracticeRule(Frozen):
    """How a practice counts."""

    id: Slug
    question: Slug
    stage: GateNumber
    required: bool
    weight: Decimal
    evidence: tuple[EvidenceRule, ...] = ()


class CheckRule(Frozen):
    """When a finding fires."""

    id: Slug
    family: str
    metric: Slug | None
    limit: float | None
    severity: Severity
    high_above: float | None = None


class ScoringRules(Frozen):
    """What decides scores and findings of a model in one of its states."""

    id: str
    """The model's id."""
    version: str
    hash: str
    freshness_days: int
    questions: tuple[Slug, ...]
    practices: tuple[PracticeRule, ...]
    checks: tuple[CheckRule, ...] = ()

    @classmethod
    def of(cls, model: Model) -> ScoringRules:
        """Return the rules of a model as it is."""
        return cls(
            id=model.header.id,
            version=model.header.version,
            hash=model.hash,
            freshness_days=model.header.freshness_days,
            questions=tuple(question.id for question in model.questions),
            practices=tuple(
                PracticeRule(
                    **{name: getattr(practice, name) for name in PracticeRule.model_fields if name != "evidence"},
                    evidence=tuple(_without_words(rule) for rule in practice.evidence),
                )
                for practice in model.practices
            ),
            checks=tuple(
                CheckRule(**{name: getattr(check, name) for name in CheckRule.model_fields}) for check in model.checks
            ),
        )

    def model(self, words: Model) -> Model:
        """Return a model with these rules, in the words of another one; what that does not know is called by its id.

        Stages and actions are those of the other one.
        """
        if self.hash == words.hash:
            return words
        return words.model_copy(
            update={
                "header": words.header.model_copy(
                    update={"id": self.id, "version": self.version, "freshness_days": self.freshness_days}
                ),
                "questions": tuple(_question(question, words) for question in self.questions),
                "practices": tuple(_practice(rule, words) for rule in self.practices),
                "checks": tuple(_check(rule, words) for rule in self.checks),
                "hash": self.hash,
            }
        )


def _without_words(rule: EvidenceRule) -> EvidenceRule:
    return rule.model_copy(update={"claims": None, "shows": None})


def _question(question_id: str, words: Model) -> Question:
    known = next((question for question in words.questions if question.id == question_id), None)
    called = _called(question_id)
    return known or Question(id=question_id, name=called, claim=called, short=called, good=called, weak=called)


def _practice(rule: PracticeRule, words: Model) -> Practice:
    known = words.practice(rule.id)
    counts = {name: getattr(rule, name) for name in PracticeRule.model_fields}
    if known is not None:
        return known.model_copy(update=counts)
    return Practice(**counts, **dict.fromkeys(_WORDS, _called(rule.id)), knows="unknown", source=("unknown",))


def _check(rule: CheckRule, words: Model) -> Check:
    fires = {name: getattr(rule, name) for name in CheckRule.model_fields}
    known = words.check(rule.id)
    if known is not None:
        return known.model_copy(update=fires)
    return Check(**fires, title=_called(rule.id), detail=_called(rule.id))


def _called(name: str) -> Bilingual:
    return Bilingual(en=name, fr=name)
