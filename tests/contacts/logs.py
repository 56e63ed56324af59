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


LAGS = (
    timedelta(0),
    timedelta(microseconds=1),
    timedelta(days=1),
    timedelta(days=10),
    timedelta(days=10, microseconds=1),
    timedelta(days=30),
    timedelta(days=30, microseconds=1),
    timedelta(days=45),
    -timedelta(microseconds=1),
    -timedelta(days=3),
)
TIMES = {"sent_at", "responded_at", "unsubscribed_at", "bounced_at", "opened_at", "delivered", "event_at"}
STRANGE = ("1979-02-01T00:00:00+00:00", "2430-01-01T00:00:00+00:00", "2099-12-31T23:59:59+00:00")
WORDS = {
    "metric": ("", "nps", "NPS", "csat", "ces"),
    "scale": ("", "0-10", "1-5", "1-7"),
    "score": ("", "", "0", "3", "5", "7", "9", "10", "4.5", "many"),
    "comment": ("", "", "fine"),
    "question": ("", "How was it?", "how WAS it", "Why?"),
}
EVENTS = ("responded", "responded", "Responded ", "opened", "delivered", "unsubscribed", "bounced", "clicked")


def random_files(seed: int, size: int = 60) -> list[list[dict[str, str]]]:
    """Return the rows of one wide log, of one event log, or of both and further ones, with every kind of trouble."""
    rng = random.Random(f"files {seed}")
    shapes = rng.choice((["wide"], ["events"], ["events"], ["wide", "events"], ["events", "events"], ["wide", "wide"]))
    customers = rng.choice((1, 3, 8))
    makers = {"wide": _wide_rows, "events": _event_rows}
    return [makers[shape](rng, size // len(shapes) + 1, customers) for shape in shapes]


def _sendings(rng: random.Random, size: int, customers: int) -> list[dict[str, str]]:
    """Return sendings with many ties, ids that repeat, and now and then an instant that cannot be."""
    names = [rng.choice(("c", "0", "A@x.")) + str(number) for number in range(customers)]
    clocks = dict.fromkeys(names, START)
    rows: list[dict[str, str]] = []
    for _ in range(size):
        name = rng.choice(names)
        clocks[name] += rng.choice(STEPS[:8]) if rng.random() < 0.8 else timedelta(seconds=rng.randrange(3_000_000))
        at = rng.choice(STRANGE) if rng.random() < 0.02 else clocks[name].isoformat()
        row = {
            "customer_id": _disguised(name, rng),
            "sent_at": at,
            "source": rng.choice(("", "nps", "csat", "shop")),
            "channel": rng.choice(("", "email")),
            "kind": rng.choice(("", "invite", "Reminder", "other")),
            "contact_id": rng.choice(("", "7", " 7", "10", "x")),
        }
        rows.append(row)
        if rng.random() < 0.15:
            rows.append(row | {name: rng.choice((row[name], "", "z")) for name in ("kind", "contact_id")})
    return rows


def _shown(rng: random.Random, names: tuple[str, ...]) -> list[str]:
    """Return some of the columns that a log may have."""
    return [name for name in names if rng.random() < 0.7]


def _wide_rows(rng: random.Random, size: int, customers: int) -> list[dict[str, str]]:
    times = _shown(rng, ("responded_at", "unsubscribed_at", "bounced_at", "opened_at", "delivered", "event_at"))
    words, with_id, with_bounced = _shown(rng, tuple(WORDS)), rng.random() < 0.7, rng.random() < 0.7
    often = {"responded_at": 0.4, "unsubscribed_at": 0.1, "bounced_at": 0.1}
    rows = _sendings(rng, size, customers)
    for row in rows:
        for name in times:
            row[name] = _later(row["sent_at"], rng) if rng.random() < often.get(name, 0.5) else ""
        if with_bounced:
            row["bounced"] = rng.choice(("", "", "", "", "hard", "soft", "true", "no"))
            if row["bounced"] == "no" and "bounced_at" in row:
                row["bounced_at"] = ""
        row |= {name: rng.choice(WORDS[name]) for name in words}
        _one_question(row)
        if not with_id:
            del row["contact_id"]
    rng.shuffle(rows)
    return rows


def _event_rows(rng: random.Random, size: int, customers: int) -> list[dict[str, str]]:
    """Return sendings and events: with or without ids, simultaneous, too late, too early, of nobody."""
    words, with_id, with_bounced = _shown(rng, tuple(WORDS)), rng.random() < 0.7, rng.random() < 0.7
    types = rng.sample(EVENTS, rng.randint(2, len(EVENTS)))
    sent = _sendings(rng, size // 2, customers)
    rows = [row | {"event_type": rng.choice(("sent", "sent", "SENT "))} for row in sent]
    for _ in range(size // 2 + 1):
        about = rng.choice(sent)
        row = about | {"sent_at": _later(about["sent_at"], rng), "event_type": rng.choice(types)}
        if rng.random() < 0.2:
            row["source"] = rng.choice(("", "nps", "nowhere"))
        if rng.random() < 0.4:
            row["contact_id"] = rng.choice(("", "", "10", "unknown"))
        if rng.random() < 0.05:
            row["customer_id"] = "somebody else"
        rows += [row] * rng.choice((1, 1, 1, 1, 2))
    for row in rows:
        row |= {name: rng.choice(WORDS[name]) for name in words}
        _one_question(row)
        if with_bounced:
            row["bounced"] = rng.choice(("", "", "hard", "soft", "true")) if row["event_type"] == "bounced" else ""
        if not with_id:
            row.pop("contact_id", None)
    rows = [dict(row) for row in rows]
    rng.shuffle(rows)
    return rows


def _one_question(row: dict[str, str]) -> None:
    """Give contacts that tie the same question: which of them is kept as the first of duplicates is open."""
    if "question" in row:
        alike = (row["customer_id"].strip().lower(), row["sent_at"], row["source"], row["channel"])
        row["question"] = random.Random(str(alike)).choice(WORDS["question"])


def _later(written: str, rng: random.Random) -> str:
    if rng.random() < 0.01:
        return rng.choice(STRANGE)
    lag = rng.choice(LAGS) if rng.random() < 0.7 else timedelta(seconds=rng.randrange(4_000_000))
    return (datetime.fromisoformat(written) + lag).isoformat()


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
    for name in columns.keys() & TIMES:
        times = [datetime.fromisoformat(written) if written else None for written in columns[name]]
        columns[name] = pa.array(times, pa.timestamp("us", tz="UTC"))
    table = pa.table(columns)
    pq.write_table(table, path)
    return path
