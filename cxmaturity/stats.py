"""Estimators and tests (METHODS.md), in plain Python or by a named library. ``None`` where nothing can be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, islice
from math import ceil, comb, cos, exp, floor, fsum, lcm, log, pi, sin, sqrt, tan
from statistics import variance
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Z95 = 1.959963984540054
"""The normal quantile of every 95 % interval."""
Z99 = 2.5758293035489004
"""The normal quantile of a 99 % interval, which findings about associations ask for."""
MOST_ARRANGEMENTS = 100_000
"""Above this many arrangements a permutation test draws as many at random, from a fixed seed."""
_SEED: Final = 0
_EXACT: Final = 2**52
"""Floats add whole numbers up exactly below this."""
_CELLS: Final = 1_000_000
"""Of an array of arrangements at a time."""
_COLLINEAR: Final = Fraction(1, 10**12)
"""Part of a regressor's spread that must be its own: below, rounding would decide."""
Whole = TypeVar("Whole", int, "npt.NDArray[Any]")
"""A whole number, or an array of them."""
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
    p, q = successes / n, others / of_others
    below, above = sqrt((p - first[0]) ** 2 + (second[1] - q) ** 2), sqrt((first[1] - p) ** 2 + (q - second[0]) ** 2)
    return p - q - below, p - q + above


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


def permutation_ps(comparisons: Sequence[tuple[Sequence[Fraction], Sequence[Fraction]]]) -> list[Fraction]:
    """Return the two-sided permutation p of each difference of two groups' means, in the order given.

    Exact up to 100,000 arrangements, else as many seeded draws. Both groups of a comparison must hold a value.
    Comparisons of the same two sizes are tested on the same arrangements.
    """
    by_sizes: dict[tuple[int, int], list[int]] = {}
    for position, (first, second) in enumerate(comparisons):
        by_sizes.setdefault((len(first), len(second)), []).append(position)
    found = [Fraction(1)] * len(comparisons)
    for sizes, positions in by_sizes.items():
        for position, p in zip(positions, _ps(*sizes, [comparisons[position] for position in positions]), strict=True):
            found[position] = p
    return found


def _ps(
    first: int, second: int, comparisons: Sequence[tuple[Sequence[Fraction], Sequence[Fraction]]]
) -> list[Fraction]:
    """Return the p of each comparison of groups of these two sizes."""
    import numpy as np

    pools = [_whole([*one, *other]) for one, other in comparisons]
    # |mean − mean| is at least the observed one when the first group's sum lies outside an interval around its mean
    middles = [Fraction(sum(pool) * first, first + second) for pool in pools]
    observed = [abs(sum(pool[:first]) - middle) for pool, middle in zip(pools, middles, strict=True)]
    above = np.array([ceil(middle + far) for middle, far in zip(middles, observed, strict=True)], dtype=float)
    below = np.array([floor(middle - far) for middle, far in zip(middles, observed, strict=True)], dtype=float)
    values = np.array(pools, dtype=float).T
    hits, arrangements = np.zeros(len(pools), dtype=int), 0
    for chosen in _arrangements(first, first + second):
        sums = chosen.astype(float) @ values
        hits += ((sums >= above) | (sums <= below)).sum(axis=0)
        arrangements += len(chosen)
    drawn = comb(first + second, first) > MOST_ARRANGEMENTS  # then the one observed counts as a draw too
    return [Fraction(int(count) + drawn, arrangements + drawn) for count in hits]


def _whole(values: Sequence[Fraction]) -> list[int]:
    """Return the values in a unit in which they are whole, coarsened where floats would not add them up exactly."""
    unit = lcm(*(value.denominator for value in values))
    most = sum(abs(value) for value in values) * unit
    return [round(value * unit) if most < _EXACT else round(value * unit * _EXACT / most) for value in values]


def _arrangements(chosen: int, n: int) -> Iterator[npt.NDArray[np.bool_]]:
    """Yield who is chosen in each arrangement of ``chosen`` out of n, a row each: all of them, or 100,000 draws."""
    import numpy as np

    rows = max(1, _CELLS // n)
    if comb(n, chosen) <= MOST_ARRANGEMENTS:
        every = combinations(range(n), chosen)
        while block := list(islice(every, rows)):
            found = np.zeros((len(block), n), dtype=bool)
            np.put_along_axis(found, np.array(block), True, axis=1)
            yield found
        return
    random = np.random.default_rng(_SEED)
    for start in range(0, MOST_ARRANGEMENTS, rows):
        keys = random.integers(0, 2**32, size=(min(rows, MOST_ARRANGEMENTS - start), n), dtype=np.uint32)
        yield keys <= np.partition(keys, chosen - 1, axis=1)[:, chosen - 1 : chosen]


def least_permutation_p(first: int, second: int) -> Fraction:
    """Return the least p that a two-sided permutation test of groups of these sizes can give."""
    arrangements = comb(first + second, first)
    extremes = 2 if first == second else 1
    return max(Fraction(extremes, arrangements), Fraction(1, MOST_ARRANGEMENTS + 1))


def holm(ps: Sequence[Fraction]) -> list[Fraction]:
    """Return Holm's adjusted p values, in the order given."""
    adjusted = [Fraction(0)] * len(ps)
    running = Fraction(0)
    for rank, position in enumerate(sorted(range(len(ps)), key=lambda index: ps[index])):
        running = max(running, min(Fraction(1), ps[position] * (len(ps) - rank)))
        adjusted[position] = running
    return adjusted
