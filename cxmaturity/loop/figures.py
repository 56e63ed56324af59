"""The metrics and tables of follow-up, put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cxmaturity.evidence.loop import CaseLog
from cxmaturity.evidence.measures import Measure, Table
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.loop.as_of import AsOf
from cxmaturity.loop.coverage import coverage
from cxmaturity.loop.follow_up import follow
from cxmaturity.loop.handling import by_owner, detractors_among_cases, metrics_of_cases
from cxmaturity.loop.remarks import remarks
from cxmaturity.words import Text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

METRICS: Final = (
    "loop.coverage",
    "loop.detractor_follow_up",
    "loop.deadline",
    "loop.deadline.curve",
    "loop.time_to_person.p50",
    "loop.acknowledged",
    "loop.fixed.p50",
    "loop.unowned",
    "loop.documented",
    "loop.with_cause",
    "loop.linked_to_action",
    "loop.aims",
    "loop.oldest_silent_days",
    "loop.owner_fit",
)
"""Every metric of cases and answers; ``loop.rules_share`` is the rules'."""
TABLES: Final = ("by_class", "by_source", "by_kind", "by_owner")


@dataclass(frozen=True)
class FollowUp:
    """How answers were followed up."""

    metrics: Mapping[str, Measure] = field(default_factory=lambda: dict.fromkeys(METRICS))
    """Each of ``METRICS``; None where it cannot be observed."""
    tables: Mapping[str, Table] = field(default_factory=lambda: dict.fromkeys(TABLES, ()))
    """Each of ``TABLES``; empty where nothing is known."""
    notes: tuple[Text, ...] = ()
    """What was left out, and what belongs to nothing."""


def follow_up(
    connection: DuckDBPyConnection, log: CaseLog | None, ownership_map: OwnershipMap | None, as_of: AsOf
) -> FollowUp:
    """Return how answers were followed up; nothing is known of it without a case log.

    The view ``classed`` and the tables ``cases``, ``matched`` and ``governed`` stand already; ``followed`` and
    ``reached`` stand afterwards.
    """
    follow(connection, as_of)
    notes = tuple(remarks(connection, log, ownership_map, as_of))
    if log is None:
        return FollowUp(notes=notes)
    metrics = {**dict.fromkeys(METRICS), **metrics_of_cases(connection, log.columns, ownership_map, as_of)}
    tables: dict[str, Table] = dict.fromkeys(TABLES, ())
    answered = coverage(connection, as_of)
    if answered is None:
        metrics["loop.detractor_follow_up"] = detractors_among_cases(connection, log.columns)
    elif "first_contact_at" in log.columns:
        is_kind_known = "first_contact_kind" in log.columns
        metrics |= answered.metrics if is_kind_known else answered.metrics | {"loop.detractor_follow_up": None}
        tables |= answered.tables
    tables["by_owner"] = tuple(by_owner(connection, log.columns, ownership_map))
    return FollowUp(metrics, tables, notes)
