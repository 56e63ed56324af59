"""Estimators against published numbers."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.stats import holm, least_permutation_p, ordinal_alpha, permutation_p, r_wg, wilson

PUBLISHED = Path(__file__).parents[2] / "shared" / "test-vectors.json"
VECTORS = json.loads(PUBLISHED.read_text()) if PUBLISHED.exists() else None
published = pytest.mark.skipif(VECTORS is None, reason="needs ../shared")


@published
def test_wilson_gives_the_published_intervals():
    for successes, n, low, high in VECTORS["wilson95"]:
        assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)


@published
def test_the_permutation_test_gives_the_published_p():
    case = VECTORS["perm_gap"]
    first, second = ([Fraction(value) for value in case[name]] for name in "ab")
    assert permutation_p(first, second) == pytest.approx(case["p"], abs=1e-7)


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


@given(st.lists(st.integers(0, 3), min_size=1, max_size=4), st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_a_permutation_p_is_never_below_the_least_possible_one(first, second):
    p = permutation_p([Fraction(value, 3) for value in first], [Fraction(value, 3) for value in second])
    assert p >= least_permutation_p(len(first), len(second)) - 1e-12
    assert p <= 1


def test_large_groups_are_drawn_and_the_draw_is_seeded():
    first, second = [Fraction(value % 4) for value in range(14)], [Fraction(value % 3) for value in range(14)]
    assert math.comb(28, 14) > 100_000
    assert permutation_p(first, second) == permutation_p(first, second)


@pytest.mark.parametrize(
    ("ps", "expected"), [([], []), ([0.04], [0.04]), ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]), ([0.5, 0.9], [1.0, 1.0])]
)
def test_holm(ps, expected):
    assert holm(ps) == pytest.approx(expected)
