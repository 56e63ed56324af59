"""Whether a metric moved: published numbers, and what cannot be told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats.published import VECTORS, published

from cxmaturity.comparison.metrics import metric_change
from cxmaturity.evidence.measures import Estimate, OddsRatio
from cxmaturity.model import load_metrics
from cxmaturity.stats import (
    Z95,
    clustered_nps_interval,
    mean_interval,
    newcombe,
    nps,
    nps_change,
    nps_interval,
    wilson,
)

ADJUSTED = "promoters-minus-detractors/adjusted-wald"
CLUSTERED = "promoters-minus-detractors/clustered-by-customer"


def share(part, n):
    return Estimate(part / n, *wilson(part, n), n)


def an_nps(*counts):
    return Estimate(nps(counts), *nps_interval(counts), sum(counts), ADJUSTED)


def change(before, after, census=False):
    return metric_change("any", before, after, census)


NEWCOMBE = [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (5, 56, 0, 29, -0.0381, 0.1926)]


@pytest.mark.parametrize("row", NEWCOMBE)
def test_shares_are_compared_as_newcombe_published(row):
    """Newcombe 1998, table II, method 10."""
    part, n, other, of, low, high = row
    found = change(share(other, of), share(part, n))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.verdict == ("rose" if low > 0 else "cannot_tell")


@published
def test_shares_are_compared_as_the_vectors_say():
    for part, n, other, of, low, high in VECTORS["newcombe10"]:
        found = change(share(other, of), share(part, n))
        assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@published
def test_the_smallest_change_that_a_survey_shows_is_the_published_one():
    """V = .6: 60 detractors and 60 promoters of 200."""
    given_, n = VECTORS["min_detectable"], VECTORS["min_detectable"]["n"]
    half = round(given_["V"] * n / 2)
    wave = an_nps(half, n - 2 * half, half)
    assert round(change(wave, wave).detectable) == given_["nps_points"] == 22


def test_the_smallest_change_that_a_share_shows():
    found = change(share(50, 200), share(40, 100))
    assert found.detectable == pytest.approx(2.80 * math.sqrt(0.25 * 0.75 / 200 + 0.4 * 0.6 / 100))
    sure = change(share(0, 10), share(0, 10))
    assert sure.detectable > 0.1, "nobody of ten says little: plugged in, the variance would be 0"


COUNTS = st.tuples(*[st.integers(0, 400)] * 3).filter(any)


@given(COUNTS, COUNTS)
def test_two_waves_of_nps_are_compared_as_if_their_counts_were_kept(first, second):
    found = change(an_nps(*first), an_nps(*second))
    _, low, high = nps_change(first, second)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)
    assert found.change == pytest.approx(nps(second) - nps(first))


def test_nps_of_customers_who_answer_several_times_has_the_variance_of_its_interval():
    """Ten customers who say the same twice: the spread of ten answers, not of twenty. One end is clipped at 100."""
    counts, sums = (0, 2, 18), (40, 36, 36)
    twice = Estimate(nps(counts), *clustered_nps_interval(counts, sums), 20, CLUSTERED)
    assert twice.high == 100
    error = math.sqrt(36 - 2 * 0.9 * 36 + 0.9**2 * 40) / 20
    once = an_nps(30, 40, 30)
    expected = 100 * Z95 * math.sqrt(error**2 + Z95**-2 * (nps_half(once) / 100) ** 2)
    found = change(once, twice)
    assert (found.low, found.high) == pytest.approx((90 - expected, 90 + expected))


def nps_half(estimate):
    return (estimate.high - estimate.low) / 2


def test_other_estimates_are_compared_with_the_variances_of_their_intervals():
    found = change(
        Estimate(4.0, *mean_interval(50, 200, 850), 50, "mean-of-1-7/t"), Estimate(5.0, 4.4, 5.6, 50, "mean-of-1-7/t")
    )
    before = (mean_interval(50, 200, 850)[1] - 4.0, 0.6)
    assert found.high - found.low == pytest.approx(2 * math.hypot(*before))
    assert found.verdict == "rose"
    assert found.detectable == pytest.approx(2.80 * math.hypot(*before) / Z95)
    per_1000 = change(Estimate(0.8, 0.6, 1.1, 50_000), Estimate(0.5, 0.3, 0.7, 50_000))
    assert per_1000.detectable == pytest.approx(2.80 * math.hypot(0.25, 0.2) / Z95), "no share, though below 1"
    assert change(OddsRatio(2.0, 1.5, 3.0), OddsRatio(0.5, 0.4, 0.6)).verdict == "fell"
    assert change(OddsRatio(2.0, 1.5, 3.0), OddsRatio(0.5, 0.4, 0.6)).detectable is None


@pytest.mark.parametrize(
    ("before", "after", "verdict", "ends"),
    [
        (0.5, 0.75, "rose", (0.25, 0.25)),
        (True, False, "fell", (-1, -1)),
        (3, 3, "cannot_tell", (0, 0)),
        (None, 0.5, "cannot_tell", (None, None)),
    ],
)
def test_a_census_is_compared_as_it_is(before, after, verdict, ends):
    found = change(before, after, census=True)
    assert (found.verdict, (found.low, found.high), found.detectable) == (verdict, ends, None)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (3, 5),
        (None, None),
        (None, share(1, 2)),
        (0.5, share(9, 10)),
        ("2026-01-01", "2026-04-01"),
        (share(1, 10), Estimate(None, None, None, 0)),
        (Estimate(0.0, None, None), Estimate(1.0, 0.5, 2.0)),
    ],
)
def test_without_an_interval_nobody_can_tell(before, after):
    found = change(before, after)
    assert (found.low, found.high, found.detectable, found.verdict) == (None, None, None, "cannot_tell")


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_exchanged_waves_move_as_far_the_other_way(n, m, data):
    first, second = (share(data.draw(st.integers(0, of)), of) for of in (n, m))
    onward, back = change(first, second), change(second, first)
    assert (onward.low, onward.high) == pytest.approx((-back.high, -back.low))
    opposite = {"rose": "fell", "fell": "rose", "cannot_tell": "cannot_tell"}
    assert back.verdict == opposite[onward.verdict]
    assert change(first, first).verdict == "cannot_tell"
    expected = newcombe(round(second.value * m), m, round(first.value * n), n)
    assert (onward.low, onward.high) == pytest.approx(expected)


def test_a_census_is_what_the_map_the_roadmap_and_the_rules_count():
    counted = {metric.id for metric in load_metrics() if metric.census}
    families = {metric.id for metric in load_metrics() if metric.id.startswith(("map.", "roadmap."))}
    assert counted == families | {"loop.aims", "loop.rules_share"}
