"""Write contact logs of any size whose truth is known, because it was planted.

Usage: python benchmarks/generate_contacts.py FOLDER [--rows 1M] [--events] [--giant 5M]

A year of contacts, twelve a customer on average. Engaged customers are asked more and answer more; every further
contact in the 30 days before lowers the log-odds of an answer by 0.4 (METHODS.md). Contacts of a customer lie on
different days, but for those that are planted: exact duplicates, and second requests one hour after a first. Rows come
a million at a time, each million of its own customers and by time, so that memory does not grow with the log.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

CHUNK = 1_000_000
HOUR, DAY = 3_600, 86_400
START = 19_700 * DAY
"""2023-12-09, in seconds since 1970."""
DAYS = 365
END = START + 385 * DAY
"""The last answer of every log, later than all others: contacts of the last weeks are not judged."""
WINDOW = 30 * DAY
NONE = -1
"""The time of what did not happen."""
MONTHLY, SPREAD = 1.0, 0.45
ANSWERING, ENGAGEMENT, EFFECT = -1.7, 1.9, -0.4
MOST = 200
"""Contacts of a customer, but for the giant."""
WORDS = {
    "source": ["", *(f"source-{number:02}" for number in range(1, 13))],
    "channel": ["app", "email", "phone", "sms"],
    "team": ["Billing", "Care", "Field", "Marketing", "Product"],
    "tool": ["Alpha", "Beta", "Gamma"],
    "kind": ["invite", "reminder"],
    "bounced": ["", "hard", "soft"],
}
"""Text column to its values."""
CHANCES = {"source": [0.01, *[0.99 / 12] * 12], "kind": [0.92, 0.08], "bounced": [0.985, 0.005, 0.01]}
TIME = pa.timestamp("us", tz="UTC")
WIDE = pa.schema(
    [("customer_id", pa.string()), ("sent_at", TIME)]
    + [(name, pa.string()) for name in WORDS]
    + [("responded_at", TIME), ("unsubscribed_at", TIME)]
)
EVENTS = pa.schema(
    [("contact_id", pa.string()), ("event_type", pa.string()), ("customer_id", pa.string()), ("event_time", TIME)]
    + [(name, pa.string()) for name in WORDS]
)


@dataclass
class Truth:
    """What is true of a log; the counts add up over its chunks."""

    contacts: int = 0
    customers: int = 0
    most: int = 0
    """Contacts of the busiest customer."""
    duplicates: int = 0
    same_day: int = 0
    """Customers with two contacts on a day."""
    unattributed: int = 0
    judged: int = 0
    responded: int = 0
    """Judged contacts with an answer within the window."""
    late: int = 0
    after_opt_out: int = 0
    after_hard_bounce: int = 0
    change: float = 0.0
    """Sum over customers of how one further contact changes the chance of an answer, times the spread of pressure."""
    spread: float = 0.0

    def add(self, other: Truth) -> None:
        """Take in another chunk."""
        for name, value in asdict(other).items():
            mine = getattr(self, name)
            setattr(self, name, max(mine, value) if name == "most" else mine + value)


@dataclass
class Chunk:
    """Contacts of some customers; times in seconds since 1970, NONE where there is none."""

    owners: Ints
    sent: Ints
    words: dict[str, Ints]
    """Text column to the index of each contact's value."""
    responded: Ints
    unsubscribed: Ints

    def rows(self, which: Ints) -> Chunk:
        """Return some of the contacts."""
        words = {name: codes[which] for name, codes in self.words.items()}
        return Chunk(self.owners[which], self.sent[which], words, self.responded[which], self.unsubscribed[which])


