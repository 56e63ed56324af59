"""A folder of templates that stand before ours: read whole and once, so that laying out opens no file of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cxmaturity.errors import InputError, Problem, wrong
from cxmaturity.report.branding.inside import read_inside
from cxmaturity.words import text

LAID_OUT: Final = (".html", ".css")
"""Endings of files that are templates."""
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".svg")
_LARGEST: Final = 2_000_000
_MOST: Final = 200
"""Files that a folder of templates may hold."""


@dataclass(frozen=True)
class Templates:
    """What a folder of templates holds."""

    folder: Path
    files: Mapping[str, bytes] = field(hash=False)
    """Path below the folder, with slashes, to the content."""
    digests: Mapping[str, str] = field(default_factory=dict, hash=False)
    """SHA-256 of each file."""


def load_templates(folder: Path) -> Templates:
    """Return the templates, style sheets and pictures of a folder and those below it.

    Files that begin with a dot, and of other kinds, are left alone. Raises InputError when it is no folder, holds
    nothing for the report, or holds links that lead out of it, pipes, or files that are too large.
    """
    if not folder.is_dir():
        raise wrong(text("there is no folder of this name."), folder, text("Name a folder that holds templates."))
    names = [name for name in _names(folder) if Path(name).suffix.lower() in (*LAID_OUT, *_PICTURES)]
    if not names:
        raise wrong(
            text("this folder holds no template (.html, .css) and no picture."),
            folder,
            text("A file there of the same name as one of ours stands in its place, such as cover.html."),
        )
    if len(names) > _MOST:
        raise wrong(text("this folder holds more than {most:int} files.", most=_MOST), folder)
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            files[name] = read_inside(folder, name, _LARGEST, folder)
            if Path(name).suffix.lower() in LAID_OUT:
                files[name].decode("utf-8-sig")
        except InputError as error:
            problems += error.problems
        except UnicodeDecodeError:
            what = text("this file is not UTF-8 text.")
            problems += wrong(what, folder / name, text("Save it again as UTF-8.")).problems
    if problems:
        raise InputError(problems)
    return Templates(folder, files, {name: hashlib.sha256(held).hexdigest() for name, held in files.items()})


def _names(folder: Path) -> list[str]:
    """Return the files of a folder and below, in order; links to folders are not followed."""
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if not path.is_dir() and not any(part.startswith(".") for part in parts):
            found.append("/".join(parts))
        if len(found) > _MOST * 10:
            break
    return found
