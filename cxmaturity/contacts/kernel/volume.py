"""How many contacts there were, of whom, from whom, and which of them look wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from cxmaturity.contacts.fields import POSSIBLE
from cxmaturity.contacts.kernel.batches import Batch, Codes, Flags, Ints
from cxmaturity.contacts.kernel.examples import examples
from cxmaturity.contacts.kernel.summary import Counts, Histogram, Summary

_SMALL: Final = 1 << 20


def volume(batch: Batch, vocabulary: Mapping[str, tuple[str, ...]]) -> Summary:
    """Return counts, first and last instants, repeats and impossible instants."""
    low, high = POSSIBLE
    outside = (batch.instants < low) | (batch.instants > high)
    strange = outside | batch.details["strange"] if "strange" in batch.details else outside
    repeated = repeats(batch)
    sources = batch.codes.get("source")
    concerning = {
        "duplicate_rows": repeated,
        "impossible_times": strange,
        "unattributed_contacts": _unattributed(batch, vocabulary),
    }
    return Summary(
        contacts=len(batch),
        customers=len(batch.starts),
        duplicates=int(np.count_nonzero(repeated)),
        impossible=int(np.count_nonzero(strange)),
        first=int(batch.instants.min()),
        last=int(batch.instants.max()),
        values={field: counts(codes, vocabulary[field]) for field, codes in batch.codes.items()},
        fingerprints={} if sources is None else _fingerprints(batch, sources, vocabulary["source"]),
        last_seen={} if sources is None else _last_seen(batch, ~outside, vocabulary["source"]),
        per_customer=histogram(batch.sizes),
        concerned={finding: batch.concerned(flags) for finding, flags in concerning.items()},
        examples=examples(batch, concerning),
    )


def repeats(batch: Batch) -> Flags:
    """Return which contacts have the customer, instant, source and channel of the one before in the order."""
    same = np.zeros(len(batch), dtype=np.bool_)
    same[1:] = batch.instants[1:] == batch.instants[:-1]
    same[batch.starts] = False
    for field in ("source", "channel"):
        if field in batch.codes:
            codes = batch.codes[field]
            same[1:] &= codes[1:] == codes[:-1]
    return same


def histogram(values: Ints) -> Histogram:
    """Return how often each of some non-negative whole numbers occurs."""
    if not len(values):
        return {}
    if int(values.max()) < _SMALL:
        found = np.bincount(values)
        present = np.flatnonzero(found)
        return dict(zip(present.tolist(), found[present].tolist(), strict=True))
    distinct, times = np.unique(values, return_counts=True)
    return dict(zip(distinct.tolist(), times.tolist(), strict=True))


def counts(codes: Codes, values: tuple[str, ...]) -> Counts:
    """Return how many contacts each value has; values without any are left out."""
    found = np.bincount(codes, minlength=len(values))
    return {values[code]: int(found[code]) for code in np.flatnonzero(found)}


def _unattributed(batch: Batch, vocabulary: Mapping[str, tuple[str, ...]]) -> Flags:
    """Return which contacts name no source; the empty value is the first of all."""
    codes = batch.codes.get("source")
    if codes is None or vocabulary["source"][0] != "":
        return np.full(len(batch), codes is None)
    unattributed: Flags = codes == 0
    return unattributed


def _last_seen(batch: Batch, possible: Flags, values: tuple[str, ...]) -> Counts:
    codes = batch.codes["source"][possible]
    if not len(codes):
        return {}
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    latest = np.maximum.reduceat(batch.instants[possible][order], starts)
    return {values[code]: int(instant) for code, instant in zip(codes[starts], latest, strict=True)}


def _fingerprints(batch: Batch, sources: Codes, values: tuple[str, ...]) -> Counts:
    """Return for each source the sum, modulo 2⁶⁴, of a mixture of customer and instant over its contacts."""
    mixed = _mix(batch.hashes + batch.instants.view(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    low = np.bincount(sources, weights=(mixed & np.uint64(0xFFFFFFFF)).astype(np.float64), minlength=len(values))
    high = np.bincount(sources, weights=(mixed >> np.uint64(32)).astype(np.float64), minlength=len(values))
    present = np.flatnonzero(np.bincount(sources, minlength=len(values)))
    return {values[code]: (int(low[code]) + (int(high[code]) << 32)) % (1 << 64) for code in present}


def _mix(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return each number scattered over 64 bits (the finaliser of SplitMix64)."""
    values ^= values >> np.uint64(30)
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values
