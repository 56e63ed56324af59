"""What an assessment model may say: questions, stages, practices, actions and the texts of findings."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints, field_validator

from cxmaturity.documents import Frozen
from cxmaturity.words import Language, text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
StageNumber = Annotated[int, Field(ge=1, le=5)]
GateNumber = Annotated[int, Field(ge=2, le=5)]
Severity = Literal["high", "medium", "low"]
LevelName = Literal["not", "partly", "largely", "fully"]


class Bilingual(Frozen):
    """A text in English and in French."""

    en: Words
    fr: Words

    def show(self, language: Language) -> str:
        """Return the text in that language."""
        return self.en if language == "en" else self.fr


class Question(Frozen):
    """One of the programme's questions."""

    id: Slug
    name: Bilingual
    """Two to four words."""
    claim: Bilingual
    """The question itself."""
    short: Bilingual
    """Why it matters."""
    good: Bilingual
    """What to say in a title of an organisation that is strong here."""
    weak: Bilingual
    """What to say in a title of an organisation that is weak here."""


class Stage(Frozen):
    """One of the five stages of maturity."""

    number: StageNumber
    name: Bilingual
    description: Bilingual
    next: Bilingual
    """What the step to the next stage consists of."""
    symptoms: tuple[Bilingual, ...] = ()
    """What shows a stage that has no practices (stage 1)."""


class Thresholds(Frozen):
    """Values of a metric from which on it supports a level; reached at equality."""

    partly: float
    largely: float
    fully: float


class EvidenceRule(Frozen):
    """How a metric speaks about a practice."""

    metric: Slug
    direction: Literal["up", "down"]
    """``up``: more is better; ``down``: less is better."""
    thresholds: Thresholds
    declared_policy: StrictBool = False
    """The metric counts only when it was measured against the organisation's own declared policy."""

    @field_validator("thresholds")
    @classmethod
    def _thresholds_are_ordered(cls, value: Thresholds) -> Thresholds:
        levels = (value.partly, value.largely, value.fully)
        if list(levels) not in (sorted(levels), sorted(levels, reverse=True)):
            raise ValueError(text("the thresholds of partly, largely and fully must rise or fall in this order."))
        return value


class Practice(Frozen):
    """One checkable claim, in one question and one stage."""

    id: Slug
    question: Slug
    stage: GateNumber
    required: StrictBool
    """Required practices gate their stage; the others count in the score only."""
    weight: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    screening: StrictBool = False
    """Asked in the ``quick`` interview."""
    statement: Bilingual
    guidance: Bilingual
    proof: Bilingual
    """What to look for as proof."""
    fully: Bilingual
    """An example of the level ``fully``."""
    not_: Annotated[Bilingual, Field(alias="not")]
    """An example of the level ``not``."""
    knows: Slug
    """The role that usually knows."""
    source: tuple[Slug, ...]
    evidence: tuple[EvidenceRule, ...] = ()

    @field_validator("source", mode="before")
    @classmethod
    def _one_source_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


class Impact(Bilingual):
    """What an action is expected to bring, with its amount of money where somebody has estimated one."""

    amount: float | None = None
    currency: str | None = None


class Target(Frozen):
    """The value that a metric is to reach."""

    metric: Slug
    to: float


class Action(Frozen):
    """Something to do, with the eight fields of an action record."""

    id: Slug
    title: Bilingual
    objective: Bilingual
    background: Bilingual
    impact: Impact
    obstacles: tuple[Bilingual, ...] = ()
    target: Target | None = None
    plan: tuple[Bilingual, ...] = ()
    establishes: dict[Slug, Literal["partly", "largely", "fully"]]
    answers: tuple[Slug, ...] = ()
    """Findings that this action answers."""
    requires: tuple[Slug, ...] = ()
    effort: dict[Slug, Annotated[float, Field(ge=0)]]
    """Person-days by role."""
    months: Annotated[int, Field(ge=1)]
    level: Literal["individual", "functional", "cross-functional"]


class Check(Frozen):
    """The limit, severity and words of a finding; its logic stands in ``cxmaturity/checks`` under the same id."""

    id: Slug
    family: Literal["program", "fatigue", "fragmentation", "ownership", "loop"]
    metric: Slug | None
    limit: float | None
    severity: Severity
    high_above: float | None = None
    """The finding's severity is high when its value is above this."""
    title: Bilingual
    detail: Bilingual


class Metric(Frozen):
    """A metric's name, unit and exact definition (``assessments/metrics.yaml``, shared by all models)."""

    id: Slug
    unit: Literal["count", "share", "days", "instant", "points", "ratio", "number", "table", "bool"]
    name: Bilingual
    definition: Bilingual


class Header(Frozen):
    """``model.yaml``: which model this is."""

    id: Slug
    version: Words
    name: Bilingual
    description: Bilingual
    freshness_days: Annotated[int, Field(gt=0)] = 400
    """Evidence older than this at the cycle's date is left out."""
    roles: dict[Slug, Bilingual]
    """Roles that know, answer or work, and their names."""


class Model(Frozen):
    """A whole assessment model."""

    header: Header
    questions: tuple[Question, ...]
    stages: tuple[Stage, ...]
    practices: tuple[Practice, ...]
    actions: tuple[Action, ...]
    checks: tuple[Check, ...]
    hash: str
    """sha256 of the model's content, whatever its formatting and comments."""

    def practice(self, practice_id: str) -> Practice | None:
        """Return the practice with that id, if the model has one."""
        return next((practice for practice in self.practices if practice.id == practice_id), None)

    def practices_of(self, question_id: str) -> tuple[Practice, ...]:
        """Return the practices of a question, in the model's order."""
        return tuple(practice for practice in self.practices if practice.question == question_id)

    def check(self, check_id: str) -> Check | None:
        """Return the words and limits of a finding."""
        return next((check for check in self.checks if check.id == check_id), None)
