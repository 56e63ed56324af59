"""The key figures as they would be without reminders, measured beside the others in the same pass."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from cxmaturity.contacts.answers import Answers
from cxmaturity.contacts.batches import Batch
from cxmaturity.contacts.fields import CATEGORIES
from cxmaturity.contacts.gathering import contacts_of
from cxmaturity.contacts.metrics import metrics_of
from cxmaturity.contacts.plan import Plan
from cxmaturity.contacts.response_metrics import response_metrics
from cxmaturity.contacts.responses import departures, responses
from cxmaturity.contacts.rhythm import flagged, over_policy, rhythm
from cxmaturity.contacts.scores import answering
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.contacts.summary import Summary, merged
from cxmaturity.contacts.volume import histogram
from cxmaturity.contacts.windows import Line, microseconds, within_room
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
_NEEDED: Final = ("event", "ident", "responded", "unsubscribed", "bounced", "soft")
"""Columns of the stream that bear on them."""
_MONTH: Final = 30


def without_reminders(batch: Batch, contacts: Batch, plan: Plan) -> Summary:
    """Return of a batch, of which the contacts are known, what the key figures need, its reminders left out.

    Which sources are answered then is not known beforehand; all are counted, and told apart in the end.
    """
    named = frozenset(plan.values("source"))
    reminderless = replace(plan, without_reminders=True, answerable=named, with_examples=False)
    if "event" in batch.details or plan.dedupe:  # less is dropped, or events find other contacts
        contacts, _ = contacts_of(_bare(batch), reminderless)
    else:
        invited = [kind != "reminder" for kind in plan.values("kind")]
        contacts = _bare(contacts).selected(flagged(contacts, "kind", invited))
    parts = within_room(contacts, plan.longest)
    return merged(_part(part, reminderless) for part in parts if len(part))


def _bare(batch: Batch) -> Batch:
    """Return a batch without what the key figures do not need."""
    codes = {name: codes for name, codes in batch.codes.items() if name in CATEGORIES}
    details = {name: values for name, values in batch.details.items() if name in _NEEDED}
    return replace(batch, codes=codes, details=details, ids=None)


def _part(batch: Batch, plan: Plan) -> Summary:
    line = Line.of(batch, plan.longest)
    pressure = {_MONTH: line.pressure(microseconds(_MONTH))}
    answers = Answers.of(batch, plan)
    return merged(
        (
            Summary(contacts=len(batch), customers=len(batch.starts), per_customer=histogram(batch.sizes)),
            rhythm(batch, line, pressure),
            over_policy(batch, line, pressure, plan),
            answering(batch, plan),
            responses(batch, pressure[_MONTH], answers, plan),
            departures(batch, pressure[_MONTH], answers, plan),
        )
    )


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
