"""The audit's metrics with pandas, as an analyst would write them. Prints them as JSON.

Usage: python benchmarks/rivals/with_pandas.py LOG.parquet
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pandas as pd

MONTH = pd.Timedelta(days=30)
KEYS = ["sent_at", "source", "channel", "team", "tool"]
DAYS = (1, 7, 30, 90)


def prepared(log: str) -> pd.DataFrame:
    """Return the contacts in their order, with what each row is to be known by."""
    df = pd.read_parquet(log)
    wait = df.responded_at - df.sent_at
    df["answered"] = (wait >= pd.Timedelta(0)) & (wait <= MONTH)
    df["left"] = df.unsubscribed_at.notna()
    df = df.sort_values(["customer_id", *KEYS, "answered", "left"], ignore_index=True)
    by_customer = df.groupby("customer_id", sort=False)
    df["gap"] = by_customer.sent_at.diff()
    df["next_at"] = by_customer.sent_at.shift(-1)
    df["source_before"] = by_customer.source.shift()
    df["repeated"] = df.duplicated(["customer_id", "sent_at", "source", "channel"])
    df["one"] = 1.0
    names = [f"p{days}" for days in DAYS]
    for days, name in zip(DAYS, names, strict=True):
        # Groups come out in the order of the customers, in which the rows are.
        df[name] = by_customer.rolling(f"{days}D", on="sent_at").one.sum().to_numpy()
    df[names] = df.groupby(["customer_id", "sent_at"], sort=False)[names].transform("max").astype(int)
    return df


def quantile(values: pd.Series, share: float) -> np.generic:
    """Return the nearest-rank quantile."""
    place = int(np.ceil(share * len(values))) - 1
    return np.partition(values.to_numpy(), place)[place]


def volume(df: pd.DataFrame) -> dict[str, Any]:
    """Return how many contacts there are, of whom and how close together."""
    sizes = df.groupby("customer_id").size()
    named = {name: df[name][df[name] != ""] for name in ("source", "channel", "team", "tool")}
    shares = {name: named[name].value_counts(normalize=True) for name in ("source", "tool")}
    gaps = df.gap.dropna()
    hours = gaps // pd.Timedelta(hours=1)
    sources = df[df.source != ""].groupby("customer_id").source.nunique().reindex(sizes.index, fill_value=0)
    collided = collisions(df)
    most = sizes.sort_values(ascending=False).head(-(-len(sizes) // 10)).sum()
    return {
        "contacts.count": len(df),
        "contacts.customers": len(sizes),
        **{f"contacts.{name}s": values.nunique() for name, values in named.items()},
        "contacts.duplicates": df.repeated.sum(),
        "contacts.first": df.sent_at.min().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "contacts.last": df.sent_at.max().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "contacts.per_customer.mean": sizes.mean(),
        **{f"contacts.per_customer.p{share}": quantile(sizes, share / 100) for share in (50, 95, 99)},
        "contacts.per_customer.max": sizes.max(),
        "contacts.top_decile_share": most / len(df),
        "contacts.unattributed_share": (df.source == "").mean(),
        "contacts.effective_sources": 1 / (shares["source"] ** 2).sum(),
        "contacts.effective_tools": 1 / (shares["tool"] ** 2).sum(),
        **{f"fatigue.pressure_{days}d.p50": quantile(df[f"p{days}"], 0.5) for days in DAYS},
        **{f"fatigue.pressure_{days}d.p95": quantile(df[f"p{days}"], 0.95) for days in DAYS},
        **{f"fatigue.pressure_{days}d.max": df[f"p{days}"].max() for days in DAYS},
        "fatigue.gap_days.p50": quantile(hours, 0.5) / 24,
        "fatigue.gap_days.p05": quantile(hours, 0.05) / 24,
        **{f"fatigue.gaps_under_{days}d": (gaps < pd.Timedelta(days=days)).sum() for days in DAYS},
        "fragmentation.sources_per_customer.mean": sources.mean(),
        "fragmentation.sources_per_customer.p95": quantile(sources, 0.95),
        "fragmentation.sources_per_customer.max": sources.max(),
        "fragmentation.collisions_7d": len(collided),
        "fragmentation.collision_share": len(collided) / len(gaps),
    }


def collisions(df: pd.DataFrame) -> pd.DataFrame:
    """Return the contacts from another source than the one less than 7 days before."""
    named = (df.source != "") & (df.source_before != "") & df.source_before.notna()
    return df[named & (df.source != df.source_before) & (df.gap < pd.Timedelta(days=7))]


def fatigue(df: pd.DataFrame) -> dict[str, Any]:
    """Return what customers met: days, limits, contacts after an opt-out or a bounce, several senders."""
    by_customer = df.groupby("customer_id", sort=False)
    days = df.groupby(["customer_id", df.sent_at.dt.floor("D")], sort=False).size()
    busiest = days.groupby(level=0, sort=False).max()
    over = df[df.p30 > 1]
    bounced = df.sent_at.where(df.bounced == "hard").groupby(df.customer_id, sort=False).transform("min")
    named = df[df.source != ""]
    same = named.customer_id == named.customer_id.shift()
    close = named.sent_at - named.sent_at.shift() < MONTH
    several = named[same & close & (named.source != named.source.shift())]
    return {
        "fatigue.same_day.max": days.max(),
        "fatigue.same_day.customers": (busiest >= 2).sum(),
        "fatigue.over_20_a_day.customers": (busiest > 20).sum(),
        "fatigue.contacts_over_policy_share": len(over) / len(df),
        "fatigue.customers_over_policy_share": over.customer_id.nunique() / by_customer.ngroups,
        "fatigue.after_opt_out": (df.sent_at > by_customer.unsubscribed_at.transform("min")).sum(),
        "fatigue.after_hard_bounce": (df.sent_at > bounced).sum(),
        "fragmentation.multi_source_30d.customers": several.customer_id.nunique(),
        "response.late": (df.responded_at - df.sent_at > MONTH).sum(),
    }


def judged(df: pd.DataFrame, latest: pd.Timestamp) -> pd.DataFrame:
    """Return the contacts that an answer could have followed."""
    df["opted_out"] = False
    left = df.loc[df.left, ["customer_id", "unsubscribed_at"]].sort_values("unsubscribed_at")
    rows = df.loc[df.customer_id.isin(left.customer_id), ["customer_id", "sent_at"]].reset_index()
    followed = pd.merge_asof(
        left,
        rows.sort_values("sent_at", kind="stable"),
        left_on="unsubscribed_at",
        right_on="sent_at",
        by="customer_id",
    )
    followed = followed[followed.unsubscribed_at - followed.sent_at <= MONTH]
    df.loc[followed["index"].unique(), "opted_out"] = True
    found = df[df.sent_at <= latest - MONTH].copy()
    found["settled"] = found.sent_at >= df.sent_at.min() + MONTH
    found["pressure"] = np.where(found.p30 < 6, found.p30.astype(str), "6+")
    return found


def responses(df: pd.DataFrame, seen: pd.DataFrame, latest: pd.Timestamp) -> dict[str, Any]:
    """Return rates, runs without an answer, and how answering goes with pressure."""
    answerable = df.source.isin(df.source[df.responded_at.notna()].unique())
    asked = seen[answerable.loc[seen.index]]
    runs = asked.groupby("customer_id", sort=False).answered.cumsum()
    streaks = (~asked.answered).groupby([asked.customer_id, runs], sort=False).sum().groupby(level=0, sort=False).max()
    return {
        "response.rate": asked.answered.mean(),
        "optout.per_1000": 1000 * seen.opted_out.mean(),
        "fatigue.ignored_streak.p95": quantile(streaks, 0.95),
        "fatigue.ignored_streak.max": streaks.max(),
        "response.within_customer_slope": slope(asked[asked.settled & (asked.kind != "reminder")]),
        "response.mantel_haenszel": odds(asked[asked.settled & (asked.kind != "reminder")], df.sent_at.min()),
        "response.feedback_ratio": feedback(df[answerable & (df.kind != "reminder")], latest),
    }


def slope(dosed: pd.DataFrame) -> float:
    """Return by how many points a customer's answering changes with each further contact."""
    days = (dosed.sent_at - dosed.sent_at.min()) / pd.Timedelta(days=1)
    values = pd.DataFrame({"x": dosed.p30 - 1.0, "t": days, "y": dosed.answered.astype(float)})
    x, t, y = (values - values.groupby(dosed.customer_id, sort=False).transform("mean")).to_numpy().T
    return 100 * (x @ y * (t @ t) - t @ y * (x @ t)) / (x @ x * (t @ t) - (x @ t) ** 2)


