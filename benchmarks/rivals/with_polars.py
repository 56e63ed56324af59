"""The audit's metrics with Polars, as an analyst would write them. Prints them as JSON.

Usage: python benchmarks/rivals/with_polars.py LOG.parquet
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from typing import Any

import polars as pl
from polars import col

MONTH = timedelta(days=30)
KEYS = ("sent_at", "source", "channel", "team", "tool")
DAYS = (1, 7, 30, 90)
ASKED = col("answerable") & (col("kind") != "reminder")


def prepared(log: str) -> pl.DataFrame:
    """Return the contacts in their order, with what each row is to be known by."""
    wait = col("responded_at") - col("sent_at")
    rows = (
        pl.scan_parquet(log)
        .with_columns(
            answered=wait.is_between(timedelta(0), MONTH).fill_null(False),
            late=(wait > MONTH).fill_null(False),
            left=col("unsubscribed_at").is_not_null(),
            answerable=col("responded_at").is_not_null().any().over("source"),
        )
        .sort("customer_id", *KEYS, "answered", "left")
        .with_columns(
            gap=col("sent_at").diff().over("customer_id"),
            next_at=col("sent_at").shift(-1).over("customer_id"),
            source_before=col("source").shift().over("customer_id"),
            repeated=~pl.struct("customer_id", "sent_at", "source", "channel").is_first_distinct(),
            opted_out_at=col("unsubscribed_at").min().over("customer_id"),
            hard_bounced_at=col("sent_at").filter(col("bounced") == "hard").min().over("customer_id"),
        )
        .with_row_index("row")
        .collect()
    )
    for days in DAYS:
        window = rows.rolling("sent_at", period=f"{days}d", group_by="customer_id").agg(pl.len().alias(f"p{days}"))
        rows = rows.with_columns(window[f"p{days}"])
    return rows


def volume(rows: pl.DataFrame) -> dict[str, Any]:
    """Return how many contacts there are, of whom and how close together."""
    named = {name: col(name).filter(col(name) != "") for name in ("source", "channel", "team", "tool")}
    hours = col("gap").drop_nulls().dt.total_hours()
    overall = rows.select(
        pl.len().alias("contacts.count"),
        *(values.n_unique().alias(f"contacts.{name}s") for name, values in named.items()),
        col("repeated").sum().alias("contacts.duplicates"),
        col("sent_at").min().dt.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").alias("contacts.first"),
        col("sent_at").max().dt.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").alias("contacts.last"),
        (col("source") == "").mean().alias("contacts.unattributed_share"),
        *(_rank(col(f"p{days}"), 0.5).alias(f"fatigue.pressure_{days}d.p50") for days in DAYS),
        *(_rank(col(f"p{days}"), 0.95).alias(f"fatigue.pressure_{days}d.p95") for days in DAYS),
        *(col(f"p{days}").max().alias(f"fatigue.pressure_{days}d.max") for days in DAYS),
        (_rank(hours, 0.5) / 24).alias("fatigue.gap_days.p50"),
        (_rank(hours, 0.05) / 24).alias("fatigue.gap_days.p05"),
        *((col("gap") < timedelta(days=days)).sum().alias(f"fatigue.gaps_under_{days}d") for days in DAYS),
        (col("p30") > 1).mean().alias("fatigue.contacts_over_policy_share"),
        (col("sent_at") > col("opted_out_at")).sum().alias("fatigue.after_opt_out"),
        (col("sent_at") > col("hard_bounced_at")).sum().alias("fatigue.after_hard_bounce"),
        col("late").sum().alias("response.late"),
        _collided().sum().alias("fragmentation.collisions_7d"),
        (_collided().sum() / col("gap").count()).alias("fragmentation.collision_share"),
    ).row(0, named=True)
    for name in ("source", "tool"):
        share = rows.filter(col(name) != "")[name].value_counts(normalize=True)["proportion"]
        overall[f"contacts.effective_{name}s"] = 1 / (share**2).sum()
    return overall


def _rank(values: pl.Expr, share: float) -> pl.Expr:
    """Return the nearest-rank quantile."""
    return values.sort().get((values.count() * share).ceil().cast(pl.Int64) - 1)


def _collided() -> pl.Expr:
    other = (col("source") != col("source_before")) & (col("source") != "") & (col("source_before") != "")
    return other & (col("gap") < timedelta(days=7))


def customers(rows: pl.DataFrame) -> dict[str, Any]:
    """Return what customers met."""
    each = rows.group_by("customer_id").agg(
        n=pl.len(),
        sources=col("source").filter(col("source") != "").n_unique(),
        over=(col("p30") > 1).any(),
    )
    days = rows.group_by("customer_id", col("sent_at").dt.date()).len()
    busiest = days.group_by("customer_id").agg(col("len").max())
    named = rows.filter(col("source") != "").select("customer_id", "sent_at", "source")
    several = named.filter(
        (col("customer_id") == col("customer_id").shift())
        & (col("source") != col("source").shift())
        & (col("sent_at").diff() < MONTH)
    )
    most = each["n"].sort(descending=True).head(-(-each.height // 10)).sum()
    return {
        "contacts.customers": each.height,
        "contacts.per_customer.mean": each["n"].mean(),
        **{f"contacts.per_customer.p{p}": each.select(_rank(col("n"), p / 100)).item() for p in (50, 95, 99)},
        "contacts.per_customer.max": each["n"].max(),
        "contacts.top_decile_share": most / rows.height,
        "fatigue.same_day.max": days["len"].max(),
        "fatigue.same_day.customers": (busiest["len"] >= 2).sum(),
        "fatigue.over_20_a_day.customers": (busiest["len"] > 20).sum(),
        "fatigue.customers_over_policy_share": each["over"].mean(),
        "fragmentation.sources_per_customer.mean": each["sources"].mean(),
        "fragmentation.sources_per_customer.p95": each.select(_rank(col("sources"), 0.95)).item(),
        "fragmentation.sources_per_customer.max": each["sources"].max(),
        "fragmentation.multi_source_30d.customers": several["customer_id"].n_unique(),
    }


def judged(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the contacts that an answer could have followed."""
    latest = max(rows[name].max() for name in ("sent_at", "responded_at", "unsubscribed_at"))
    left = rows.filter("left").select("customer_id", at="unsubscribed_at").sort("at")
    followed = left.join_asof(
        rows.select("customer_id", "sent_at", "row").sort("sent_at", maintain_order=True),
        left_on="at",
        right_on="sent_at",
        by="customer_id",
        check_sortedness=False,
    ).filter(col("at") - col("sent_at") <= MONTH)
    return rows.filter(col("sent_at") <= latest - MONTH).with_columns(
        opted_out=col("row").is_in(followed["row"].unique().implode()),
        settled=col("sent_at") >= rows["sent_at"].min() + MONTH,
        pressure=pl.when(col("p30") < 6).then(col("p30").cast(pl.String)).otherwise(pl.lit("6+")),
    )


