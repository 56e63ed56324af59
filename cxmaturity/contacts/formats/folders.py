"""Which folders are a data set by the names of their files' columns, told without reading them through."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from cxmaturity.contacts.files.delimited import opened, sniff
from cxmaturity.contacts.files.json_rows import json_rows
from cxmaturity.contacts.files.listing import LogFile, files_of
from cxmaturity.contacts.formats.recognising import is_signed, vendors_of
from cxmaturity.contacts.settings import Log
from cxmaturity.errors import InputError
from cxmaturity.words import Text, text

_ROWS: Final = 20
"""JSON objects whose names are looked at."""


def why_no_data_set(folder: Path) -> Text | None:
    """Return why a folder is no data set of Parquet files or of one vendor's export; None where it is one."""
    try:
        files = files_of([Log(folder)])
    except InputError:
        return text("no log file is in it")
    if all(file.kind == "parquet" for file in files):
        return None
    vendors: set[str] | None = None
    has_log = False
    for file in files:
        header = _header(file)
        found = vendors_of(header)
        if not found:
            return text("no vendor’s format is recognised in {file}", file=file.path.name)
        vendors = found if vendors is None else vendors & found
        has_log = has_log or is_signed(file.log, header)
    return None if vendors and has_log else text("it is not one vendor’s export")


def _header(file: LogFile) -> Sequence[str]:
    """Return the names of a file's columns as far as its beginning tells them; none where it tells nothing."""
    if file.member is not None:
        return ()
    try:
        if file.kind == "csv":
            return sniff(file).header
        if file.kind == "json":
            with opened(file, "utf-8-sig") as source:
                return list(
                    dict.fromkeys(name for _, row in islice(json_rows(source, file.path), _ROWS) for name in row)
                )
    except (InputError, UnicodeDecodeError):
        pass
    return ()
