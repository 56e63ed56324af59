"""Write a file whole or not at all, and so that it survives a power cut."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from cxmaturity.errors import InputError, wrong
from cxmaturity.words import Text, text

_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CANNOT_SYNC_FOLDERS: Final = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF)


def write(
    path: Path, content: str | bytes, mode: int | None = None, last_look: Callable[[], None] | None = None
) -> None:
    """Replace a file's content: written beside, flushed to the disk, renamed. Raises InputError when refused.

    A file that may not be written is not replaced either, though its folder would allow it. ``mode`` is who may read
    and write it, at every moment; without it, a file that is there keeps its own. ``last_look`` is called just before
    the file is replaced, which it is not when that raises.
    """
    data = content.encode() if isinstance(content, str) else content
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        asked = partial(os.open, mode=0o666 if mode is None else mode)
        with open(beside, "wb", opener=asked) as file:
            if mode is not None:
                beside.chmod(mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is None:
            with suppress(FileNotFoundError):
                beside.chmod(target.stat().st_mode & 0o777)
        if last_look is not None:
            last_look()
        beside.replace(target)
        sync_folder(target.parent)
    except BaseException as error:
        with suppress(OSError):
            beside.unlink()
        if isinstance(error, OSError):
            raise refused(path, error) from error
        raise


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
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written and not listed
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC_FOLDERS:
            raise
    finally:
        os.close(handle)


def refused(path: Path, error: OSError) -> InputError:
    """Return the error to raise when the system does not let us write there."""
    return wrong(text("this cannot be written: {reason}.", reason=reason(error)), path, remedy(error))


def reason(error: OSError) -> str:
    """Return what the system says."""
    return error.strerror or str(error)


def remedy(error: OSError) -> Text:
    """Return what to do when the system does not let us write."""
    if error.errno in _NO_ROOM:
        return text("Free some space there, and run the same command again; what was there before is as it was.")
    if error.errno == errno.EIO:
        return text("The disk fails: copy the folder to another one, and go on there.")
    return text("Check the permissions and the free space of this folder.")


def unreadable(path: Path, error: OSError) -> InputError:
    """Return the error to raise when the system does not let us read there."""
    return wrong(text("this file cannot be read: {reason}.", reason=reason(error)), path)