def responses(rows: pl.DataFrame, seen: pl.DataFrame) -> dict[str, Any]:
    """Return rates, runs without an answer, and how answering goes with pressure."""
    asked = seen.filter("answerable")
    streaks = (
        asked.with_columns(run=col("answered").cum_sum().over("customer_id"))
        .group_by("customer_id", "run")
        .agg(streak=(~col("answered")).sum())
        .group_by("customer_id")
        .agg(col("streak").max())
    )
    dosed = seen.filter(ASKED & col("settled"))
    return {
        "response.rate": asked["answered"].mean(),
        "optout.per_1000": 1000 * seen["opted_out"].mean(),
        "fatigue.ignored_streak.p95": streaks.select(_rank(col("streak"), 0.95)).item(),
        "fatigue.ignored_streak.max": streaks["streak"].max(),
        "response.within_customer_slope": slope(dosed),
        "response.mantel_haenszel": odds(dosed, rows),
        "response.feedback_ratio": feedback(rows.filter(ASKED), seen),
    }


def slope(dosed: pl.DataFrame) -> float:
    """Return by how many points a customer's answering changes with each further contact."""
    x, y = col("p30").cast(pl.Float64), col("answered").cast(pl.Float64)
    t = (col("sent_at") - col("sent_at").min()).dt.total_microseconds() / 86_400_000_000
    centred = dosed.select("customer_id", x=x, t=t, y=y).select(
        col(name) - col(name).mean().over("customer_id") for name in ("x", "t", "y")
    )
    x, t, y = (centred[name] for name in ("x", "t", "y"))
    return 100 * (x.dot(y) * t.dot(t) - t.dot(y) * x.dot(t)) / (x.dot(x) * t.dot(t) - x.dot(t) ** 2)


