"""JSON logs: lines, an array, or objects one after another; what is nested gets a dotted name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final, TextIO

from cxmaturity.errors import Place, wrong
from cxmaturity.words import text

JsonRow = tuple[int, dict[str, str]]
"""A line, and the values by their dotted names as text."""

_START: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*(?:[\[{"\]]|$))')
_START_WIDE: Final = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
_BETWEEN: Final = re.compile(r"[\s,]*")
_PIECE: Final = 1 << 20
_LARGEST: Final = 16_000_000
"""Characters that one object may have."""
_DEEPEST: Final = 20
_MOST_NAMES: Final = 2000
_PAGES: Final = ("elements", "events", "items", "data", "results", "people", "contacts", "satisfaction_ratings")
_AROUND: Final = 10


def is_json(start: bytes) -> bool:
    """Return whether a file begins as JSON objects or an array do."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return bool(_START_WIDE.match(start[: len(start) // 2 * 2].decode("utf-16", "replace")))
    return bool(_START.match(start))


def json_rows(source: TextIO, path: Path) -> Iterator[JsonRow]:
    """Yield the objects of a JSON file, flat. Raises InputError where it is no JSON, or holds something else."""
    for line, found in _objects(source, path):
        for row in _unwrapped(found):
            yield line, dict(_flat(row))


def _objects(source: TextIO, path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    decoder = json.JSONDecoder(parse_float=_number, parse_int=str, parse_constant=str)
    buffer, line, in_array = "", 1, None
    at = 0
    while True:
        at, line = _skipped(buffer, at, line)
        if in_array is None and at < len(buffer):
            in_array = buffer[at] == "["
            at += in_array
            continue
        if in_array and at < len(buffer) and buffer[at] == "]":
            at += 1
            continue
        try:
            if at == len(buffer):
                raise json.JSONDecodeError("more", buffer, at)
            found, end = decoder.raw_decode(buffer, at)
        except RecursionError as error:
            raise wrong(text("this object is nested too deeply."), Place(path, line)) from error
        except json.JSONDecodeError as error:
            piece = source.read(_PIECE) if len(buffer) - at <= _LARGEST else ""
            if piece:
                buffer, at = buffer[at:] + piece, 0
                continue
            if at == len(buffer):
                return
            raise wrong(
                text("this is not valid JSON."), Place(path, line + buffer.count("\n", at, error.pos))
            ) from error
        if not isinstance(found, dict):
            raise wrong(text("a JSON log holds one object a row, and this is none."), Place(path, line))
        yield line, found
        line += buffer.count("\n", at, end)
        at = end


def _unwrapped(found: dict[str, Any]) -> list[dict[str, object]]:
    """Return the rows of a page as an API gives it, an object around a list of them; else the object is the row.

    Around the rows stand paging and status, and nothing that tells a person or a time.
    """
    for around in (found, found.get("result")):
        if isinstance(around, dict) and len(around) <= _AROUND:
            for name in _PAGES:
                rows = around.get(name)
                if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows) and _is_page(found):
                    return rows
    return [found]


def _is_page(found: dict[str, Any]) -> bool:
    return not any("id" in name.lower() or "email" in name.lower() or name.endswith(("_at", "At")) for name in found)


def learnt(rows: Iterator[JsonRow], names: dict[str, None], path: Path) -> Iterator[JsonRow]:
    """Yield the rows, their new names added to those known, in order. Raises InputError when they are too many."""
    for line, row in rows:
        if not row.keys() <= names.keys():
            names.update(dict.fromkeys(row))
            if len(names) > _MOST_NAMES:
                what = text("the objects have more than {n:int} different names, so this is no table.", n=_MOST_NAMES)
                raise wrong(what, Place(path, line))
        yield line, row


def _skipped(buffer: str, at: int, line: int) -> tuple[int, int]:
    match = _BETWEEN.match(buffer, at)
    assert match is not None
    return match.end(), line + buffer.count("\n", at, match.end())


def _flat(found: dict[str, object], prefix: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flat(value, f"{name}.", depth + 1)
        elif value is None:
            yield name, ""
        elif isinstance(value, str):
            yield name, value
        else:
            yield name, json.dumps(value, ensure_ascii=False)


def _number(written: str) -> str:
    """Return a number as its text names it: a whole one without decimals."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        return written
    if number != number.to_integral_value() or number.adjusted() > 37:
        return written
    return str(int(number))
