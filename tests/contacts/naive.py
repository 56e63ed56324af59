"""Rows to contacts and their figures, in plain, quadratic Python, written from CONTACT_METRICS.md alone."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from contacts.naive_figures import concerned, fatigue, fragmentation, in_bounds, pairs, volume, written

KNOWN = {"sent", "delivered", "opened", "responded", "unsubscribed", "bounced", "suppressed"}
Row = dict[str, str]


@dataclass(frozen=True)
class Contact:
    customer: str
    at: datetime
    source: str
    channel: str
    team: str
    tool: str
    contact_id: str
    kind: str
    question: str = ""
    metric: str = ""
    scale: str = ""
    score: str = ""
    comment: str = ""
    event_at: datetime | None = None
    delivered: datetime | None = None
    opened: datetime | None = None
    responded: datetime | None = None
    unsubscribed: datetime | None = None
    bounced: datetime | None = None
    soft: bool = False
    strange: bool = False
    """An event of it is at an impossible instant, or its answer before its sending."""
    answered: bool = False
    """Responded within the window."""

    @property
    def order(self):
        """The order of the contract; then what --dedupe needs to keep the same one whatever the input order."""
        contract = (self.at, self.source, self.channel, self.team, self.tool, self.contact_id)
        ours = [self.kind, self.metric, self.scale]
        ours += [written(at) if at else "" for at in (self.responded, self.unsubscribed, self.bounced)]
        ours += [self.soft, self.strange, written(self.event_at) if self.event_at else "", score_rank(self.score)]
        return (*contract, self.answered, self.unsubscribed is not None, *ours, bool(self.comment))


@dataclass(frozen=True)
class Event:
    type: str
    customer: str
    at: datetime
    source: str
    contact_id: str
    soft: bool
    metric: str
    scale: str
    score: str
    comment: str

    @property
    def rank(self):
        return (self.at, score_rank(self.score), self.metric, self.scale, bool(self.comment))


@dataclass(frozen=True)
class Gathered:
    """What the rows of all files become."""

    by_customer: dict
    counted: Counter
    orphans: int
    latest: datetime | None
    """E."""
    opt_outs: dict
    """Customer to the instants of all that count, orphans included."""
    hard_bounces: dict
    types: frozenset
    """Of the events."""


def score_rank(score):
    try:
        return (0, float(score)) if score else (1, 0.0)
    except ValueError:
        return (0, math.inf)


@dataclass(frozen=True)
class Asked:
    zone: str = "UTC"
    limits: tuple = ((1, 30, None),)
    counts: tuple = ("invite", "reminder")
    exempt: tuple = ()
    kinds: tuple = ()
    first_day: date | None = None
    last_day: date | None = None
    without_reminders: bool = False
    dedupe: bool = False
    window: float = 30
    mapped_tools: frozenset | None = None
    platform_tools: frozenset | None = None


def audit(rows: list[Row], asked: Asked = Asked()) -> tuple[dict, list, dict]:
    """Return metrics, collision pairs, and customers concerned by finding."""
    found = gathered(rows, asked)
    by_customer, counted = found.by_customer, found.counted
    metrics = {
        **volume(by_customer),
        **fatigue(by_customer, asked),
        **fragmentation(by_customer, asked),
        "contacts.suppressed": counted["suppressed"],
        "contacts.other_events": counted["other"],
        "contacts.rejected_rows": counted["rejected"],
        "contacts.orphan_events": found.orphans,
        "coverage.lower_bound": False,
    }
    return metrics, pairs(by_customer), concerned(by_customer, asked)


def gathered(rows: list[Row], asked: Asked = Asked()) -> Gathered:
    """Rows to contacts in their final order, each with the events that belong to it."""
    window = timedelta(microseconds=round(asked.window * 86_400_000_000))
    verdicts = [judge(row, asked) for row in rows]
    everyone = [settled(verdict, window) for verdict in verdicts if isinstance(verdict, Contact)]
    events = [verdict for verdict in verdicts if isinstance(verdict, Event)]
    opt_outs, hard_bounces = defaultdict(list), defaultdict(list)
    by_customer = defaultdict(list)
    for contact in everyone:
        by_customer[contact.customer].append(contact)
    kept = {}
    for customer, own in by_customer.items():
        own.sort(key=lambda contact: contact.order)
        left = kept_of(own, asked)
        gone = [contact for contact in own if not any(contact is other for other in left)]
        opt_outs[customer] += [contact.unsubscribed for contact in gone if contact.unsubscribed]
        hard_bounces[customer] += [contact.bounced for contact in gone if contact.bounced and not contact.soft]
        if left:
            kept[customer] = left
    targets = [belongs_to(event, kept.get(event.customer, []), window) for event in events]
    attached = defaultdict(list)
    for event, target in zip(events, targets, strict=True):
        attached[id(target)].append(event)
    orphans = attached.pop(id(None), [])
    for event in orphans:
        if event.type == "unsubscribed":
            opt_outs[event.customer].append(event.at)
        if event.type == "bounced" and not event.soft:
            hard_bounces[event.customer].append(event.at)
    final = {
        customer: sorted((settled(told(c, attached[id(c)]), window) for c in own), key=lambda contact: contact.order)
        for customer, own in kept.items()
    }
    for customer, own in final.items():
        opt_outs[customer] += [contact.unsubscribed for contact in own if contact.unsubscribed]
        hard_bounces[customer] += [contact.bounced for contact in own if contact.bounced and not contact.soft]
    names = Counter(verdict for verdict in verdicts if isinstance(verdict, str))
    latest = latest_of(everyone, events, targets)
    types = frozenset(event.type for event in events)
    return Gathered(final, names, len(orphans), latest, opt_outs, hard_bounces, types)


def latest_of(contacts, events, targets):
    """E: the latest instant of contacts and known events, attached or orphan, that is possible; dropped ones too."""
    instants = []
    for event, target in zip(events, targets, strict=True):
        early = event.type == "responded" and target is not None and event.at < target.at
        instants += [] if early else [event.at]
    for contact in contacts:
        instants += [contact.at, contact.delivered, contact.opened, contact.unsubscribed, contact.bounced]
        instants += [contact.responded] if contact.responded and contact.responded >= contact.at else []
    return max((at for at in instants if at is not None and in_bounds(at)), default=None)


def kept_of(own, asked):
    left = [contact for contact in own if not (asked.without_reminders and contact.kind == "reminder")]
    return deduped(left) if asked.dedupe else left


def belongs_to(event, own, window):
    """The contact of an event among the customer's, in their order; None for an orphan."""
    same = [contact for contact in own if event.contact_id and contact.contact_id == event.contact_id]
    if same:
        return ([contact for contact in same if contact.at <= event.at] or same[:1])[-1]
    near = [
        contact for contact in own if contact.source == event.source and contact.at <= event.at <= contact.at + window
    ]
    return near[-1] if near else None


