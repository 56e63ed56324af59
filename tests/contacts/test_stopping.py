"""A long audit that is stopped leaves nothing behind, in whatever phase it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import duckdb
import pytest

ROWS = 5_000_000


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    query = f"""
        SELECT 'secret' || (n * 7919 % 1_000_000) AS customer_id, TIMESTAMP '2024-01-01' + to_seconds(n * 7) AS sent_at,
               's' || (n % 7) AS source
        FROM range({ROWS}) AS made(n)"""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{folder}/log.parquet'")
        connection.execute(f"COPY ({query} LIMIT 500_000) TO '{folder}/log.jsonl' (FORMAT json)")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0, 0.5, 1, 2, 4])
@pytest.mark.parametrize(("name", "memory"), [("log.parquet", "8GB"), ("log.parquet", "300MB"), ("log.jsonl", "8GB")])
def test_a_stopped_audit_leaves_nothing(tmp_path, logs, name, memory, seconds):
    program = [sys.executable, "-m", "cxmaturity", "audit", str(logs / name), "--json", "--memory", memory]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    started = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    while not list(tmp_path.iterdir()):
        time.sleep(0.005)
    time.sleep(seconds)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert started.returncode in (130, 0), err
    assert (out == "") == (started.returncode == 130)
    assert "secret" not in out + err
    assert list(tmp_path.iterdir()) == []
