"""The generated answers hold the effect that is planted in them, and no others than the recipe's."""

from __future__ import annotations

import duckdb
import pytest

from cxmaturity.contacts import AuditSettings, Log, audit
from cxmaturity.contacts.policy import DEFAULT, parse_policy
from cxmaturity.demo import sample
from cxmaturity.demo.log import write_log


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    path = tmp_path_factory.mktemp("log") / "contacts.parquet"
    write_log(sample.recipe(), path)
    return path


@pytest.fixture(scope="module")
def facts(log):
    return audit((Log(log),), AuditSettings(parse_policy(DEFAULT), timezone="Europe/Paris"))


def test_the_planted_effect_is_found_within_customers_only(facts):
    slope = facts.metrics["response.within_customer_slope"]
    effect = sample.recipe().answering.effect
    assert slope.high < 0
    assert 100 * effect / 4 < slope.value < 100 * effect / 16  # a quarter is the steepest that log-odds can be
    assert slope.label is None
    assert facts.metrics["response.mantel_haenszel"].high < 1
    rates = {row["pressure"]: row["rate"] for row in facts.tables["response.by_pressure"]}
    assert rates["4"] > rates["1"], "the raw rates say the contrary"


def test_sources_are_answered_as_the_recipe_says(facts):
    rates = {row["source"]: row["rate"] for row in facts.tables["response.by_source"]}
    for source in sample.recipe().sources:
        # Customers' readiness draws shares towards a half; those who are asked all the time answer less.
        assert 0.7 * source.answered < rates[source.id] < 1.5 * source.answered


def test_no_answer_comes_after_the_log_ends_or_before_its_request(log):
    found = (
        duckdb.connect()
        .execute(f"""
        SELECT min(responded_at - sent_at) > INTERVAL 0 SECOND, max(responded_at) < '2026-10-01 00:00:00+02',
               count(*) FILTER (responded_at IS NULL AND score IS NOT NULL)
        FROM '{log}'""")
        .fetchone()
    )
    assert found == (True, True, 0)


def test_a_row_that_the_export_holds_twice_is_answered_alike(log):
    found = (
        duckdb.connect()
        .execute(f"""
        SELECT count(*) FROM (SELECT count(*) AS n, count(DISTINCT (responded_at, score)) AS answers
        FROM '{log}' GROUP BY customer_id, sent_at, source, channel HAVING n > 1) WHERE answers > 1""")
        .fetchone()
    )
    assert found == (0,)
