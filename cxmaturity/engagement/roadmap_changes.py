"""Write what became of actions into ``roadmap.yaml``: comments, order and layout of everything else stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from cxmaturity.documents import Document, parse_text, validate
from cxmaturity.documents.splicing import Splicer
from cxmaturity.documents.writing import Value
from cxmaturity.engagement.handwritten import BOM, spliced
from cxmaturity.engagement.roadmap_file import Known, problems
from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.model import Model
from cxmaturity.roadmap.changing import ActionChange

_ORDER: Final = tuple(Tracked.model_fields)


def changed(path: Path, source: str, changes: Sequence[ActionChange], model: Model, known: Known) -> str:
    """Return the text of a roadmap's file with changes made; of two to one key the last counts.

    Raises InputError when the file is wrong before or would be after, and when its way of writing does not allow them.
    """
    document = _loaded(path, source, model, known)
    changes = _sorted({(change.id, change.key): change for change in changes}.values())
    wanted = _applied(document.data, changes)
    if wanted == (document.data or {}):
        return source
    after = spliced(path, source, changes, _at_once, wanted)
    _loaded(path, after, model, known)
    return after


def _sorted(changes: Iterable[ActionChange]) -> list[ActionChange]:
    """Return changes by action, in the order in which these are named, and by the usual order of keys."""
    given = list(changes)
    ids = list(dict.fromkeys(change.id for change in given))
    return sorted(given, key=lambda change: (ids.index(change.id), _ORDER.index(change.key)))


def _loaded(path: Path, source: str, model: Model, known: Known) -> Document:
    document = parse_text(path, source.removeprefix(BOM))
    if document.data is not None:
        validate(document, RoadmapState, problems(document, model, known))
    return document


def _applied(data: Mapping[str, Any] | None, changes: Iterable[ActionChange]) -> dict[str, Any]:
    """Return what a roadmap's file is to say once the changes are made."""
    wanted: dict[str, Any] = dict(data or {})
    actions = [dict(action) for action in wanted.get("actions") or ()]
    by_id = {action["id"]: action for action in actions}
    for change in changes:
        if change.value is None and change.key not in by_id.get(change.id, {}):
            continue
        if change.id not in by_id:
            actions.append(by_id.setdefault(change.id, {"id": change.id}))
        if change.value is None:
            del by_id[change.id][change.key]
        else:
            by_id[change.id][change.key] = change.value
    return wanted | {"actions": actions} if actions else wanted


def _at_once(source: str, changes: Sequence[ActionChange]) -> str:
    splicer, data = Splicer(source), parse_text(Path(), source).data or {}
    places = {action["id"]: index for index, action in enumerate(data.get("actions") or ())}
    added: dict[str, dict[str, Value]] = {}
    for change in changes:
        place = ("actions", places[change.id]) if change.id in places else None
        if place is None and change.value is not None:
            added.setdefault(change.id, {"id": change.id})[change.key] = change.value
        elif place is not None and change.value is None:
            splicer.remove(place, change.key)
        elif place is not None:
            splicer.put(place, change.key, change.value, _ORDER)
    if added:
        splicer.add("actions", [_in_order(entry) for entry in added.values()])
    return splicer.result()


def _in_order(entry: Mapping[str, Value]) -> dict[str, Value]:
    return dict(sorted(entry.items(), key=lambda item: _ORDER.index(item[0])))
