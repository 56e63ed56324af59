"""The same bytes anywhere: another place, user, zone, language, hash seed, and facts recorded or not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from engagement.audited import LATEST, LOG, write, write_audited

from cxmaturity.report import ENDINGS

ROOT = Path(__file__).parents[2]


def write_with_a_log_elsewhere(tree: Path) -> None:
    """Write an engagement, and beside it a log that its manifest points to."""
    folder = write_audited(tree / "acme")
    write(tree / "exports" / "more.csv", LOG.replace("calls", "shops"))
    write(folder / "contacts" / "manifest.yaml", "logs: [{path: ../../exports/more.csv}, {path: log.csv}]\n")


def reports(folder: str, cwd: Path, target: Path, **environment: str) -> dict[str, bytes]:
    """Return the reports that a process of its own writes, by ending and language."""
    target.mkdir()
    found = {}
    for ending in ENDINGS:
        for language in ("en", "fr"):
            path = target / f"report-{language}{ending}"
            command = [sys.executable, "-m", "cxmaturity", "report", folder, "-o", str(path), "--lang", language]
            clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "CXMATURITY"))}
            paths = {"PYTHONPATH": str(ROOT)}
            subprocess.run(command, cwd=cwd, env={**clean, **paths, **environment}, check=True, capture_output=True)
            found[path.name] = path.read_bytes()
    return found


@pytest.mark.slow
def test_two_machines_write_the_same_bytes(tmp_path):
    pytest.importorskip("weasyprint", exc_type=OSError)
    here, there = tmp_path / "here", tmp_path / "elsewhere" / "é & co"
    write_with_a_log_elsewhere(here)
    shutil.copytree(here, there, copy_function=shutil.copy)
    (there / "acme" / "cycles" / LATEST / "facts.json").unlink()
    for path in there.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    one = reports(
        str(here / "acme"),
        ROOT,
        tmp_path / "one",
        HOME=str(tmp_path / "home1"),
        CXMATURITY_STATE=str(tmp_path / "state1"),
        TZ="Pacific/Auckland",
        LANG="fr_FR.UTF-8",
        PYTHONHASHSEED="1",
    )
    other = reports(
        "acme",
        there,
        tmp_path / "other",
        HOME=str(tmp_path / "home2"),
        CXMATURITY_STATE=str(tmp_path / "state2"),
        TZ="America/Los_Angeles",
        LANG="C",
        PYTHONHASHSEED="2",
    )
    assert {name: content == other[name] for name, content in one.items()} == dict.fromkeys(one, True)
    told = b"".join(one.values())
    assert str(tmp_path).encode() not in told
