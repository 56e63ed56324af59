"""Which contacts a policy would have kept: a walk through each customer's contacts, many customers at a time.

Whether a contact is kept depends on those kept before it, so no window tells it at once. But customers do not depend on
one another: the walk takes the first contact of every customer, then the second of every customer, and so on. When few
customers are left, each is walked to the end alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Final

import numpy as np

from cxmaturity.contacts.fields import NEVER
from cxmaturity.contacts.kernel.answers import Answers
from cxmaturity.contacts.kernel.batches import Batch, Flags, Ints
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.rhythm import counted, of_kind
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.kernel.windows import microseconds
from cxmaturity.contacts.settings import Policy

GROUPED: Final = ("source", "team")
"""Categories by which a replay counts."""
_FEW: Final = 64
"""Customers below which one at a time is faster."""
_PIECE: Final = 1 << 16
"""Contacts of one customer that are taken at once."""


def stopped(batch: Batch, answers: Answers, plan: Plan) -> Summary:
    """Return what each of the plan's policies would have kept and stopped of whole customers' contacts."""
    found = Summary()
    opt_outs = batch.details.get("unsubscribed")
    left = np.zeros(len(batch), dtype=np.bool_) if opt_outs is None else opt_outs != NEVER
    for number, policy in enumerate(plan.replays):
        gone = ~kept_by(policy, batch, plan)
        replays = {
            (number, field, value): shares
            for field in GROUPED
            for value, shares in _by_value(batch, field, gone, plan).items()
        }
        lost = (int(np.count_nonzero(gone & answers.answered)), int(np.count_nonzero(gone & left)))
        found = found.merge(Summary(replays=replays, spared={number: (batch.concerned(gone), *lost)}))
    return found


def _by_value(batch: Batch, field: str, gone: Flags, plan: Plan) -> dict[str, tuple[int, int]]:
    """Return for each value of a category its kept and its stopped contacts."""
    values = plan.values(field)
    codes = batch.codes.get(field, np.zeros(len(batch), dtype=np.uint8))
    n, hits = (np.bincount(part, minlength=len(values)) for part in (codes, codes[gone]))
    return {values[code]: (int(n[code] - hits[code]), int(hits[code])) for code in np.flatnonzero(n)}


def kept_by(policy: Policy, batch: Batch, plan: Plan) -> Flags:
    """Return which contacts of whole customers a policy would have kept."""
    kept = np.ones(len(batch), dtype=np.bool_)
    subjects = counted(batch, policy, plan)
    concerned = {limit.to: subjects for limit in policy.limits}
    for kind in concerned:
        if kind is not None:
            concerned[kind] = subjects & of_kind(batch, kind, plan)
    for limit in policy.limits:
        if limit.contacts == 0:
            kept &= ~concerned[limit.to]
    limited = kept & np.logical_or.reduce([np.zeros_like(kept), *concerned.values()])
    rows = _in_walk_order(np.flatnonzero(limited), policy, batch, plan)
    if len(rows):
        groups = tuple(
            _Group(concerned[kind][rows], [(limit.contacts, microseconds(limit.days)) for limit in limits])
            for kind in concerned
            if (limits := [limit for limit in policy.limits if limit.to == kind and limit.contacts])
        )
        kept[rows] = _Walk(batch.instants[rows], batch.customers[rows], groups).kept()
    return kept


def _in_walk_order(rows: Ints, policy: Policy, batch: Batch, plan: Plan) -> Ints:
    """Return the contacts with those of one instant by the policy's priority, unlisted sources behind."""
    codes = batch.codes.get("source")
    if not policy.priority or codes is None or not len(rows):
        return rows
    tied = np.zeros(len(rows), dtype=np.bool_)
    tied[1:] = np.diff(batch.instants[rows]) == 0
    tied[1:] &= np.diff(batch.customers[rows]) == 0
    within = tied.copy()
    within[:-1] |= tied[1:]
    places = {source: place for place, source in reversed(list(enumerate(policy.priority)))}
    ranks = np.array([places.get(source, len(places)) for source in plan.values("source")])
    found, among = rows.copy(), rows[within]
    found[within] = among[np.lexsort((ranks[codes[among]], np.cumsum(~tied)[within]))]
    return found


