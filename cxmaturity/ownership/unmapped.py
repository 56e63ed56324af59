"""What a log names and the map does not: entries that the map lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cxmaturity.evidence.ownership_map import OwnershipMap, Source, Team, Tool
from cxmaturity.ownership.changing import Change
from cxmaturity.ownership.raci import teams_across
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
    differs from an entry's in capitals and accents alone is taken for that entry's, and that is said.
    """
    tools, tool_of = _fresh("tools", seen.tools, ownership_map.tools or ())
    teams, _ = _fresh("teams", seen.teams, ownership_map.teams or (), teams_across(ownership_map))
    sources, source_of = _fresh("sources", seen.sources, ownership_map.sources or ())
    changes = [
        *_begun(ownership_map, teams),
        *(Change(entry.section, entry.id, "id", entry.id) for entry in (*tools, *teams)),
        *(change for entry in sources for change in _source(entry, seen, tool_of)),
    ]
    otherwise = {name: known for name, known in source_of.items() if name != known}
    notes = [
        text("The log says “{name}”, the map “{id}”: where both are meant, give them one name.", name=name, id=known)
        for name, known in otherwise.items()
    ]
    return Lacking((*tools, *teams, *sources), tuple(changes), tuple(notes))


def _fresh(
    section: str, counts: Counts, entries: Iterable[Source | Team | Tool], also: Iterable[str] = ()
) -> tuple[list[Unmapped], dict[str, str]]:
    """Return the entries that a section lacks, and the id that each name of the log has or would get."""
    known = {plain(word): entry.id for entry in entries for word in (entry.name, entry.id) if word}
    known |= {plain(name): name for name in also}
    ids = {name: known.get(plain(name), name) for name in counts}
    ids |= {entry.id: entry.id for entry in entries if entry.id in counts} | {
        name: name for name in also if name in counts
    }
    missing = [name for name in counts if ids[name] == name and plain(name) not in known]
    ranked = sorted(missing, key=lambda name: (-counts[name], name))
    return [Unmapped(section, name, counts[name]) for name in ranked], ids


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
