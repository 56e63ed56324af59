"""The temporary folder: gone after each run, and after the next one where a run was killed."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from cxmaturity.contacts.files.folders import temporary_folder


@pytest.fixture(autouse=True)
def apart(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_folder_goes_whatever_happens(tmp_path):
    with contextlib.suppress(KeyboardInterrupt), temporary_folder() as folder:
        (folder / "log.csv").write_text("anna")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_only_folders_of_dead_processes_are_swept(tmp_path):
    program = (
        "import os, sys, tempfile; tempfile.tempdir = sys.argv[1]\n"
        "from cxmaturity.contacts.files.folders import temporary_folder\n"
        "with temporary_folder() as folder:\n    (folder / 'log.csv').write_text('anna'); os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    (left,) = tmp_path.iterdir()
    assert (left / "log.csv").exists()
    machine = left.name.rpartition("-")[0].rpartition("-")[0]
    others = [tmp_path / f"{machine}-{os.getppid()}-x", tmp_path / f"{machine}-mine", tmp_path / "cxmaturity-demo"]
    for other in others:
        other.mkdir()
    with temporary_folder() as folder:
        assert set(tmp_path.iterdir()) == {folder, *others}
    assert {Path(other) for other in tmp_path.iterdir()} == set(others)
