"""What an audit is asked to do: which logs, read how, against which policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Literal

from cxmaturity.errors import InputError
from cxmaturity.words import Text, text

Engine = Literal["duckdb", "spark"]
LONGEST: Final = 36_500
"""Days of a policy's longest limit and of the longest response window: a century."""


class EmptyPeriodError(InputError):
    """The logs can be read, and none of their contacts lies in the period that was asked for."""


@dataclass(frozen=True)
class Log:
    """A contact log as the user names it."""

    path: Path
    """A file, a glob, or a folder that is a data set."""
    format: str | None = None
    """Id of a shipped format; None recognises it from the header."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Canonical field to the file's column (``--map``)."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Canonical field to a fixed value (``--set``)."""
    date_format: str | None = None
    """strptime format of its times, for the columns that it fits."""
    date_formats: Mapping[str, str] = field(default_factory=dict)
    """Field to the strptime format of its own column (``--date-format FIELD=F``)."""
    timezone: str | None = None
    """Zone of times without offset; None takes the audit's."""
    encoding: str | None = None
    listed_as: str | None = None
    """Its path as contacts/manifest.yaml lists it, or would; None for a log that belongs to no engagement."""

    among_others: bool = False
    """True when other logs are read by the very same options."""

    def format_of(self, name: str) -> str | None:
        """Return the format that is said for a field, or for all."""
        return self.date_formats.get(name, self.date_format)

    def asked_by(self, option: str, line: str) -> Text | str:
        """Return how an audit of this log is asked for something: by an option, in an engagement by a line."""
        return option if self.listed_as is None else in_manifest(line)


@dataclass(frozen=True)
class Limit:
    """At most ``contacts`` in any ``days`` days; broken by contact i when pressure_d(i) > N."""

    contacts: int
    days: float
    to: str | None = None
    """Source kind that the limit concerns; None concerns all."""


@dataclass(frozen=True)
class Policy:
    """A contact policy."""

    name: str
    limits: tuple[Limit, ...]
    counts: tuple[str, ...] = ("invite", "reminder")
    exempt: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    declared: bool = False
    """True only when engagement.yaml declares it."""


@dataclass(frozen=True)
class Timing:
    """When a source asks, as the map declares it: how long after the event, in days, both ends included."""

    earliest: float | None
    """None where only the latest matters."""
    latest: float


@dataclass(frozen=True)
class AuditSettings:
    """How an audit reads and what it measures against."""

    policy: Policy
    timezone: str = "UTC"
    """Zone of calendar days, and of times without offset."""
    log_from: date | None = None
    log_to: date | None = None
    """Calendar days, both included."""
    response_window: float = 30
    """Days within which an answer counts as one to a request, the last instant included."""
    without_reminders: bool = False
    dedupe: bool = False
    max_rejected: float = 0.01
    memory: str | None = None
    threads: int | None = None
    engine: Engine = "duckdb"
    master: str | None = None
    """Where Spark runs; None leaves it to Spark's own settings."""
    identities: Path | None = None
    """Table of customer ids that belong together (columns alias, customer_id)."""
    source_kinds: Mapping[str, str] = field(default_factory=dict)
    """Source to its kind (relationship, transactional, indirect)."""
    mapped_tools: frozenset[str] | None = None
    """Tools on the ownership map; None without a map."""
    platform_tools: frozenset[str] | None = None
    """Tools that feed the platform; None when the map names no platform."""
    timings: Mapping[str, Timing] = field(default_factory=dict)
    """Source to its declared timing, of those that have one."""
    replays: tuple[Policy, ...] = ()
    """Policies that the contacts are replayed under besides."""
    key: bytes | None = field(default=None, repr=False)
    """Key of the pseudonyms by which findings name customers as examples; None names none."""


@dataclass(frozen=True)
class Machine:
    """What does the work, and what it may take of the machine that it runs on. It changes no figure."""

    memory: str | None = None
    threads: int | None = None
    engine: Engine = "duckdb"
    master: str | None = None

    def of(self, settings: AuditSettings) -> AuditSettings:
        """Return settings that work so."""
        return replace(settings, **asdict(self))


def in_manifest(line: str) -> Text:
    """Return how a line is named that says in an engagement how its logs are audited."""
    return text("`{line}` in contacts/manifest.yaml", line=line)
