"""Contacts with answers, opt-outs and bounces, as the naive reference takes them and as the kernel does."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from contacts.naive_responses import DAY, Observed

from cxmaturity.contacts.fields import NEVER
from cxmaturity.contacts.kernel.batches import Batch
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.policy import parse_policy
from cxmaturity.contacts.rows.zones import UTC as UTC_ZONE

START = datetime(2024, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SOURCES = ("", "a", "b", "silent")
CHANNELS = ("", "email", "sms")
KINDS = ("invite", "other", "reminder")
STEPS = tuple(days * DAY + more * MICROSECOND for days in (0, 1, 7, 30, 91) for more in (-1, 0, 1))[1:]


@dataclass(frozen=True)
class Contact:
    at: datetime
    source: str
    channel: str
    kind: str
    responded: datetime | None = None
    unsubscribed: datetime | None = None
    bounced: datetime | None = None
    soft: bool = False

    def order(self, window: timedelta):
        answered = self.responded is not None and timedelta(0) <= self.responded - self.at <= window
        return (self.at, self.source, self.channel, answered, self.unsubscribed is not None)


def random_log(seed: int, customers: int = 40, most: int = 25, window: timedelta = 30 * DAY) -> Observed:
    """Return a log with contacts, answers, opt-outs and bounces on and beside every boundary."""
    rng = random.Random(seed)
    by_customer = {}
    for number in range(customers):
        at, own = START + rng.choice((0, 0, 1, 30, 31)) * DAY, []
        for _ in range(rng.randint(1, most)):
            at += rng.choice(STEPS) if rng.random() < 0.6 else timedelta(seconds=rng.randrange(3_000_000))
            own.append(_contact(at, rng, window))
        by_customer[str(number)] = own
    return observed(by_customer, window)


def observed(by_customer: dict, window: timedelta = 30 * DAY) -> Observed:
    """Return what the reference takes, of contacts in any order; no opt-out or bounce is an orphan."""
    by_customer = {
        customer: sorted(own, key=lambda contact: contact.order(window)) for customer, own in by_customer.items()
    }
    contacts = [contact for own in by_customer.values() for contact in own]
    opt_outs, hard_bounces = defaultdict(list), defaultdict(list)
    for customer, own in by_customer.items():
        for contact in own:
            if contact.unsubscribed:
                opt_outs[customer].append(contact.unsubscribed)
            if contact.bounced and not contact.soft:
                hard_bounces[customer].append(contact.bounced)
    known = [at for c in contacts for at in (c.at, c.unsubscribed, c.bounced) if at]
    known += [contact.responded for contact in contacts if contact.responded and contact.responded >= contact.at]
    earliest = min(contact.at for contact in contacts)
    return Observed(by_customer, max(known), earliest, window, dict(opt_outs), dict(hard_bounces))


def _contact(at: datetime, rng: random.Random, window: timedelta) -> Contact:
    lags = (timedelta(0), MICROSECOND, 2 * DAY, window, window + MICROSECOND, -MICROSECOND, 400 * DAY)
    source = rng.choice(SOURCES)
    answers = source != "silent" and rng.random() < 0.3
    return Contact(
        at,
        source,
        rng.choice(CHANNELS),
        rng.choice(KINDS),
        at + rng.choice(lags[:4] if rng.random() < 0.8 else lags[:-1]) if answers else None,
        at + rng.choice(lags[:-1]) if rng.random() < 0.05 else None,
        at + rng.choice(lags[:-1]) if rng.random() < 0.05 else None,
        rng.random() < 0.5,
    )


def batch_of(seen: Observed) -> Batch:
    contacts = [contact for own in seen.by_customer.values() for contact in own]
    sizes = [len(own) for own in seen.by_customer.values()]
    starts = np.cumsum([0, *sizes[:-1]])
    codes = {
        name: np.array([values.index(getattr(contact, name)) for contact in contacts], dtype=np.uint8)
        for name, values in (("source", SOURCES), ("channel", CHANNELS), ("kind", KINDS))
    }
    details = {
        name: np.array([micros(getattr(contact, name)) for contact in contacts])
        for name in ("responded", "unsubscribed", "bounced")
    }
    details["soft"] = np.array([contact.soft for contact in contacts])
    instants = np.array([micros(contact.at) for contact in contacts])
    return Batch(instants, np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes), starts, codes, details)


def plan_of(seen: Observed) -> Plan:
    return Plan(
        {"source": SOURCES, "channel": CHANNELS, "kind": KINDS},
        parse_policy("rest-30"),
        {},
        UTC_ZONE,
        window=seen.window // MICROSECOND,
        latest=micros(seen.latest),
        origin=micros(seen.earliest),
        answerable=frozenset(
            contact.source for own in seen.by_customer.values() for contact in own if contact.responded is not None
        ),
    )


def micros(at: datetime | None) -> int:
    return NEVER if at is None else (at - EPOCH) // MICROSECOND
