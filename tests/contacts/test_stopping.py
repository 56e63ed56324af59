"""A long audit that is stopped leaves nothing behind, in whatever phase it was."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
import zipfile

import duckdb
import openpyxl
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
        connection.execute(f"COPY ({query}) TO '{folder}/log.csv'")
        connection.execute(f"COPY (SELECT * FROM ({query}) LIMIT 60_000) TO '{folder}/small.csv'")
    with zipfile.ZipFile(folder / "log.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.write(folder / "log.csv", "log.csv")
    small = (folder / "small.csv").read_text()
    with gzip.open(folder / "log.csv.gz", "wt", encoding="utf-16", compresslevel=1) as packed:
        packed.write(small)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in small.splitlines():
        sheet.append(line.split(","))
    book.save(folder / "log.xlsx")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0, 0.5, 1, 2, 4])
@pytest.mark.parametrize(("name", "memory"), [("log.parquet", "8GB"), ("log.parquet", "300MB"), ("log.jsonl", "8GB")])
def test_a_stopped_audit_leaves_nothing(tmp_path, logs, name, memory, seconds):
    program = [sys.executable, "-m", "cxmaturity", "audit", str(logs / name), "--json", "--memory", memory]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    started = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    while not list(tmp_path.iterdir()):
        assert started.poll() is None, started.communicate()
        time.sleep(0.005)
    time.sleep(seconds)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert started.returncode in (130, 0), err
    assert (out == "") == (started.returncode == 130)
    assert "secret" not in out + err
    assert list(tmp_path.iterdir()) == []


PHASES = {
    "unpacking a zip": ("log.zip", "8GB", "*/member-0"),
    "copying a gzip": ("log.csv.gz", "8GB", "*/log-0.csv"),
    "copying a workbook": ("log.xlsx", "8GB", "*/log-0.csv"),
    "copying JSON": ("log.jsonl", "8GB", "*/log-0.csv"),
    "spilling": ("log.csv", "300MB", "*/spill/*"),
}
"""Phase to a log, the memory, and what lies in the temporary folder in that phase."""


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["int", "term"])
@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_is_stopped_cleanly(tmp_path, logs, phase, number, code):
    name, memory, trace = PHASES[phase]
    program = [sys.executable, "-m", "cxmaturity", "audit", str(logs / name), "--json", "--memory", memory]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    started = subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    while not list(tmp_path.glob(trace)):
        assert started.poll() is None, started.communicate()
        time.sleep(0.002)
    started.send_signal(number)
    out, err = started.communicate(timeout=60)
    assert (started.returncode, out, err.strip()) == (code, "", "✗ Stopped; nothing was written.")
    assert list(tmp_path.iterdir()) == []
