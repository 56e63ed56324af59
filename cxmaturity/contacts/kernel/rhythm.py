"""How close together a customer's contacts came: rolling windows, gaps, calendar days, and limits of the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from cxmaturity.contacts.fields import KINDS, POSSIBLE
from cxmaturity.contacts.kernel.batches import Batch, Flags, Ints
from cxmaturity.contacts.kernel.examples import examples
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.summary import WINDOWS, Histogram, Summary
from cxmaturity.contacts.kernel.volume import histogram
from cxmaturity.contacts.kernel.windows import Line, microseconds
from cxmaturity.contacts.rows.zones import DAY, Zone
from cxmaturity.contacts.settings import Limit, Policy

_HOUR: Final = DAY // 24
_MANY: Final = 20
"""Contacts on one calendar day above which the sources raise the alarm."""


def pressures(line: Line) -> Mapping[int, Ints]:
    """Return the pressure of every contact in every window."""
    return {days: line.pressure(microseconds(days)) for days in WINDOWS}


def rhythm(batch: Batch, line: Line, pressure: Mapping[int, Ints]) -> Summary:
    """Return the distributions of pressure and of gaps."""
    follows = np.ones(len(batch), dtype=np.bool_)
    follows[batch.starts] = False
    gaps = line.gaps[follows]
    return Summary(
        pressure={days: histogram(values) for days, values in pressure.items()},
        fullest=histogram(np.maximum.reduceat(pressure[30], batch.starts)),
        gap_hours=histogram(gaps // _HOUR),
        gaps_under={days: int(np.count_nonzero(gaps < microseconds(days))) for days in WINDOWS},
    )


def same_day(batch: Batch, zone: Zone) -> Summary:
    """Return how many contacts customers had on one calendar day, and how many there were on each day."""
    days = zone.local_days(batch.instants)
    sends = _by_day(days, batch.instants)
    if np.any((np.diff(days) < 0) & (np.diff(batch.customers) == 0)):
        days = days[np.lexsort((days, batch.customers))]  # a clock put back over midnight
    begins = np.ones(len(batch), dtype=np.bool_)
    begins[1:] = days[1:] != days[:-1]
    begins[batch.starts] = True
    runs = np.flatnonzero(begins)
    lengths = np.diff(runs, append=len(batch))
    most = np.maximum.reduceat(np.where(begins, np.repeat(lengths, lengths), 0), batch.starts)
    return Summary(
        by_day=sends,
        busiest_day=int(lengths.max()),
        concerned={
            "same_day_requests": int(np.count_nonzero(most >= 2)),
            "over_20_a_day": int(np.count_nonzero(most > _MANY)),
        },
        examples=examples(batch, {"same_day_requests": most}, least=2)
        | examples(batch, {"over_20_a_day": most}, _MANY + 1),
    )


def _by_day(days: Ints, instants: Ints) -> Histogram:
    """Return how many contacts fell on each day; only days that a log can really hold, so that they are few."""
    low, high = POSSIBLE
    possible = (instants >= low) & (instants <= high)
    kept = days if possible.all() else days[possible]
    if not len(kept):
        return {}
    first = int(kept.min())
    return {first + day: contacts for day, contacts in histogram(kept - first).items()}


def over_policy(batch: Batch, line: Line, pressure: Mapping[int, Ints], plan: Plan) -> Summary:
    """Return how many contacts break a limit, and how many customers met one."""
    subjects = counted(batch, plan.policy, plan)
    broken = np.zeros(len(batch), dtype=np.bool_)
    for limit in plan.policy.limits:
        subject = subjects if limit.to is None else subjects & of_kind(batch, limit.to, plan)
        broken |= _breaking(batch, line, pressure, limit, subject)
    return Summary(
        over_policy=int(np.count_nonzero(broken)),
        concerned={"over_policy": batch.concerned(broken)},
        examples=examples(batch, {"over_policy": broken}),
    )


def _breaking(batch: Batch, line: Line, pressure: Mapping[int, Ints], limit: Limit, subject: Flags) -> Flags:
    """Return which contacts break a limit, only those counted that it concerns."""
    if subject.all():
        known = pressure.get(int(limit.days)) if limit.days == int(limit.days) else None
        return (line.pressure(microseconds(limit.days)) if known is None else known) > limit.contacts
    part = batch.selected(subject)
    broken = np.zeros(len(batch), dtype=np.bool_)
    broken[subject] = Line.of(part, line.longest).pressure(microseconds(limit.days)) > limit.contacts
    return broken


def counted(batch: Batch, policy: Policy, plan: Plan) -> Flags:
    """Return which contacts the policy counts: of a kind in ``counts`` and not from an exempt source."""
    kinds = [(kind if kind in KINDS else KINDS[-1]) in policy.counts for kind in plan.values("kind")]
    sources = [source not in policy.exempt for source in plan.values("source")]
    return flagged(batch, "kind", kinds) & flagged(batch, "source", sources)


def of_kind(batch: Batch, kind: str, plan: Plan) -> Flags:
    """Return which contacts are from a source of that kind."""
    return flagged(batch, "source", [plan.source_kinds.get(source) == kind for source in plan.values("source")])


def flagged(batch: Batch, field: str, by_value: list[bool]) -> Flags:
    """Return a flag for each contact by its value; one for all where the log lacks the field."""
    table = np.array(by_value, dtype=np.bool_)
    codes = batch.codes.get(field)
    return np.full(len(batch), bool(table[0])) if codes is None else table[codes]
