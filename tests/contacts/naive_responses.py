"""Answers, opt-outs and the dose-response in plain Python, written from CONTACT_METRICS.md and METHODS.md alone.

What it is given: for each customer the contacts in their order, each with ``at``, ``source``, ``channel``, ``kind`` and
``responded`` (None without an answer); E, the window W, and the earliest unflagged contact; and for each customer all
opt-outs and all hard bounces, orphans included.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

DAY = timedelta(days=1)
Z = 1.959963984540054


@dataclass(frozen=True)
class Observed:
    by_customer: dict
    latest: datetime
    earliest: datetime | None
    window: timedelta = 30 * DAY
    opt_outs: dict = field(default_factory=dict)
    """Customer to the instants of all opt-outs."""
    hard_bounces: dict = field(default_factory=dict)
    answers_seen: bool = True
    """Whether answers, opt-outs and bounces could have been seen at all."""
    opt_outs_seen: bool = True
    bounces_seen: bool = True


def metrics(seen: Observed) -> dict:
    return {**responses(seen), **opt_outs(seen), **after(seen)}


def tables(seen: Observed) -> dict:
    rated, left = rows_of(seen), leaving(seen)
    judged_rows = [row for row in rated if judged(seen, row.contact)]
    settled_rows = [row for row in rated if settled(seen, row.contact)]
    found = dict.fromkeys(("response.by_pressure", "response.by_channel", "response.by_source", "optout.by_pressure"))
    if seen.answers_seen:
        found["response.by_pressure"] = by_pressure(settled_rows, "responded", lambda row: row.responded)
        for name in ("channel", "source"):
            groups = defaultdict(list)
            for row in judged_rows:
                groups[getattr(row.contact, name)].append(row.responded)
            found[f"response.by_{name}"] = [rate_row(name, key, "responded", groups[key]) for key in sorted(groups)]
    if seen.opt_outs_seen:
        everything = [row for row in all_rows(seen) if settled(seen, row.contact)]
        found["optout.by_pressure"] = by_pressure(everything, "optouts", lambda row: id(row.contact) in left)
    return found


def concerned(seen: Observed) -> dict:
    found = {}
    if seen.answers_seen:
        found["ignored_runs"] = sum(streak >= 5 for streak in streaks(seen))
    if seen.opt_outs_seen:
        found["contact_after_opt_out"] = sum(map(bool, later_than(seen, seen.opt_outs)))
    if seen.bounces_seen:
        found["contact_after_bounce"] = sum(map(bool, later_than(seen, seen.hard_bounces)))
    return found


@dataclass(frozen=True)
class Row:
    customer: str
    contact: object
    pressure: int
    responded: bool


def all_rows(seen):
    return [
        Row(
            customer,
            contact,
            sum(timedelta(0) <= contact.at - other.at < 30 * DAY for other in own),
            contact.responded is not None and timedelta(0) <= contact.responded - contact.at <= seen.window,
        )
        for customer, own in seen.by_customer.items()
        for contact in own
    ]


def answerable(seen):
    return {contact.source for own in seen.by_customer.values() for contact in own if contact.responded is not None}


def rows_of(seen):
    """Rows of the answerable sources."""
    sources = answerable(seen)
    return [row for row in all_rows(seen) if row.contact.source in sources]


def judged(seen, contact):
    return contact.at <= seen.latest - seen.window


def settled(seen, contact):
    return judged(seen, contact) and seen.earliest is not None and contact.at >= seen.earliest + 30 * DAY


def asked(row):
    return row.contact.kind != "reminder"


def wilson(hits, n, scale=1):
    if not n:
        return {"low": None, "high": None}
    p = hits / n
    centre, half = p + Z * Z / (2 * n), Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low, high = ((centre + sign * half) / (1 + Z * Z / n) for sign in (-1, 1))
    return {"low": scale * (low if hits else 0.0), "high": scale * (high if hits < n else 1.0)}


def rate_row(key, value, name, flags):
    n, hits = len(flags), sum(flags)
    return {key: value, "n": n, name: hits, "rate": hits / n if n else None, **wilson(hits, n)}


def by_pressure(rows, name, flag):
    labels = ["1", "2", "3", "4", "5", "6+"]
    groups = {label: [] for label in labels}
    for row in rows:
        groups[labels[min(row.pressure, 6) - 1]].append(flag(row))
    return [rate_row("pressure", label, name, groups[label]) for label in labels]


def responses(seen):
    names = ("response.rate", "response.late", "response.within_customer_slope", "response.mantel_haenszel")
    names += ("response.feedback_ratio", "fatigue.ignored_streak.p95", "fatigue.ignored_streak.max")
    if not seen.answers_seen:
        return dict.fromkeys(names)
    rows = rows_of(seen)
    judged_rows = [row for row in rows if judged(seen, row.contact)]
    settled_rows = [row for row in rows if settled(seen, row.contact) and asked(row)]
    hits, n = sum(row.responded for row in judged_rows), len(judged_rows)
    ratio = feedback_ratio(seen, rows)
    ignored = sorted(streaks(seen))
    late = [row for row in rows if row.contact.responded and row.contact.responded - row.contact.at > seen.window]
    return {
        "response.rate": {"value": hits / n if n else None, **wilson(hits, n), "n": n},
        "response.late": len(late),
        "response.within_customer_slope": slope(settled_rows) | {"label": label(ratio)},
        "response.mantel_haenszel": odds_ratio(seen, settled_rows),
        "response.feedback_ratio": ratio,
        "fatigue.ignored_streak.p95": ignored[math.ceil(Fraction(19, 20) * len(ignored)) - 1] if ignored else None,
        "fatigue.ignored_streak.max": ignored[-1] if ignored else None,
    }


def streaks(seen):
    sources = answerable(seen)
    found = []
    for own in seen.by_customer.values():
        rows = [contact for contact in own if contact.source in sources and judged(seen, contact)]
        longest = run = 0
        for contact in rows:
            answered = contact.responded is not None and timedelta(0) <= contact.responded - contact.at <= seen.window
            run = 0 if answered else run + 1
            longest = max(longest, run)
        found += [longest] if rows else []
    return found


def slope(rows):
    """Least squares of y on x and t, all centred per customer; variance from the residuals, clustered by customer."""
    groups = defaultdict(list)
    for row in rows:
        t = Fraction((row.contact.at - rows[0].contact.at) // timedelta(microseconds=1), 86_400_000_000)
        groups[row.customer].append((row.pressure - 1, t, int(row.responded)))
    centred = []
    for own in groups.values():
        means = [Fraction(sum(column), len(own)) for column in zip(*own, strict=True)]
        centred.append([tuple(value - mean for value, mean in zip(row, means, strict=True)) for row in own])
    varied = sum(any(x for x, _, _ in own) for own in centred)
    nothing = {"value": None, "low": None, "high": None, "customers": varied}
    everything = [row for own in centred for row in own]
    xx, xt, tt = (sum(row[i] * row[j] for row in everything) for i, j in ((0, 0), (0, 1), (1, 1)))
    xy, ty = (sum(row[i] * row[2] for row in everything) for i in (0, 1))
    determinant = xx * tt - xt * xt
    if varied < 2 or not determinant:
        return nothing
    b, c = (tt * xy - xt * ty) / determinant, (xx * ty - xt * xy) / determinant
    scores = [sum((tt * x - xt * t) * (y - b * x - c * t) for x, t, y in own) / determinant for own in centred]
    half = Z * math.sqrt(sum(score * score for score in scores))
    return {
        "value": 100 * float(b),
        "low": 100 * (float(b) - half),
        "high": 100 * (float(b) + half),
        "customers": varied,
    }


def odds_ratio(seen, rows):
    strata = defaultdict(Counter)
    for row in rows:
        block = (row.contact.at - seen.earliest) // (91 * DAY)
        strata[row.customer, block][row.pressure >= 2, row.responded] += 1
    r = s = pr = mixed = qs = Fraction(0)
    for cells in strata.values():
        a, b, c, d = cells[True, True], cells[True, False], cells[False, True], cells[False, False]
        n = a + b + c + d
        p, q, own_r, own_s = Fraction(a + d, n), Fraction(b + c, n), Fraction(a * d, n), Fraction(b * c, n)
        r, s, pr, mixed, qs = r + own_r, s + own_s, pr + p * own_r, mixed + p * own_s + q * own_r, qs + q * own_s
    if not r or not s:
        return {"odds_ratio": None, "low": None, "high": None}
    error = math.sqrt(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s))
    ratio = float(r / s)
    return {"odds_ratio": ratio, "low": ratio * math.exp(-Z * error), "high": ratio * math.exp(Z * error)}


def feedback_ratio(seen, rows):
    """Risk ratio of being asked again within 30 days, after an answer against after none, within customers."""
    groups = defaultdict(list)
    for row in rows:
        if asked(row):
            groups[row.customer].append(row)
    above = below = spread = Fraction(0)
    for own in groups.values():
        times = [row.contact.at for row in own]
        a = c = m1 = m0 = 0
        for row in own:
            if row.contact.at > seen.latest - max(seen.window, 30 * DAY):
                continue
            following = bisect_right(times, row.contact.at)
            again = following < len(times) and times[following] - row.contact.at < 30 * DAY
            if row.responded:
                a, m1 = a + again, m1 + 1
            else:
                c, m0 = c + again, m0 + 1
        if m1 + m0:
            n = m1 + m0
            above, below = above + Fraction(a * m0, n), below + Fraction(c * m1, n)
            spread += Fraction((a + c) * m1 * m0 - a * c * n, n * n)
    if not below:
        return {"value": None, "low": None, "high": None}
    if not above:
        return {"value": 0.0, "low": None, "high": None}
    ratio, error = float(above / below), math.sqrt(spread / (above * below))
    return {"value": ratio, "low": ratio * math.exp(-Z * error), "high": ratio * math.exp(Z * error)}


def label(ratio):
    value = ratio["value"]
    if value is None:
        return None
    if value == 0:
        return "not_causal"
    outside = ratio["low"] > 1 or ratio["high"] < 1
    return "not_causal" if outside and not 0.9 <= value <= 1.11 else None


def leaving(seen):
    """Contacts that are the customer's latest one at or before an opt-out, which came at most W later."""
    found = set()
    for customer, instants in seen.opt_outs.items():
        own = seen.by_customer.get(customer, ())
        for instant in instants:
            before = [contact for contact in own if contact.at <= instant]
            if before and instant - before[-1].at <= seen.window:
                found.add(id(before[-1]))
    return found


def opt_outs(seen):
    if not seen.opt_outs_seen:
        return {"optout.per_1000": None}
    left = leaving(seen)
    rows = [contact for own in seen.by_customer.values() for contact in own if judged(seen, contact)]
    n, hits = len(rows), sum(id(contact) in left for contact in rows)
    return {"optout.per_1000": {"value": 1000 * hits / n if n else None, **wilson(hits, n, 1000), "n": n}}


def later_than(seen, events):
    """For each customer the contacts strictly later than the earliest event."""
    found = []
    for customer, own in seen.by_customer.items():
        first = min(events.get(customer, ()), default=None)
        found.append([contact for contact in own if first is not None and contact.at > first])
    return found


def after(seen):
    return {
        "fatigue.after_opt_out": sum(map(len, later_than(seen, seen.opt_outs))) if seen.opt_outs_seen else None,
        "fatigue.after_hard_bounce": sum(map(len, later_than(seen, seen.hard_bounces))) if seen.bounces_seen else None,
    }