def odds(dosed: pl.DataFrame, rows: pl.DataFrame) -> float:
    """Return the odds of an answer under pressure against those without, within customers and quarters."""
    pressed, answered = col("p30") > 1, col("answered")
    block = (col("sent_at") - rows["sent_at"].min()).dt.total_days() // 91
    return (
        dosed.group_by("customer_id", block)
        .agg(
            n=pl.len(),
            a=(pressed & answered).sum().cast(pl.Int64),
            b=(pressed & ~answered).sum().cast(pl.Int64),
            c=(~pressed & answered).sum().cast(pl.Int64),
            d=(~pressed & ~answered).sum().cast(pl.Int64),
        )
        .select((col("a") * col("d") / col("n")).sum() / (col("b") * col("c") / col("n")).sum())
        .item()
    )


def feedback(asked: pl.DataFrame, seen: pl.DataFrame) -> float:
    """Return how much likelier it is to be asked again after an answer."""
    distinct = asked.select("customer_id", "sent_at").unique(maintain_order=True)
    distinct = distinct.with_columns(later=col("sent_at").shift(-1).over("customer_id"))
    again = (col("later") - col("sent_at") < MONTH).fill_null(False)
    return (
        asked.filter(col("sent_at") <= seen["sent_at"].max())
        .join(distinct, on=["customer_id", "sent_at"])
        .group_by("customer_id")
        .agg(
            a=(col("answered") & again).sum().cast(pl.Int64),
            exposed=col("answered").sum().cast(pl.Int64),
            c=(~col("answered") & again).sum().cast(pl.Int64),
            others=(~col("answered")).sum().cast(pl.Int64),
        )
        .with_columns(n=col("exposed") + col("others"))
        .select((col("a") * col("others") / col("n")).sum() / (col("c") * col("exposed") / col("n")).sum())
        .item()
    )


def tables(rows: pl.DataFrame, seen: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the tables."""
    asked, settled = seen.filter("answerable"), seen.filter("settled")
    reach = rows.group_by("source").agg(reached=col("customer_id").n_unique())
    everyone = rows["customer_id"].n_unique()
    pairs = (
        rows.filter(_collided())
        .group_by(a=pl.min_horizontal("source", "source_before"), b=pl.max_horizontal("source", "source_before"))
        .agg(collisions=pl.len(), customers=col("customer_id").n_unique())
        .join(reach, left_on="a", right_on="source")
        .join(reach, left_on="b", right_on="source", suffix="_b")
        .select(
            "a",
            "b",
            "collisions",
            "customers",
            lift=col("customers").cast(pl.Float64) * everyone / (col("reached").cast(pl.Float64) * col("reached_b")),
        )
        .sort("a", "b")
    )
    return {
        "response.by_pressure": _shares(settled.filter("answerable"), "pressure", "answered", "responded"),
        "optout.by_pressure": _shares(settled, "pressure", "opted_out", "optouts"),
        "response.by_channel": _shares(asked, "channel", "answered", "responded"),
        "response.by_source": _shares(asked, "source", "answered", "responded"),
        "fragmentation.collision_pairs": pairs.to_dicts(),
    }


def _shares(rows: pl.DataFrame, key: str, hit: str, name: str) -> list[dict[str, Any]]:
    return rows.group_by(key).agg(pl.len().alias("n"), col(hit).sum().alias(name)).sort(key).to_dicts()


def figures(log: str) -> dict[str, Any]:
    """Return metrics and tables of a log."""
    rows = prepared(log)
    seen = judged(rows)
    metrics = volume(rows) | customers(rows) | responses(rows, seen)
    return {"metrics": metrics, "tables": tables(rows, seen)}


if __name__ == "__main__":
    print(json.dumps(figures(sys.argv[1])))
