"""Which build of the program it is: the same wherever it is installed, and another one when anything of it changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cxmaturity import resources

ROOT = Path(resources.__file__).parents[1]
digest = resources.program_digest.__wrapped__
"""The one that is not remembered."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The program as a wheel lays it out, models and templates inside the package."""
    package = tmp_path_factory.mktemp("site") / "cxmaturity"
    shutil.copytree(ROOT / "cxmaturity", package, ignore=shutil.ignore_patterns("__pycache__"))
    for shipped in ("assessments", "templates"):
        shutil.copytree(ROOT / shipped, package / shipped)
    return package


def test_a_wheel_is_the_checkout_that_it_was_made_of(installed, monkeypatch):
    here = digest()
    monkeypatch.setattr(resources, "_PACKAGE", installed)
    assert digest() == here


@pytest.mark.parametrize("changed", ["errors.py", "assessments/metrics.yaml", "templates/report/paper.css"])
def test_another_file_makes_another_build(installed, monkeypatch, changed):
    monkeypatch.setattr(resources, "_PACKAGE", installed)
    before, file = digest(), installed / changed
    file.write_text(f"{file.read_text(encoding='utf-8')}\n", encoding="utf-8")
    assert digest() != before
