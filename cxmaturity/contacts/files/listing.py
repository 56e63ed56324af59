"""Which files a log stands for, what each holds, and its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from glob import glob, has_magic
from pathlib import Path
from threading import Event
from typing import Final, Literal

from cxmaturity.contacts.files import archives
from cxmaturity.contacts.files.addresses import Address
from cxmaturity.contacts.files.json_rows import is_json
from cxmaturity.contacts.formats.shipped import format_named
from cxmaturity.contacts.settings import Log
from cxmaturity.errors import InputError, did_you_mean, wrong
from cxmaturity.words import text

Kind = Literal["csv", "json", "parquet", "xlsx"]

_PIECE: Final = 1 << 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_OFFICE_LOCK = "~$"
"""Begins the name of the file that Office keeps beside one that is open."""
_URL = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-")


@dataclass(frozen=True)
class LogFile:
    """One file of a log."""

    path: Path
    """Its name in messages; for a member of an archive the archive's path and the member's below it."""
    log: Log
    """The log that it belongs to, which says how it is read."""
    kind: Kind
    gzipped: bool
    origin: Path
    """The file on disk that it is, or lies in."""
    content: Path
    """Where its content is read: the origin, or the copy of a member that was unpacked."""
    member: str | None = None
    """Its name in the archive ``origin``; None for a file by itself."""
    folder: Path | None = None
    """The folder that the user named as a data set of one vendor's files, and that it lies in."""


def files_of(logs: Sequence[Log]) -> list[LogFile]:
    """Return every file that the logs stand for. Raises InputError when there is none, or one stands there twice."""
    found: list[LogFile] = []
    seen: set[Path] = set()
    for log in logs:
        if log.format is not None:
            format_named(log.format, log.path)
        for path in _paths(log.path):
            if path.resolve() in seen:
                raise wrong(text("this file is named twice, and its contacts would count twice."), path)
            seen.add(path.resolve())
            folder = log.path if log.path.is_dir() and path.suffix != ".parquet" else None
            found += (replace(file, folder=folder) for file in _open(path, log))
    if not found:
        raise wrong(text("no contact log is named."), remedy=text("Name a CSV, JSON, XLSX or Parquet file."))
    return found


class Digests:
    """The sha256 of files, computed aside while they are read; given up on leaving.

    Leaving raises InputError when a file changed since, whatever else may have gone wrong because of that.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = list(paths)
        self._before = [_state(path) for path in self._paths]
        self._stop = Event()
        self.bytes_read = 0
        """How much was read so far."""
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._found = {path: self._pool.submit(self._digest, path) for path in dict.fromkeys(self._paths)}

    def __enter__(self) -> Digests:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._stop.set()
        self._pool.shutdown(cancel_futures=True)
        if error is not None and not isinstance(error, Exception):
            return
        for path, before in zip(self._paths, self._before, strict=True):
            if _state(path) != before:
                remedy = text("Wait until it is written, or audit a copy.")
                raise wrong(text("this file changed while it was read."), path, remedy) from error

    def all(self) -> list[str]:
        """Return every file's sha256, in the order given; empty for an address, whose files other machines read."""
        return [self._found[path].result() for path in self._paths]

    def _digest(self, path: Path) -> str:
        if isinstance(path, Address):
            return ""
        found = hashlib.sha256()
        with path.open("rb") as file:
            while (piece := file.read(_PIECE)) and not self._stop.is_set():
                found.update(piece)
                self.bytes_read += len(piece)
        return found.hexdigest()


def _state(path: Path) -> tuple[int, int, int] | None:
    """Return what differs once a file was written to or replaced; None when it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def _paths(path: Path) -> Iterator[Path]:
    if isinstance(path, Address) or path.is_file():
        yield path
    elif path.is_dir():
        yield from _data_set(path)
    elif has_magic(str(path)):
        found = (Path(name) for name in glob(str(path), recursive=True))  # noqa: PTH207
        matching = sorted(each for each in found if each.is_file() and not each.name.startswith(_OFFICE_LOCK))
        if not matching:
            raise wrong(text("no file matches this pattern."), path, text("Check the folder and the ending in it."))
        yield from matching
    else:
        raise _no_file(path)


def _no_file(path: Path) -> InputError:
    """Return the error of a path that is neither a file, a folder nor a pattern."""
    if str(path) == "-":
        return wrong(text("standard input is not read."), path, text("Save it to a file and name that."))
    if _URL.match(str(path)):
        remedy = text("Fetch the file first; for one on this machine, give its path without file://.")
        return wrong(text("this is an address, and only files are read."), path, remedy)
    if path.exists():
        what = text("this is a pipe or a device, and no file.")
        return wrong(what, path, text("Save what it gives to a file and name that."))
    if path.is_symlink():
        return wrong(text("this link leads nowhere."), path, text("Name the file itself."))
    near = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
    return wrong(text("there is no such file."), path, did_you_mean(path.name, near))


def _data_set(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.parquet")) or sorted(path for path in folder.iterdir() if _may_be_exported(path))
    if not files:
        raise wrong(
            text("this folder is neither an engagement nor a data set of *.parquet or of one vendor's files."),
            folder,
            text("Name the log files themselves, for example {pattern}.", pattern=f"{folder}/*.csv"),
        )
    return files


def _may_be_exported(path: Path) -> bool:
    return (
        path.is_file()
        and not path.name.startswith((".", _OFFICE_LOCK))
        and path.name.lower().endswith((*archives.ENDINGS, ".zip"))
    )


def unpacked(file: LogFile, target: Path) -> LogFile:
    """Return a file with its content on disk: a member of an archive is unpacked to the target."""
    if file.member is None:
        return file
    archives.unpack(file.origin, file.member, target)
    return replace(file, content=target)


def _open(path: Path, log: Log) -> Iterator[LogFile]:
    """Yield the file, or the members of the archive that it is, each with what its first bytes tell."""
    if isinstance(path, Address):
        yield LogFile(path, log, path.kind, False, path, path)
        return
    try:
        with path.open("rb") as file:
            head = file.read(archives.HEAD)
    except OSError as error:
        raise wrong(text("this file cannot be read: {reason}.", reason=error.strerror or str(error)), path) from error
    if not head.startswith(archives.ZIP) or archives.is_workbook(path):
        yield LogFile(path, log, _kind(head, path), head.startswith(archives.GZIP), path, path)
        return
    for member in archives.members(path):
        shown, head = path / member, archives.head(path, member)
        yield LogFile(shown, log, _kind(head, shown), head.startswith(archives.GZIP), path, shown, member)


def _kind(head: bytes, shown: Path) -> Kind:
    if not head:
        raise wrong(text("this file is empty."), shown)
    if head.startswith(_PICTURES):
        what = text("this is a picture or a PDF, whatever its name says.")
        raise wrong(what, shown, text("Name a CSV, JSON, XLSX or Parquet file."))
    if head.startswith(_OLD_OFFICE):
        raise wrong(text("this spreadsheet is old or protected."), shown, text("Save it as XLSX without a password."))
    if head.startswith(archives.ZIP):
        return "xlsx"
    if head.startswith(b"PAR1"):
        return "parquet"
    return "json" if is_json(archives.plain(head)) else "csv"
