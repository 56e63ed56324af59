"""Slopes and ratios against published numbers and their definitions."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.stats import clustered_slope, mantel_haenszel_odds, mantel_haenszel_risk, odds_terms, risk_terms


def strata(tables, terms):
    """Return the sums of each size of stratum, its four cells being the table or the groups' sizes."""
    found = {}
    for table in tables:
        n = sum(table) if terms is odds_terms else table[1] + table[3]
        found[n] = tuple(map(sum, zip(found.get(n, (0,) * 5), terms(*table), strict=False)))
    return found


BERKELEY = [
    (512, 89, 313, 19), (353, 17, 207, 8), (120, 202, 205, 391), (138, 131, 279, 244), (53, 94, 138, 299),
    (22, 24, 351, 317),
]  # fmt: skip
"""Admissions at Berkeley 1973 by department: men and women admitted, men and women rejected."""
TOLBUTAMIDE = [(8, 106, 5, 120), (22, 98, 16, 85)]
"""The diabetes programme's deaths by age: deaths and patients with the drug, deaths and patients with a placebo."""


def test_the_odds_ratio_and_its_interval_are_the_published_ones():
    """As mantelhaen.test of R prints them for UCBAdmissions."""
    found = mantel_haenszel_odds(strata(BERKELEY, odds_terms))
    assert found == pytest.approx((0.9046968, 0.7719074, 1.0603298), abs=5e-8)


def test_the_risk_ratio_and_its_interval_are_the_published_ones():
    """As the manual of Stata prints them for ugdp (Rothman, Greenland and Lash)."""
    found = mantel_haenszel_risk(strata(TOLBUTAMIDE, risk_terms))
    assert found == pytest.approx((1.325555, 0.797907, 2.202132), abs=5e-7)


@pytest.mark.parametrize(
    ("tables", "terms", "ratio", "expected"),
    [
        ([], odds_terms, mantel_haenszel_odds, None),
        ([(0, 3, 4, 5)], odds_terms, mantel_haenszel_odds, None),
        ([(2, 0, 4, 5)], odds_terms, mantel_haenszel_odds, None),
        ([], risk_terms, mantel_haenszel_risk, None),
        ([(2, 3, 0, 5)], risk_terms, mantel_haenszel_risk, None),
        ([(0, 3, 1, 5)], risk_terms, mantel_haenszel_risk, (0.0, None, None)),
        ([(3, 3, 5, 5)], risk_terms, mantel_haenszel_risk, (1.0, 1.0, 1.0)),
    ],
)
def test_a_ratio_without_both_sums_is_null(tables, terms, ratio, expected):
    assert ratio(strata(tables, terms)) == expected


def slope_by_residuals(clusters):
    """Least squares and its sandwich, from the residuals and in fractions."""
    rows = []
    for key, cluster in enumerate(clusters):
        means = [Fraction(sum(column), len(cluster)) for column in zip(*cluster, strict=True)]
        rows += [(key, *(value - mean for value, mean in zip(row, means, strict=True))) for row in cluster]
    xx, xt, tt = (sum(row[i] * row[j] for row in rows) for i, j in ((1, 1), (1, 2), (2, 2)))
    xy, ty = (sum(row[i] * row[3] for row in rows) for i in (1, 2))
    determinant = xx * tt - xt * xt
    if not determinant:
        return None
    slope, trend = (tt * xy - xt * ty) / determinant, (xx * ty - xt * xy) / determinant
    scores = [0] * len(clusters)
    for key, x, t, y in rows:
        scores[key] += (tt * x - xt * t) * (y - slope * x - trend * t) / determinant
    return float(slope), math.sqrt(sum(score * score for score in scores))


def moments(clusters):
    found = [Fraction(0)] * 20
    for cluster in clusters:
        means = [Fraction(sum(column), len(cluster)) for column in zip(*cluster, strict=True)]
        centred = [[value - mean for value, mean in zip(row, means, strict=True)] for row in cluster]
        v = [sum(row[i] * row[j] for row in centred) for i, j in ((0, 0), (0, 1), (1, 1), (0, 2), (1, 2))]
        products = [one * other for one, other in combinations_with_replacement(v, 2)]
        found = [have + more for have, more in zip(found, [*v, *products], strict=True)]
    return found


ROW = st.tuples(st.integers(0, 5), st.integers(0, 400), st.integers(0, 1))


@given(st.lists(st.lists(ROW, min_size=1, max_size=6), max_size=6))
def test_the_slope_is_that_of_the_residuals(clusters):
    expected = slope_by_residuals(clusters)
    assert clustered_slope(moments(clusters)) == (expected if expected is None else pytest.approx(expected, abs=1e-12))


def test_a_perfect_fit_has_no_error():
    clusters = [[(0, 0, 1), (1, 3, 0)], [(0, 10, 1), (1, 50, 0)]]
    assert clustered_slope(moments(clusters)) == (-1.0, 0.0)