@dataclass(frozen=True)
class _Group:
    """Limits that concern the same contacts."""

    concerned: Flags
    limits: Sequence[tuple[int, int]]
    """Contacts (at least 1), and microseconds."""


_Recent = list[tuple[deque[int], int, int]]
"""For each limit of a group the last kept contacts of one customer, and the limit."""


@dataclass(frozen=True)
class _Walk:
    """Contacts of customers in the order of the walk."""

    instants: Ints
    customers: Ints
    groups: Sequence[_Group]

    @cached_property
    def _starts(self) -> Ints:
        """First contacts of the customers, those with the most contacts first."""
        starts = np.flatnonzero(np.diff(self.customers, prepend=-1))
        return starts[np.argsort(-np.diff(starts, append=len(self.customers)), kind="stable")]

    def kept(self) -> Flags:
        """Return which are kept."""
        kept = np.zeros(len(self.instants), dtype=np.bool_)
        starts = self._starts
        ends = np.searchsorted(self.customers, self.customers[starts], side="right")
        shorter = starts - ends  # minus the sizes: rising
        before = [_Before(group, starts) for group in self.groups]
        rank = 0
        while (active := int(np.searchsorted(shorter, -rank))) >= _FEW:
            rows = starts[:active] + rank
            now = self.instants[rows]
            free = np.ones(active, dtype=np.bool_)
            for each in before:
                free &= each.leaves_room(rows, now)
            for each in before:
                each.take(rows, now, free)
            kept[rows] = free
            rank += 1
        for customer in range(active):
            first, end = int(starts[customer]) + rank, int(ends[customer])
            self._walk_alone(kept, range(first, end), [each.recent(customer) for each in before])
        return kept

    def _walk_alone(self, kept: Flags, rows: range, recent: Sequence[_Recent]) -> None:
        """Walk through contacts of one customer; ``recent`` are the last kept ones for each limit of each group."""
        by_set = [
            [each for bit, seen in enumerate(recent) if number >> bit & 1 for each in seen]
            for number in range(1 << len(self.groups))
        ]
        for at in range(rows.start, rows.stop, _PIECE):
            piece = slice(at, min(at + _PIECE, rows.stop))
            sets = sum(group.concerned[piece].astype(np.int64) << bit for bit, group in enumerate(self.groups))
            for row, now, number in zip(count(at), self.instants[piece].tolist(), np.asarray(sets).tolist()):
                limits = by_set[number]
                for seen, contacts, days in limits:
                    if len(seen) == contacts and now - seen[0] < days:
                        break
                else:
                    kept[row] = True
                    for seen, _, _ in limits:
                        seen.append(now)


class _Before:
    """The kept contacts of each customer that some limits concern: where the customer's contacts begin, one by one."""

    def __init__(self, group: _Group, starts: Ints) -> None:
        self._group = group
        self._starts = starts
        self._counts = np.zeros(len(starts), dtype=np.int64)
        self._kept = np.zeros(len(group.concerned), dtype=np.int64)
        self._all = bool(group.concerned.all())

    def leaves_room(self, rows: Ints, now: Ints) -> Flags:
        """Return which contacts, one of each of the first customers, no limit stops."""
        active = len(rows)
        free = np.ones(active, dtype=np.bool_)
        for contacts, days in self._group.limits:
            full = np.flatnonzero(self._counts[:active] >= contacts)
            oldest = self._kept[self._starts[full] + self._counts[full] - contacts]
            free[full[now[full] - oldest < days]] = False
        return free if self._all else free | ~self._group.concerned[rows]

    def take(self, rows: Ints, now: Ints, free: Flags) -> None:
        """Remember those that are kept."""
        taken = np.flatnonzero(free if self._all else free & self._group.concerned[rows])
        self._kept[self._starts[taken] + self._counts[taken]] = now[taken]
        self._counts[taken] += 1

    def recent(self, customer: int) -> _Recent:
        """Return for each limit the last kept contacts of a customer, as many as it allows, and what it allows."""
        start, known = int(self._starts[customer]), int(self._counts[customer])
        return [
            (deque(self._kept[start + max(known - contacts, 0) : start + known].tolist(), contacts), contacts, days)
            for contacts, days in self._group.limits
        ]
