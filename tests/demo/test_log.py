"""The generated log holds what its recipe plants, and nothing else."""

from __future__ import annotations

import pytest

from cxmaturity.demo import sample
from cxmaturity.demo.log import Planted, generate, write_log


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[str, Planted]:
    path = tmp_path_factory.mktemp("log") / "contacts.parquet"
    return str(path), write_log(sample.recipe(), path)


def ask(written, query: str):
    import duckdb

    with duckdb.connect() as engine:
        engine.execute("set timezone = 'Europe/Paris'")
        return engine.execute(query.replace("LOG", f"'{written[0]}'")).fetchone()


def test_sql_counts_what_was_planted(written):
    planted = written[1]
    assert ask(written, "select count(*), count(distinct customer_id), count(*) filter (source is null) from LOG") == (
        planted.contacts, planted.customers, planted.unattributed,
    )  # fmt: skip
    days = "(select customer_id, sent_at::date as day, count(*) as n from LOG group by 1, 2)"
    assert ask(
        written,
        f"select count(distinct customer_id) filter (n > 20), count(distinct customer_id) filter (n > 1) from {days}",
    ) == (planted.over_20_a_day, planted.same_day)
    gaps = """(select *, sent_at - lag(sent_at) over w as gap, lag(source) over w as before from LOG
               window w as (partition by customer_id order by sent_at, source))"""
    assert ask(
        written,
        f"""select count(*) filter (gap < interval 7 day and source <> before),
                   count(distinct customer_id) filter (gap < interval 30 day) from {gaps}""",
    ) == (planted.collisions, planted.over_policy)
    doubled = "(select count(*) - 1 as more from LOG group by customer_id, sent_at, source, channel)"
    assert ask(written, f"select sum(more) from {doubled}") == (planted.duplicates,)


def test_the_sample_is_large_enough_to_show_something(written):
    planted = written[1]
    assert planted.contacts == 200_000
    assert sum(planted.by_source.values()) == planted.contacts - planted.unattributed
    assert planted.over_policy / planted.customers > 0.2
    assert planted.by_source["partner-offers"] / planted.contacts > 0.05


def test_the_same_recipe_gives_the_same_log():
    small = sample.recipe().model_copy(update={"contacts": 90_000})
    first, second = generate(small), generate(small)
    assert first[1] == second[1]
    assert (first[0].second == second[0].second).all()


def test_a_source_that_stopped_sends_no_more(written):
    assert ask(written, "select max(sent_at)::date::text from LOG where source = 'website-poll'") == ("2026-03-20",)
