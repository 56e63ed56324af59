"""A map with changes made to it, in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.changing import NAMED_BY, Change, id_of


def applied(ownership_map: OwnershipMap, changes: Iterable[Change]) -> OwnershipMap:
    """Return the map with the changes made, in order; changes of one section and id make one entry."""
    data = ownership_map.model_dump(mode="json", by_alias=True, exclude_unset=True)
    fresh: dict[tuple[str, str], dict[str, Any]] = {}
    for change in changes:
        entry = fresh.get((change.section, change.id)) or _entry(data, change)
        fresh[change.section, change.id] = entry
        if change.value is None:
            entry.pop(change.key, None)
        else:
            entry[change.key] = change.value
    return OwnershipMap.model_validate(data)


def _entry(data: dict[str, Any], change: Change) -> dict[str, Any]:
    """Return the entry that a change is about, added to the map where it is not there."""
    if change.section == "programme":
        data["programme"] = data.get("programme") or {}
        programme: dict[str, Any] = data["programme"]
        return programme
    data[change.section] = list(data.get(change.section) or ())
    entries: list[dict[str, Any]] = data[change.section]
    for entry in entries:
        if id_of(change.section, entry) == change.id:
            return entry
    entries.append({} if change.section in NAMED_BY else {"id": change.id})
    return entries[-1]
