"""New entries of a map: their ids, and what must be listed beside them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.loading import named

Value = str | float | bool | list[str] | dict[str, str | float] | None


def new(ownership_map: OwnershipMap, section: str, name: str, **keys: Value) -> tuple[str, tuple[Change, ...]]:
    """Return the id of the entry of that name and the changes that add it, or that give the present one these keys.

    Where the map has no such section yet, what its other entries name already is listed beside it: the file is else
    refused as soon as one of them resembles the new one.
    """
    present = _present(ownership_map, section, name)
    id_ = present or _fresh_id(name, _ids(ownership_map, section), named(ownership_map, section))
    changes = [] if present else [*_beside(ownership_map, section), Change(section, id_, "name", name)]
    changes += [Change(section, id_, key, value) for key, value in keys.items()]
    return id_, tuple(changes)


def several(ownership_map: OwnershipMap, section: str, names: str, **keys: Value) -> tuple[Change, ...]:
    """Return the changes that add an entry for each of the names in a line, separated by commas."""
    changes: list[Change] = []
    taken, strangers = _ids(ownership_map, section), named(ownership_map, section)
    for name in split(names):
        if _present(ownership_map, section, name) is None:
            id_ = _fresh_id(name, taken, strangers)
            taken.append(id_)
            changes += [Change(section, id_, "name", name)]
            changes += [Change(section, id_, key, value) for key, value in keys.items()]
    return (*_beside(ownership_map, section), *changes)


def split(names: str) -> list[str]:
    """Return the names in a line, each once."""
    found = {" ".join(name.split()): None for name in re.split(r"[,;]", names)}
    return [name for name in found if name]


def crossing(expectation: str, lever: str, kpi: str | None = None) -> tuple[Change, ...]:
    """Return the changes that make an expectation and a lever meet."""
    id_ = f"{expectation}/{lever}"
    placed = [Change("crossings", id_, "expectation", expectation), Change("crossings", id_, "lever", lever)]
    return (*placed, *([Change("crossings", id_, "kpi", kpi)] if kpi else ()))


def with_one_more(present: Sequence[str], more: Iterable[str]) -> list[str]:
    """Return a list of ids with more of them at its end, each once."""
    return list(dict.fromkeys([*present, *more]))


def slug(name: str) -> str:
    """Return a name as an id: small letters without accents, and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^\w]+", "-", letters).replace("_", "-").strip("-") or "entry"


def _fresh_id(name: str, taken: Sequence[str], strangers: Sequence[str]) -> str:
    """Return an id for a name: the one under which other entries name it already, else one that is not taken."""
    first = slug(name)
    meant = next((word for word in strangers if slug(word) == first and word not in taken), None)
    if meant is not None:
        return meant
    numbered = (f"{first}-{number}" for number in range(2, len(taken) + 3))
    return first if first not in taken else next(word for word in numbered if word not in taken)


def _present(ownership_map: OwnershipMap, section: str, name: str) -> str | None:
    """Return the id of the entry that a name is of, letters' case aside; None where there is none."""
    wanted = name.casefold()
    entries: tuple[Any, ...] = getattr(ownership_map, section) or ()
    return next((entry.id for entry in entries if wanted in ((entry.name or "").casefold(), entry.id.casefold())), None)


def _ids(ownership_map: OwnershipMap, section: str) -> list[str]:
    entries: tuple[Any, ...] = getattr(ownership_map, section) or ()
    return [entry.id for entry in entries]


def _beside(ownership_map: OwnershipMap, section: str) -> list[Change]:
    if getattr(ownership_map, section) is not None:
        return []
    return [Change(section, word, "id", word) for word in named(ownership_map, section)]
