"""Estimators and tests (METHODS.md), in plain Python or by a named library. ``None`` where nothing can be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb, lcm, sqrt
from random import Random
from statistics import variance

Z95 = 1.959963984540054
"""The normal quantile of every 95 % interval."""
MOST_ARRANGEMENTS = 100_000
"""Above this many arrangements a permutation test draws as many at random, from a fixed seed."""


def wilson(successes: int, n: int, z: float = Z95) -> tuple[float, float] | None:
    """Return Wilson's interval of a share, clipped to 0–1; None when n is 0."""
    if n == 0:
        return None
    share, square = successes / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    return low, 1.0 if successes == n else min(1.0, centre + half)


def r_wg(values: Sequence[int], options: int) -> float | None:
    """Return within-group agreement on one item, 1 − s² ÷ ((A² − 1) / 12), of a scale with A options.

    s² is the sample variance. 1 is full agreement, 0 what random answers give, below 0 is disagreement beyond chance.
    None with fewer than two values.
    """
    return None if len(values) < 2 else 1 - variance(values) / ((options**2 - 1) / 12)


def ordinal_alpha(ratings: Sequence[Mapping[str, int]]) -> float | None:
    """Return Krippendorff's alpha for ordinal ratings (library ``krippendorff``).

    One mapping a rater, from item to value; an absent item is missing. None without variation, or without an item
    that two raters share.
    """
    items = sorted({item for rater in ratings for item in rater})
    paired = [item for item in items if sum(item in rater for rater in ratings) > 1]
    if len({rater[item] for rater in ratings for item in paired if item in rater}) < 2:
        return None
    import krippendorff
    import numpy as np

    table = np.array([[rater.get(item, np.nan) for item in items] for rater in ratings], dtype=float)
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal"))


def permutation_p(first: Sequence[Fraction], second: Sequence[Fraction], seed: int = 0) -> float:
    """Return the two-sided permutation p of a difference of means: exact up to 100,000 arrangements, else drawn.

    Both groups must hold at least one value.
    """
    scale = lcm(*(value.denominator for value in (*first, *second)))
    pool = [int(value * scale) for value in (*first, *second)]
    total, size = sum(pool), len(first)

    def distance(chosen: Sequence[int]) -> int:
        return abs(sum(chosen) * len(pool) - total * size)

    observed = distance(pool[:size])
    if comb(len(pool), size) <= MOST_ARRANGEMENTS:
        return _share(distance(chosen) >= observed for chosen in combinations(pool, size))
    random = Random(seed)  # a seeded draw, nothing secret
    hits = sum(distance(random.sample(pool, size)) >= observed for _ in range(MOST_ARRANGEMENTS))
    return (hits + 1) / (MOST_ARRANGEMENTS + 1)


def least_permutation_p(first: int, second: int) -> float:
    """Return the least p that a two-sided permutation test of groups of these sizes can give."""
    arrangements = comb(first + second, first)
    extremes = 2 if first == second else 1
    return max(extremes / arrangements, 1 / (MOST_ARRANGEMENTS + 1))


def holm(ps: Sequence[float]) -> list[float]:
    """Return Holm's adjusted p values, in the order given."""
    adjusted = [0.0] * len(ps)
    running = 0.0
    for rank, position in enumerate(sorted(range(len(ps)), key=lambda index: ps[index])):
        running = max(running, min(1.0, ps[position] * (len(ps) - rank)))
        adjusted[position] = running
    return adjusted


def _share(hits: Iterator[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)
