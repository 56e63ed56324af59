"""What goes with what: a slope within clusters, ratios over strata (METHODS.md, contact pressure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from math import exp, fsum, log, sqrt
from typing import TYPE_CHECKING, Any, Final, TypeVar

from cxmaturity.stats.rates import Z95, Interval

if TYPE_CHECKING:
    import numpy.typing as npt

_COLLINEAR: Final = Fraction(1, 10**12)
"""Part of a regressor's spread that must be its own: below, rounding would decide."""
Whole = TypeVar("Whole", int, "npt.NDArray[Any]")
"""A whole number, or an array of them."""


def clustered_slope(moments: Sequence[Fraction]) -> tuple[float, float] | None:
    """Return the coefficient of x in the least-squares fit of y on x and t within clusters, and its standard error.

    ``moments`` are 20 sums over clusters: of the five parts of v = (Sxx, Sxt, Stt, Sxy, Sty), sums of products about
    the cluster's own means, and of the products of these parts, (1,1), (1,2) … (5,5). The variance is clustered,
    without a small-sample factor. None when x and t are collinear or do not vary.
    """
    sxx, sxt, stt, sxy, sty = moments[:5]
    determinant = sxx * stt - sxt * sxt
    if determinant <= _COLLINEAR * sxx * stt:
        return None
    slope, trend = (stt * sxy - sxt * sty) / determinant, (sxx * sty - sxt * sxy) / determinant
    weights = (-slope * stt, slope * sxt - trend * stt, trend * sxt, stt, -sxt)
    pairs = combinations_with_replacement(range(5), 2)
    found = sum(
        (1 if i == j else 2) * weights[i] * weights[j] * product
        for (i, j), product in zip(pairs, moments[5:], strict=True)
    )
    return float(slope), sqrt(max(found, 0) / determinant**2)


OddsTerms = tuple[Whole, Whole, Whole, Whole, Whole]
RiskTerms = tuple[Whole, Whole, Whole]


def odds_terms(a: Whole, b: Whole, c: Whole, d: Whole) -> OddsTerms[Whole]:
    """Return what a stratum with the table a, b over c, d adds to the strata of its size for ``mantel_haenszel_odds``.

    With n = a+b+c+d these are n·R, n·S, n²·P·R, n²·(P·S + Q·R) and n²·Q·S of Robins, Breslow and Greenland.
    """
    r, s = a * d, b * c
    return r, s, (a + d) * r, (a + d) * s + (b + c) * r, (b + c) * s


def mantel_haenszel_odds(strata: Mapping[int, tuple[int, ...]], z: float = Z95) -> Interval | None:
    """Return the Mantel-Haenszel odds ratio and its Robins-Breslow-Greenland interval; None when a sum is 0.

    ``strata`` holds for each size n the sums of ``odds_terms`` over the strata of that size.
    """
    r, s = (fsum(terms[at] / n for n, terms in strata.items()) for at in (0, 1))
    if not r or not s:
        return None
    pr, mixed, qs = (fsum(terms[at] / (n * n) for n, terms in strata.items()) for at in (2, 3, 4))
    return _around(r / s, z * sqrt(pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s)))


def risk_terms(a: Whole, exposed: Whole, c: Whole, others: Whole) -> RiskTerms[Whole]:
    """Return what a stratum adds for ``mantel_haenszel_risk``: a cases among the exposed, c among the others.

    With n = exposed + others these are n times the two sums of the ratio, and n² times the stratum's variance.
    """
    return a * others, c * exposed, a * exposed * (others - c) + c * others * (exposed - a)


def mantel_haenszel_risk(
    strata: Mapping[int, tuple[int, ...]], z: float = Z95
) -> tuple[float, float | None, float | None] | None:
    """Return the Mantel-Haenszel risk ratio and its Greenland-Robins interval, which a ratio of 0 does not have.

    ``strata`` holds for each size n the sums of ``risk_terms`` over the strata of that size. None when no case among
    the others can be compared.
    """
    exposed, others = (fsum(terms[at] / n for n, terms in strata.items()) for at in (0, 1))
    if not others:
        return None
    if not exposed:
        return 0.0, None, None
    spread = fsum(terms[2] / (n * n) for n, terms in strata.items())
    return _around(exposed / others, z * sqrt(spread / (exposed * others)))


def _around(ratio: float, half: float) -> Interval:
    """Return a ratio and its bounds, half a width away on the logarithmic scale."""
    return ratio, exp(log(ratio) - half), exp(log(ratio) + half)
