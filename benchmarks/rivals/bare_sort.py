"""DuckDB's bare sort of a log's columns, in the audit's order, into Arrow batches that are only counted.

Usage: python benchmarks/rivals/bare_sort.py LOG.parquet [--memory SIZE]
"""

from __future__ import annotations

import argparse

import duckdb

BATCH = 500_000
ORDER = ("source", "channel", "team", "tool")


def main() -> None:
    """Sort."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log")
    parser.add_argument("--memory")
    given = parser.parse_args()
    connection = duckdb.connect(config={"memory_limit": given.memory} if given.memory else {})
    relation = connection.sql(f"FROM read_parquet('{given.log}')")
    customer, sent = "customer_id", "sent_at" if "sent_at" in relation.columns else "event_time"
    order = [f"hash({customer})", customer, sent, *(name for name in ORDER if name in relation.columns)]
    rows = sum(batch.num_rows for batch in relation.order(", ".join(order)).to_arrow_reader(BATCH))
    print(rows)


if __name__ == "__main__":
    main()
