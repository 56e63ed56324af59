"""What an assessment model may say: questions, stages, practices, actions and the texts of findings."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
    field_validator,
    model_serializer,
    model_validator,
)

from cxmaturity.documents import Frozen
from cxmaturity.words import Language, text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
StageNumber = Annotated[int, Field(ge=1, le=5)]
Direction = Literal["up", "down"]
GateNumber = Annotated[int, Field(ge=2, le=5)]
Severity = Literal["high", "medium", "low"]
ActionLevel = Literal["individual", "functional", "cross-functional"]
LevelName = Literal["not", "partly", "largely", "fully"]
_SLUG = {"type": "string", "pattern": r"^[a-z0-9][a-z0-9_.-]*$"}
Sources = Annotated[
    tuple[Slug, ...],
    Field(min_length=1),
    WithJsonSchema({"anyOf": [_SLUG, {"type": "array", "items": _SLUG, "minItems": 1}]}),
]
"""One tag or a list of them."""
STANDS = text("Where publications contradict each other, and where we stand")
OURS = text("Thresholds, weights and limits are ours, not the publications’; they can be changed in the model’s files.")


class Part(Frozen):
    """A part of a model. The text under each field stands in the JSON Schema too, where editors show it."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Bilingual(Part):
    """A text in English and in French."""

    en: Words
    """The text in English."""
    fr: Words
    """The text in French."""

    def show(self, language: Language) -> str:
        """Return the text in that language."""
        return self.en if language == "en" else self.fr


class Question(Part):
    """One of the assessment's questions; practices answer it."""

    id: Slug
    """The question's id; the ids of its practices begin with it and a dot."""
    name: Bilingual
    """Two to four words."""
    claim: Bilingual
    """The question itself."""
    short: Bilingual
    """Why it matters."""
    good: Bilingual
    """What to say in a title of an organisation that is strong here; it continues “the programme …”."""
    weak: Bilingual
    """What to say in a title of an organisation that is weak here; a clause of its own."""


