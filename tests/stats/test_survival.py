"""Follow-up time against published numbers, and against the definitions in fractions."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stats.published import VECTORS, published

from cxmaturity.stats import CENSORED, aalen_johansen, kaplan_meier

SPELLS = st.lists(st.tuples(st.integers(0, 8), st.sampled_from([CENSORED, 0, 1, 2])), max_size=14)


def tabulated(spells):
    counts = Counter(spells)
    return [time for time, _ in counts], [end for _, end in counts], list(counts.values())


@published
def test_remission_of_leukaemia_has_the_published_curve():
    """Freireich 1963: weeks of remission under 6-MP; the standard errors are Greenwood's."""
    data = VECTORS["km_6mp"]["data"].split(",")
    spells = [(int(spell.rstrip("+")), CENSORED if spell.endswith("+") else 0) for spell in data]
    curve = kaplan_meier(*tabulated(spells))
    for time, share, error in zip(*(VECTORS["km_6mp"][key] for key in ("t", "S", "se")), strict=True):
        assert curve.at(time)[0] == pytest.approx(share, abs=5e-5)
        assert curve.error(time) == pytest.approx(error, abs=5e-5)
    assert curve.median == VECTORS["km_6mp"]["median"]


def test_remission_of_leukaemia_has_the_published_log_log_interval():
    """As R's survfit prints it with conf.type = "log-log"."""
    times = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    ends = [0, 0, 0, -1, 0, -1, 0, -1, -1, 0, 0, -1, -1, -1, 0, 0, *[-1] * 5]
    curve = kaplan_meier(times, ends, [1] * 21)
    assert curve.at(6) == pytest.approx((0.857, 0.620, 0.952), abs=5e-4)
    assert curve.at(23) == pytest.approx((0.448, 0.188, 0.680), abs=5e-4)


def test_three_ends_by_hand():
    """Five spells: ends 0 at 1, 1 at 2, open at 2, 0 at 3, 2 at 4."""
    shares = aalen_johansen([1, 2, 2, 3, 4], [0, 1, CENSORED, 0, 2], [1] * 5, 3)
    assert [curve.at(2)[0] for curve in shares] == pytest.approx([1 / 5, 1 / 5, 0])
    assert [curve.at(4)[0] for curve in shares] == pytest.approx([1 / 5 + 3 / 10, 1 / 5, 3 / 10])
    assert [curve.median for curve in shares] == [3, None, None]


@pytest.mark.parametrize("curve", [kaplan_meier([], [], []), *aalen_johansen([], [], [], 2)])
def test_nothing_is_known_without_spells(curve):
    assert curve.at(1) is None
    assert curve.median is None


def test_nothing_is_known_beyond_the_last_spell_that_was_watched():
    """Two spells, one of them still open at 5: after that nobody knows, unless all had ended."""
    assert kaplan_meier([3, 5], [0, CENSORED], [1, 1]).at(6) is None
    assert aalen_johansen([3, 5], [0, CENSORED], [1, 1], 1)[0].at(6) is None
    assert kaplan_meier([3, 5], [0, CENSORED], [1, 1]).at(5)[0] == 0.5
    assert kaplan_meier([3, 5], [0, 0], [1, 1]).at(6) == (0, None, None)


def naive(spells):
    """Yield each time, what survives it, Greenwood's sum, and the incidence of each end, in fractions."""
    survival, greenwood, shares = Fraction(1), Fraction(0), [Fraction(0)] * 3
    for time in sorted({time for time, _ in spells}):
        at_risk = sum(other >= time for other, _ in spells)
        ended = [sum(spell == (time, end) for spell in spells) for end in range(3)]
        shares = [share + survival * Fraction(own, at_risk) for share, own in zip(shares, ended, strict=True)]
        survival *= 1 - Fraction(sum(ended), at_risk)
        if survival:
            greenwood += Fraction(sum(ended), at_risk * (at_risk - sum(ended)))
        yield time, survival, greenwood, shares


