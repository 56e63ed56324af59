"""One writer at a time: a lock file that says who holds it. Readers never look at it.

The lock is the system's own on the open file, so that it vanishes with a killed process, whatever the file says, and
whoever has that process's number since. The file names process and host for two reasons: to tell the user who writes,
and because a synced folder carries the file, but not the lock, to other machines.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

from cxmaturity.engagement.atomic import refused
from cxmaturity.errors import InputError, wrong
from cxmaturity.words import Text, text

NAME = ".cxmaturity.lock"
PATIENCE = 3.0
"""Seconds that a writer waits for another one to finish."""
READERS_PATIENCE = 0.5
"""Seconds that somebody waits who reads, and only records beside that what was concluded."""
_PAUSE = 0.05


class BusyError(InputError):
    """Somebody else writes in this engagement."""


class Lock:
    """The engagement's lock, held."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle: int | None = handle

    def keep(self) -> None:
        """Make sure that the lock is still ours; one whose file was deleted meanwhile is taken again.

        Raises BusyError when somebody else has taken it since.
        """
        if self._handle is None or not _is_still_there(self._handle, self._path):
            fresh = _open_ours(self._path)
            self._close()
            self._handle = fresh

    def release(self) -> None:
        """Give the lock back. Another one's lock file, in place of ours that was deleted, is left alone."""
        # The name goes before the lock, so that nobody can lock a file that is about to vanish and not notice.
        if self._handle is not None and _is_still_there(self._handle, self._path):
            self._path.unlink(missing_ok=True)
        self._close()

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[Lock]:
    """Hold the engagement's lock. Raises BusyError when another holds it, InputError when the folder refuses.

    ``patience`` is for how many seconds the other may be about to finish.
    """
    path = folder / NAME
    try:
        lock = Lock(path, _open_when_free(path, monotonic() + patience))
    except OSError as error:
        raise refused(path, error) from error
    try:
        yield lock
    finally:
        lock.release()


def _open_when_free(path: Path, until: float) -> int:
    while True:
        try:
            return _open_ours(path)
        except BusyError:
            if monotonic() >= until:
                raise
        sleep(_PAUSE)


def _open_ours(path: Path) -> int:
    """Return the locked lock file, ours. A file that was renamed or removed meanwhile is opened anew."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(handle, path)
            if _is_still_there(handle, path):
                _sign(handle, path)
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    holder = _holder(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        remedy = text("Wait until they are done; score and report can be read meanwhile.")
        raise _busy(holder, remedy) from None
    host = holder.get("host")
    if host and host != socket.gethostname() and _is_still_there(handle, path):
        raise _busy(
            holder,
            text("Wait until they are done; if nobody works there any more, delete {path}.", path=path),
        )


def _busy(holder: Mapping[str, object], remedy: Text) -> BusyError:
    # It begins with what matters and its number is near: on 80 columns none of it is broken between two lines.
    what = text(
        "somebody else is answering in this engagement right now (process {pid} on {host}{since}).",
        pid=holder.get("pid", "?"),
        host=holder.get("host", "?"),
        since=_since(holder.get("since")),
    )
    return BusyError(wrong(what, remedy=remedy).problems)


def _since(written: object) -> Text | str:
    """Return since when, in the clock's time here; nothing where the file does not say it."""
    try:
        at = datetime.fromisoformat(str(written)).astimezone()
    except ValueError:
        return ""
    is_today = at.date() == datetime.now(UTC).astimezone().date()
    return text(", since {time}", time=f"{at:%H:%M}" if is_today else f"{at:%Y-%m-%d %H:%M}")


def _holder(handle: int) -> dict[str, object]:
    try:
        record = json.loads(os.pread(handle, 1000, 0) or b"{}")
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _sign(handle: int, path: Path) -> None:
    """Write into our lock file who holds it; where that fails, as on a full disk, nothing of it stays behind."""
    try:
        os.ftruncate(handle, 0)
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat()}
        os.pwrite(handle, json.dumps(holder).encode(), 0)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def _is_still_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
