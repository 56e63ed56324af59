"""A cycle's facts computed anew from the files that they rest on, beside what facts.json says; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from cxmaturity.contacts import Progress
from cxmaturity.engagement import contact_audit, recorded
from cxmaturity.engagement.facts import Gathered, facts_of, gather_from
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.following import Loop, with_loop
from cxmaturity.engagement.logs import Logs, audit_settings, logs_of, shown_path
from cxmaturity.engagement.recorded import Recorded, asked_of
from cxmaturity.results.differing import differing

Part = Literal["contact", "loop", "map", "roadmap"]
PARTS: Final[tuple[Part, ...]] = ("contact", "loop", "map", "roadmap")
"""Of facts.json, by their keys there."""
_MOST: Final = 3


@dataclass(frozen=True)
class Disagreement:
    """A value that facts.json holds, and its files do not give."""

    key: str
    recorded: str
    computed: str


@dataclass(frozen=True)
class Basis:
    """What a cycle's results rest on."""

    gathered: Gathered
    on_trust: tuple[Part, ...]
    """Taken as recorded, because the files are not here as they were, or nobody wanted them read."""
    disagreements: tuple[Disagreement, ...]
    """The first ones of all that was computed."""


def as_recorded(engagement: Engagement, cycle: Cycle, as_of: date, progress: Progress | None) -> Basis:
    """Return facts as facts.json holds them; what comes of logs is computed only where that is due."""
    gathered = gather_from(engagement, _name(cycle), as_of, progress, keep=False)
    known = gathered.known
    there: Mapping[Part, object] = {"contact": known.contact, "loop": known.loop}
    return Basis(gathered, tuple(part for part, facts in there.items() if facts is not None), ())


def computed(engagement: Engagement, cycle: Cycle, as_of: date, progress: Progress | None) -> Basis:
    """Return facts computed anew from logs, cases, map and roadmap as they are, of a cycle that is not closed."""
    gathered = gather_from(engagement, _name(cycle), as_of, progress, keep=False, anew=True)
    known = recorded.read(cycle.facts)
    out_of_date = known is None or known.asked != gathered.known.asked  # such contact facts nobody reads any more
    return Basis(gathered, (), disagreements(known, gathered.known, PARTS[1:] if out_of_date else PARTS))


def computed_of_closed(
    engagement: Engagement, cycle: Cycle, as_of: date, same: Collection[str], progress: Progress | None
) -> Basis:
    """Return the facts of a closed cycle, computed anew where their files are as they were; ``same`` are their paths.

    Files that came later are left alone, and where a file is another one now, the recorded facts stand.
    """
    gathered = gather_from(engagement, _name(cycle), as_of, progress, keep=False, follow=False)
    known, own = gathered.known, engagement.cycle(cycle.name)
    is_same = _tests(engagement, known, same)
    fresh, done = known, list[Part]()
    if is_same("ownership.yaml"):
        fresh, done = replace(fresh, map=engagement.ownership_map()), [*done, "map"]
    if is_same("roadmap.yaml"):
        fresh, done = replace(fresh, roadmap=engagement.roadmap()), [*done, "roadmap"]
    logs = _logs_of_then(engagement, known)
    asked = asked_of(audit_settings(engagement, own, fresh.map), zip(logs.names, logs.logs, strict=True))
    settled = asked == known.asked or {file.path for file in known.files} <= set(same)
    if settled and all(file.path in same for file in known.logs):
        contact = contact_audit.audit_of_period(engagement, own, logs, fresh.map, progress)
        fresh, done = replace(fresh, contact=contact, asked=asked), [*done, "contact"]
        if "map" in done and is_same("cases.csv"):
            fresh = with_loop(
                replace(fresh, loop=None, loop_asked={}), Loop(engagement, own, logs, fresh.map), progress
            )
            done.append("loop")
    facts = facts_of(engagement, gathered.cycle, gathered.facts.answers, fresh)
    there = {part for part, facts in recorded.record(known).items() if facts}
    return Basis(
        replace(gathered, facts=facts, known=fresh),
        tuple(part for part in PARTS if part not in done and part in there),
        disagreements(known, fresh, done),
    )


def disagreements(known: Recorded | None, fresh: Recorded, parts: Collection[Part]) -> tuple[Disagreement, ...]:
    """Return what recorded facts say otherwise than computed ones, of parts that both say they took from the same."""
    if known is None:
        return ()
    before, now = recorded.record(known), recorded.record(fresh)
    alike = [part for part in PARTS if part in parts and _basis(part, known) == _basis(part, fresh)]
    found = differing({part: before[part] for part in alike}, {part: now[part] for part in alike})
    return tuple(Disagreement(*each) for each in islice(found, _MOST))


def _basis(part: Part, record: Recorded) -> object:
    """Return what a part of a record says that it rests on."""
    files = {file.path: file.sha256 for file in record.files}
    match part:
        case "contact":
            return [(file.path, file.sha256) for file in record.logs]
        case "loop":
            return record.loop_asked
        case "map":
            return files.get("ownership.yaml")
        case "roadmap":
            return files.get("roadmap.yaml")


def _tests(engagement: Engagement, known: Recorded, same: Collection[str]) -> Callable[[str], bool]:
    """Return a test of whether a file lies there as it did when facts were recorded, or neither then nor now."""
    then = {file.path for file in known.files}
    return lambda name: name in same or (name not in then and not (engagement.folder / name).exists())


def _logs_of_then(engagement: Engagement, known: Recorded) -> Logs:
    """Return those of an engagement's logs that a record names."""
    logs, then = logs_of(engagement), {file.path for file in known.logs}
    kept = [place for place, log in enumerate(logs.logs) if _is_of(log.path, then, engagement)]
    return Logs(
        tuple(logs.logs[place] for place in kept),
        tuple(logs.names[place] for place in kept),
        tuple(path for path in logs.files if shown_path(path, engagement) in then),
        left_out=logs.left_out,
    )


def _is_of(log: Path, then: Collection[str], engagement: Engagement) -> bool:
    """Tell whether a log, which may be a folder of files, is among those that a record names."""
    name = shown_path(log, engagement)
    return name in then or any(path.startswith(f"{name}/") for path in then)


def _name(cycle: Cycle) -> str | None:
    return cycle.name if cycle.recorded else None
