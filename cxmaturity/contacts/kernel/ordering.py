"""Contacts that tie: those of one customer, instant, source, channel, team and tool."""

from __future__ import annotations

import numpy as np

from cxmaturity.contacts.fields import CATEGORIES, DETAILS, NEVER
from cxmaturity.contacts.kernel.batches import Batch, Flags, Ints
from cxmaturity.contacts.kernel.plan import Plan


def in_order(contacts: Batch, plan: Plan) -> Batch:
    """Return the contacts, those that tie in their order: not answered before answered, without opt-out before with.

    What then still ties comes in an order of its own, whatever the order in which an engine handed it over.
    """
    tied = _tied(contacts)
    if "ident" in contacts.details and plan.by_id:
        tied[1:] &= contacts.details["ident"][1:] == contacts.details["ident"][:-1]
    rows, runs = _runs(tied)
    if not len(rows):
        return contacts
    further = [contacts.details[name][rows] for name in reversed(DETAILS) if name in contacts.details]
    further += [contacts.codes[name][rows] for name in ("scale", "metric", "kind") if name in contacts.codes]
    order = np.lexsort((*further, _opted_out(contacts)[rows], _answered(contacts, plan)[rows], runs))
    if np.array_equal(order, np.arange(len(rows))):
        return contacts
    whole = np.arange(len(contacts))
    whole[rows] = rows[order]
    return contacts.ordered(whole)


def undecided(contacts: Batch, chosen: Ints, plan: Plan) -> int:
    """Return how many ties matter that only the texts of contact ids can decide: none where they have decided.

    ``chosen`` are contacts that an event found as the last of several.
    """
    if plan.by_id:
        return 0
    rows, runs = _runs(_tied(contacts))
    if not len(rows):
        return 0
    begins = np.flatnonzero(np.diff(runs, prepend=-1))
    told = np.zeros(len(contacts), dtype=np.bool_)
    told[chosen] = True
    differ = _differ(_opted_out(contacts)[rows], begins) | _differ(_answered(contacts, plan)[rows], begins)
    differ |= np.maximum.reduceat(told[rows], begins)
    if "ident" in contacts.details:
        differ &= _differ(contacts.details["ident"][rows], begins)
    return int(np.count_nonzero(differ))


def _differ(values: Ints | Flags, begins: Ints) -> Flags:
    """Return whether the values of each run differ."""
    different: Flags = np.minimum.reduceat(values, begins) != np.maximum.reduceat(values, begins)
    return different


def _tied(contacts: Batch) -> Flags:
    """Return which contacts tie with the one before."""
    tied = np.zeros(len(contacts), dtype=np.bool_)
    tied[1:] = contacts.instants[1:] == contacts.instants[:-1]
    tied[contacts.starts] = False
    if tied.any():
        for name in CATEGORIES:
            if name in contacts.codes and name != "kind":
                codes = contacts.codes[name]
                tied[1:] &= codes[1:] == codes[:-1]
    return tied


def _runs(tied: Flags) -> tuple[Ints, Ints]:
    """Return the contacts that tie with another, and the number of each one's run."""
    within = tied.copy()
    within[:-1] |= tied[1:]
    rows = np.flatnonzero(within)
    return rows, np.cumsum(~tied[rows])


def _answered(contacts: Batch, plan: Plan) -> Flags:
    answers = contacts.details.get("responded")
    if answers is None:
        return np.zeros(len(contacts), dtype=np.bool_)
    answered: Flags = (answers >= contacts.instants) & (answers - contacts.instants <= plan.window)
    return answered


def _opted_out(contacts: Batch) -> Flags:
    opt_outs = contacts.details.get("unsubscribed")
    if opt_outs is None:
        return np.zeros(len(contacts), dtype=np.bool_)
    known: Flags = opt_outs != NEVER
    return known
