"""The key figures as they would be without reminders."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.metrics.contact_metrics import metrics_of
from cxmaturity.contacts.metrics.response_metrics import response_metrics
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.evidence.measures import Measure

KEY_FIGURES: Final = (
    "contacts.count",
    "contacts.customers",
    "contacts.per_customer.mean",
    "contacts.per_customer.p95",
    "fatigue.pressure_30d.p50",
    "fatigue.pressure_30d.p95",
    "fatigue.pressure_30d.max",
    "fatigue.gap_days.p50",
    "fatigue.contacts_over_policy_share",
    "fatigue.customers_over_policy_share",
    "response.rate",
    "optout.per_1000",
)
"""The metrics that are told with and without reminders. None of them hangs on the order of contacts that tie."""


def reminderless(summary: Summary, settings: AuditSettings, unseen: Collection[str]) -> dict[str, Measure] | None:
    """Return the key figures without reminders, null what these logs cannot show; None where no contact is one."""
    if summary.without_reminders is None or not summary.values.get("kind", {}).get("reminder"):
        return None
    found = _figures(summary.without_reminders, settings)
    return {name: None if name in unseen else value for name, value in found.items()}


def _figures(summary: Summary, settings: AuditSettings) -> dict[str, Measure]:
    by_source = summary.answered.get("source", {})
    answerable = {source: shares for source, shares in by_source.items() if summary.answers.get(source)}
    counted = replace(summary, answered={"source": answerable})
    found = {**metrics_of(counted, settings), **response_metrics(counted)}
    return {name: found[name] for name in KEY_FIGURES}
