"""Whatever a log holds, its audit ends in a result or in messages that say where: never in a bug, never with an id."""

from __future__ import annotations

import json
import re
import tempfile

import pytest
from contacts.mutations import STEM, mutated_log

from cxmaturity.cli.main import run

DONE, WRONG = 0, 2
BATCH = 50


def check(seed: int, tmp_path, capsys) -> int:
    """Audit one mutated log in this process and return the exit code."""
    path, options = mutated_log(seed, tmp_path)
    code = run(["audit", str(path), *options, "--json", "--threads", "1"])
    said = capsys.readouterr()
    where = f"seed {seed}, {path.name} {options}: {said.err}"
    assert code in (DONE, WRONG), where
    assert STEM not in said.err.lower(), where
    assert "Traceback" not in said.err, where
    if code == WRONG:
        assert said.out == "", where
        assert re.search(rf"^✗ .*{re.escape(str(path))}", said.err, re.MULTILINE), where
    else:
        assert json.loads(said.out)["metrics"]["contacts.count"] > 0, where
    path.unlink()
    return code


def check_all(seeds: range, tmp_path, capsys, monkeypatch) -> None:
    apart, logs = tmp_path / "temporary", tmp_path / "logs"
    apart.mkdir()
    logs.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(apart))
    codes = [check(seed, logs, capsys) for seed in seeds]
    assert list(apart.iterdir()) == []
    assert {DONE, WRONG} == set(codes)


@pytest.mark.parametrize("batch", range(10))
def test_a_mutated_log_ends_well(batch, tmp_path, capsys, monkeypatch):
    check_all(range(batch * BATCH, (batch + 1) * BATCH), tmp_path, capsys, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(10, 100))
def test_many_mutated_logs_end_well(batch, tmp_path, capsys, monkeypatch):
    check_all(range(batch * BATCH, (batch + 1) * BATCH), tmp_path, capsys, monkeypatch)