def odds(dosed: pd.DataFrame, origin: pd.Timestamp) -> float:
    """Return the odds of an answer under pressure against those without, within customers and quarters."""
    pressed, answered = dosed.p30 > 1, dosed.answered
    cells = pd.DataFrame(
        {"a": pressed & answered, "b": pressed & ~answered, "c": ~pressed & answered, "d": ~pressed & ~answered}
    )
    block = (dosed.sent_at - origin) // pd.Timedelta(days=91)
    strata = cells.astype(int).groupby([dosed.customer_id, block], sort=False).sum()
    n = strata.sum(axis=1)
    return (strata.a * strata.d / n).sum() / (strata.b * strata.c / n).sum()


def feedback(asked: pd.DataFrame, latest: pd.Timestamp) -> float:
    """Return how much likelier it is to be asked again after an answer."""
    distinct = asked.drop_duplicates(["customer_id", "sent_at"])[["customer_id", "sent_at"]]
    distinct["later"] = distinct.groupby("customer_id", sort=False).sent_at.shift(-1)
    asked = asked.merge(distinct, on=["customer_id", "sent_at"])
    asked = asked[asked.sent_at <= latest - MONTH]
    again = asked.later - asked.sent_at < MONTH
    cells = pd.DataFrame(
        {
            "a": asked.answered & again,
            "exposed": asked.answered,
            "c": ~asked.answered & again,
            "others": ~asked.answered,
        }
    )
    strata = cells.astype(int).groupby(asked.customer_id, sort=False).sum()
    n = strata.exposed + strata.others
    return (strata.a * strata.others / n).sum() / (strata.c * strata.exposed / n).sum()