@given(SPELLS)
def test_both_curves_are_their_definitions(spells):
    survival, incidences = kaplan_meier(*tabulated(spells)), aalen_johansen(*tabulated(spells), 3)
    expected = list(naive(spells))
    for time, left, greenwood, shares in expected:
        assert survival.at(time)[0] == pytest.approx(float(left), abs=1e-12)
        assert survival.error(time) == pytest.approx(float(left) * sqrt(greenwood), abs=1e-9)
        assert [curve.at(time)[0] for curve in incidences] == pytest.approx([float(share) for share in shares])
    assert survival.median == next((time for time, left, *_ in expected if left <= Fraction(1, 2)), None)
    for end, curve in enumerate(incidences):
        assert curve.median == next((time for time, *_, shares in expected if shares[end] >= Fraction(1, 2)), None)


@given(SPELLS)
def test_the_ends_and_what_survives_are_everything(spells):
    survival, incidences = kaplan_meier(*tabulated(spells)), aalen_johansen(*tabulated(spells), 3)
    for time in {time for time, _ in spells}:
        assert sum(curve.at(time)[0] for curve in incidences) + survival.at(time)[0] == pytest.approx(1)


@given(st.lists(st.tuples(st.integers(0, 8), st.sampled_from([CENSORED, 0])), max_size=14))
def test_without_a_competing_end_incidence_is_what_does_not_survive_with_its_interval(spells):
    survival, (incidence,) = kaplan_meier(*tabulated(spells)), aalen_johansen(*tabulated(spells), 1)
    for time in {time for time, _ in spells}:
        (left, low, high), (share, below, above) = survival.at(time), incidence.at(time)
        assert share == pytest.approx(1 - left)
        assert (below is None, above is None) == (high is None, low is None)
        if low is not None:
            assert (below, above) == pytest.approx((1 - high, 1 - low))
    assert incidence.median == survival.median


@given(SPELLS)
def test_incidence_only_grows_and_lies_in_its_interval(spells):
    for curve in aalen_johansen(*tabulated(spells), 3):
        found = [curve.at(time) for time in sorted({time for time, _ in spells})]
        assert all(one[0] <= other[0] for one, other in pairwise(found))
        assert all(low is None or 0 <= low <= share <= high <= 1 for share, low, high in found)


@given(SPELLS, st.integers(2, 1000))
def test_more_of_the_same_narrows_the_interval_and_moves_nothing(spells, times):
    lengths, ends, counts = tabulated(spells)
    once, often = (aalen_johansen(lengths, ends, [n * k for n in counts], 3)[0] for k in (1, times))
    for time in set(lengths):
        (share, low, high), (same, lower, higher) = once.at(time), often.at(time)
        assert same == pytest.approx(share)
        assert low is None or (lower >= low - 1e-9 and higher <= high + 1e-9)
    assert often.median == once.median


def test_the_interval_holds_the_truth_19_times_in_20():
    """Exponential times to two ends, watched for as long as an exponential time: the share of one end by time 1."""
    np = pytest.importorskip("numpy")
    random = np.random.default_rng(5)
    truth, hits, runs = 0.6 * (1 - np.exp(-1.0)), 0, 400
    for _ in range(runs):
        ended, watched = random.exponential(1, 150), random.exponential(2, 150)
        ends = np.where(ended <= watched, np.where(random.random(150) < 0.6, 0, 1), CENSORED)
        _, low, high = aalen_johansen(np.minimum(ended, watched), ends, np.ones(150), 2)[0].at(1.0)
        hits += low <= truth <= high
    assert 0.92 <= hits / runs <= 0.98


def test_millions_of_spells_are_a_short_table():
    curve = kaplan_meier(range(100), [0] * 100, [50_000] * 100)
    assert curve.median == 49
    assert curve.at(24)[0] == pytest.approx(0.75)
