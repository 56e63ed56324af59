"""NPS and means of answers, with their intervals (METHODS.md, NPS and CES)."""

from __future__ import annotations

from fractions import Fraction
from math import cos, pi, sin, sqrt, tan
from typing import Final

from cxmaturity.stats.rates import Z95

NpsCounts = tuple[int, int, int]
"""Detractors, passives, promoters."""
_SERIES_UP_TO: Final = 200
"""Degrees of freedom up to which Student's t is summed; above, its expansion is exact to 11 digits."""


def nps(counts: NpsCounts) -> float | None:
    """Return 100 · (promoters − detractors) ÷ n; None without answers."""
    return 100 * (counts[2] - counts[0]) / sum(counts) if sum(counts) else None


def nps_interval(counts: NpsCounts, z: float = Z95) -> tuple[float, float] | None:
    """Return the adjusted Wald interval of an NPS, clipped to ±100; None without answers.

    Three answers are added, ¾ of a detractor, 1½ of a passive, ¾ of a promoter. Source: Rocks 2016.
    """
    n = sum(counts)
    if not n:
        return None
    detractors, promoters = (counts[0] + 0.75) / (n + 3), (counts[2] + 0.75) / (n + 3)
    middle = promoters - detractors
    return _points(middle, z * sqrt((promoters + detractors - middle * middle) / (n + 3)))


def clustered_nps_interval(counts: NpsCounts, sums: tuple[int, int, int], z: float = Z95) -> tuple[float, float] | None:
    """Return the interval of an NPS of customers who may have answered several times; None without answers.

    ``sums`` are Σ n², Σ n·S and Σ S² over customers with n answers that sum up to S (−1, 0 or +1 each). The variance
    is Σ (S − n · mean)² ÷ N², without a small-sample factor; the interval is clipped to ±100.
    """
    n = sum(counts)
    if not n:
        return None
    mean = Fraction(counts[2] - counts[0], n)
    squares, crossed, totals = sums
    return _points(float(mean), z * sqrt(totals - 2 * mean * crossed + mean * mean * squares) / n)


def nps_change(first: NpsCounts, second: NpsCounts, z: float = Z95) -> tuple[float, float, float] | None:
    """Return by how many points the second NPS is above the first, and the interval; None where one has no answers.

    The answers of both waves must be independent: different people, or one answer each.
    """
    before, after = nps(first), nps(second)
    if before is None or after is None:
        return None
    half = 100 * z * sqrt(_nps_variance(first) / sum(first) + _nps_variance(second) / sum(second))
    return after - before, after - before - half, after - before + half


def mean_interval(n: int, total: int, squares: int) -> tuple[float, float] | None:
    """Return the 95 % t interval of a mean of n whole numbers with that sum and sum of squares; None below two."""
    if n < 2:
        return None
    variance_of_mean = Fraction(n * squares - total * total, n * n * (n - 1))
    half = t95(n - 1) * sqrt(variance_of_mean)
    return total / n - half, total / n + half


def t95(degrees: int) -> float:
    """Return the quantile of Student's t that 2.5 % lie above, for whole degrees of freedom, to 11 digits.

    Up to 200 the probability is a finite sum (Abramowitz & Stegun 26.7.3, 26.7.4), solved by bisection; above, the
    quantile is expanded around the normal one (26.7.5).
    """
    if degrees > _SERIES_UP_TO:
        return _expanded_t(degrees)
    low, high = 0.0, pi / 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_within(middle, degrees) < 0.95 else (low, middle)
    return sqrt(degrees) * tan((low + high) / 2)


def _t_within(angle: float, degrees: int) -> float:
    """Return the probability that |t| is at most √degrees · tan(angle)."""
    cosine = cos(angle)
    odd = degrees % 2
    term, total = (cosine, cosine if degrees > 1 else 0.0) if odd else (1.0, 1.0)
    for k in range(2 + odd, degrees - 1, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return (angle + sin(angle) * total) * 2 / pi if odd else sin(angle) * total


def _expanded_t(degrees: int) -> float:
    z = Z95
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / float(degrees) ** power for power, term in enumerate(terms, start=1))


def _nps_variance(counts: NpsCounts) -> float:
    """Return the variance of one answer coded −1, 0, +1: promoters and detractors are not independent."""
    detractors, _, promoters = (count / sum(counts) for count in counts)
    return promoters + detractors - (promoters - detractors) ** 2


def _points(middle: float, half: float) -> tuple[float, float]:
    return max(-100.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))