def tables(df: pd.DataFrame, seen: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Return the tables."""
    answerable = seen[seen.source.isin(df.source[df.responded_at.notna()].unique())]
    met = collisions(df)
    pairs = np.sort(met[["source", "source_before"]].to_numpy(dtype=object), axis=1)
    met = pd.DataFrame({"a": pairs[:, 0], "b": pairs[:, 1], "customer_id": met.customer_id.to_numpy()})
    found = met.groupby(["a", "b"]).customer_id.agg(collisions="size", customers="nunique").reset_index()
    reach = df.groupby("source").customer_id.nunique()
    everyone = df.customer_id.nunique()
    found["lift"] = found.customers * everyone / (found.a.map(reach).astype(int) * found.b.map(reach).astype(int))
    return {
        "response.by_pressure": _shares(answerable[answerable.settled], "pressure", "answered", "responded"),
        "optout.by_pressure": _shares(seen[seen.settled], "pressure", "opted_out", "optouts"),
        "response.by_channel": _shares(answerable, "channel", "answered", "responded"),
        "response.by_source": _shares(answerable, "source", "answered", "responded"),
        "fragmentation.collision_pairs": found.to_dict("records"),
    }


def _shares(rows: pd.DataFrame, key: str, hit: str, name: str) -> list[dict[str, Any]]:
    return rows.groupby(key)[hit].agg(**{"n": "size", name: "sum"}).reset_index().to_dict("records")


def figures(log: str) -> dict[str, Any]:
    """Return metrics and tables of a log."""
    df = prepared(log)
    latest = max(df.sent_at.max(), df.responded_at.max(), df.unsubscribed_at.max())
    seen = judged(df, latest)
    metrics = volume(df) | fatigue(df) | responses(df, seen, latest)
    return {"metrics": metrics, "tables": tables(df, seen)}


if __name__ == "__main__":
    print(json.dumps(figures(sys.argv[1]), default=lambda value: value.item()))
