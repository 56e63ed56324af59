"""Which metrics a log could show at all, by the fields and the events that it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cxmaturity.evidence.measures import Measure

if TYPE_CHECKING:
    from cxmaturity.contacts.rows.opening import Opened


@dataclass(frozen=True)
class Family:
    """Metrics that the same fields or events show; a metric of two families needs what both need."""

    fields: tuple[str, ...]
    """Canonical fields, any of which shows them."""
    event: str | None
    """Type of event that shows them, too."""
    metrics: tuple[str, ...]
    tables: tuple[str, ...] = ()


FAMILIES: Final = (
    Family(
        ("responded_at",),
        "responded",
        (
            "response.rate",
            "response.late",
            "response.within_customer_slope",
            "response.mantel_haenszel",
            "response.feedback_ratio",
            "fatigue.ignored_streak.p95",
            "fatigue.ignored_streak.max",
        ),
        ("response.by_pressure", "response.by_channel", "response.by_source"),
    ),
    Family(
        ("responded_at",),
        "responded",
        ("response.sources_with_comment_share", "response.largest_source_share"),
        ("score.by_month",),
    ),
    Family(("comment",), None, ("response.sources_with_comment_share",)),
    Family(
        ("unsubscribed_at",),
        "unsubscribed",
        ("optout.per_1000", "fatigue.after_opt_out"),
        ("optout.by_pressure",),
    ),
    Family(("bounced", "bounced_at"), "bounced", ("fatigue.after_hard_bounce",)),
    Family(("question",), None, ("fragmentation.repeat_question_share",)),
    Family(("metric",), None, ("fragmentation.metric_conflicts",)),
    Family(("score",), None, ("score.nps", "score.csat", "score.ces"), ("score.by_source", "score.by_month")),
    Family(("event_at",), None, ("timing.lag_days.p50", "timing.within_declared_share")),
)


def unseen_metrics(opened: Sequence[Opened]) -> dict[str, Measure]:
    """Return the metrics that these logs cannot show, each null."""
    return {name: None for family in FAMILIES if not _shows(opened, family) for name in family.metrics}


def unseen_tables(opened: Sequence[Opened]) -> dict[str, None]:
    """Return the tables that these logs cannot show, each null."""
    return {name: None for family in FAMILIES if not _shows(opened, family) for name in family.tables}


def _shows(opened: Sequence[Opened], family: Family) -> bool:
    return any(
        family.event in each.tally.events or any(field in each.judge.bound for field in family.fields)
        for each in opened
    )
