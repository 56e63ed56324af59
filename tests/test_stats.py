"""Estimators against published numbers."""

from __future__ import annotations

import json
import math
import statistics
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.stats import (
    Z99,
    clustered_nps_interval,
    clustered_slope,
    holm,
    least_permutation_p,
    mantel_haenszel_odds,
    mantel_haenszel_risk,
    mean_interval,
    newcombe,
    nps,
    nps_change,
    nps_interval,
    odds_terms,
    ordinal_alpha,
    permutation_ps,
    r_wg,
    risk_terms,
    t95,
    wilson,
)

PUBLISHED = Path(__file__).parents[2] / "shared" / "test-vectors.json"
TRIPLE = st.lists(st.integers(0, 3), min_size=1, max_size=4).map(
    lambda values: [Fraction(value, 3) for value in values]
)
VECTORS = json.loads(PUBLISHED.read_text()) if PUBLISHED.exists() else None
published = pytest.mark.skipif(VECTORS is None, reason="needs ../shared")


@published
def test_wilson_gives_the_published_intervals():
    for successes, n, low, high in VECTORS["wilson95"]:
        assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@published
def test_nps_gives_the_published_values_and_adjusted_wald_intervals():
    for case in VECTORS["nps"]:
        counts = tuple(case["counts"])
        assert nps(counts) == pytest.approx(100 * case.get("nps", 1), abs=1e-6)
        assert nps_interval(counts) == pytest.approx([100 * end for end in case["adj"]], abs=1e-4)


@published
def test_nps_of_customers_who_answer_once_has_the_published_standard_error():
    """Each customer is then a cluster of one; promoters and detractors taken as independent would give another."""
    for case in VECTORS["nps"][:2]:
        detractors, _, promoters = counts = tuple(case["counts"])
        n = sum(counts)
        low, high = clustered_nps_interval(counts, (n, promoters - detractors, promoters + detractors))
        assert [low, high] == pytest.approx([100 * end for end in case["wald"]], abs=1e-4)


ANSWERS = st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=1, max_size=4), min_size=1, max_size=30)


@given(ANSWERS)
def test_the_clustered_nps_interval_is_its_definition(customers):
    answers = [answer for own in customers for answer in own]
    n, mean = len(answers), statistics.fmean(answers)
    half = statistics.NormalDist().inv_cdf(0.975) * math.sqrt(sum(sum(x - mean for x in own) ** 2 for own in customers))
    sums = [sum(f(own) for own in customers) for f in (lambda o: len(o) ** 2, lambda o: len(o) * sum(o), squared)]
    expected = max(-100, 100 * (mean - half / n)), min(100, 100 * (mean + half / n))
    assert clustered_nps_interval(coded(answers), tuple(sums)) == pytest.approx(expected, abs=1e-6)


def squared(own):
    return sum(own) ** 2


def coded(answers):
    return answers.count(-1), answers.count(0), answers.count(1)


def test_two_waves_of_nps():
    """One answer varies by .3 + .3 − 0² = .6 in the first, by .4 + .2 − .2² = .56 in the second."""
    first, second = (60, 80, 60), (40, 80, 80)
    change, low, high = nps_change(first, second)
    assert change == pytest.approx(20)
    half = 100 * statistics.NormalDist().inv_cdf(0.975) * math.sqrt(0.6 / 200 + 0.56 / 200)
    assert (low, high) == pytest.approx((20 - half, 20 + half))
    assert nps_change(first, (0, 0, 0)) is None


@pytest.mark.parametrize(
    ("degrees", "published"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228), (15, 2.131), (20, 2.086),
     (30, 2.042), (40, 2.021), (60, 2.000), (100, 1.984), (120, 1.980)],
)  # fmt: skip
def test_students_t_of_the_printed_tables(degrees, published):
    """NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2."""
    assert t95(degrees) == pytest.approx(published, abs=5e-4)


def test_students_t_is_seamless_where_its_formula_changes():
    steps = [t95(degrees) - t95(degrees + 1) for degrees in range(198, 204)]
    assert all(earlier > later > 0 for earlier, later in pairwise(steps))
    assert t95(10**9) == pytest.approx(statistics.NormalDist().inv_cdf(0.975), rel=1e-8)


@published
def test_the_mean_of_the_published_effort_scores():
    counts = VECTORS["ces7"]["counts"]
    n, total, squares = (sum(count * x**power for x, count in enumerate(counts, start=1)) for power in (0, 1, 2))
    assert total / n == pytest.approx(VECTORS["ces7"]["mean"])
    values = [x for x, count in enumerate(counts, start=1) for _ in range(count)]
    half = t95(n - 1) * statistics.stdev(values) / math.sqrt(n)
    assert mean_interval(n, total, squares) == pytest.approx((4.08 - half, 4.08 + half))


def test_what_cannot_be_said_of_scores_is_none():
    assert nps((0, 0, 0)) is None
    assert nps_interval((0, 0, 0)) is None
    assert clustered_nps_interval((0, 0, 0), (0, 0, 0)) is None
    assert mean_interval(1, 5, 25) is None


