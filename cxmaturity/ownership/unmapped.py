"""What a log names and the map does not: entries that the map lacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cxmaturity.evidence.ownership_map import OwnershipMap, Source, Team, Tool
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.raci import teams_across
from cxmaturity.ownership.renaming import is_ruled, renamed
from cxmaturity.words import Text, text
from cxmaturity.words.folding import plain

Counts = Mapping[str, int]
"""Name in the log to the number of contacts that it stands for."""


@dataclass(frozen=True)
class Seen:
    """What a log names."""

    sources: Counts
    tools: Counts
    teams: Counts
    of_source: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Source to channel, tool and metric: every value that the log has with it."""


@dataclass(frozen=True)
class Unmapped:
    """An entry that the map lacks."""

    section: str
    id: str
    contacts: int


@dataclass(frozen=True)
class Lacking:
    """Everything that the map lacks, and what would be written."""

    entries: tuple[Unmapped, ...]
    changes: tuple[Change, ...]
    notes: tuple[Text, ...]


def lacking(ownership_map: OwnershipMap, seen: Seen) -> Lacking:
    """Return an entry for each source, tool and team of a log that the map does not hold, most contacts first.

    Of a source only what is certain is told: a channel, a tool or a metric that all of its contacts share. A name that
    is an entry's name, or differs from its id in capitals, accents and hyphens alone, is taken for that entry's. A
    source of which the log has nothing under its id gets the log's name as its id; where that cannot be, it is said.
    """
    tools, tool_of = _fresh("tools", seen.tools, ownership_map.tools or ())
    teams, _ = _fresh("teams", seen.teams, ownership_map.teams or (), teams_across(ownership_map))
    sources, source_of = _fresh("sources", seen.sources, ownership_map.sources or ())
    changes = [
        *_begun(ownership_map, teams),
        *(Change(entry.section, entry.id, "id", entry.id) for entry in (*tools, *teams)),
        *(change for entry in sources for change in _source(entry, seen, tool_of)),
    ]
    renames, notes = _otherwise(ownership_map, seen, source_of)
    return Lacking((*tools, *teams, *sources), (*changes, *renames), notes)


def _otherwise(
    ownership_map: OwnershipMap, seen: Seen, source_of: Mapping[str, str]
) -> tuple[tuple[Change, ...], tuple[Text, ...]]:
    """Return the changes that give sources the log's names as their ids, and what is to be said of such names."""
    changes: list[Change] = []
    notes: list[Text] = []
    taken = set(seen.sources)

    def rank(name: str) -> tuple[bool, int, str]:
        # Names that are like the id come first: by those that are like the name, the source is known after it, too.
        return _folded(name) != _folded(source_of[name]), -seen.sources[name], name

    for name in sorted((name for name, known in source_of.items() if name != known), key=rank):
        known = source_of[name]
        if known in taken:
            said = text(
                "The log says “{name}” beside “{id}”: where both are meant, give them one name in the log.",
                name=name,
                id=known,
            )
        elif is_ruled(ownership_map, known):
            said = text(
                "The log says “{name}”; on the map the id is “{id}”, and rules speak of it: change both there.",
                name=name,
                id=known,
            )
        else:
            said = text("The log says “{name}”; on the map the id is “{id}”: it takes the log’s.", name=name, id=known)
            changes += renamed(ownership_map, known, name)
            taken.add(known)
        notes.append(said)
    return tuple(changes), tuple(notes)


def _fresh(
    section: str, counts: Counts, entries: Iterable[Source | Team | Tool], also: Iterable[str] = ()
) -> tuple[list[Unmapped], dict[str, str]]:
    """Return the entries that a section lacks, and the id that each name of the log has or would get."""
    known = {_folded(word): entry.id for entry in entries for word in (entry.name, entry.id) if word}
    known |= {_folded(name): name for name in also}
    ids = {name: known.get(_folded(name), name) for name in counts}
    ids |= {entry.id: entry.id for entry in entries if entry.id in counts} | {
        name: name for name in also if name in counts
    }
    missing = [name for name in counts if ids[name] == name and _folded(name) not in known]
    ranked = sorted(missing, key=lambda name: (-counts[name], name))
    return [Unmapped(section, name, counts[name]) for name in ranked], ids


def _folded(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", plain(name))).strip()


def _begun(ownership_map: OwnershipMap, teams: list[Unmapped]) -> Iterator[Change]:
    """Yield the teams that the map only names, where its list of teams is begun: it would make strangers of them."""
    if ownership_map.teams is None and teams:
        yield from (Change("teams", name, "id", name) for name in teams_across(ownership_map))


def _source(entry: Unmapped, seen: Seen, tool_of: Mapping[str, str]) -> Iterator[Change]:
    told = seen.of_source.get(entry.id, {})
    certain = {key: values[0] for key, values in told.items() if len(values) == 1}
    if "tool" in certain:
        certain["tool"] = tool_of.get(certain["tool"], certain["tool"])
    if not certain:
        yield Change("sources", entry.id, "id", entry.id)
    for key in ("channel", "tool", "metric"):
        if key in certain:
            yield Change("sources", entry.id, key, certain[key])
