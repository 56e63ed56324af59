"""Shares and their differences, with Wilson's interval (METHODS.md, Rates)."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054
"""The normal quantile of every 95 % interval."""
Z99 = 2.5758293035489004
"""The normal quantile of a 99 % interval, which findings about associations ask for."""
Interval = tuple[float, float, float]
"""A value with its lower and upper bound."""


def wilson(successes: int, n: int, z: float = Z95) -> tuple[float, float] | None:
    """Return Wilson's interval of a share, clipped to 0–1; None when n is 0."""
    if n == 0:
        return None
    share, square = successes / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    return low, 1.0 if successes == n else min(1.0, centre + half)


def newcombe(successes: int, n: int, others: int, of_others: int, z: float = Z95) -> tuple[float, float] | None:
    """Return the interval of the first share minus the second by Newcombe's method 10; None when an n is 0."""
    first, second = wilson(successes, n, z), wilson(others, of_others, z)
    if first is None or second is None:
        return None
    return difference((successes / n, *first), (others / of_others, *second))


def difference(first: Interval, second: Interval) -> tuple[float, float]:
    """Return the interval of the first figure minus the second, of two samples that are independent.

    Squares of the distances to the ends are added, each side for itself, as Newcombe's method 10 does with Wilson's
    intervals; intervals of other kinds may be skewed, too (Zou & Donner 2008).
    """
    (p, low, high), (q, others_low, others_high) = first, second
    below, above = sqrt((p - low) ** 2 + (others_high - q) ** 2), sqrt((high - p) ** 2 + (q - others_low) ** 2)
    return p - q - below, p - q + above
