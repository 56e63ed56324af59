"""A temporary folder that outlives no run: gone when the work is done, and swept by the next run if it was killed."""

from __future__ import annotations

import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder for copies of logs and spilled data. It holds customer ids, so it is removed whatever happens."""
    machine = f"cxmaturity-{re.sub(r'[^A-Za-z0-9]', '_', platform.node())}-"
    if os.name == "posix":
        _sweep(machine)
    with tempfile.TemporaryDirectory(prefix=f"{machine}{os.getpid()}-") as name:
        yield Path(name)


def _sweep(machine: str) -> None:
    """Remove the folders that killed runs of this user left on this machine."""
    for folder in Path(tempfile.gettempdir()).glob(f"{machine}*-*"):
        owner = folder.name.removeprefix(machine).partition("-")[0]
        if owner.isdecimal() and not _runs(int(owner)) and folder.lstat().st_uid == os.getuid():
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
