"""Events to the contacts that they belong to, and what customers asked for by them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cxmaturity.contacts.batches import Batch, Ints, Moments
from cxmaturity.contacts.fields import NEVER, NOT_YET


def with_customers(batch: Batch) -> Batch:
    """Return the batch with what its contacts' opt-outs and hard bounces tell of their customers."""
    opt_outs = batch.details.get("unsubscribed")
    bounces = batch.details.get("bounced")
    if opt_outs is not None:
        rows = np.flatnonzero(opt_outs != NEVER)
        batch = replace(
            batch,
            opted_out_at=_earliest(batch, opt_outs, rows),
            opt_outs=_in_order(Moments(batch.customers[rows], opt_outs[rows])),
        )
    if bounces is not None:
        hard = np.flatnonzero((bounces != NEVER) & ~batch.details["soft"])
        batch = replace(batch, hard_bounced_at=_earliest(batch, bounces, hard))
    return batch


def _earliest(batch: Batch, instants: Ints, rows: Ints) -> Ints:
    found = np.full(len(batch.starts), NOT_YET)
    np.minimum.at(found, batch.customers[rows], instants[rows])
    return found


def _in_order(moments: Moments) -> Moments:
    order = np.lexsort((moments.instants, moments.customers))
    return Moments(moments.customers[order], moments.instants[order])
