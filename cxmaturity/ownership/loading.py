"""Read ``ownership.yaml`` whole: keys and values, and what its entries say of one another.

What entries say of one another is read from the file as it is written, so that a mistake of one kind hides none of
the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

from cxmaturity.documents import Document, parse, validate
from cxmaturity.errors import Problem, did_you_mean, slip_of
from cxmaturity.evidence.conditions import entries_named, folded, mistakes
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.ownership.written import Loc, Written
from cxmaturity.words import Text, text

Reference = tuple[Loc, str, str]
"""Where a reference stands in the file, what it points to, and the id that it names."""

_WITH_IDS: Final = (
    "tools",
    "teams",
    "touchpoints",
    "sources",
    "objectives",
    "expectations",
    "levers",
    "kpis",
    "alerts",
    "rules",
)
_POINTS_TO: Final[Mapping[str, Mapping[str, str]]] = {
    "tools": {"feeds": "feeds"},
    "touchpoints": {"owner": "teams"},
    "sources": {
        "touchpoint": "touchpoints",
        "tool": "tools",
        "objective": "objectives",
        "accountable": "teams",
        "candidates": "teams",
        "responsible": "teams",
        "consulted": "teams",
        "informed": "teams",
    },
    "levers": {"owner": "teams"},
    "crossings": {"expectation": "expectations", "lever": "levers", "kpi": "kpis"},
    "kpis": {"owner": "teams"},
    "alerts": {"source": "sources", "owner": "teams", "informed": "teams", "overseer": "teams"},
    "committee": {"team": "teams"},
    "programme": {"objective": "objectives"},
    "communication": {"kpi": "kpis"},
    "playbook": {"owner": "teams"},
    "rules": {"owner": "teams", "notify": "teams"},
}
"""Section and key of every reference, and the section whose ids it may name; ``feeds`` may name tools or platform."""


_LISTS: Final = ("accountable", "candidates", "responsible", "consulted", "informed", "notify")
"""Keys under which several ids may stand."""
_SEVERAL: Final = re.compile("[,;]")


def load_map(path: Path) -> OwnershipMap:
    """Return the ownership map in a file. Raises InputError with every mistake of the file, each at its line."""
    document = parse(path)
    ownership_map: OwnershipMap = validate(document, OwnershipMap, problems(document), _not_listed(document))
    return ownership_map


def problems(document: Document) -> Iterator[Problem]:
    """Yield every id that stands twice or is misspelt in a map's file.

    An id that resembles one on the map is taken for a slip. One that resembles none is something that the map does
    not describe (``unlisted``), like everything in a section that is absent from the file.
    """
    written = Written.of(document.data)
    for loc, what, remedy in (*_twins(written), *_misspelt(written), *_conditions(written)):
        yield Problem(what, document.place(written.place(loc)), remedy)


def listed(document: Document, section: str) -> list[str] | None:
    """Return the ids that a section of a map's file lists, None where it lists none or is absent."""
    return _known(Written.of(document.data), section)


def _not_listed(document: Document) -> Iterator[Problem]:
    """Yield every id that a map's file names and does not list: told where the file is wrong anyway, no mistake else.

    Who mends the file then sees it at once, and not only once the mistakes are gone.
    """
    written = Written.of(document.data)
    known = _all_known(written)
    for loc, target, word in _strangers(written):
        if not _SEVERAL.search(word) and not did_you_mean(word, known[target] or ()):
            section = "tools" if target == "feeds" else target
            what = text("“{id}” is not listed under “{section}”.", id=word, section=section)
            remedy = text("List it there, or leave it so: this alone is no mistake.")
            yield Problem(what, document.place(written.place(loc)), remedy)


def unlisted(ownership_map: OwnershipMap) -> tuple[str, ...]:
    """Return the ids that entries name and that their section of the map does not list, sorted."""
    written = Written(ownership_map.model_dump(mode="json", by_alias=True), {})
    return tuple(sorted({word for _, _, word in _strangers(written)}))


def named(ownership_map: OwnershipMap, section: str) -> tuple[str, ...]:
    """Return the ids of a section that entries of the map name, listed there or not, in the map's order."""
    written = Written(ownership_map.model_dump(mode="json", by_alias=True, exclude_unset=True), {})
    return tuple(dict.fromkeys(word for _, target, word in _references(written) if target == section))


