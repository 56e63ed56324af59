"""Changes to an ownership map: what an import, a log, a proposal or a walk through the gaps would write into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

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


class Present:
    """What a map says now, as it is written in its file."""

    def __init__(self, ownership_map: OwnershipMap | None) -> None:
        """Take a map; None is one that says nothing."""
        said = ownership_map.model_dump(mode="json", by_alias=True, exclude_unset=True) if ownership_map else {}
        self._platform = said.get("platform")
        self._entries: dict[tuple[str, str], Mapping[str, object]] = {}
        for section, value in said.items():
            for entry in value if isinstance(value, list) else [value] if isinstance(value, dict) else ():
                name = id_of(section, entry) if isinstance(value, list) else ""
                self._entries.setdefault((section, name), entry)

    def has_entry(self, change: Change) -> bool:
        """Tell whether the entry that a change is about is there."""
        return (change.section, change.id) in self._entries

    def value(self, change: Change) -> object:
        """Return what stands where a change would be made; None where nothing does."""
        if change.section == "platform":
            return self._platform
        value = self._entries.get((change.section, change.id), {}).get(change.key)
        return value[0] if change.key == "accountable" and isinstance(value, list) and len(value) == 1 else value
