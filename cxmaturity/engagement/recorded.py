"""``facts.json``: what a cycle's audits observed, what they were asked, and the digest of everything they read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from cxmaturity.contacts.settings import AuditSettings, Log
from cxmaturity.engagement import atomic
from cxmaturity.evidence.facts import RoadmapState
from cxmaturity.evidence.loop import LoopFacts, loop_facts, loop_record
from cxmaturity.evidence.measures import ContactFacts, contact_facts, contact_record
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import Model
from cxmaturity.model.scoring_rules import ScoringRules

SCHEMA = "cxmaturity/facts/1"

_HASHED_ALWAYS = 8_000_000
"""Bytes up to which a file is read again even when its size and time of change are as before."""


@dataclass(frozen=True)
class Input:
    """A file that was read, and how it is recognised without reading it again."""

    path: str
    """Seen from the engagement when it lies inside."""
    sha256: str
    size: int
    mtime_ns: int
    """Time of its last change; where it and the size are as before, a large file is not read again."""


@dataclass(frozen=True)
class Seen:
    """A file as it lies there, not read yet."""

    name: str
    """Its path as records hold it."""
    place: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class ModelSeen:
    """The model that a cycle was assessed by."""

    id: str
    version: str
    hash: str
    """sha256 of its content; it differs when somebody changed the model and left the version as it was."""

    @classmethod
    def of(cls, model: Model) -> ModelSeen:
        """Return which model this is."""
        return cls(model.header.id, model.header.version, model.hash)


@dataclass(frozen=True)
class Recorded:
    """The content of facts.json."""

    logs: tuple[Input, ...] = ()
    """The log files that the contact facts rest on."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """How the logs were read: audit settings and log options."""
    contact: ContactFacts | None = None
    map: OwnershipMap | None = None
    """Copy of ownership.yaml as used."""
    roadmap: RoadmapState = field(default_factory=RoadmapState)
    """Copy of roadmap.yaml as used."""
    files: tuple[Input, ...] = ()
    """Other files: ownership.yaml, roadmap.yaml, engagement.yaml, the manifest."""
    model: ModelSeen | None = None
    """The model as it was when the cycle was first read, or answered last; None in files of earlier versions."""
    loop: LoopFacts | None = None
    """None where nothing is to be followed, and in files of earlier versions."""
    loop_asked: Mapping[str, Any] = field(default_factory=dict)
    """What the loop facts rest on: date, digests of answers, cases and map; equal ones give equal facts."""
    rules: ScoringRules | None = None
    """What the cycle was scored by last while it was the latest; None in files of earlier versions."""


def read(path: Path) -> Recorded | None:
    """Return what a facts file holds; None when there is none, or it is not one that this version wrote."""
    try:
        given = json.loads(path.read_bytes())
        return _recorded(given) if given["schema"] == SCHEMA else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise atomic.unreadable(path, error) from error
    except (ValueError, KeyError, TypeError):
        return None


def write(path: Path, recorded: Recorded) -> None:
    """Write a facts file whole."""
    atomic.write_json(path, record(recorded))


def record(recorded: Recorded) -> dict[str, object]:
    """Return the facts as JSON holds them."""
    return {
        "schema": SCHEMA,
        "model": asdict(recorded.model) if recorded.model else None,
        "rules": recorded.rules.model_dump(mode="json", exclude_defaults=True) if recorded.rules else None,
        "inputs": [asdict(file) for file in (*recorded.logs, *recorded.files)],
        "logs": [file.path for file in recorded.logs],
        "asked": dict(recorded.asked),
        "policy": recorded.asked.get("policy"),
        "contact": contact_record(recorded.contact) if recorded.contact else None,
        "map": _model_record(recorded.map) if recorded.map else None,
        "roadmap": _model_record(recorded.roadmap),
        "loop": loop_record(recorded.loop) if recorded.loop else None,
        "loop_asked": dict(recorded.loop_asked),
    }


_ELSEWHERE = ("memory", "threads", "identities", "replays", "key")
"""Settings that change no figure, or whose file is recorded with the logs."""


def asked_of(settings: AuditSettings, logs: Iterable[tuple[str, Log]]) -> dict[str, Any]:
    """Return how logs, each with its name, are read; equal records give equal facts for equal files."""
    how = {name: value for name, value in asdict(settings).items() if name not in _ELSEWHERE}
    options = [
        {"path": path} | {name: value for name, value in asdict(log).items() if value and name != "path"}
        for path, log in logs
    ]
    plain: dict[str, Any] = json.loads(json.dumps({**how, "logs": options}, default=_plain))
    return plain


def seen(files: Iterable[tuple[str, Path]]) -> tuple[Seen, ...]:
    """Return named files as they lie there now. Raises InputError when one cannot be looked at."""
    return tuple(_look(name, path) for name, path in files)


def digested(files: Iterable[Seen], known: Iterable[Input] = ()) -> tuple[Input, ...]:
    """Return the files with their digests; large ones that ``known`` recognises are not read again."""
    before = {file.path: file for file in known}
    return tuple(_digest(file, before.get(file.name)) for file in files)


def with_digests(files: Iterable[Seen], digests: Mapping[str, str]) -> tuple[Input, ...]:
    """Return the files with digests that are known by name; the others are read."""
    return tuple(
        Input(file.name, digests[file.name], file.size, file.mtime_ns) if file.name in digests else _digest(file, None)
        for file in files
    )


def _look(name: str, path: Path) -> Seen:
    try:
        status = path.stat()
    except OSError as error:
        raise atomic.unreadable(path, error) from error
    return Seen(name, path, status.st_size, status.st_mtime_ns)


def _digest(file: Seen, before: Input | None) -> Input:
    unchanged = before is not None and (before.size, before.mtime_ns) == (file.size, file.mtime_ns)
    if before is not None and unchanged and file.size > _HASHED_ALWAYS:
        return before
    try:
        with file.place.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise atomic.unreadable(file.place, error) from error
    return Input(file.name, digest, file.size, file.mtime_ns)


def _recorded(given: Mapping[str, Any]) -> Recorded:
    inputs = [Input(**file) for file in given["inputs"]]
    logs = set(given["logs"])
    return Recorded(
        logs=tuple(file for file in inputs if file.path in logs),
        asked=given["asked"],
        contact=contact_facts(given["contact"]) if given["contact"] else None,
        map=TypeAdapter(OwnershipMap).validate_python(given["map"]) if given["map"] else None,
        roadmap=TypeAdapter(RoadmapState).validate_python(given["roadmap"]),
        files=tuple(file for file in inputs if file.path not in logs),
        model=ModelSeen(**given["model"]) if given.get("model") else None,
        loop=loop_facts(given["loop"]) if given.get("loop") else None,
        loop_asked=given.get("loop_asked") or {},
        rules=ScoringRules.model_validate(given["rules"]) if given.get("rules") else None,
    )


def _model_record(value: OwnershipMap | RoadmapState) -> dict[str, Any]:
    return value.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _plain(value: object) -> object:
    """Return what JSON cannot hold in a form that it can, always the same for the same value."""
    return sorted(value) if isinstance(value, frozenset | set) else str(value)
