"""What is said of response and opt-outs under pressure: when a finding fires, and the verdict in words."""

from __future__ import annotations

from math import exp

import pytest

from cxmaturity import resources
from cxmaturity.checks import find_in_contacts
from cxmaturity.contacts.metrics.verdict import direction, dose_response
from cxmaturity.documents import load
from cxmaturity.evidence.measures import ContactFacts, Estimate, OddsRatio, Slope
from cxmaturity.model.schema import Check
from cxmaturity.stats import Z95, Z99


def slope(value, error, customers=100, label=None):
    return Slope(value, value - Z95 * error, value + Z95 * error, customers=customers, label=label)


def ratio(log_odds, error):
    return OddsRatio(exp(log_odds), exp(log_odds - Z95 * error), exp(log_odds + Z95 * error))


FALLING = {
    "response.within_customer_slope": slope(-1.0, 0.99 / Z99),
    "response.mantel_haenszel": ratio(-0.5, 0.495 / Z99),
    "response.feedback_ratio": Estimate(0.95, 0.9, 1.01),
}


def facts(metrics=None, opt_outs=None):
    return ContactFacts(
        metrics={"contacts.customers": 1000, **(metrics or {})},
        tables={"optout.by_pressure": opt_outs},
        concerned={},
        policy={},
        inputs=(),
    )


@pytest.fixture(scope="module")
def checks():
    return load(resources.assessments() / "cx-program" / "checks.yaml", tuple[Check, ...])[0]


def test_falling_response_is_found_and_concerns_no_countable_customers(checks):
    [found] = find_in_contacts(checks, facts(FALLING))
    assert (found.id, found.severity, found.value, found.reach) == (
        "response_falls_with_pressure",
        "medium",
        -1.0,
        None,
    )
    assert "association" in found.detail("en")
    assert "association" in found.detail("fr")


@pytest.mark.parametrize(
    "change",
    [
        {"response.within_customer_slope": slope(-1.0, 1.01 / Z99)},
        {"response.within_customer_slope": slope(-1.0, 0.1, customers=99)},
        {"response.within_customer_slope": slope(-1.0, 0.1, label="not_causal")},
        {"response.within_customer_slope": Slope(None, None, None, customers=100)},
        {"response.within_customer_slope": None},
        {"response.mantel_haenszel": ratio(-0.5, 0.505 / Z99)},
        {"response.mantel_haenszel": ratio(0.5, 0.01)},
        {"response.mantel_haenszel": OddsRatio(None, None, None)},
        {"response.mantel_haenszel": None},
    ],
    ids=["slope", "few", "label", "no-slope", "unseen", "ratio", "against", "no-ratio", "unseen-ratio"],
)
def test_nothing_is_found_when_one_of_its_conditions_fails(checks, change):
    assert find_in_contacts(checks, facts(FALLING | change)) == ()


VERDICTS = [
    (FALLING, "falls", "The more often customers are asked, the less they answer: −1.0 points", "moins ils répondent"),
    (
        {
            "response.within_customer_slope": slope(2.0, 0.1),
            "response.mantel_haenszel": ratio(0.5, 0.1),
        },
        "rises",
        "Customers answer more at times when they are asked more: 2.0 points",
        "répondent davantage",
    ),
    (FALLING | {"response.mantel_haenszel": ratio(-0.5, 0.505 / Z99)}, None, "Cannot tell", "Impossible à dire"),
    (
        FALLING | {"response.within_customer_slope": slope(-1.0, 0.1, customers=99)},
        None,
        "No verdict: only 99 customers",
        "Pas de verdict",
    ),
    (
        FALLING | {"response.within_customer_slope": Slope(None, None, None, customers=1)},
        None,
        "No verdict: only 1 customer was",
        "1 client seulement a été",
    ),
    (
        FALLING | {"response.within_customer_slope": Slope(None, None, None, customers=100)},
        None,
        "No verdict: pressure rises with time alike",
        "Pas de verdict",
    ),
    (
        FALLING
        | {
            "response.within_customer_slope": slope(6.1, 0.1, label="not_causal"),
            "response.feedback_ratio": Estimate(0.0, None, None),
        },
        None,
        "Not causal: answering changes contact. After an answer, being asked again within 30 days is 0.00 times",
        "Non causal : répondre change la suite des contacts",
    ),
]


@pytest.mark.parametrize("case", VERDICTS, ids=[case[2][:25] for case in VERDICTS])
def test_the_verdict_in_words(case):
    metrics, expected, english, french = case
    assert direction(metrics) == expected
    verdict = dose_response(metrics)
    assert english in verdict.show("en")
    assert french in verdict.show("fr").replace("\u00a0", " ")


def test_without_answers_there_is_no_verdict():
    assert dose_response({}) is dose_response({"response.within_customer_slope": None}) is None


def table(*rows):
    return tuple({"pressure": pressure, "n": n, "optouts": hits} for pressure, n, hits in rows)


def test_rising_opt_outs_are_found_from_four_requests_on(checks):
    rows = table(("1", 10_000, 10), ("2", 500, 500), ("3", 500, 500), ("4", 900, 9), ("5", 50, 3), ("6+", 50, 3))
    [found] = find_in_contacts(checks, facts(opt_outs=rows))
    assert (found.id, found.severity, found.value, found.reach) == (
        "opt_out_rises_with_pressure",
        "medium",
        0.015,
        None,
    )
    assert "15.0 in 1,000 requests" in found.detail("en")
    assert "1.0 in 1,000" in found.detail("en")
    assert "{" not in found.detail("fr")


@pytest.mark.parametrize(
    "rows",
    [
        None,
        (),
        table(("1", 0, 0), ("4", 10, 9)),
        table(("1", 10, 9), ("4", 0, 0)),
        table(("1", 100, 1), ("4", 100, 9)),  # certain at 95 %, not at 99 %
        table(("1", 1000, 90), ("6+", 1000, 10)),
    ],
    ids=["unseen", "empty", "none-once", "none-often", "not-certain", "falling"],
)
def test_opt_outs_that_do_not_rise_for_certain_are_no_finding(checks, rows):
    assert find_in_contacts(checks, facts(opt_outs=rows)) == ()


def test_the_interval_of_a_slope_with_no_error_is_a_point():
    metrics = FALLING | {"response.within_customer_slope": slope(-1.0, 0.0)}
    assert direction(metrics) == "falls"
