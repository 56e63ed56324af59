"""Where the shipped ``assessments/`` and ``templates/`` are, in a wheel or in a checkout, and which build it is."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_PACKAGE = Path(__file__).resolve().parent
_COUNTED: Final = (".py", ".yaml", ".html", ".css", ".js", ".po", ".ttf", ".woff2")
"""Endings of the files that what the program says follows from."""


def _shipped(name: str) -> Path:
    """Return the packaged folder of that name, else the one beside the package in a checkout."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name


def assessments() -> Path:
    """Return the folder that holds the shipped assessment models and the catalogue of metrics."""
    return _shipped("assessments")


def templates() -> Path:
    """Return the folder that holds the report's templates, style sheets and fonts."""
    return _shipped("templates")


@cache
def program_digest() -> str:
    """Return a sha256 of the program: its source, models, templates, fonts and words, wherever they are installed.

    Two builds of one version are told apart by it; libraries are not in it.
    """
    roots = {
        "cxmaturity": _PACKAGE,
        "assessments": assessments(),
        "templates/report": templates() / "report",
        "templates/fonts": templates() / "fonts",
    }
    packaged = {str(_PACKAGE / "assessments"), str(_PACKAGE / "templates")}
    whole = hashlib.sha256()
    for name, root in roots.items():
        for place, file in _files(name, str(root), packaged if root == _PACKAGE else set()):
            with open(file, "rb", buffering=0) as opened:  # noqa: PTH123  # half the time of Path.open over 700 files
                content = opened.read()
            whole.update(f"{place} {len(content)}\n".encode())
            whole.update(content)
    return whole.hexdigest()


def _files(name: str, folder: str, left_out: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the files that count in a folder and those below, each by its name in the program and its path, sorted."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.endswith(_COUNTED):
            yield f"{name}/{entry.name}", entry.path
        elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir() and entry.path not in left_out:
            yield from _files(f"{name}/{entry.name}", entry.path, left_out)
