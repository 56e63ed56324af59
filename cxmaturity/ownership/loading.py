"""Read ``ownership.yaml`` whole: keys and values first, then what its entries say of one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from cxmaturity.documents import Document, load
from cxmaturity.errors import InputError, Problem, did_you_mean
from cxmaturity.evidence.ownership_map import Dispatch, OwnershipMap
from cxmaturity.words import Text, text

Loc = tuple[int | str, ...]

Reference = tuple[Loc, str, str]
"""Where a reference stands in the file, the section that it points into, and the id that it names."""

CONDITIONS = ("score", "metric", "class", "segment", "source", "channel", "team", "comment", "value")
"""What a rule's ``when`` may speak of."""

_SECTIONS = (
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


def load_map(path: Path) -> OwnershipMap:
    """Return the ownership map in a file. Raises InputError with every mistake of the file, each at its line."""
    loaded: tuple[OwnershipMap, Document] = load(path, OwnershipMap)
    ownership_map, document = loaded
    references(document, ownership_map)
    return ownership_map


def references(document: Document, ownership_map: OwnershipMap) -> None:
    """Check that ids are unique and none is misspelt. Raises InputError with every mistake.

    An id that resembles one on the map is taken for a slip. One that resembles none is something that the map does
    not describe (``unlisted``), like everything in a section that is absent from the file.
    """
    problems = [
        *_twins(document, ownership_map),
        *_misspelt(document, ownership_map),
        *_conditions(document, ownership_map),
    ]
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.where.line or 0 if problem.where else 0))


def _twins(document: Document, ownership_map: OwnershipMap) -> Iterator[Problem]:
    for section in _SECTIONS:
        ids = _ids(ownership_map, section) or []
        seen: Counter[str] = Counter()
        for index, entry in enumerate(ids):
            seen[entry] += 1
            if seen[entry] == 2:
                what = text("the id “{id}” stands a second time under “{section}”.", id=entry, section=section)
                yield Problem(what, document.place((section, index, "id")), text("Give each entry an id of its own."))


def _misspelt(document: Document, ownership_map: OwnershipMap) -> Iterator[Problem]:
    for loc, section, word in _strangers(ownership_map):
        if remedy := did_you_mean(word, _ids(ownership_map, section) or ()):
            yield Problem(_unknown(section, word), document.place(loc), remedy)


def unlisted(ownership_map: OwnershipMap) -> tuple[str, ...]:
    """Return the ids that entries name and that their section of the map does not list, sorted."""
    return tuple(sorted({word for _, _, word in _strangers(ownership_map)}))


def _strangers(ownership_map: OwnershipMap) -> Iterator[Reference]:
    known = {section: _ids(ownership_map, section) for section in _SECTIONS}
    for loc, section, word in _references(ownership_map):
        ids = known[section]
        if ids is not None and word not in ids:
            yield loc, section, word


def _conditions(document: Document, ownership_map: OwnershipMap) -> Iterator[Problem]:
    for index, rule in enumerate(ownership_map.rules or ()):
        for key in rule.when:
            if key not in CONDITIONS:
                what = text("a rule cannot look at “{key}”.", key=key)
                remedy = did_you_mean(key, CONDITIONS) or text("Known are: {words}.", words=", ".join(CONDITIONS))
                yield Problem(what, document.place(("rules", index, "when", key)), remedy)


def _ids(ownership_map: OwnershipMap, section: str) -> list[str] | None:
    entries = getattr(ownership_map, section)
    return None if entries is None else [entry.id for entry in entries]


def _unknown(section: str, word: str) -> Text:
    templates = {
        "tools": text("there is no tool “{id}” on the map.", id=word),
        "teams": text("there is no team “{id}” on the map.", id=word),
        "touchpoints": text("there is no touchpoint “{id}” on the map.", id=word),
        "sources": text("there is no source “{id}” on the map.", id=word),
        "objectives": text("there is no objective “{id}” on the map.", id=word),
        "expectations": text("there is no expectation “{id}” on the map.", id=word),
        "levers": text("there is no lever “{id}” on the map.", id=word),
        "kpis": text("there is no KPI “{id}” on the map.", id=word),
    }
    return templates[section]


def _references(ownership_map: OwnershipMap) -> Iterator[Reference]:
    yield from _of_sources(ownership_map)
    yield from _of_the_matrix(ownership_map)
    yield from _of_follow_up(ownership_map)


def _of_sources(ownership_map: OwnershipMap) -> Iterator[Reference]:
    for index, source in enumerate(ownership_map.sources or ()):
        here = ("sources", index)
        yield from _one((*here, "touchpoint"), "touchpoints", source.touchpoint)
        yield from _one((*here, "tool"), "tools", source.tool)
        yield from _one((*here, "objective"), "objectives", source.objective)
        for role in ("accountable", "candidates", "responsible", "consulted", "informed"):
            yield from _several((*here, role), "teams", getattr(source, role))
    for index, touchpoint in enumerate(ownership_map.touchpoints or ()):
        yield from _one(("touchpoints", index, "owner"), "teams", touchpoint.owner)


def _of_the_matrix(ownership_map: OwnershipMap) -> Iterator[Reference]:
    for index, lever in enumerate(ownership_map.levers or ()):
        yield from _one(("levers", index, "owner"), "teams", lever.owner)
    for index, kpi in enumerate(ownership_map.kpis or ()):
        yield from _one(("kpis", index, "owner"), "teams", kpi.owner)
    for index, crossing in enumerate(ownership_map.crossings or ()):
        yield from _one(("crossings", index, "expectation"), "expectations", crossing.expectation)
        yield from _one(("crossings", index, "lever"), "levers", crossing.lever)
        yield from _one(("crossings", index, "kpi"), "kpis", crossing.kpi)
    for index, cell in enumerate(ownership_map.communication or ()):
        yield from _one(("communication", index, "kpi"), "kpis", cell.kpi)
    if ownership_map.programme:
        yield from _one(("programme", "objective"), "objectives", ownership_map.programme.objective)


def _of_follow_up(ownership_map: OwnershipMap) -> Iterator[Reference]:
    for index, alert in enumerate(ownership_map.alerts or ()):
        here = ("alerts", index)
        yield from _one((*here, "source"), "sources", alert.source)
        yield from _owner((*here, "owner"), alert.owner)
        yield from _several((*here, "informed"), "teams", alert.informed)
        yield from _one((*here, "overseer"), "teams", alert.overseer)
    for index, member in enumerate(ownership_map.committee or ()):
        yield from _one(("committee", index, "team"), "teams", member.team)
    for index, play in enumerate(ownership_map.playbook or ()):
        yield from _one(("playbook", index, "owner"), "teams", play.owner)
    for index, rule in enumerate(ownership_map.rules or ()):
        yield from _owner(("rules", index, "owner"), rule.owner)
        yield from _several(("rules", index, "notify"), "teams", rule.notify)


def _owner(loc: Loc, owner: str | Dispatch | None) -> Iterable[Reference]:
    if isinstance(owner, Dispatch):
        return _several((*loc, "dispatch"), "teams", owner.dispatch)
    return _one(loc, "teams", owner)


def _several(loc: Loc, section: str, words: Iterable[str]) -> Iterable[Reference]:
    return [((*loc, index), section, word) for index, word in enumerate(words)]


def _one(loc: Loc, section: str, word: str | None) -> Iterable[Reference]:
    return [(loc, section, word)] if word and word.strip() else []
