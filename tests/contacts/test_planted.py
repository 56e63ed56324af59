"""Where the truth is known: a planted effect is found with its sign and size; quarantines and flat logs show none."""

from __future__ import annotations

import numpy as np
import pytest
from contacts.planted import Truth, planted

from cxmaturity import resources
from cxmaturity.checks import find_in_contacts
from cxmaturity.contacts.kernel.summarising import summarise
from cxmaturity.contacts.metrics.response_metrics import response_metrics, response_tables
from cxmaturity.contacts.metrics.verdict import direction, dose_response
from cxmaturity.documents import load
from cxmaturity.evidence.measures import ContactFacts
from cxmaturity.model.schema import Check

FLAT = (Truth(), Truth(decline=1.5, growth=3.0))
"""No effect; and none while everybody answers less and less, and is asked more and more."""


@pytest.fixture(scope="module")
def fires():
    """Return whether the finding is found."""
    every = load(resources.assessments() / "cx-program" / "checks.yaml", tuple[Check, ...])[0]
    checks = [check for check in every if check.id == "response_falls_with_pressure"]
    assert len(checks) == 1
    return lambda found: bool(find_in_contacts(checks, found))


def facts(log):
    summary = summarise(log.batch, log.plan)
    return ContactFacts(response_metrics(summary), response_tables(summary), {}, {}, ())


def raw_slope(found):
    """Return the slope of the raw table, in points for each contact, every contact weighing the same."""
    rows = found.tables["response.by_pressure"]
    x, y, n = (np.array([row[name] for row in rows[:5]], dtype=float) for name in ("pressure", "rate", "n"))
    return 100 * np.polyfit(x, y, 1, w=np.sqrt(n))[0]


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_effect_is_found_although_the_raw_table_rises(fires, seed):
    log = planted(Truth(effect=-0.4), seed)
    found = facts(log)
    slope = found.metrics["response.within_customer_slope"]
    assert len(log.batch) == pytest.approx(28_000, rel=0.05)
    assert raw_slope(found) > 1
    assert slope.value == pytest.approx(log.points, abs=0.6)
    assert slope.high < -5
    assert slope.label is None
    assert found.metrics["response.mantel_haenszel"].high < 1
    assert fires(found)
    assert "association" in str(dose_response(found.metrics))


@pytest.mark.parametrize(
    ("truth", "ratio"),
    [
        (Truth(rest=30), 0.11),
        (Truth(rest=30, obeyed=0.5), 0.71),
        (Truth(rest=7), 0.87),
        (Truth(), 1.00),
        (Truth(effect=-0.4), 1.00),
    ],
    ids=["obeyed", "half-obeyed", "seven-days", "none", "effect"],
)
def test_the_feedback_ratio_tells_a_quarantine(fires, truth, ratio):
    found = facts(planted(truth, 1))
    assert found.metrics["response.feedback_ratio"].value == pytest.approx(ratio, abs=0.04)
    label = found.metrics["response.within_customer_slope"].label
    assert label == ("not_causal" if truth.rest else None)
    if truth.rest:
        assert direction(found.metrics) is None
        assert "Not causal: answering changes contact" in str(dose_response(found.metrics))
        assert not fires(found)


@pytest.mark.parametrize("seed", range(3))
def test_under_a_quarantine_the_slope_is_falsely_positive(seed):
    slope = facts(planted(Truth(rest=30), seed)).metrics["response.within_customer_slope"]
    assert slope.low > 0
    assert slope.label == "not_causal"


def test_one_hundred_flat_logs_raise_at_most_three_findings(fires):
    fired = [seed for seed in range(100) if fires(facts(planted(FLAT[seed % 2], 1000 + seed)))]
    assert len(fired) <= 3


def test_without_the_time_term_decline_and_growth_would_look_like_fatigue():
    """The control has teeth: on such logs, response by pressure alone falls within customers."""
    falling = 0
    for seed in range(10):
        log = planted(FLAT[1], 1000 + seed)
        sxx, _, _, sxy, _ = summarise(log.batch, log.plan).slope_sums[:5]
        falling += sxy / sxx < 0
    assert falling >= 9
