"""How many of how many a share is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from report import sample

from cxmaturity.assess import assess
from cxmaturity.evidence.measures import Estimate
from cxmaturity.model import load_metrics
from cxmaturity.results.shares import counts

METRICS = {metric.id: metric for metric in load_metrics()}


@pytest.fixture(scope="module")
def assessment():
    log = sample.contacts()
    measured = {"contacts.count": 200, "contacts.customers": 80, "fatigue.customers_over_policy_share": 0.25}
    facts = replace(sample.facts(), contacts=replace(log, metrics={**log.metrics, **measured}))
    return assess(sample.model(), facts)


def test_shares_of_the_log_and_of_the_map_say_how_many_of_how_many(assessment):
    assert counts(METRICS["fatigue.customers_over_policy_share"], assessment) == (20, 80)
    sources = assessment.facts.map.sources
    stated = sum(bool(source.objective) for source in sources)
    assert counts(METRICS["map.sources_with_objective_share"], assessment) == (stated, len(sources))


def test_every_share_of_the_map_is_of_its_whole(assessment):
    """Part ÷ whole is the measure again; a share without a known whole says nothing."""
    found = {id_: counts(metric, assessment) for id_, metric in METRICS.items() if id_.startswith("map.")}
    told = {id_: both for id_, both in found.items() if both}
    assert len(told) >= 5
    assert {id_: both[0] / both[1] for id_, both in told.items()} == pytest.approx(
        {id_: assessment.measures[id_] for id_ in told}
    )


@pytest.mark.parametrize(
    ("measure", "expected"),
    [(Estimate(0.5, 0.4, 0.6, 40), (20, 40)), (Estimate(0.51, 0.4, 0.6, 40), None), (None, None)],
)
def test_a_whole_that_does_not_fit_is_not_told(assessment, measure, expected):
    other = replace(assessment, measures={**assessment.measures, "response.rate": measure})
    assert counts(METRICS["response.rate"], other) == expected
