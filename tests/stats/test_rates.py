"""Shares and their intervals against published numbers."""

from __future__ import annotations

import statistics

import pytest
from stats.published import VECTORS, published

from cxmaturity.stats import Z99, newcombe, wilson


@published
def test_wilson_gives_the_published_intervals():
    for successes, n, low, high in VECTORS["wilson95"]:
        assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


def test_no_answers_give_no_interval():
    assert wilson(0, 0) is None
    assert wilson(0, 20)[0] == 0
    assert wilson(20, 20)[1] == 1


@published
def test_newcombes_method_10_gives_the_published_intervals():
    for *counts, low, high in VECTORS["newcombe10"]:
        assert newcombe(*counts) == pytest.approx((low, high), abs=5e-5)


def test_a_difference_needs_both_shares_and_widens_with_z():
    assert newcombe(0, 0, 1, 2) is newcombe(1, 2, 0, 0) is None
    narrow, wide = newcombe(9, 10, 3, 10), newcombe(9, 10, 3, 10, Z99)
    assert wide[0] < narrow[0] < 0.6 < narrow[1] < wide[1]
    assert statistics.NormalDist().cdf(Z99) == pytest.approx(0.995, abs=1e-15)
