"""Random contact logs that are hard on a kernel: ties, exact-day gaps, duplicates, blanks, addresses in two cases."""

from __future__ import annotations

import csv
import gzip
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

START = datetime(2024, 1, 1, tzinfo=UTC)
STEPS = (
    timedelta(0),
    timedelta(microseconds=1),
    timedelta(hours=1),
    timedelta(hours=23, minutes=59, seconds=59, microseconds=999_999),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=7) - timedelta(microseconds=1),
    timedelta(days=30),
    timedelta(days=30) + timedelta(microseconds=1),
    timedelta(days=90),
    timedelta(days=180),
)
SOURCES = ("nps", "csat", "after-call", "shop", "Ünï", "z")


def random_rows(seed: int, size: int = 1000, customers: int = 60) -> list[dict[str, str]]:
    """Return rows of a wide log with every kind of trouble that still counts as a contact."""
    rng = random.Random(seed)
    rows: list[dict[str, str]] = []
    clocks = {f"{rng.choice(['', '00', 'c', 'A@x.'])}{n}": START for n in range(customers)}
    names = list(clocks)
    while len(rows) < size:
        name = names[min(int(rng.expovariate(8 / customers)), customers - 1)]
        clocks[name] += rng.choice(STEPS) if rng.random() < 0.7 else timedelta(seconds=rng.randrange(3_000_000))
        rows.append(
            {
                "customer_id": _disguised(name, rng),
                "sent_at": clocks[name].isoformat(),
                "source": rng.choice(("", " ", *SOURCES)),
                "channel": rng.choice(("", "email", "sms")),
                "team": rng.choice(("", "t1", "t2")),
                "tool": rng.choice(("", "q", "m")),
                "kind": rng.choice(("", "invite", "Reminder", "reminder", "other")),
                "contact_id": str(rng.randrange(5)),
            }
        )
        if rng.random() < 0.05:
            rows.append(dict(rows[-1], team=rng.choice(("", "t1")), kind=rng.choice(("invite", "reminder"))))
    rng.shuffle(rows)
    return rows


def _disguised(name: str, rng: random.Random) -> str:
    name = rng.choice((name, name.lower(), name.upper())) if "@" in name else name
    return rng.choice((name, name, f" {name}", f"{name}\u00a0", f"\t{name} "))


def write_csv(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8", **dialect: str) -> Path:
    """Write rows as a delimited file; gzipped when its name says so."""
    with (
        gzip.open(path, "wt", encoding=encoding, newline="")
        if path.suffix == ".gz"
        else path.open("w", encoding=encoding, newline="") as file
    ):
        writer = csv.DictWriter(file, list(rows[0]), **dialect)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write rows as Parquet, their times as instants."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    times = [datetime.fromisoformat(written) for written in columns["sent_at"]]
    table = pa.table({**columns, "sent_at": pa.array(times, pa.timestamp("us", tz="UTC"))})
    pq.write_table(table, path)
    return path
