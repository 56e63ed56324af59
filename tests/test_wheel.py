"""A wheel, installed into an empty virtual environment elsewhere, is the whole program."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(TOP)]
    subprocess.run(build, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_models_templates_fonts_and_licences(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("assessments", "templates"):
        shipped = {path.relative_to(TOP).as_posix() for path in (TOP / folder).rglob("*") if path.is_file()}
        shipped = {name for name in shipped if "__pycache__" not in name and "/preview/" not in name}
        assert shipped
        assert {f"cxmaturity/{name}" for name in shipped} <= names
    assert "cxmaturity/words/fr/program.po" in names
    assert any(name.endswith("/licenses/LICENSE") for name in names)
    assert not any(name.startswith("tests") for name in names)
    assert not any("/preview/" in name for name in names)


def test_an_installed_wheel_runs_the_demo_far_from_the_checkout(wheel, tmp_path):
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile", wheel]
    done = subprocess.run(install, capture_output=True, text=True, check=False)
    if "Failed to establish a new connection" in done.stderr or "Could not connect" in done.stderr:
        pytest.skip("the package registry cannot be reached")
    assert done.returncode == 0, done.stderr
    home = tmp_path / "home"
    home.mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    command = [tmp_path / "venv" / "bin" / "cxmaturity", "demo", "sample"]
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pdf = Path(done.stdout.strip().splitlines()[-1])
    assert (home / pdf).read_bytes().startswith(b"%PDF-")
