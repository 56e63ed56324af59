"""The closed loop as it was observed: cases from the case log, and the facts that follow from them and the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Final, Literal

from cxmaturity.evidence.measures import Measure, Scalar, Table, measure_of, measure_record, note_of, note_record
from cxmaturity.words import Text, text

Class = Literal["detractor", "passive", "promoter"]
Contacted = Literal["human", "automatic"]
Aim = Literal["recover", "word-of-mouth", "grow", "advocate", "compete", "evolve"]
CASE_COLUMNS: Final = (
    "case_id",
    "contact_id",
    "customer_id",
    "source",
    "opened_at",
    "class",
    "segment",
    "owner",
    "rule",
    "first_contact_at",
    "first_contact_kind",
    "closed_at",
    "cause",
    "action_id",
    "documented",
    "aim",
)
"""The columns of ``cases.csv`` (FILES.md), in their order."""


@dataclass(frozen=True, slots=True)
class Case:
    """One row of ``cases.csv``: somebody follows up an answer. Instants are in UTC."""

    line: int
    """Its line in the file."""
    case_id: str
    customer_id: str | None = None
    contact_id: str | None = None
    source: str | None = None
    opened_at: datetime | None = None
    class_: Class | None = None
    segment: str | None = None
    owner: str | None = None
    """Id of the team that it is assigned to."""
    rule: str | None = None
    """Id of the rule that opened it."""
    first_contact_at: datetime | None = None
    first_contact_kind: Contacted | None = None
    """Whether a person or an automatic reply reached the customer first."""
    closed_at: datetime | None = None
    cause: str | None = None
    action_id: str | None = None
    documented: bool | None = None
    aim: Aim | None = None
    days: frozenset[str] = frozenset()
    """Which of the three times are days, without an hour: their instants are the beginnings of those days."""


@dataclass(frozen=True)
class CaseLog:
    """A whole ``cases.csv``, as it was read."""

    cases: tuple[Case, ...]
    """Its rows, in the file's order; none where it holds only the column names."""
    columns: frozenset[str] = frozenset(CASE_COLUMNS)
    """Which columns it has: what one that is absent would tell is unknown."""
    notes: tuple[Text, ...] = ()
    """What is to be said of how it was read."""


@dataclass(frozen=True)
class LoopFacts:
    """What the closed-loop audit observed, aggregated: no customer and no person is in here."""

    metrics: Mapping[str, Measure]
    """``loop.*`` metric id to its value; None where it cannot be observed."""
    tables: Mapping[str, Table]
    """``by_class``, ``by_source``, ``by_kind``, ``by_owner`` and ``rules``; empty where nothing is known."""
    gaps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Finding id to the ids of its subjects, sorted; only those that apply."""
    figures: Mapping[str, Mapping[str, Scalar]] = field(default_factory=dict)
    """Finding id to further figures that its words may say, such as ``answers``: how many it concerns. Of
    ``rule_conflict``, ``count`` is how many pairs there are, and ``pair0``, ``pair1`` and so on tell the first."""
    notes: tuple[Text, ...] = ()
    """What is to be said of how cases, answers and rules were read."""
    as_old_as: date | None = None
    """The latest instant of the case log, as a day: what its freshness is judged by; None without cases."""
    answers: int | None = None
    """How many answers there are up to the cycle's date; None without a log."""
    few: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Table to the values of its key whose rows are about fewer than 10 customers: they are not shown by name."""
    cases: int | None = None
    """How many cases were opened up to the cycle's date; None without a case log."""
    timed: int | None = None
    """Of how many of them it is known since when they wait: what the days are estimated of; None without a case log."""


_FEW_LINES: Final = 10


def lines_told(lines: Sequence[int]) -> Text:
    """Return lines of the case log as a reader is pointed to them: the first few."""
    shown = ", ".join(map(str, lines[:_FEW_LINES])) + (" …" if len(lines) > _FEW_LINES else "")
    return text("{n:plural line|lines} {lines}", n=len(lines), lines=shown)


def loop_record(facts: LoopFacts) -> dict[str, Any]:
    """Return loop facts as JSON holds them in facts.json."""
    return {
        **{spec.name: getattr(facts, spec.name) for spec in fields(facts)},
        "metrics": {name: measure_record(value) for name, value in facts.metrics.items()},
        "notes": [note_record(note) for note in facts.notes],
        "as_old_as": facts.as_old_as.isoformat() if facts.as_old_as else None,
    }


def loop_facts(record: Mapping[str, Any]) -> LoopFacts:
    """Return the loop facts that a JSON value holds; the inverse of ``loop_record``."""
    given = dict(record)
    given["metrics"] = {name: measure_of(value) for name, value in given["metrics"].items()}
    given["tables"] = {name: tuple(rows) for name, rows in given["tables"].items()}
    given["gaps"] = {name: tuple(subjects) for name, subjects in given["gaps"].items()}
    given["few"] = {name: tuple(values) for name, values in given.get("few", {}).items()}
    given["notes"] = tuple(note_of(note) for note in given["notes"])
    given["as_old_as"] = date.fromisoformat(given["as_old_as"]) if given["as_old_as"] else None
    return LoopFacts(**given)