def told(contact, events):
    """A contact with the earliest of its events of each type, a hard bounce before a soft one."""
    early = any(event.type == "responded" and event.at < contact.at for event in events)
    strange = early or any(not in_bounds(event.at) for event in events)
    found = replace(contact, strange=contact.strange or strange)
    answers = sorted((event for event in events if event.type == "responded"), key=lambda event: event.rank)
    if answers and (contact.responded is None or answers[0].at < contact.responded):
        first = answers[0]
        found = replace(
            found,
            responded=first.at,
            score=first.score or found.score,
            metric=found.metric or first.metric,
            scale=found.scale or first.scale,
            comment=found.comment or first.comment,
        )
    opt_outs = [event.at for event in events if event.type == "unsubscribed"]
    opt_outs += [contact.unsubscribed] if contact.unsubscribed else []
    bounces = [(event.soft, event.at) for event in events if event.type == "bounced"]
    bounces += [(contact.soft, contact.bounced)] if contact.bounced else []
    soft, bounced = min(bounces, default=(False, None))
    return replace(found, unsubscribed=min(opt_outs, default=None), bounced=bounced, soft=soft)


def settled(contact, window):
    """A contact that knows whether it was answered in time, and whether an event of it is impossible."""
    answer = contact.responded
    events = (contact.delivered, contact.opened, answer, contact.unsubscribed, contact.bounced)
    strange = any(at and not in_bounds(at) for at in events if at is not contact.at)
    strange |= answer is not None and answer < contact.at
    answered = answer is not None and timedelta(0) <= answer - contact.at <= window
    return replace(contact, answered=answered, strange=contact.strange or strange)


def judge(row: Row, asked: Asked):
    at = instant(row.get("sent_at", ""), asked.zone)
    if at is not None and (asked.first_day or asked.last_day):
        day = at.astimezone(ZoneInfo(asked.zone)).date()
        if (asked.first_day and day < asked.first_day) or (asked.last_day and day > asked.last_day):
            return "outside"
    event = row["event_type"].strip().lower() if "event_type" in row else "sent"
    if row.get("suppressed", "").strip().lower() not in ("", "0", "false", "no") or event == "suppressed":
        return "suppressed"
    if event not in KNOWN:
        return "other"
    customer = row["customer_id"].strip()
    customer = customer.lower() if "@" in customer else customer
    if not customer or at is None:
        return "rejected"
    cells = {name: row.get(name, "").strip() for name in TOLD}
    cells["metric"] = cells["metric"].lower()
    cells["score"] = "" if cells["score"] == "nan" else cells["score"]
    word = row.get("bounced", "").strip().lower()
    if event != "sent":
        del cells["question"], cells["channel"], cells["team"], cells["tool"]
        return Event(event, customer, at, soft=word == "soft", **cells)
    times = {name: instant(row.get(column, ""), asked.zone) for name, column in TIMES.items()}
    if word in ("no", "false", "0"):
        times["bounced"] = None
    elif word and times["bounced"] is None:
        times["bounced"] = at
    return Contact(
        customer, at, kind=row.get("kind", "").strip().lower() or "invite", soft=word == "soft", **cells, **times
    )


TOLD = ("source", "channel", "team", "tool", "contact_id", "question", "metric", "scale", "score", "comment")
TIMES = {
    "event_at": "event_at",
    "delivered": "delivered",
    "opened": "opened_at",
    "responded": "responded_at",
    "unsubscribed": "unsubscribed_at",
    "bounced": "bounced_at",
}


def instant(written: str, zone: str) -> datetime | None:
    """Read ISO times; a repeated local hour is the first one, a missing one is shifted forward (fold 0 does both)."""
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone), fold=0)).astimezone(UTC)


def deduped(own):
    seen, kept = set(), []
    for contact in own:
        key = (contact.at, contact.source, contact.channel)
        if key not in seen:
            kept.append(contact)
        seen.add(key)
    return kept
