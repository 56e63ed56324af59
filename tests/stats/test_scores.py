"""NPS and means against published numbers."""

from __future__ import annotations

import math
import statistics
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats.published import VECTORS, published

from cxmaturity.stats import clustered_nps_interval, mean_interval, nps, nps_change, nps_interval, t95


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
