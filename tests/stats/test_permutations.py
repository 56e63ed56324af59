"""Permutation tests against all arrangements, and published numbers."""

from __future__ import annotations

import math
import statistics
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats.published import VECTORS, published

from cxmaturity.stats import holm, least_permutation_p, permutation_ps

TRIPLE = st.lists(st.integers(0, 3), min_size=1, max_size=4).map(
    lambda values: [Fraction(value, 3) for value in values]
)


@published
def test_the_permutation_test_gives_the_published_p():
    case = VECTORS["perm_gap"]
    first, second = ([Fraction(value) for value in case[name]] for name in "ab")
    assert float(permutation_ps([(first, second)])[0]) == pytest.approx(case["p"], abs=1e-7)


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
