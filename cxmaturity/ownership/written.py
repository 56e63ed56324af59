"""A map's file as it is written, each misspelt key read as the one that was meant.

A mistake in a key so hides nothing that stands under it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel

from cxmaturity.errors import closest
from cxmaturity.evidence.conditions import FIELDS
from cxmaturity.evidence.ownership_map import Dispatch, OwnershipMap

Loc = tuple[int | str, ...]

_INNER: Final[Mapping[str, Collection[str]]] = {"owner": tuple(Dispatch.model_fields), "when": FIELDS}
"""Key of an entry under which a mapping may stand that is looked at, to the keys known in it."""


@dataclass(frozen=True)
class Written:
    """What a map's file holds, by the keys that were meant."""

    data: Mapping[str, Any]
    keys: Mapping[Loc, str]
    """Path by the keys that were meant to the last key of it as it is written, where that is another."""

    @classmethod
    def of(cls, given: object) -> Written:
        """Return what a file that was parsed holds; nothing where it is no mapping."""
        keys: dict[Loc, str] = {}
        data = _mended(given, tuple(OwnershipMap.model_fields), (), keys)
        return cls({section: _section(section, held, keys) for section, held in data.items()}, keys)

    def place(self, loc: Loc) -> Loc:
        """Return a path by the keys that were meant as it is written."""
        return tuple(self.keys.get(loc[: length + 1], step) for length, step in enumerate(loc))

    def entries(self, section: str) -> list[tuple[Loc, Mapping[str, Any]]]:
        """Return the entries of a section, each with its path; a section that is one mapping is its only entry."""
        return list(_entries(section, self.data.get(section)))


def _entries(section: str, held: object) -> Iterator[tuple[Loc, Mapping[str, Any]]]:
    if isinstance(held, dict):
        yield (section,), held
    for index, item in enumerate(held if isinstance(held, list) else ()):
        if isinstance(item, dict):
            yield (section, index), item


def _section(section: str, held: object, keys: dict[Loc, str]) -> object:
    entries = {loc: _entry(section, loc, entry, keys) for loc, entry in _entries(section, held)}
    if isinstance(held, list):
        return [entries.get((section, index), item) for index, item in enumerate(held)]
    return entries.get((section,), held)


def _entry(section: str, loc: Loc, entry: object, keys: dict[Loc, str]) -> Mapping[str, Any]:
    mended = _mended(entry, _known(section), loc, keys)
    for key in _INNER.keys() & mended.keys():
        if isinstance(mended[key], dict):
            mended[key] = _mended(mended[key], _INNER[key], (*loc, key), keys)
    return mended


def _mended(given: object, known: Collection[str], loc: Loc, keys: dict[Loc, str]) -> dict[str, Any]:
    """Return a mapping by the keys that were meant, and take note of those that are written otherwise."""
    written = given if isinstance(given, dict) else {}
    mended: dict[str, Any] = {}
    for key, value in written.items():
        meant = key if key in known else closest(key, known)
        if meant is None or (meant != key and (meant in written or meant in mended)):
            meant = key
        if meant != key:
            keys[*loc, meant] = key
        mended[meant] = value
    return mended


@cache
def _known(section: str) -> tuple[str, ...]:
    """Return the keys that an entry of a section may have; none where it is no section or has no entries."""
    field = OwnershipMap.model_fields.get(section)
    model = next(_models(field.annotation), None) if field else None
    return tuple(field.alias or name for name, field in model.model_fields.items()) if model else ()


def _models(kind: object) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for inner in get_args(kind):
        yield from _models(inner)
