"""How many sources ask the same customers, and how often they meet there without seeing each other."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from cxmaturity.contacts.kernel.batches import Batch, Codes, Flags, Ints, distinct_runs
from cxmaturity.contacts.kernel.examples import examples
from cxmaturity.contacts.kernel.summary import Pair, Summary
from cxmaturity.contacts.kernel.volume import counts, histogram
from cxmaturity.contacts.kernel.windows import Line, microseconds

_CLOSE: Final = microseconds(7)
_MONTH: Final = microseconds(30)
_MANY: Final = 4
"""Sources of a customer from which the finding concerns them."""
_ROOM: Final = 8
"""Cells of a table of customers by sources for each contact, up to which it is faster than sorting."""


def senders(batch: Batch, line: Line, sources: tuple[str, ...]) -> Summary:
    """Return sources per customer, customers per source, and collisions between sources."""
    codes = batch.codes.get("source")
    if codes is None:
        return Summary(sources_of_customer={0: len(batch.starts)})
    named = attributed(codes, sources)
    of_customer, of_source = _distinct(batch, codes, sources)
    collided = _collided(line, codes, named)
    return Summary(
        sources_of_customer=histogram(of_customer),
        customers_of_source=of_source,
        multi_source=_multi_source(batch, codes, named),
        collisions=int(np.count_nonzero(collided)),
        collision_pairs=_pairs(batch, codes, collided, sources),
        concerned={
            "collisions": batch.concerned(collided),
            "many_senders": int(np.count_nonzero(of_customer >= _MANY)),
        },
        examples=examples(batch, {"collisions": collided}) | examples(batch, {"many_senders": of_customer}, _MANY),
    )


def attributed(codes: Codes, sources: tuple[str, ...]) -> Flags:
    """Return which contacts name their source; the empty value is the first of all."""
    return codes > 0 if sources and sources[0] == "" else np.ones(len(codes), dtype=np.bool_)


def _distinct(batch: Batch, codes: Codes, sources: tuple[str, ...]) -> tuple[Ints, dict[str, int]]:
    """Return the number of named sources of each customer, and the number of customers of each named source."""
    customers, values = len(batch.starts), len(sources)
    unnamed = int(bool(sources) and sources[0] == "")
    keys = batch.customers * values + codes
    if customers * values <= _ROOM * len(batch):
        met = np.zeros(customers * values, dtype=np.bool_)
        met[keys] = True
        table = met.reshape(customers, values)[:, unnamed:]
        by_source = np.count_nonzero(table, axis=0)
        named = {sources[at + unnamed]: int(found) for at, found in enumerate(by_source) if found}
        return np.count_nonzero(table, axis=1), named
    owners, found = np.divmod(np.unique(keys), values)
    owners, found = owners[found >= unnamed], found[found >= unnamed]
    return np.bincount(owners, minlength=customers), dict(counts(found, sources))


def _collided(line: Line, codes: Codes, attributed: Flags) -> Flags:
    """Return which contacts came from another named source less than 7 days after the customer's contact before."""
    met = line.gaps < _CLOSE
    met[1:] &= (codes[1:] != codes[:-1]) & attributed[1:] & attributed[:-1]
    return met


def _multi_source(batch: Batch, codes: Codes, attributed: Flags) -> int:
    """Return how many customers met two named sources within 30 days.

    It is enough to look at neighbours among the contacts with a source: between two contacts of different sources less
    than 30 days apart, some two neighbours differ as well, and are no farther apart.
    """
    customers, instants, codes = (values[attributed] for values in (batch.customers, batch.instants, codes))
    near = (np.diff(instants) < _MONTH) & (codes[1:] != codes[:-1]) & (customers[1:] == customers[:-1])
    return distinct_runs(customers[1:][near])


def _pairs(batch: Batch, codes: Codes, collided: Flags, sources: tuple[str, ...]) -> dict[Pair, tuple[int, int]]:
    """Return for each pair of sources (sorted) its collisions and the customers who met them."""
    rows = np.flatnonzero(collided)
    if not len(rows):
        return {}
    one, other = codes[rows - 1].astype(np.int64), codes[rows].astype(np.int64)
    pairs = np.minimum(one, other) * len(sources) + np.maximum(one, other)
    order = np.lexsort((batch.customers[rows], pairs))
    pairs, customers = pairs[order], batch.customers[rows][order]
    edges = np.append(np.flatnonzero(np.diff(pairs, prepend=-1)), len(pairs))
    found: dict[Pair, tuple[int, int]] = {}
    for first, last in pairwise(edges):
        low, high = divmod(int(pairs[first]), len(sources))
        found[sources[low], sources[high]] = (int(last - first), distinct_runs(customers[first:last]))
    return found
