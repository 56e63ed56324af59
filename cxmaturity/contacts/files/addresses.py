"""Logs that no path of this machine names: a URL of a cluster's storage, or a table of its catalogue."""

from __future__ import annotations

import re
import sys
from typing import Final, Literal

if sys.platform == "win32":
    from pathlib import WindowsPath as _Path
else:
    from pathlib import PosixPath as _Path

TABLE: Final = "table:"
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://.+|table:.+")


class Address(_Path):
    """Such a name, beside paths wherever these stand. It is shown as it was written; nothing on this machine is it."""

    _written: str | None = None

    def __new__(cls, *segments: object) -> Address:
        """Take it as it is written."""
        address = super().__new__(cls, *map(str, segments))
        address._written = "/".join(map(str, segments))
        return address

    def __str__(self) -> str:
        return self._written or super().__str__()

    def __reduce__(self) -> tuple[type[Address], tuple[str]]:
        return Address, (str(self),)

    @property
    def kind(self) -> Literal["csv", "json", "parquet"]:
        """What lies there, by its name; a table is like Parquet, and so is whatever its name does not tell."""
        ending = re.search(r"[.](csv|tsv|txt|json|jsonl|ndjson)([.](gz|bz2|zst))?$", str(self).lower())
        if ending is None or self.table is not None:
            return "parquet"
        return "csv" if ending[1] in ("csv", "tsv", "txt") else "json"

    @property
    def table(self) -> str | None:
        """The name of the table; None for a URL."""
        return str(self).removeprefix(TABLE) if str(self).startswith(TABLE) else None


def is_address(written: str) -> bool:
    """Return whether what a user wrote is an address, not a path."""
    return _ADDRESS.fullmatch(written) is not None