def _twins(written: Written) -> Iterator[tuple[Loc, Text, Text]]:
    for section in _WITH_IDS:
        seen: Counter[str] = Counter()
        for loc, entry in written.entries(section):
            if not isinstance(word := entry.get("id"), str):
                continue
            seen[word] += 1
            if seen[word] == 2:
                what = text("the id “{id}” stands a second time under “{section}”.", id=word, section=section)
                yield (*loc, "id"), what, text("Give each entry an id of its own.")


def _misspelt(written: Written) -> Iterator[tuple[Loc, Text, Text]]:
    known = _all_known(written)
    for loc, target, word in _references(written):
        ids = known[target]
        if ids is not None and word in ids:
            continue
        parts = [part for part in map(str.strip, _SEVERAL.split(word)) if part]
        if len(parts) > 1:
            yield loc, text("“{words}” names several.", words=word), _one_by_one(loc, parts)
        elif remedy := did_you_mean(word, ids or ()):
            yield loc, _unknown(target, word), remedy


def _one_by_one(loc: Loc, parts: list[str]) -> Text:
    """Return how to write several ids that stand in one text."""
    written = f"[{', '.join(parts)}]"
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    if key in _LISTS or isinstance(loc[-1], int):
        return text("Write a list: {written}.", written=written)
    if key == "owner" and loc[0] in ("alerts", "rules"):
        return text("Write {written}.", written=f"{{dispatch: {written}}}")
    return text("Name one; only one can stand here.")


def _conditions(written: Written) -> Iterator[tuple[Loc, Text, Text | None]]:
    for loc, rule in written.entries("rules"):
        when = rule.get("when")
        for field, condition in when.items() if isinstance(when, dict) else ():
            place = (*loc, "when", field)
            found = mistakes(field, condition)
            if place in written.keys:
                found = chain(mistakes(written.keys[place], condition), found)
            yield from ((place, what, remedy) for what, remedy in found)
            target = f"{field}s"
            for word in entries_named(field, condition):
                if remedy := slip_of(word, map(folded, _known(written, target) or ())):
                    yield place, _unknown(target, word), remedy


def _strangers(written: Written) -> Iterator[Reference]:
    known = _all_known(written)
    for loc, target, word in _references(written):
        ids = known[target]
        if ids is not None and word not in ids:
            yield loc, target, word


def _references(written: Written) -> Iterator[Reference]:
    for section, fields in _POINTS_TO.items():
        for loc, entry in written.entries(section):
            for key, target in fields.items():
                for inner, word in _words(entry.get(key)):
                    yield (*loc, key, *inner), target, word


def _words(value: object) -> Iterator[tuple[Loc, str]]:
    """Yield the ids that a field names, alone, in a list or under ``dispatch``, each with its place in the field."""
    if isinstance(value, str) and value.strip():
        yield (), value
    elif isinstance(value, list):
        yield from (((index,), word) for index, word in enumerate(value) if isinstance(word, str))
    elif isinstance(value, dict):
        yield from ((("dispatch", *inner), word) for inner, word in _words(value.get("dispatch")))


def _all_known(written: Written) -> Mapping[str, dict[str, None] | None]:
    """Return the ids that references to each section may name, in its order; None where the map does not say."""
    targets = {target for fields in _POINTS_TO.values() for target in fields.values()}
    return {target: None if (ids := _known(written, target)) is None else dict.fromkeys(ids) for target in targets}


def _known(written: Written, target: str) -> list[str] | None:
    """Return the ids that a reference may name, None where the map does not say."""
    if target == "feeds":
        platform = written.data.get("platform")
        return [*(_known(written, "tools") or ()), *([platform] if isinstance(platform, str) else ())]
    if not isinstance(written.data.get(target), list):
        return None
    return [word for _, entry in written.entries(target) if isinstance(word := entry.get("id"), str)]


def _unknown(target: str, word: str) -> Text:
    templates = {
        "tools": text("there is no tool “{id}” on the map.", id=word),
        "feeds": text("there is no tool or platform “{id}” on the map.", id=word),
        "teams": text("there is no team “{id}” on the map.", id=word),
        "touchpoints": text("there is no touchpoint “{id}” on the map.", id=word),
        "sources": text("there is no source “{id}” on the map.", id=word),
        "objectives": text("there is no objective “{id}” on the map.", id=word),
        "expectations": text("there is no expectation “{id}” on the map.", id=word),
        "levers": text("there is no lever “{id}” on the map.", id=word),
        "kpis": text("there is no KPI “{id}” on the map.", id=word),
    }
    return templates[target]
