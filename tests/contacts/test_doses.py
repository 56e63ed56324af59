"""Answers, opt-outs and the dose-response agree with the plain reference, however the log is cut into batches."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations_with_replacement

import numpy as np
import pytest
from contacts import naive_responses as naive
from contacts.naive_responses import DAY
from contacts.observed import KINDS, MICROSECOND, SOURCES, START, Contact, batch_of, observed, plan_of, random_log
from hypothesis import given, settings
from hypothesis import strategies as st

from cxmaturity.contacts.kernel.doses import exact_sums
from cxmaturity.contacts.kernel.summarising import summarise
from cxmaturity.contacts.kernel.summary import merged
from cxmaturity.contacts.metrics.response_metrics import response_metrics, response_tables
from cxmaturity.evidence.measures import measure_record


def told(seen, pieces=1):
    """Return metrics, tables and concerned customers, the log summarised in some pieces."""
    plan, batch = plan_of(seen), batch_of(seen)
    parts = []
    for left in range(pieces, 1, -1):
        at = len(batch.starts) // left
        if 0 < at < len(batch.starts):
            first, batch = batch.cut(at)
            parts.append(first)
    summary = merged(summarise(part, plan) for part in (*parts, batch))
    metrics = {name: measure_record(value) for name, value in response_metrics(summary).items()}
    tables = {name: [dict(row) for row in rows] for name, rows in response_tables(summary).items()}
    concerned = {name: summary.concerned[name] for name in naive.concerned(seen)}
    return {"metrics": metrics, "tables": tables, "concerned": concerned}


def expected(seen):
    return {"metrics": naive.metrics(seen), "tables": naive.tables(seen), "concerned": naive.concerned(seen)}


def apart(found, wanted, path=""):
    """Return where two values differ: integers and texts not at all, other numbers by more than 1e-9."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        names = sorted(found.keys() | wanted.keys())
        return [each for name in names for each in apart(found.get(name), wanted.get(name), f"{path}/{name}")]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(found, wanted, strict=True))
        return [each for at, (one, other) in pairs for each in apart(one, other, f"{path}/{at}")]
    if isinstance(wanted, float) and isinstance(found, float):
        same = math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12)
    else:
        same = found == wanted and type(found) is type(wanted)
    return [] if same else [f"{path}: {found} is not {wanted}"]


@pytest.mark.parametrize("seed", range(40))
def test_random_logs(seed):
    window = (30 * DAY, 7 * DAY, 45 * DAY)[seed % 3]
    seen = random_log(seed, customers=1 + seed * 2, most=1 + seed, window=window)
    assert apart(told(seen, pieces=1 + seed % 4), expected(seen)) == []


STEP = st.one_of(
    st.sampled_from([days * DAY + more * MICROSECOND for days in (1, 30, 60, 91) for more in (-1, 0, 1)]),
    st.integers(0, 60 * 86_400_000_000).map(lambda count: count * MICROSECOND),
)
LAG = st.one_of(st.none(), st.sampled_from([0 * DAY, 30 * DAY, 30 * DAY + MICROSECOND, -MICROSECOND, 12 * DAY]))
CONTACT = st.tuples(st.sampled_from("abc"), STEP, st.sampled_from(SOURCES), st.sampled_from(KINDS), LAG, LAG, LAG)


@given(st.lists(CONTACT, min_size=1, max_size=40), st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_any_log(drawn, pieces):
    by_customer, clocks = {}, dict.fromkeys("abc", START)
    for customer, step, source, kind, *lags in drawn:
        at = clocks[customer] = clocks[customer] + step
        responded, unsubscribed, bounced = (None if lag is None else at + lag for lag in lags)
        by_customer.setdefault(customer, []).append(Contact(at, source, "", kind, responded, unsubscribed, bounced))
    seen = observed(by_customer)
    assert apart(told(seen, pieces), expected(seen)) == []


def invited(*days, answered=()):
    """Return contacts at these days after the start, those numbered in ``answered`` answered at once."""
    times = [START + day * DAY for day in days]
    return [Contact(at, "a", "", "invite", at if number in answered else None) for number, at in enumerate(times)]


LATER = {"end": invited(0, 400)}
"""A contact that begins the log, and one that is so late that all others are judged."""


def test_two_customers_that_fit_perfectly_have_an_interval_of_no_width():
    seen = observed(LATER | {"b": invited(40, 45, answered=[0]), "c": invited(50, 71, answered=[0])})
    found = told(seen)["metrics"]["response.within_customer_slope"]
    assert found == {"value": -100.0, "low": -100.0, "high": -100.0, "customers": 2, "label": None}


@pytest.mark.parametrize(
    ("others", "customers"),
    [({"b": invited(40, 45, answered=[0])}, 1), ({"b": invited(40, 45, answered=[0]), "c": invited(60, 65)}, 2)],
    ids=["one", "collinear"],
)
def test_one_customer_or_pressure_that_only_follows_time_has_no_slope(others, customers):
    found = told(observed(LATER | others))["metrics"]["response.within_customer_slope"]
    assert found == {"value": None, "low": None, "high": None, "customers": customers, "label": None}


def test_never_being_asked_again_after_an_answer_is_not_causal():
    seen = observed(LATER | {"b": invited(40, 45, 100, answered=[2]), "c": invited(40, 45, 100, answered=[2])})
    found = told(seen)["metrics"]
    assert found["response.feedback_ratio"] == {"value": 0.0, "low": None, "high": None}
    assert found["response.within_customer_slope"]["label"] == "not_causal"
    assert apart(told(seen), expected(seen)) == []


def test_one_long_customer_does_not_overflow():
    """Cubes of a stratum's size pass 64 bits at three million contacts; here the path for them is taken by force."""
    from cxmaturity.contacts.kernel import doses

    cells = [np.array([2_000_000, 3]), np.array([1_500_000, 1]), np.array([1_000_000, 2]), np.array([500_000, 4])]
    wide = doses._fitting(cells)
    assert wide[0].dtype == object
    terms = doses._by_size(sum(wide), doses.odds_terms(*wide))
    assert terms[5_000_000][2] == (2_500_000) * 2_000_000 * 500_000
    assert doses._fitting([cell[1:] for cell in cells])[0].dtype != object


@given(st.lists(st.tuples(*[st.floats(-1e9, 1e9, allow_subnormal=False)] * 5), min_size=1, max_size=20))
def test_sums_of_products_are_exact_down_to_two_to_the_minus_68_of_the_greatest(rows):
    parts = np.array(rows).T
    found = exact_sums(parts)
    exact = [[Fraction(value) for value in row] for row in parts]
    greatest = [max(map(abs, row)) for row in exact]
    wanted = [sum(row) for row in exact]
    wanted += [
        sum(one * other for one, other in zip(exact[i], exact[j], strict=True))
        for i, j in combinations_with_replacement(range(5), 2)
    ]
    scales = [*greatest, *(greatest[i] * greatest[j] for i, j in combinations_with_replacement(range(5), 2))]
    for have, want, scale in zip(found, wanted, scales, strict=True):
        assert abs(have - want) <= scale * len(rows) * Fraction(1, 2**64)
