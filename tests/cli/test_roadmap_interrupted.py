"""Ctrl-C while a plan is made: a real signal to a real process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time

import pytest

from cxmaturity.cli.main import run

pytestmark = pytest.mark.slow


def test_ctrl_c_keeps_the_best_plan_found(tmp_path):
    folder = tmp_path / "acme"
    assert run(["demo", str(folder)]) == 0
    before = {path: path.read_bytes() for path in folder.rglob("results.json")}
    command = [sys.executable, "-m", "cxmaturity", "roadmap", str(folder), "--json", "--capacity", "cx=6"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(8)  # it has read the facts by then, and plans for half a minute
    process.send_signal(signal.SIGINT)
    out, told = process.communicate(timeout=120)
    record = json.loads(out)
    assert process.returncode == 0, told
    assert record["interrupted"] is True
    assert record["objective"] > 0
    assert record["gap"] == pytest.approx((record["bound"] - record["objective"]) / record["objective"])
    assert record["capacity_value_left_out"] == ["cx"]
    assert b"Interrupted: this is the best plan found" in told
    assert {path: path.read_bytes() for path in folder.rglob("results.json")} == before
