"""Rows of whole customers to contacts in their final order, with all that is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from cxmaturity.contacts.fields import NEVER, NOT_YET
from cxmaturity.contacts.kernel.attaching import (
    BOUNCED,
    RESPONDED,
    UNSUBSCRIBED,
    Attached,
    Events,
    attach,
    is_flagged,
    split,
    without,
)
from cxmaturity.contacts.kernel.batches import Batch, Flags, Ints, Moments
from cxmaturity.contacts.kernel.ordering import in_order, undecided
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.kernel.volume import repeats


def contacts_of(batch: Batch, plan: Plan) -> tuple[Batch, Summary]:
    """Return the contacts that count, and what the rows tell besides: those left out, orphans, the latest answer.

    First ``--without-reminders`` and ``--dedupe`` drop contacts, then events are attached.
    """
    contacts, events = split(batch)
    contacts = _with_customers(in_order(contacts, plan), events)
    reminders, duplicates = _dropped(contacts, plan)
    gone = reminders | duplicates
    contacts = replace(contacts, opt_outs=_own_opt_outs(contacts, gone))
    found = Summary(
        dropped_reminders=int(np.count_nonzero(reminders)), dropped_duplicates=int(np.count_nonzero(duplicates))
    )
    if gone.any():
        contacts, events = without(contacts, events, gone)
    chosen = np.zeros(0, np.int64)
    loose: list[Moments] = [contacts.opt_outs] if contacts.opt_outs is not None else []
    if events is not None:
        attached = attach(contacts, events, plan)
        found = found.merge(_of_events(attached, contacts, events))
        loose += _orphan_opt_outs(events, attached)
        chosen = attached.targets[attached.by_window]
        contacts = attached.contacts
    found = found.merge(Summary(undecided=undecided(contacts, chosen, plan)))
    contacts = in_order(contacts, plan) if events is not None else contacts
    every = np.ones(len(contacts), np.bool_)
    own = _own_opt_outs(contacts, every)
    return replace(contacts, opt_outs=None if own is None else _together([own, *loose])), found


def _dropped(contacts: Batch, plan: Plan) -> tuple[Flags, Flags]:
    """Return which contacts are dropped as reminders, and which others as duplicates."""
    reminders = np.zeros(len(contacts), dtype=np.bool_)
    duplicates = reminders.copy()
    if plan.without_reminders and "kind" in contacts.codes and "reminder" in plan.vocabulary["kind"]:
        reminders = contacts.codes["kind"] == plan.vocabulary["kind"].index("reminder")
    if plan.dedupe:
        kept = np.flatnonzero(~reminders)
        duplicates[kept[repeats(contacts.selected(~reminders))]] = True
    return reminders, duplicates


def _with_customers(contacts: Batch, events: Events | None) -> Batch:
    """Return the contacts with their customers' earliest opt-out and hard bounce, also of orphans and the dropped."""
    details = contacts.details
    opted_out_at = hard_bounced_at = None
    if "unsubscribed" in details:
        opted_out_at = _earliest(contacts, details["unsubscribed"], details["unsubscribed"] != NEVER)
        if events is not None:
            _lower(opted_out_at, events, events.types == UNSUBSCRIBED)
    if "bounced" in details:
        hard_bounced_at = _earliest(contacts, details["bounced"], (details["bounced"] != NEVER) & ~details["soft"])
        if events is not None:
            _lower(hard_bounced_at, events, (events.types == BOUNCED) & ~events.rows.details["soft"])
    return replace(contacts, opted_out_at=opted_out_at, hard_bounced_at=hard_bounced_at)


def _earliest(contacts: Batch, instants: Ints, which: Flags) -> Ints:
    found = np.full(len(contacts.starts), NOT_YET)
    np.minimum.at(found, contacts.customers[which], instants[which])
    return found


def _lower(known: Ints, events: Events, which: Flags) -> None:
    which = which & (events.owners >= 0)
    np.minimum.at(known, events.owners[which], events.rows.instants[which])


def _own_opt_outs(contacts: Batch, which: Flags) -> Moments | None:
    """Return the opt-outs of some contacts."""
    opt_outs = contacts.details.get("unsubscribed")
    if opt_outs is None:
        return None
    rows = np.flatnonzero(which & (opt_outs != NEVER))
    return Moments(contacts.customers[rows], opt_outs[rows])


def _orphan_opt_outs(events: Events, attached: Attached) -> Iterator[Moments]:
    rows = np.flatnonzero((events.types == UNSUBSCRIBED) & (attached.targets < 0) & (events.owners >= 0))
    if len(rows):
        yield Moments(events.owners[rows], events.rows.instants[rows])


def _together(found: list[Moments]) -> Moments:
    customers = np.concatenate([each.customers for each in found])
    instants = np.concatenate([each.instants for each in found])
    order = np.lexsort((instants, customers))
    return Moments(customers[order], instants[order])


def _of_events(attached: Attached, contacts: Batch, events: Events) -> Summary:
    """Return how many events are orphans, and the latest answer at a possible instant."""
    answers = events.types == RESPONDED
    if answers.any():
        answers &= ~is_flagged(contacts, events, attached.targets)
    instants = events.rows.instants[answers]
    latest = int(instants.max()) if len(instants) else None
    return Summary(orphan_events=attached.orphans, latest_answer=latest)
