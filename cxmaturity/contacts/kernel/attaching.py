"""Events to the contacts that they belong to: by the contact's id, else by the customer, the source and the window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from cxmaturity.contacts.fields import KNOWN_EVENTS, NEVER, POSSIBLE
from cxmaturity.contacts.kernel.batches import Batch, Codes, Column, Flags, Ints
from cxmaturity.contacts.kernel.plan import Plan

RESPONDED, UNSUBSCRIBED, BOUNCED = (KNOWN_EVENTS.index(event) for event in ("responded", "unsubscribed", "bounced"))
_NOWHERE: Final = -1


@dataclass(frozen=True)
class Events:
    """The events of a batch's customers, each customer's by type and time."""

    rows: Batch
    owners: Ints
    """Number of each event's customer among the batch's contacts, −1 where the customer has no contact."""

    @property
    def types(self) -> Codes:
        """Index of each event's type in KNOWN_EVENTS."""
        types: Codes = self.rows.details["event"]
        return types


@dataclass(frozen=True)
class Attached:
    """A batch's contacts with what happened to each, in the final order but for ties."""

    contacts: Batch
    targets: Ints
    """The contact of each event, −1 for an orphan."""
    by_window: Flags
    """Which events found their contact without an id."""

    @property
    def orphans(self) -> int:
        """Events that belong to no contact."""
        return int(np.count_nonzero(self.targets == _NOWHERE))


def split(batch: Batch) -> tuple[Batch, Events | None]:
    """Return the contacts of a batch, and its events; None where no log has any."""
    if "event" not in batch.details:
        return batch, None
    is_contact = batch.details["event"] == 0
    contacts = batch.selected(is_contact)
    numbers = np.full(len(batch.starts), _NOWHERE)
    numbers[batch.customers[is_contact][contacts.starts]] = np.arange(len(contacts.starts))
    details = {name: values for name, values in contacts.details.items() if name != "event"}
    return replace(contacts, details=details), Events(
        batch.selected(~is_contact), numbers[batch.customers[~is_contact]]
    )


def without(contacts: Batch, events: Events | None, dropped: Flags) -> tuple[Batch, Events | None]:
    """Return the contacts that are left, and the events with their owners numbered anew."""
    left = contacts.selected(~dropped)
    if events is None:
        return left, None
    numbers = np.full(len(contacts.starts) + 1, _NOWHERE)  # the last stands for no contact
    numbers[contacts.customers[~dropped][left.starts]] = np.arange(len(left.starts))
    return left, replace(events, owners=numbers[events.owners])


def attach(contacts: Batch, events: Events, plan: Plan) -> Attached:
    """Return the contacts with what the events tell of each."""
    targets = np.full(len(events.owners), _NOWHERE)
    if not len(contacts):
        return Attached(contacts, targets, targets >= 0)
    idents, of_contacts = events.rows.details.get("ident"), contacts.details.get("ident")
    if idents is not None and of_contacts is not None:
        named = np.flatnonzero((events.owners >= 0) & (idents != 0))
        of_customers = contacts.customers[of_contacts != 0]
        known = _Keyed(np.flatnonzero(of_contacts != 0), _mixed(of_contacts[of_contacts != 0], of_customers))
        targets[named] = _latest(
            contacts, known, events, _Keyed(named, _mixed(idents[named], events.owners[named])), True
        )
    by_id = targets >= 0
    left = np.flatnonzero((events.owners >= 0) & ~by_id)
    if len(left):
        asked = np.zeros(len(contacts.starts), dtype=np.bool_)
        asked[events.owners[left]] = True
        rows = np.flatnonzero(asked[contacts.customers])
        size = len(plan.values("source"))
        known = _Keyed(rows, contacts.customers[rows] * size + _sources(contacts)[rows])
        found = _latest(contacts, known, events, _Keyed(left, events.owners[left] * size + _sources(events.rows)[left]))
        near = events.rows.instants[left] - contacts.instants[found] <= plan.window
        targets[left] = np.where((found >= 0) & near, found, _NOWHERE)
    return Attached(_told(contacts, events, targets), targets, (targets >= 0) & ~by_id)


def _sources(rows: Batch) -> Codes:
    return rows.codes.get("source", np.zeros(len(rows), np.uint8))


def _mixed(idents: Column, customers: Ints) -> Column:
    """Return 64 bits that stand for a customer and an id."""
    mixed: Column = idents + customers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    return mixed


@dataclass(frozen=True)
class _Keyed:
    """Some contacts in their order, or some events: only those of the same key belong together."""

    rows: Ints
    keys: Column