def generate(folder: Path, rows: int, *, events: bool = False, giant: int = 0, seed: int = 1) -> tuple[Path, Truth]:
    """Write a log of so many contacts, ``giant`` of them of one more customer, and return it with its truth."""
    name = f"{'events' if events else 'wide'}-{rows}" + (f"-giant-{giant}" if giant else "")
    path, known = folder / f"{name}.parquet", folder / f"{name}.json"
    if known.exists():
        return path, Truth(**json.loads(known.read_text()))
    truth = Truth()
    with pq.ParquetWriter(path, EVENTS if events else WIDE, compression="zstd") as writer:
        for number, (chunk, of_chunk) in enumerate(_chunks(rows, giant, seed)):
            truth.add(of_chunk)
            order = np.argsort(chunk.sent, kind="stable")
            table = _events_table(chunk.rows(order), number) if events else _wide_table(chunk.rows(order))
            writer.write_table(table, row_group_size=122_880)
    known.write_text(json.dumps(asdict(truth)))
    return path, truth


def as_csv(log: Path) -> Path:
    """Write the same rows as CSV."""
    import duckdb

    target = log.with_suffix(".csv")
    if target.exists():
        return target
    times = ", ".join(
        f"strftime({field.name}, '%Y-%m-%dT%H:%M:%SZ') AS {field.name}" for field in WIDE if field.type == TIME
    )
    duckdb.execute(f"COPY (SELECT * REPLACE ({times}) FROM '{log}') TO '{target}.part' (FORMAT csv, HEADER)")
    Path(f"{target}.part").rename(target)
    return target


def _chunks(rows: int, giant: int, seed: int) -> Iterator[tuple[Chunk, Truth]]:
    rng = np.random.default_rng(seed)
    customers = 0
    for first in range(0, rows - giant, CHUNK):
        chunk, truth = _chunk(rng, min(CHUNK, rows - giant - first), customers)
        if not first:
            chunk.responded[0] = END
        customers += truth.customers
        _count(chunk, truth)
        yield chunk, truth
    for first in range(0, giant, CHUNK):
        truth = Truth(contacts=min(CHUNK, giant - first), customers=int(not first), most=giant)
        yield _of_the_giant(rng, truth.contacts, customers), truth


def _chunk(rng: np.random.Generator, rows: int, first_customer: int) -> tuple[Chunk, Truth]:
    """Return so many contacts of new customers, and what was planted."""
    copies, pairs = rows // 200, rows // 1000
    owners, days, engagement = _asked(rng, rows - copies - pairs)
    sent = START + days * DAY + 6 * HOUR + rng.integers(0, 8 * HOUR, len(owners))
    before = _before(owners, sent)
    odds = ANSWERING + ENGAGEMENT * engagement[owners]
    answers = rng.random(len(owners)) < _chance(odds + EFFECT * before)
    change = _chance(odds + EFFECT * (before + 0.5)) - _chance(odds + EFFECT * (before - 0.5))
    lags = np.minimum(rng.exponential(2 * DAY, len(owners)).astype(np.int64) + 60, WINDOW)
    late = ~answers & (rng.random(len(owners)) < 0.01)
    lags[late] = rng.integers(31 * DAY, 60 * DAY, np.count_nonzero(late))
    responded = np.where((answers | late) & (sent + lags < END), sent + lags, NONE)
    base = Chunk(owners, sent, _words(rng, len(owners)), responded, _left(rng, owners, sent))
    copied = rng.choice(len(owners), copies, replace=False)
    paired = rng.choice(len(owners), pairs, replace=False)
    second = base.rows(paired)
    second.sent += HOUR
    second.responded[:] = second.unsubscribed[:] = NONE
    second.words["source"] = second.words["source"] % 12 + 1  # another one, and named
    chunk = _together([base, base.rows(copied), second])
    weights = _spreads(owners, before)
    truth = Truth(
        contacts=rows,
        customers=len(engagement),
        most=int(np.bincount(chunk.owners).max()),
        duplicates=copies,
        same_day=len(np.unique(owners[np.concatenate([copied, paired])])),
        change=float((weights * np.bincount(owners, change) / np.bincount(owners)).sum()),
        spread=float(weights.sum()),
    )
    chunk.owners = chunk.owners + first_customer
    return chunk, truth


