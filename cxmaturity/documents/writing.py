"""Values as YAML on one line: whoever reads them, by the rules of version 1.1 or 1.2, gets what was given."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Final

import yaml

Value = str | float | bool | date | Sequence["Value"] | Mapping[str, "Value"] | None
"""What a value in a file can be."""

_PLAIN: Final = re.compile(r"[^\W_](?:[\w./&’'()+ –—-]*[\w.)’])?")
"""Words that need no quotes, unless they are taken for something else."""
_NUMBER_LIKE: Final = re.compile(r"[\d.][\d_.,:exabcdefo+-]*", re.IGNORECASE)
"""What some reader of YAML may take for a number or a time."""
_PRINTABLE: Final = re.compile(r"[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
"""What stands in a YAML file as it is."""
_TAKEN: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
"""Words that some reader of YAML takes for something else."""


def written(value: Value) -> str:
    """Return a value as YAML in flow style. Raises ValueError for a number that is not finite."""
    if value is None:
        return ""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, bool | date):
        return value.isoformat() if isinstance(value, date) else str(value).lower()
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return mapping([(key, written(item)) for key, item in value.items()])
    return "[" + ", ".join(written(item) or "null" for item in value) + "]"


def mapping(entries: Sequence[tuple[str, str]]) -> str:
    """Return a mapping in flow style, of keys and of values as they are to be written."""
    return "{" + ", ".join(f"{words(key)}: {value}".rstrip() for key, value in entries) + "}"


def words(value: str) -> str:
    """Return a text as YAML: as it is where no reader can mistake it, else in double quotes."""
    return value if _is_safe(value) else _quoted(value)


def _is_safe(value: str) -> bool:
    return bool(
        _PLAIN.fullmatch(value)
        and "  " not in value
        and value.lower() not in _TAKEN
        and not _NUMBER_LIKE.fullmatch(value)
    )


def _quoted(value: str) -> str:
    if _PRINTABLE.fullmatch(value):
        return json.dumps(value, ensure_ascii=False)
    dumped: str = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=float("inf"))
    return dumped.strip()


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(value)
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
