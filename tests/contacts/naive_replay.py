"""The policy replay in plain, quadratic Python, written from CONTACT_METRICS.md and from nothing else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from contacts.naive import Contact


@dataclass(frozen=True)
class Rule:
    limits: tuple
    """(contacts, days, source kind or None)."""
    counts: tuple = ("invite", "reminder")
    exempt: tuple = ()
    priority: tuple = ()
    kinds: tuple = ()
    """(source, its kind)."""


def replay(by_customer: dict[str, list[Contact]], rule: Rule, window: timedelta = timedelta(days=30)) -> dict:
    """Return what a replay prints of contacts in their order."""
    sources, teams = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
    spared = responses = opt_outs = 0
    for own in by_customer.values():
        stopped = walk(own, rule)
        spared += any(stopped)
        for contact, gone in zip(own, stopped, strict=True):
            sources[contact.source][gone] += 1
            teams[contact.team][gone] += 1
            answer = contact.responded
            responses += bool(gone and answer and timedelta(0) <= answer - contact.at <= window)
            opt_outs += bool(gone and contact.unsubscribed)
    return {
        "kept": sum(kept for kept, _ in sources.values()),
        "stopped": sum(gone for _, gone in sources.values()),
        "by_source": [{"source": name, "kept": k, "stopped": s} for name, (k, s) in sorted(sources.items())],
        "by_team": [{"team": name, "kept": k, "stopped": s} for name, (k, s) in sorted(teams.items())],
        "customers_spared": spared,
        "stopped_responses": responses,
        "stopped_opt_outs": opt_outs,
    }


def walk(own: list[Contact], rule: Rule) -> list[bool]:
    """Return for each contact of a customer whether it is stopped."""
    stopped = [False] * len(own)
    kept: list[Contact] = []
    for place in walk_order(own, rule):
        contact = own[place]
        if not is_counted(contact, rule):
            continue
        for limit in rule.limits:
            most, days, _ = limit
            if concerns(limit, contact, rule):
                start = contact.at - timedelta(days=days)
                before = [other for other in kept if concerns(limit, other, rule) and start < other.at <= contact.at]
                stopped[place] |= len(before) >= most
        if not stopped[place]:
            kept.append(contact)
    return stopped


def walk_order(own: list[Contact], rule: Rule) -> list[int]:
    """Return the places of contacts in the order of the walk: priority reorders contacts of one instant only."""
    order = []
    for _, places in groupby(range(len(own)), key=lambda place: own[place].at):
        together = list(places)
        for source in rule.priority:
            order += [place for place in together if own[place].source == source]
        order += [place for place in together if own[place].source not in rule.priority]
    return order


def is_counted(contact: Contact, rule: Rule) -> bool:
    kind = contact.kind if contact.kind in ("invite", "reminder") else "other"
    return kind in rule.counts and contact.source not in rule.exempt


def concerns(limit: tuple, contact: Contact, rule: Rule) -> bool:
    return limit[2] is None or dict(rule.kinds).get(contact.source) == limit[2]