def _asked(rng: np.random.Generator, rows: int) -> tuple[Ints, Ints, Floats]:
    """Return the customer and day of each contact, in order, no two of a customer on one day, and engagements."""
    engagement = rng.standard_normal(rows // 6 + 10)
    rates = MONTHLY / 30 * DAYS * np.exp(SPREAD * engagement - SPREAD**2 / 2)
    sizes = np.clip(rng.poisson(rates), 1, MOST)
    customers = int(np.searchsorted(np.cumsum(sizes), rows)) + 1
    sizes, engagement = sizes[:customers], engagement[:customers]
    sizes[-1] -= sizes.sum() - rows
    owners = np.repeat(np.arange(customers), sizes)
    ranks = np.arange(rows) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    drawn = (rng.random(rows) * (DAYS + 1 - sizes[owners])).astype(np.int64)
    drawn = np.sort(owners * DAYS + drawn) - owners * DAYS  # each customer's in order
    return owners, drawn + ranks, engagement


def _before(owners: Ints, sent: Ints) -> Ints:
    """Return how many contacts of the same customer lie in the 30 days before each."""
    found = np.zeros(len(owners), dtype=np.int64)
    back, rows = 1, np.arange(1, len(owners))
    while len(rows):
        earlier = rows - back
        rows = rows[(owners[earlier] == owners[rows]) & (sent[earlier] > sent[rows] - WINDOW)]
        found[rows] += 1
        back += 1
        rows = rows[rows >= back]
    return found


def _words(rng: np.random.Generator, rows: int) -> dict[str, Ints]:
    return {name: rng.choice(len(values), rows, p=CHANCES.get(name)) for name, values in WORDS.items()}


def _left(rng: np.random.Generator, owners: Ints, sent: Ints) -> Ints:
    """Return opt-outs, five hours after a contact, one a customer at most."""
    rows = np.flatnonzero(rng.random(len(owners)) < 0.004)
    rows = rows[np.diff(owners[rows], prepend=-1) > 0]
    left = np.full(len(owners), NONE)
    left[rows] = sent[rows] + 5 * HOUR
    return left


def _together(parts: list[Chunk]) -> Chunk:
    words = {name: np.concatenate([part.words[name] for part in parts]) for name in WORDS}
    columns = ([getattr(part, name) for part in parts] for name in ("owners", "sent", "responded", "unsubscribed"))
    owners, sent, responded, unsubscribed = map(np.concatenate, columns)
    return Chunk(owners, sent, words, responded, unsubscribed)


def _spreads(owners: Ints, pressure: Ints) -> Floats:
    """Return how strongly each customer's pressure varies: the sum of squares about its mean."""
    n = np.bincount(owners)
    spreads: Floats = np.bincount(owners, pressure.astype(float) ** 2) - np.bincount(owners, pressure) ** 2 / n
    return spreads


def _chance(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-odds))


def _count(chunk: Chunk, truth: Truth) -> None:
    """Count what each row tells by itself, or beside one moment of its customer."""
    judged = chunk.sent <= END - WINDOW
    waited = chunk.responded - chunk.sent
    replied = chunk.responded != NONE
    truth.unattributed = int(np.count_nonzero(chunk.words["source"] == 0))
    truth.judged = int(np.count_nonzero(judged))
    truth.responded = int(np.count_nonzero(judged & replied & (waited <= WINDOW)))
    truth.late = int(np.count_nonzero(replied & (waited > WINDOW)))
    truth.after_opt_out = _after(chunk, chunk.unsubscribed, chunk.unsubscribed != NONE)
    truth.after_hard_bounce = _after(chunk, chunk.sent, chunk.words["bounced"] == WORDS["bounced"].index("hard"))


