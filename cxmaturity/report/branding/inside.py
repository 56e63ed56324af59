"""A file that another file names: read whole and once, from its own folder only, and never a device or a pipe."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from cxmaturity.errors import Place, did_you_mean, wrong
from cxmaturity.words import Text, text

_ADDRESS: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:|//")
"""How a URL begins; a single letter before a colon is a drive."""


def read_inside(folder: Path, name: str, most: int, where: Place | Path) -> bytes:
    """Return the content of the file of that name in a folder or below it, through all links.

    Raises InputError, which names ``where`` it was asked for, when the file lies elsewhere, is missing, is none, or
    holds more than so many bytes.
    """
    if _ADDRESS.match(name):
        raise wrong(
            text("“{name}” is an address, and addresses are not fetched.", name=shown(name)),
            where,
            text("Save the file into the folder {folder}, and give its name.", folder=folder),
        )
    path = _resolved(folder, name)
    if path is None:
        raise wrong(
            text("“{name}” does not lie in the folder {folder}.", name=shown(name), folder=folder),
            where,
            text("Put a copy of it into that folder, and name it without a path."),
        )
    return read_regular(path, most, where, name, text("Put it into the folder {folder}.", folder=folder))


def read_regular(path: Path, most: int, where: Place | Path, name: str, remedy: Text | None = None) -> bytes:
    """Return a file's content, which a message calls by that name. Raises InputError as ``read_inside``.

    ``remedy`` is what to do where the file is missing or a folder, and no file beside it has a name like it.
    """
    try:
        # Opened without waiting for a pipe's other end, and looked at when open: what is looked at is what is read.
        if path.is_dir():
            what = text("“{name}” is a folder, and a file was expected.", name=shown(name))
            raise wrong(what, where, remedy)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise wrong(text("“{name}” is not a file.", name=shown(name)), where)
            content = file.read(most + 1)
    except FileNotFoundError as error:
        likely = did_you_mean(path.name, _beside(path)) or remedy
        raise wrong(text("there is no file “{name}”.", name=shown(name)), where, likely) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise wrong(text("“{name}” cannot be read: {reason}.", name=shown(name), reason=reason), where) from error
    if len(content) > most:
        raise wrong(
            text("“{name}” is larger than {most:short} MB.", name=shown(name), most=most / 1_000_000),
            where,
            text("Make it smaller."),
        )
    return content


def _beside(path: Path) -> list[str]:
    """Return the names of the files beside one that is missing; none where their folder cannot be read."""
    try:
        with os.scandir(path.parent) as entries:
            return sorted(entry.name for entry in entries if entry.is_file())
    except OSError:
        return []


def _resolved(folder: Path, name: str) -> Path | None:
    """Return where a name leads, None where that is outside the folder."""
    try:
        home = folder.resolve()
        path = (home / name).resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a zero byte
        return None
    return path if path.is_relative_to(home) and path != home else None


def shown(name: str) -> str:
    """Return a name as messages quote it: short, on one line, and without what would turn or hide its letters."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in name)
    return plain if len(plain) <= 80 else plain[:79] + "…"
