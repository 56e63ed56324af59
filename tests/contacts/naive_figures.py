"""Volume, fatigue and fragmentation of contacts, in plain, quadratic Python, written from CONTACT_METRICS.md alone."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def in_bounds(at):
    return datetime(1990, 1, 1, tzinfo=UTC) <= at <= datetime(2100, 1, 1, tzinfo=UTC)


def repeats(own):
    """Contacts equal to an earlier one in customer, instant, source and channel."""
    seen, found = set(), []
    for contact in own:
        key = (contact.at, contact.source, contact.channel)
        if key in seen:
            found.append(contact)
        seen.add(key)
    return found


def possible(contact):
    return in_bounds(contact.at) and not contact.strange


def volume(by_customer):
    contacts = [contact for own in by_customer.values() for contact in own]
    sizes = sorted(len(own) for own in by_customer.values())
    names = {field: Counter(getattr(c, field) for c in contacts if getattr(c, field)) for field in FIELDS}
    most = sizes[::-1][: math.ceil(Fraction(len(sizes), 10))]
    multisets = defaultdict(Counter)
    for contact in contacts:
        if contact.source:
            multisets[contact.source][contact.customer, contact.at] += 1
    return {
        "contacts.count": len(contacts),
        "contacts.customers": len(sizes),
        **{f"contacts.{field}s": len(names[field]) for field in FIELDS},
        "contacts.duplicates": sum(len(repeats(own)) for own in by_customer.values()),
        "contacts.impossible_times": sum(not possible(contact) for contact in contacts),
        "contacts.mirrored_sources": sum(multisets[a] == multisets[b] for a, b in combinations(multisets, 2)),
        "contacts.first": written(min(contact.at for contact in contacts)),
        "contacts.last": written(max(contact.at for contact in contacts)),
        "contacts.per_customer.mean": len(contacts) / len(sizes),
        "contacts.per_customer.p50": rank(sizes, "0.5"),
        "contacts.per_customer.p95": rank(sizes, "0.95"),
        "contacts.per_customer.p99": rank(sizes, "0.99"),
        "contacts.per_customer.max": sizes[-1],
        "contacts.top_decile_share": sum(most) / len(contacts),
        "contacts.unattributed_share": sum(not contact.source for contact in contacts) / len(contacts),
        "contacts.effective_sources": effective(names["source"]),
        "contacts.effective_tools": effective(names["tool"]),
    }


FIELDS = ("source", "channel", "team", "tool")


def fatigue(by_customer, asked):
    contacts = sum(len(own) for own in by_customer.values())
    pressures = {
        days: [pressure(own, i, days) for own in by_customer.values() for i in range(len(own))]
        for days in (1, 7, 30, 90)
    }
    gaps = [later.at - earlier.at for own in by_customer.values() for earlier, later in pairwise(own)]
    gap_days = [math.floor(gap / timedelta(hours=1)) / 24 for gap in gaps]
    busiest = [max(days_of(own, asked.zone).values()) for own in by_customer.values()]
    broken = [breaking(own, asked) for own in by_customer.values()]
    found = {
        "fatigue.gap_days.p50": rank(gap_days, "0.5"),
        "fatigue.gap_days.p05": rank(gap_days, "0.05"),
        "fatigue.same_day.max": max(busiest),
        "fatigue.same_day.customers": sum(most >= 2 for most in busiest),
        "fatigue.over_20_a_day.customers": sum(most > 20 for most in busiest),
        "fatigue.contacts_over_policy_share": sum(map(len, broken)) / contacts,
        "fatigue.customers_over_policy_share": sum(map(bool, broken)) / len(by_customer),
    }
    for days, values in pressures.items():
        found[f"fatigue.pressure_{days}d.p50"] = rank(values, "0.5")
        found[f"fatigue.pressure_{days}d.p95"] = rank(values, "0.95")
        found[f"fatigue.pressure_{days}d.max"] = max(values)
        found[f"fatigue.gaps_under_{days}d"] = sum(gap < days * DAY for gap in gaps)
    return found


def pressure(own, i, days):
    return sum(within(other, own[i], days) for other in own)


def within(other, end, days):
    """Whether a contact lies in the window (t − d, t] that ends with another."""
    return timedelta(0) <= end.at - other.at < days * DAY


def days_of(own, zone):
    return Counter(contact.at.astimezone(ZoneInfo(zone)).date() for contact in own)


def breaking(own, asked):
    broken = set()
    for most, days, kind in asked.limits:
        subject = [
            contact
            for contact in own
            if contact.kind in asked.counts
            and contact.source not in asked.exempt
            and (kind is None or dict(asked.kinds).get(contact.source) == kind)
        ]
        for contact in subject:
            near = sum(within(other, contact, days) for other in subject)
            if near > most:
                broken |= {i for i, other in enumerate(own) if other is contact}
    return broken


def fragmentation(by_customer, asked):
    contacts = [contact for own in by_customer.values() for contact in own]
    gaps = sum(len(own) - 1 for own in by_customer.values())
    sources = [len({contact.source for contact in own if contact.source}) for own in by_customer.values()]
    collisions = sum(len(collided(own)) for own in by_customer.values())
    return {
        "fragmentation.sources_per_customer.mean": sum(sources) / len(sources),
        "fragmentation.sources_per_customer.p95": rank(sources, "0.95"),
        "fragmentation.sources_per_customer.max": max(sources),
        "fragmentation.multi_source_30d.customers": sum(map(several_in_a_month, by_customer.values())),
        "fragmentation.collisions_7d": collisions,
        "fragmentation.collision_share": collisions / gaps if gaps else None,
        "fragmentation.off_map_tool_share": outside(contacts, asked.mapped_tools),
        "fragmentation.off_platform_tool_share": outside(contacts, asked.platform_tools),
    }


def collided(own):
    return [
        (earlier, later)
        for earlier, later in pairwise(own)
        if earlier.source and later.source and earlier.source != later.source and later.at - earlier.at < 7 * DAY
    ]


def several_in_a_month(own):
    return any(len({other.source for other in own if other.source and within(other, end, 30)}) >= 2 for end in own)


def outside(contacts, known):
    tools = [contact.tool for contact in contacts if contact.tool]
    return sum(tool not in known for tool in tools) / len(tools) if known is not None and tools else None


def pairs(by_customer):
    found, met, has = Counter(), defaultdict(set), defaultdict(set)
    for customer, own in by_customer.items():
        for contact in own:
            has[contact.source].add(customer)
        for earlier, later in collided(own):
            pair = tuple(sorted((earlier.source, later.source)))
            found[pair] += 1
            met[pair].add(customer)
    return [
        {
            "a": a,
            "b": b,
            "collisions": found[a, b],
            "customers": len(met[a, b]),
            "lift": len(met[a, b]) * len(by_customer) / (len(has[a]) * len(has[b])),
        }
        for a, b in sorted(found)
    ]


def concerned(by_customer, asked):
    every = by_customer.values()
    return {
        "duplicate_rows": sum(bool(repeats(own)) for own in every),
        "impossible_times": sum(any(not possible(contact) for contact in own) for own in every),
        "unattributed_contacts": sum(any(not contact.source for contact in own) for own in every),
        "same_day_requests": sum(max(days_of(own, asked.zone).values()) >= 2 for own in every),
        "over_20_a_day": sum(max(days_of(own, asked.zone).values()) > 20 for own in every),
        "over_policy": sum(bool(breaking(own, asked)) for own in every),
        "collisions": sum(bool(collided(own)) for own in every),
        "many_senders": sum(len({contact.source for contact in own if contact.source}) >= 4 for own in every),
    }


def rank(values, share):
    """Nearest rank: the ⌈q·n⌉-th smallest."""
    return sorted(values)[max(math.ceil(Fraction(share) * len(values)), 1) - 1] if values else None


def effective(counts):
    total = sum(counts.values())
    return 1 / sum((count / total) ** 2 for count in counts.values()) if counts else None


def written(at):
    return f"{at.year:04}" + at.strftime("-%m-%dT%H:%M:%S.%f") + "Z"
