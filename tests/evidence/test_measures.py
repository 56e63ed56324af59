"""Measures as JSON holds them, and back."""

from __future__ import annotations

import json

import pytest

from cxmaturity.evidence.measures import Estimate, OddsRatio, Slope, measure_of, measure_record

CASES = [
    (None, None),
    (3, 3),
    (Estimate(0.5, 0.4, 0.6, 9), {"value": 0.5, "low": 0.4, "high": 0.6, "n": 9}),
    (Estimate(0.0, None, None), {"value": 0.0, "low": None, "high": None}),
    (Estimate(4.0, 3.0, 5.0, 2, rule="mean/t"), {"value": 4.0, "low": 3.0, "high": 5.0, "n": 2, "rule": "mean/t"}),
    (
        Slope(-5.8, -6.0, -5.6, customers=120),
        {"value": -5.8, "low": -6.0, "high": -5.6, "customers": 120, "label": None},
    ),
    (
        Slope(None, None, None, customers=1, label="not_causal"),
        {"value": None, "low": None, "high": None, "customers": 1, "label": "not_causal"},
    ),
    (OddsRatio(0.9, 0.8, 1.1), {"odds_ratio": 0.9, "low": 0.8, "high": 1.1}),
    (OddsRatio(None, None, None), {"odds_ratio": None, "low": None, "high": None}),
]


@pytest.mark.parametrize(("measure", "record"), CASES)
def test_a_measure_is_written_and_read_back(measure, record):
    assert measure_record(measure) == record
    assert measure_of(json.loads(json.dumps(record))) == measure
    assert type(measure_of(record)) is type(measure)