def _after(chunk: Chunk, times: Ints, which: Flags) -> int:
    """Return how many contacts come after the earliest of some moments of their customer."""
    customers = chunk.owners - chunk.owners.min()
    earliest = np.full(customers.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(earliest, customers[which], times[which])
    return int(np.count_nonzero(chunk.sent > earliest[customers]))


def _of_the_giant(rng: np.random.Generator, rows: int, customer: int) -> Chunk:
    sent = START + rng.integers(0, DAYS * DAY, rows)
    responded = np.where(rng.random(rows) < 0.2, sent + DAY, NONE)
    return Chunk(np.full(rows, customer), sent, _words(rng, rows), responded, np.full(rows, NONE))


def _wide_table(chunk: Chunk) -> pa.Table:
    columns = [_ids("C", _scrambled(chunk.owners)), _times(chunk.sent)]
    columns += [_texts(name, codes) for name, codes in chunk.words.items()]
    columns += [_times(chunk.responded), _times(chunk.unsubscribed)]
    return pa.table(columns, schema=WIDE)


def _events_table(chunk: Chunk, number: int) -> pa.Table:
    """Return a row for each sending, answer, opt-out and bounce, by time."""
    bounced = chunk.words["bounced"] > 0
    every = np.arange(len(chunk.sent))
    parts = {
        "sent": (every, chunk.sent),
        "responded": (every[chunk.responded != NONE], chunk.responded[chunk.responded != NONE]),
        "unsubscribed": (every[chunk.unsubscribed != NONE], chunk.unsubscribed[chunk.unsubscribed != NONE]),
        "bounced": (every[bounced], chunk.sent[bounced]),
    }
    rows = np.concatenate([rows for rows, _ in parts.values()])
    at = np.concatenate([at for _, at in parts.values()])
    types = np.repeat(np.arange(len(parts)), [len(rows) for rows, _ in parts.values()])
    order = np.argsort(at, kind="stable")
    rows, at, types = rows[order], at[order], types[order]
    words = {name: np.where((types == 0) | (name == "source"), codes[rows], 0) for name, codes in chunk.words.items()}
    words["bounced"] = np.where(types == 3, chunk.words["bounced"][rows], 0)
    columns = [_ids("M", number * CHUNK + rows), pa.array(list(parts)).take(pa.array(types))]
    columns += [_ids("C", _scrambled(chunk.owners[rows])), _times(at)]
    columns += [_texts(name, codes) for name, codes in words.items()]
    return pa.table(columns, schema=EVENTS)


def _scrambled(numbers: Ints) -> Ints:
    """Return other numbers below 10¹⁰, one for each: ids tell nothing of the order."""
    high, low = np.divmod(numbers, 100_000)
    return (high * 54_435_761 % 100_000 * 100_000 + low * 2_654_435_761) % 10**10


def _ids(letter: str, numbers: Ints) -> pa.Array:
    """Return texts of a letter and ten digits."""
    digits = numbers[:, None] // 10 ** np.arange(9, -1, -1) % 10 + ord("0")
    cells = np.concatenate([np.full((len(numbers), 1), ord(letter)), digits], axis=1).astype(np.uint8)
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * cells.shape[1]
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(cells))


def _times(seconds: Ints) -> pa.Array:
    found = pa.array(seconds * 1_000_000, TIME)
    return pc.if_else(pa.array(seconds == NONE), pa.scalar(None, TIME), found)


def _texts(name: str, codes: Ints) -> pa.Array:
    return pa.array(WORDS[name]).take(pa.array(codes))


def number(written: str) -> int:
    """Return a number written like 10M or 500k."""
    units = {"k": 1_000, "m": 1_000_000}
    unit = units.get(written[-1].lower(), 1)
    return int(float(written[:-1] if unit > 1 else written) * unit)


def main() -> None:
    """Write a log and say what is true of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=number, default=CHUNK)
    parser.add_argument("--events", action="store_true")
    parser.add_argument("--giant", type=number, default=0)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    print(generate(given.folder, given.rows, events=given.events, giant=given.giant))


if __name__ == "__main__":
    main()