@published
def test_the_permutation_test_gives_the_published_p():
    case = VECTORS["perm_gap"]
    first, second = ([Fraction(value) for value in case[name]] for name in "ab")
    assert float(permutation_ps([(first, second)])[0]) == pytest.approx(case["p"], abs=1e-7)


def test_ordinal_alpha_of_krippendorffs_reliability_data():
    """Data C of Krippendorff's computation of alpha: four observers, twelve units."""
    rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    ratings = [
        {f"u{column:02}": int(value) for column, value in enumerate(row.split()) if value != "."} for row in rows
    ]
    assert ordinal_alpha(ratings) == pytest.approx(0.815388, abs=5e-7)


@pytest.mark.parametrize("ratings", [[], [{"a": 1, "b": 2}], [{"a": 1}, {"b": 2}], [{"a": 1}, {"a": 1}]])
def test_alpha_is_null_without_variation_or_a_second_voice(ratings):
    assert ordinal_alpha(ratings) is None


@pytest.mark.parametrize(
    ("values", "expected"), [([3], None), ([2, 2, 2], 1.0), ([0, 3], 1 - 4.5 / 1.25), ([1, 2], 1 - 0.5 / 1.25)]
)
def test_r_wg(values, expected):
    assert r_wg(values, 4) == (None if expected is None else pytest.approx(expected))


def test_no_answers_give_no_interval():
    assert wilson(0, 0) is None
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1


def p_by_hand(first, second):
    """The share of arrangements whose means lie at least as far apart."""
    pool, size = [*first, *second], len(first)
    places = range(len(pool))

    def apart(chosen):
        inside, outside = [pool[place] for place in chosen], [pool[place] for place in places if place not in chosen]
        return abs(sum(inside) / Fraction(len(inside)) - sum(outside) / Fraction(len(outside)))

    every = [apart(chosen) for chosen in combinations(places, size)]
    return Fraction(sum(far >= every[0] for far in every), len(every))


@given(st.lists(st.tuples(TRIPLE, TRIPLE), max_size=3))
def test_permutation_ps_are_those_of_all_arrangements(comparisons):
    found = permutation_ps(comparisons)
    assert found == [p_by_hand(*groups) for groups in comparisons]
    assert all(p >= least_permutation_p(*map(len, groups)) for p, groups in zip(found, comparisons, strict=True))


@pytest.mark.parametrize(("first", "second"), [(1, 1), (2, 2), (1, 3), (3, 1), (2, 4), (4, 4)])
def test_the_least_p_is_that_of_groups_wholly_apart(first, second):
    groups = [Fraction(1)] * first, [Fraction(0)] * second
    assert permutation_ps([groups]) == [least_permutation_p(first, second)] == [p_by_hand(*groups)]


def test_values_that_no_float_adds_up_exactly_are_still_tested():
    first, second = [Fraction(1, 2**60 + 1), Fraction(1, 3**40)], [Fraction(100, 7**30), Fraction(99, 2**61)]
    assert permutation_ps([(first, second)]) == [p_by_hand(first, second)]


def test_large_groups_are_drawn_and_the_draws_are_seeded():
    """The shift of a group by half a spread, whose p the normal curve gives to 0.01."""
    first, second = [Fraction(value % 10) for value in range(60)], [Fraction(value % 10 + 1) for value in range(50)]
    assert math.comb(110, 50) > 100_000
    p = permutation_ps([(first, second)])[0]
    assert p == permutation_ps([(first, second), (second, first), (first, second)])[2]
    pool = [float(value) for value in (*first, *second)]
    error = statistics.stdev(pool) * math.sqrt(1 / 60 + 1 / 50)
    normal = math.erfc(abs(statistics.mean(first) - statistics.mean(second)) / error / math.sqrt(2))
    assert float(p) == pytest.approx(normal, abs=0.01)


def test_groups_wholly_apart_have_the_least_p_of_a_draw():
    groups = [Fraction(1)] * 30, [Fraction(0)] * 30
    assert permutation_ps([groups]) == [least_permutation_p(30, 30)] == [Fraction(1, 100_001)]


@pytest.mark.parametrize(
    ("ps", "expected"), [([], []), ([0.04], [0.04]), ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]), ([0.5, 0.9], [1.0, 1.0])]
)
def test_holm(ps, expected):
    assert [float(p) for p in holm([Fraction(str(p)) for p in ps])] == pytest.approx(expected)


@published
def test_newcombes_method_10_gives_the_published_intervals():
    for *counts, low, high in VECTORS["newcombe10"]:
        assert newcombe(*counts) == pytest.approx((low, high), abs=5e-5)


def test_a_difference_needs_both_shares_and_widens_with_z():
    assert newcombe(0, 0, 1, 2) is newcombe(1, 2, 0, 0) is None
    narrow, wide = newcombe(9, 10, 3, 10), newcombe(9, 10, 3, 10, Z99)
    assert wide[0] < narrow[0] < 0.6 < narrow[1] < wide[1]
    assert statistics.NormalDist().cdf(Z99) == pytest.approx(0.995, abs=1e-15)


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
