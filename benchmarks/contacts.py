"""How long a full audit takes against the engine's bare sort of the same rows into Arrow batches, in one run.

Usage: python benchmarks/contacts.py [--rows 1000000] [--repeat 3] [--memory SIZE] [--csv] [--giant]
Each measurement runs in a process of its own, alternating, so that neither profits from the other's caches or memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate_contacts import generate

REACH = 3.0
"""Audit ÷ bare sort that is to be met."""


def main() -> None:
    """Run the benchmark, or one measurement of it."""
    options = _options()
    if options.only:
        print(json.dumps(_measured(options.only, Path(options.log), options)))
        return
    with tempfile.TemporaryDirectory(prefix="cxmaturity-bench-") as folder:
        log = generate(Path(folder) / "log.parquet", options.rows, options.giant)
        found = {"sort": _best("sort", log, options), "audit": _best("audit", log, options)}
        if options.csv:
            found["audit of CSV"] = _best("audit", _as_csv(log), options)
    _report(options, found)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--memory", help="as cxmaturity audit --memory")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--csv", action="store_true", help="also audit the same rows as CSV")
    parser.add_argument("--giant", action="store_true", help="all contacts are of one customer")
    parser.add_argument("--only", choices=["sort", "audit"], help=argparse.SUPPRESS)
    parser.add_argument("--log", help=argparse.SUPPRESS)
    return parser.parse_args()


def _best(what: str, log: Path, options: argparse.Namespace) -> dict[str, float]:
    """Return the fastest of several runs, each in a fresh process."""
    command = [sys.executable, __file__, "--only", what, "--log", str(log)]
    command += ["--memory", options.memory] if options.memory else []
    command += ["--threads", str(options.threads)] if options.threads else []
    runs = [json.loads(subprocess.check_output(command)) for _ in range(options.repeat)]
    return {name: min(run[name] for run in runs) for name in ("seconds", "cpu", "gigabytes")}


def _measured(what: str, log: Path, options: argparse.Namespace) -> dict[str, float]:
    work = {"sort": _sort, "audit": _audit}[what]
    work(log, options)  # imports
    begun, cpu = time.perf_counter(), time.process_time()
    work(log, options)
    return {
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - cpu,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    }


def _sort(log: Path, options: argparse.Namespace) -> None:
    import duckdb

    config: dict[str, str | int] = {"memory_limit": options.memory} if options.memory else {}
    connection = duckdb.connect(config=config | ({"threads": options.threads} if options.threads else {}))
    query = f"""SELECT customer_id, sent_at, source, channel FROM read_parquet('{log}')
                ORDER BY hash(customer_id), customer_id, sent_at, source, channel"""
    for batch in connection.sql(query).to_arrow_reader(500_000):
        assert batch.num_rows


def _audit(log: Path, options: argparse.Namespace) -> None:
    from cxmaturity.contacts import AuditSettings, Log, audit
    from cxmaturity.contacts.policy import parse_policy

    audit([Log(log)], AuditSettings(parse_policy("rest-30"), memory=options.memory, threads=options.threads))


def _as_csv(log: Path) -> Path:
    import duckdb

    target = log.with_suffix(".csv")
    duckdb.execute(f"COPY (SELECT * FROM read_parquet('{log}')) TO '{target}' (HEADER)")
    return target


def _report(options: argparse.Namespace, found: dict[str, dict[str, float]]) -> None:
    print(f"{options.rows:,} rows, best of {options.repeat}")
    for what, run in found.items():
        print(f"  {what:14} {run['seconds']:8.2f} s   {run['cpu']:8.2f} s CPU   {run['gigabytes']:6.2f} GB peak")
    ratio = found["audit"]["seconds"] / found["sort"]["seconds"]
    cpu = found["audit"]["cpu"] / found["sort"]["cpu"]
    print(f"  audit ÷ sort   {ratio:.2f} (CPU {cpu:.2f}); to be met: at most {REACH}")
    if "audit of CSV" in found:
        print(f"  CSV ÷ Parquet  {found['audit of CSV']['seconds'] / found['audit']['seconds']:.2f}; at most 2.5")


if __name__ == "__main__":
    main()
