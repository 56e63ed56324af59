"""Zip archives: which of their members are logs, and these unpacked one by one, never more than is plausible."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL
from pathlib import Path, PurePosixPath
from shutil import copyfileobj, disk_usage
from typing import Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from cxmaturity.errors import wrong
from cxmaturity.words import text

HEAD: Final = 1 << 12
"""Bytes that tell what a file is."""
GZIP: Final = b"\x1f\x8b"
ZIP: Final = b"PK\x03\x04"
ENDINGS: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".gz")
_MOST_MEMBERS: Final = 1000
_SMALL: Final = 16_000_000
"""Bytes that a member may unpack to whatever it was packed to."""
_RATIO: Final = 250
"""How many times its packed size a larger member may be; logs pack 5 to 50 times."""


def is_workbook(path: Path) -> bool:
    """Return whether a zip file is a spreadsheet of today's Excel. Raises InputError when it is broken."""
    with _opened(path) as archive:
        return "[Content_Types].xml" in archive.namelist()


def members(path: Path) -> list[str]:
    """Return the names of the logs in an archive, in their order by name. Raises InputError when there is none."""
    with _opened(path) as archive:
        found = sorted(info.filename for info in archive.infolist() if _is_log(info))
        if len(found) != len(set(found)):
            raise wrong(text("this archive holds two files of one name."), path)
    if not found:
        raise wrong(
            text("this archive holds no log."),
            path,
            text("A log's name ends in one of {words}.", words=", ".join(ENDINGS)),
        )
    if len(found) > _MOST_MEMBERS:
        raise wrong(text("this archive holds more than {n:int} files.", n=_MOST_MEMBERS), path)
    return found


def head(path: Path, member: str) -> bytes:
    """Return the first bytes of a member."""
    with _opened(path) as archive, archive.open(member) as content:
        return content.read(HEAD)


def size(path: Path, member: str) -> int:
    """Return how many bytes a member says it unpacks to."""
    with _opened(path) as archive:
        return archive.getinfo(member).file_size


def unpack(path: Path, member: str, target: Path) -> None:
    """Write a member to a file. Raises InputError when it would be implausibly large."""
    with _opened(path) as archive:
        check_size(archive.getinfo(member), path, target.parent)
        with archive.open(member) as content, target.open("wb") as copy:
            copyfileobj(content, copy, 1 << 20)


def check_size(info: ZipInfo, path: Path, folder: Path) -> None:
    """Raise InputError when a member is a zip bomb, or larger than the disk has room for."""
    if info.file_size > max(_SMALL, _RATIO * info.compress_size):
        raise wrong(
            text(
                "“{member}” would unpack to {n:int} times its size, which no log does.",
                member=info.filename,
                n=info.file_size // max(info.compress_size, 1),
            ),
            path,
            text("Unpack it yourself if you trust it."),
        )
    if info.file_size > disk_usage(folder).free:
        raise wrong(text("the temporary folder has no room to unpack this archive."), path)


def plain(start: bytes) -> bytes:
    """Return the beginning of a file as it is, or unpacked as far as it goes when it is gzipped."""
    if not start.startswith(GZIP):
        return start
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(start, HEAD)
    except zlib.error:
        return b""


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    """Open an archive; what is broken, locked or packed in an unknown way is the user's to mend."""
    try:
        with ZipFile(path) as archive:
            yield archive
    except (BadZipFile, LargeZipFile, EOFError, zlib.error, UnicodeDecodeError, ValueError) as error:
        raise wrong(text("this zip file is damaged or cut short."), path, text("Fetch or export it again.")) from error
    except OSError as error:
        if error.errno != EINVAL:  # where a broken archive points before its own beginning
            raise
        raise wrong(text("this zip file is damaged or cut short."), path, text("Fetch or export it again.")) from error
    except (RuntimeError, NotImplementedError) as error:
        what = text("this zip file is locked by a password, or packed in a way that is not known.")
        raise wrong(what, path, text("Unpack it yourself.")) from error


def _is_log(info: ZipInfo) -> bool:
    """Return whether a member may be a log: macOS and editors leave hidden ones beside them."""
    parts = PurePosixPath(info.filename).parts
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in parts)
    return not hidden and info.filename.lower().endswith(ENDINGS)
