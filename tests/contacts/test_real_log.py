"""The real log of a bank: the figures that were computed independently are met exactly."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from contacts.test_against_naive import check

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.metrics.contact_metrics import metrics_of
from cxmaturity.contacts.policy import parse_policy

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")


def test_the_figures_are_met_exactly(monkeypatch):
    expected = json.loads((DATA / "bpi2012_contacts.expected.json").read_text())["bpi2012_contacts"]
    summaries = []

    def metrics_seen(summary, settings):
        summaries.append(summary)
        return metrics_of(summary, settings)

    monkeypatch.setattr("cxmaturity.contacts.metrics.contact_metrics.metrics_of", metrics_seen)
    facts = audit([Log(DATA / "bpi2012_contacts.csv.gz")], AuditSettings(parse_policy("1/7")))
    metrics = facts.metrics
    events = expected["events"]
    assert facts.inputs[0].rows == expected["rows"]
    assert metrics["contacts.count"] == expected["sent"] == events["sent"]
    assert metrics["contacts.customers"] == expected["customers"]
    assert metrics["contacts.sources"] == expected["sources"]
    assert metrics["contacts.channels"] == len(expected["channels"])
    assert metrics["contacts.first"] == _instant(expected["first"])
    assert metrics["contacts.last"] == _instant(expected["last"])
    assert metrics["contacts.other_events"] == events["cancelled"] + events["accepted"]
    for days, gaps in expected["gap_lt_days"].items():
        assert metrics[f"fatigue.gaps_under_{days}d"] == gaps
    [summary] = summaries
    assert sum(summary.sources_of_customer.values()) == expected["customers"]
    with_two = sum(customers for sources, customers in summary.sources_of_customer.items() if sources >= 2)
    assert with_two == expected["customers_2plus_sources"]
    assert metrics["fragmentation.multi_source_30d.customers"] <= with_two
    assert metrics["contacts.duplicates"] == expected["exact_duplicate_sent_rows"]
    assert metrics["fatigue.pressure_7d.max"] == expected["max_sends_in_rolling_7d"]
    assert metrics["fatigue.pressure_30d.max"] == expected["max_sends_in_rolling_30d"]
    assert facts.concerned["over_policy"] == expected["customers_ge2_in_rolling_7d"]
    again = audit([Log(DATA / "bpi2012_contacts.csv.gz")], AuditSettings(parse_policy("rest-30")))
    assert again.concerned["over_policy"] == expected["customers_ge2_in_rolling_30d"]
    close = {days: audit_under(days) for days in expected["customers_with_gap_lt_days"]}
    assert close == expected["customers_with_gap_lt_days"]
    assert expected["customers"] - again.histogram["1"] == expected["customers_with_gap_lt_days"]["30"]


def audit_under(days: str) -> int:
    """Return the customers with two contacts closer than so many days."""
    facts = audit([Log(DATA / "bpi2012_contacts.csv.gz")], AuditSettings(parse_policy(f"1/{days}")))
    return facts.concerned["over_policy"]


def _instant(written: str) -> str:
    return written.replace(" ", "T").replace("+00:00", "Z")


@pytest.mark.slow
def test_the_plain_reference_agrees():
    path = DATA / "bpi2012_contacts.csv.gz"
    with gzip.open(path, "rt") as file:
        facts = check(path, list(csv.DictReader(file)))
    assert facts.metrics["response.within_customer_slope"].label == "not_causal"
    assert facts.metrics["response.feedback_ratio"].value < 0.5
