"""Write changes into ``ownership.yaml``: comments, order and layout of everything else stay, and a backup is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, get_args

from cxmaturity.documents import Document, Frozen, parse_text, validate
from cxmaturity.documents.splicing import Splicer
from cxmaturity.documents.writing import Value
from cxmaturity.engagement import atomic
from cxmaturity.engagement.folder import Engagement
from cxmaturity.engagement.handwritten import BOM, keep_backup, read_text, spliced
from cxmaturity.engagement.lock import locked
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.changing import Change, id_of
from cxmaturity.ownership.loading import problems

_ONE: Final = frozenset({"platform", "programme"})
"""Sections that are no lists."""


def write_changes(engagement: Engagement, changes: Iterable[Change]) -> Path | None:
    """Write changes into an engagement's map, and return the backup of what was there; None where nothing was.

    A section or an entry that is not there yet is added; of two changes to one key the last counts. Nothing is written
    where nothing changes, and then there is no backup either. It takes the engagement's lock. Raises InputError when
    the map is wrong before or would be after, when its way of writing does not allow a change, and when the folder
    refuses; the map is then as it was.
    """
    path = engagement.map_file
    with locked(engagement.folder):
        before = read_text(path)
        after = changed(path, before, changes)
        if after == before:
            return None
        kept = keep_backup(path, before) if path.exists() else None
        atomic.write(path, after)
    return kept


def changed(path: Path, source: str, changes: Iterable[Change]) -> str:
    """Return the text of a map's file with changes made. Raises InputError as ``write_changes`` does."""
    document = _loaded(path, source)
    changes = list({(change.section, change.id, change.key): change for change in changes}.values())
    wanted = _applied(document.data, changes)
    if wanted == (document.data or {}):
        return source
    after = spliced(path, source, changes, _at_once, wanted)
    _loaded(path, after)
    return after


def _loaded(path: Path, source: str) -> Document:
    """Return a map's document. Raises InputError with its mistakes; one that says nothing has none."""
    document = parse_text(path, source.removeprefix(BOM))
    if document.data is not None:
        validate(document, OwnershipMap, problems(document))
    return document


# -- as values ---------------------------------------------------------------------------------------------------------


def _applied(data: Mapping[str, Any] | None, changes: Sequence[Change]) -> dict[str, Any]:
    """Return what a map's file is to say once the changes are made."""
    wanted: dict[str, Any] = {
        section: [dict(entry) for entry in value] if isinstance(value, list) else value
        for section, value in (data or {}).items()
    }
    entries = {
        (section, id_of(section, entry)): entry
        for section, value in reversed(wanted.items())
        for entry in (reversed(value) if isinstance(value, list) else ())
    }
    for change in changes:
        if change.section == "platform":
            wanted = _with(wanted, replace(change, key="platform"))
        elif change.value is None and not _is_there(entries, wanted, change):
            continue
        elif change.section in _ONE:
            wanted[change.section] = _with(wanted.get(change.section) or {}, change)
        else:
            entry = entries.get((change.section, change.id))
            if entry is None:
                entry = entries[change.section, change.id] = _new(change)
                wanted[change.section] = [*(wanted.get(change.section) or ()), entry]
            updated = _with(entry, change)
            entry.clear()
            entry.update(updated)
    return wanted


def _is_there(entries: Mapping[tuple[str, str], object], wanted: Mapping[str, Any], change: Change) -> bool:
    return bool(wanted.get(change.section)) if change.section in _ONE else (change.section, change.id) in entries


def _new(change: Change) -> dict[str, Any]:
    return {"id": change.id} if "id" in order_of(change.section) else {}


def _with(entry: Mapping[str, Any], change: Change) -> dict[str, Any]:
    kept = {key: value for key, value in entry.items() if key != change.key}
    return kept if change.value is None else {**entry, change.key: change.value}


def order_of(section: str) -> tuple[str, ...]:
    """Return the keys of a section's entries in their usual order."""
    kinds = get_args(OwnershipMap.model_fields[section].annotation)
    found = (kind for kind in (*kinds, *(inner for kind in kinds for inner in get_args(kind))))
    entry = next(kind for kind in found if isinstance(kind, type) and issubclass(kind, Frozen))
    return tuple(field.alias or name for name, field in entry.model_fields.items())


# -- as text -----------------------------------------------------------------------------------------------------------


def _at_once(source: str, changes: Sequence[Change]) -> str:
    splicer, data = Splicer(source), parse_text(Path(), source).data or {}
    places = _places(data)
    added: dict[str, dict[str, dict[str, Value]]] = {}
    for change in changes:
        place = (change.section,) if change.section in _ONE else places.get((change.section, change.id))
        if change.section == "platform":
            _put_platform(splicer, data, change)
        elif place is not None and (change.section not in _ONE or data.get(change.section)):
            _put(splicer, place, change)
        elif change.value is not None:
            entry = added.setdefault(change.section, {}).setdefault(change.id, dict(_new(change)))
            entry[change.key] = change.value
    for section, entries in added.items():
        ordered = [_in_order(section, entry) for entry in entries.values()]
        if section in _ONE:
            splicer.set_top(section, ordered[0])
        else:
            splicer.add(section, ordered)
    return splicer.result()


def _put(splicer: Splicer, place: tuple[int | str, ...], change: Change) -> None:
    if change.value is None:
        splicer.remove(place, change.key)
    else:
        splicer.put(place, change.key, change.value, order_of(change.section))


def _put_platform(splicer: Splicer, data: Mapping[str, Any], change: Change) -> None:
    if change.value is not None:
        splicer.set_top("platform", change.value)
    elif "platform" in data:
        splicer.remove((), "platform")


def _places(data: Mapping[str, Any]) -> dict[tuple[str, str], tuple[int | str, ...]]:
    """Return where each entry stands, by section and id; the first where several have one name."""
    return {
        (section, id_of(section, entry)): (section, index)
        for section, value in data.items()
        for index, entry in reversed(list(enumerate(value if isinstance(value, list) else ())))
    }


def _in_order(section: str, entry: Mapping[str, Value]) -> dict[str, Value]:
    usual = order_of(section)
    return dict(sorted(entry.items(), key=lambda item: usual.index(item[0]) if item[0] in usual else len(usual)))
