"""Write a contact log of any size: customers of very different activity, a dozen sources, two years."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CHUNK = 1_000_000
START = 1_672_531_200_000_000
"""2023-01-01, in microseconds since 1970."""
SPAN = 730 * 86_400
SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("sent_at", pa.timestamp("us", tz="UTC")),
        ("source", pa.string()),
        ("channel", pa.string()),
    ]
)


def generate(path: Path, rows: int, giant: bool = False, seed: int = 1) -> Path:
    """Write a Parquet log; eight contacts a customer on average, or all of one customer."""
    rng = np.random.default_rng(seed)
    sources = pa.array([f"source-{number:02d}" for number in range(12)])
    channels = pa.array(["email", "sms", "phone", "app"])
    customers = max(rows // 8, 1)
    with pq.ParquetWriter(path, SCHEMA) as writer:
        for first in range(0, rows, CHUNK):
            size = min(CHUNK, rows - first)
            # The square of a uniform number makes a few customers very active.
            numbers = np.zeros(size, np.int64) if giant else (customers * rng.random(size) ** 2).astype(np.int64)
            ids = np.char.add("C", np.char.zfill(numbers.astype(str), 9))
            times = START + rng.integers(0, SPAN, size) * 1_000_000
            columns = [
                pa.array(ids),
                pa.array(times, SCHEMA.field("sent_at").type),
                sources.take(pa.array(rng.integers(0, len(sources), size))),
                channels.take(pa.array(rng.integers(0, len(channels), size))),
            ]
            writer.write_table(pa.table(columns, schema=SCHEMA))
    return path
