"""Write a file whole or not at all, and so that it survives a power cut."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from cxmaturity.errors import InputError, wrong
from cxmaturity.words import text


def write(path: Path, content: str | bytes) -> None:
    """Replace a file's content: written beside, flushed to the disk, renamed. Raises InputError when refused."""
    data = content.encode() if isinstance(content, str) else content
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise refused(path, error) from error


def write_json(path: Path, record: object) -> None:
    """Replace a file by a JSON document, the same bytes for the same record."""
    write(path, json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def make_folder(path: Path) -> None:
    """Make a folder and its parents. Raises InputError when refused."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise refused(path, error) from error


def sync_folder(folder: Path) -> None:
    """Make the folder's own list of names survive a power cut, where the file system can do that."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def refused(path: Path, error: OSError) -> InputError:
    """Return the error to raise when the system does not let us write there."""
    reason = error.strerror or str(error)
    return wrong(
        text("this cannot be written: {reason}.", reason=reason),
        path,
        text("Check the permissions and the free space of this folder."),
    )


def unreadable(path: Path, error: OSError) -> InputError:
    """Return the error to raise when the system does not let us read there."""
    return wrong(text("this file cannot be read: {reason}.", reason=error.strerror or str(error)), path)
