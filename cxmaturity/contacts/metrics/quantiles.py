"""Quantiles of whole numbers that were counted."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from cxmaturity.contacts.kernel.summary import Histogram


def quantile(histogram: Histogram, share: Fraction) -> int | None:
    """Return the nearest-rank quantile: the ⌈share·n⌉-th smallest value; None without values."""
    total = sum(histogram.values())
    if not total:
        return None
    rank, passed = max(ceil(share * total), 1), 0
    for value in sorted(histogram):
        passed += histogram[value]
        if passed >= rank:
            return value
    raise AssertionError("a rank lies within its histogram")