class Sparse(Part):
    """A part that leaves out what is not given: models without it keep their hash as it always was."""

    @model_serializer(mode="wrap")
    def _without_gaps(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {name: value for name, value in dump(self).items() if value is not None}


class Symptom(Sparse, Bilingual):
    """What shows a stage that has no practices: words, with a metric that tells whether it is there where one does."""

    metric: Slug | None = None
    """A metric of assessments/metrics.yaml that shows it; none: it stands in words alone."""
    per: Slug | None = None
    """The metric that it is divided by, for a count that says little without the whole."""
    above: float | None = None
    """It shows above this value, in the metric's unit; shares are written from 0 to 1."""
    below: float | None = None
    """It shows below this value; one of the two is given with a metric."""

    def short(self, language: Language) -> str:
        """Return its name: what stands before the colon, where there is one."""
        return self.show(language).partition(":")[0].strip().removesuffix(".")

    @model_validator(mode="after")
    def _has_one_limit(self) -> Symptom:
        limits = [limit for limit in (self.above, self.below) if limit is not None]
        if self.metric is not None and len(limits) != 1:
            raise ValueError(text("a symptom with a metric has one limit: `above` or `below`."))
        if self.metric is None and (limits or self.per is not None):
            raise ValueError(text("a limit needs the metric that it is a limit of."))
        return self


class Stage(Part):
    """One of the five stages of maturity."""

    number: StageNumber
    """1 to 5, in this order."""
    name: Bilingual
    """One or two words."""
    description: Bilingual
    """What an organisation at this stage is like."""
    next: Bilingual
    """What the step to the next stage consists of."""
    symptoms: tuple[Symptom, ...] = ()
    """What shows a stage that has no practices (stage 1); it never changes a stage."""


class Stand(Part):
    """Where the sources of a model contradict each other, and where the model stands."""

    id: Slug
    """The contradiction's id."""
    conflict: Bilingual
    """The two sides, in one sentence."""
    stand: Bilingual
    """What the model does about it; printed in the report's method note."""


class Thresholds(Part):
    """Values of a metric from which on it supports a level; reached at equality."""

    partly: float
    """From here on the metric supports “partly”."""
    largely: float
    """From here on the metric supports “largely”."""
    fully: float
    """From here on the metric supports “fully”."""


class EvidenceRule(Sparse):
    """How a metric speaks about a practice."""

    metric: Slug
    """A metric of assessments/metrics.yaml. Its value sets the highest level that is supported."""
    direction: Direction
    """up: more is better; down: less is better. The same as the metric's own, where it has one."""
    thresholds: Thresholds
    """In the metric's unit; shares are written from 0 to 1. They rise when up is better, and fall when down is."""
    declared_policy: StrictBool = False
    """The metric counts only when it was measured against the organisation's own declared policy."""
    claims: Bilingual | None = None
    """What the practice claims, in a few words that follow “claims …”."""
    shows: Bilingual | None = None
    """What the metric shows of it, a clause with its figure, as in {value:percent}; it follows what is claimed."""

    @field_validator("thresholds")
    @classmethod
    def _thresholds_are_ordered(cls, value: Thresholds) -> Thresholds:
        levels = (value.partly, value.largely, value.fully)
        if list(levels) not in (sorted(levels), sorted(levels, reverse=True)):
            raise ValueError(text("the thresholds of partly, largely and fully must rise or fall in this order."))
        return value


class Practice(Part):
    """One checkable claim, in one question and one stage."""

    id: Slug
    """The question's id, a dot, the claim in a few words; answers are kept under it, so it never changes."""
    question: Slug
    """The id of its question in questions.yaml."""
    stage: GateNumber
    """2 to 5: the stage at which it is to be attained; nothing is to be attained at stage 1."""
    required: StrictBool
    """Required practices gate their stage; the others count in the score only."""
    weight: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    """How much it counts in its question's score."""
    screening: StrictBool = False
    """Asked in the quick interview; two of each question."""
    statement: Bilingual
    """The claim: one idea, true or false of the organisation."""
    guidance: Bilingual
    """What the words mean and why it matters, for somebody who never heard of it."""
    proof: Bilingual
    """What to look for as proof."""
    fully: Bilingual
    """An example of the level fully."""
    not_: Annotated[Bilingual, Field(alias="not")]
    """An example of the level not."""
    knows: Slug
    """The role that usually knows, one of roles in model.yaml."""
    source: Sources
    """Where the claim comes from: one tag or a list of them."""
    evidence: tuple[EvidenceRule, ...] = ()
    """Metrics that check the answer; several are all looked at, and the lowest level counts."""

    @field_validator("source", mode="before")
    @classmethod
    def _one_source_or_several(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value


class Impact(Bilingual):
    """What an action is expected to bring, with its amount of money where somebody has estimated one."""

    amount: float | None = None
    """The amount of money expected."""
    currency: str | None = None
    """Its currency, as in EUR."""


class Target(Part):
    """The value that a metric is to reach."""

    metric: Slug
    """A metric of assessments/metrics.yaml."""
    to: float
    """In the metric's unit; shares are written from 0 to 1."""


class Reworded(Part):
    """The words of an action where part of it is there already."""

    title: Bilingual
    """The action, stated clearly."""
    plan: tuple[Bilingual, ...]
    """Its tasks, in order."""


class Action(Part):
    """Something to do, with the eight fields of an action record; result and owner stand in roadmap.yaml."""

    id: Slug
    """The action's id."""
    title: Bilingual
    """The action, stated clearly."""
    objective: Bilingual
    """What will be so when it is done."""
    background: Bilingual
    """Why; the report adds the findings and figures that chose it."""
    impact: Impact
    """What it is expected to bring."""
    obstacles: tuple[Bilingual, ...] = ()
    """What may stand in the way."""
    target: Target | None = None
    """The value that a metric is to reach, where one measures it."""
    plan: tuple[Bilingual, ...] = ()
    """Its tasks, in order."""
    establishes: dict[Slug, Literal["partly", "largely", "fully"]]
    """Practices that it puts in place, each with the level reached. Actions that establish one practice agree on it."""
    answers: tuple[Slug, ...] = ()
    """Findings that this action answers, by their ids in checks.yaml."""
    requires: tuple[Slug, ...] = ()
    """Actions that must be finished first."""
    effort: dict[Slug, Annotated[float, Field(ge=0)]]
    """Person-days by role."""
    months: Annotated[int, Field(ge=1)]
    """How long it takes."""
    adds_requests: StrictBool = False
    """Customers will be asked more often: coverage rises and so does the burden on them. Its record says so."""
    level: ActionLevel
    """Whether one person, one function or several carry it."""
    rule_declared: Reworded | None = None
    """Its words where the organisation has a contact rule of its own: that one is to be kept, not set anew."""

    @model_serializer(mode="wrap")
    def _without_gap(self, dump: SerializerFunctionWrapHandler) -> dict[str, object]:
        """Leave out other words where there are none: models without them keep their hash."""
        return {name: value for name, value in dump(self).items() if name != "rule_declared" or value is not None}


class Check(Part):
    """The limit, severity and words of a finding; its logic stands in ``cxmaturity/checks`` under the same id."""

    id: Slug
    """The finding's id, one of those that the program knows."""
    family: Literal["program", "fatigue", "fragmentation", "ownership", "loop"]
    """The chapter of the report in which it stands."""
    metric: Slug | None
    """The metric that it rests on."""
    limit: float | None
    """It fires above this; 0 or nothing: presence is enough, or the check itself decides."""
    severity: Severity
    """How much it matters."""
    high_above: float | None = None
    """The finding's severity is high when its value is above this."""
    title: Bilingual
    """A full sentence with its figures, as in {value:percent1}."""
    detail: Bilingual
    """What was counted and what it means."""


class Metric(Part):
    """A metric's name, unit and exact definition (``assessments/metrics.yaml``, shared by all models)."""

    id: Slug
    """The metric's id."""
    unit: Literal["count", "share", "days", "instant", "points", "ratio", "number", "table", "bool"]
    """What its value is; a share lies between 0 and 1, a bool is 0 or 1."""
    name: Bilingual
    """A few words."""
    definition: Bilingual
    """How it is computed, to the boundary."""
    better: Direction | None = None
    """up: more of it is better; down: less is; absent where neither is, as of a count of customers."""
    census: StrictBool = False
    """It counts all there is, as the map does, and has no chance in it: two values are compared as they are."""


class Header(Part):
    """``model.yaml``: which model this is."""

    id: Slug
    """The model's id; an own model has one of its own."""
    version: Words
    """In quotes, as in "1.0.0"; raised whenever practices change, so that cycles can be compared."""
    name: Bilingual
    """The model's name, a few words."""
    description: Bilingual
    """What it assesses, and what in it is the author's own choice."""
    freshness_days: Annotated[int, Field(gt=0)] = 400
    """Evidence older than this at the cycle's date is left out."""
    roles: Annotated[dict[Slug, Bilingual], Field(min_length=1)]
    """Roles that know, answer or work, and their names."""


class Model(Frozen):
    """A whole assessment model."""

    header: Header
    questions: tuple[Question, ...]
    stages: tuple[Stage, ...]
    practices: tuple[Practice, ...]
    actions: tuple[Action, ...]
    checks: tuple[Check, ...]
    stands: tuple[Stand, ...] = ()
    """Where its sources contradict each other, and where it stands."""
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