def _latest(contacts: Batch, known: _Keyed, events: Events, sought: _Keyed, or_first: bool = False) -> Ints:
    """Return for each event sought the last known contact, in the order, of its key at or before it.

    Where there is none, −1; or the first later one.
    """
    order = np.argsort(known.keys, kind="stable")
    rows, keys = known.rows[order], known.keys[order]
    first, end = np.searchsorted(keys, sought.keys, side="left"), np.searchsorted(keys, sought.keys, side="right")
    instants, times = contacts.instants[rows], events.rows.instants[sought.rows]
    low, high = first.copy(), end.copy()
    while len(open_ := np.flatnonzero(low < high)):  # all binary searches at once
        middle = (low[open_] + high[open_]) // 2
        passed = instants[middle] <= times[open_]
        low[open_[passed]] = middle[passed] + 1
        high[open_[~passed]] = middle[~passed]
    place = np.where(low > first, low - 1, first if or_first else end)
    found = np.full(len(times), _NOWHERE)
    hit = (place < end) & ((low > first) | or_first)
    found[hit] = rows[place[hit]]
    return found


def _told(contacts: Batch, events: Events, targets: Ints) -> Batch:
    """Return the contacts with the earliest event of each type, a hard bounce before a soft one."""
    details, codes = dict(contacts.details), dict(contacts.codes)
    rows = _of_type(events, targets, RESPONDED)
    if len(rows):
        _take_answers(details, codes, events, targets, rows)
    rows = _of_type(events, targets, UNSUBSCRIBED)
    if len(rows):
        details["unsubscribed"] = _earlier(details["unsubscribed"], targets[rows], events.rows.instants[rows])[0]
    rows = _of_type(events, targets, BOUNCED)
    if len(rows):
        _take_bounces(details, events, targets, rows)
    strange = details.get("strange", np.zeros(len(contacts), np.bool_)).copy()
    strange[targets[(targets >= 0) & is_flagged(contacts, events, targets)]] = True
    return replace(contacts, codes=codes, details=details | {"strange": strange})


def is_flagged(contacts: Batch, events: Events, targets: Ints) -> Flags:
    """Return which events lie at an impossible instant: outside 1990 to 2100, or answers before their sending."""
    instants, (low, high) = events.rows.instants, POSSIBLE
    flagged: Flags = (instants < low) | (instants > high)
    answers = _of_type(events, targets, RESPONDED)
    flagged[answers] |= instants[answers] < contacts.instants[targets[answers]]
    return flagged


def _of_type(events: Events, targets: Ints, kind: int) -> Ints:
    return np.flatnonzero((events.types == kind) & (targets >= 0))


def _earlier(known: Ints, at: Ints, instants: Ints) -> tuple[Ints, Flags]:
    """Return the earlier of what is known of each contact and what events add, and which events were taken.

    The events come in any order; of simultaneous ones on one contact the first is taken, and what is known before it.
    """
    order = np.lexsort((instants, at))
    firsts = order[np.flatnonzero(np.diff(at[order], prepend=_NOWHERE))]
    had = known[at[firsts]]
    better = (had == NEVER) | (instants[firsts] < had)
    taken = np.zeros(len(at), dtype=np.bool_)
    taken[firsts[better]] = True
    found = known.copy()
    found[at[taken]] = instants[taken]
    return found, taken


def _take_answers(
    details: dict[str, Column], codes: dict[str, Codes], events: Events, targets: Ints, rows: Ints
) -> None:
    """Write the earliest answer of each contact, with the score and the comment that it has."""
    further, coded = events.rows.details, events.rows.codes
    nothing = np.zeros(len(events.owners))
    keys = [*(coded.get(name, nothing)[rows] for name in ("scale", "metric")), further.get("score", nothing)[rows]]
    rows = rows[np.lexsort(keys)]  # so that of simultaneous answers it is always the same one
    details["responded"], taken = _earlier(details["responded"], targets[rows], events.rows.instants[rows])
    rows = rows[taken]
    at = targets[rows]
    if "score" in details:
        scored = ~np.isnan(further["score"][rows])
        details["score"] = _put(details["score"], at[scored], further["score"][rows[scored]])
    if "commented" in details:
        details["commented"] = _put(details["commented"], at, details["commented"][at] | further["commented"][rows])
    for name in ("metric", "scale"):
        if name in codes:
            empty = codes[name][at] == 0
            codes[name] = _put(codes[name], at[empty], coded[name][rows[empty]])


def _take_bounces(details: dict[str, Column], events: Events, targets: Ints, rows: Ints) -> None:
    """Write the earliest bounce of each contact, hard ones before soft ones."""
    instants, soft = events.rows.instants[rows], events.rows.details["soft"][rows]
    at = targets[rows]
    order = np.lexsort((instants, soft, at))
    firsts = order[np.flatnonzero(np.diff(at[order], prepend=_NOWHERE))]
    instants, soft, at = instants[firsts], soft[firsts], at[firsts]
    had, had_soft = details["bounced"][at], details["soft"][at]
    better = (had == NEVER) | (soft < had_soft) | ((soft == had_soft) & (instants < had))
    details["bounced"] = _put(details["bounced"], at[better], instants[better])
    details["soft"] = _put(details["soft"], at[better], soft[better])


def _put(values: Column, at: Ints, new: Column) -> Column:
    values = values.copy()
    values[at] = new
    return values
