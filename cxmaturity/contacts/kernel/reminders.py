"""The key figures as they would be without reminders, measured beside the others in the same pass."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cxmaturity.contacts.fields import CATEGORIES
from cxmaturity.contacts.kernel.answers import Answers
from cxmaturity.contacts.kernel.batches import Batch
from cxmaturity.contacts.kernel.gathering import contacts_of
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.responses import departures, responses
from cxmaturity.contacts.kernel.rhythm import flagged, over_policy, rhythm
from cxmaturity.contacts.kernel.scores import answering
from cxmaturity.contacts.kernel.summary import Summary, merged
from cxmaturity.contacts.kernel.volume import histogram
from cxmaturity.contacts.kernel.windows import Line, microseconds, within_room

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
