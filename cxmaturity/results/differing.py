"""Where two JSON values differ."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

LONGEST: Final = 60
"""Characters of a key or value that are shown."""


def differing(old: object, new: object, key: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield each value that differs, with its key and both as they are shown, in the order of the keys."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in sorted({*old, *new}, key=str):
            yield from differing(old.get(name), new.get(name), f"{key}.{name}" if key else str(name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differing(one, other, f"{key}[{place}]")
    elif old != new:
        yield key[:LONGEST], _short(old), _short(new)


def _short(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
