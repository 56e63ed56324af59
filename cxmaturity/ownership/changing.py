"""Changes to an ownership map: what an import, a log, a proposal or a walk through the gaps would write into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cxmaturity.documents import Frozen
from cxmaturity.evidence.ownership_map import OwnershipMap


@dataclass(frozen=True)
class Change:
    """One value of one entry; where the section has no entry of that id, it is added."""

    section: str
    """Key of a section, such as ``sources``; ``programme`` has no ids."""
    id: str
    """The entry's id; empty in ``programme``, and in ``platform``, which is one word and whose key is empty too.

    Where entries have no id, the words that name them (``NAMED_BY``), joined by a slash; those words are written by
    changes of their own, so that no id is ever taken apart."""
    key: str
    value: str | float | bool | list[str] | dict[str, str | float] | None
    """The value as YAML holds it; None removes the key."""


NAMED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "crossings": ("expectation", "lever"),
    "communication": ("kpi", "audience"),
    "committee": ("role", "team", "territory"),
    "playbook": ("class",),
}
"""Sections whose entries have no id, and the keys that name an entry there; an absent one is empty."""


def id_of(section: str, entry: Mapping[str, object]) -> str:
    """Return what a change calls an entry of a section, as it is written in the file; empty where nothing names it."""
    return "/".join(str(entry.get(key) or "") for key in NAMED_BY.get(section, ("id",)))


def entry_of(ownership_map: OwnershipMap | None, section: str, name: str) -> Mapping[str, object] | None:
    """Return what a map says of an entry, only what is written of it; None where it has no such entry."""
    held = getattr(ownership_map, section, None)
    if isinstance(held, tuple):
        entries = (entry.model_dump(mode="json", by_alias=True, exclude_unset=True) for entry in held)
        return next((entry for entry in entries if id_of(section, entry) == name), None)
    return held.model_dump(mode="json", exclude_unset=True) if isinstance(held, Frozen) else None


def before(ownership_map: OwnershipMap | None, change: Change) -> object:
    """Return what a map says where a change would be made; None where it says nothing."""
    if change.section == "platform":
        return ownership_map.platform if ownership_map else None
    value = (entry_of(ownership_map, change.section, change.id) or {}).get(change.key)
    return value[0] if change.key == "accountable" and isinstance(value, list) and len(value) == 1 else value
