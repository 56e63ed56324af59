"""An engagement's folder: where its files are, what its settings say, which cycles it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from cxmaturity.documents import load, parse, read_text, validate
from cxmaturity.engagement import atomic
from cxmaturity.engagement.roadmap_file import Known, read_roadmap
from cxmaturity.engagement.settings import CycleSettings, EngagementSettings, Manifest
from cxmaturity.engagement.settings_file import listed_teams, problems
from cxmaturity.errors import did_you_mean, wrong
from cxmaturity.evidence.facts import RoadmapState
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import Model, find_model, load_model
from cxmaturity.model.migrating import Migration, load_migrations
from cxmaturity.words import Text, text

SETTINGS = "engagement.yaml"
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Cycle:
    """One dated pass through an engagement."""

    name: str
    folder: Path
    settings: CycleSettings
    as_of: date
    """The date at which every age is measured: the cycle's, unless one run asks for another."""
    recorded: bool = True
    """False for the cycle that a folder without any would start; nothing is written for it."""

    @property
    def journal(self) -> Path:
        """The file of its answers."""
        return self.folder / "answers.jsonl"

    @property
    def facts(self) -> Path:
        """The file of its aggregated facts."""
        return self.folder / "facts.json"

    @property
    def results(self) -> Path:
        """The file of its results."""
        return self.folder / "results.json"


@dataclass(frozen=True)
class Engagement:
    """An engagement's folder with its settings."""

    folder: Path
    settings: EngagementSettings

    @property
    def contacts(self) -> Path:
        """The folder of its logs."""
        return self.folder / "contacts"

    @property
    def map_file(self) -> Path:
        """Its ownership map, which may be absent."""
        return self.folder / "ownership.yaml"

    @property
    def cases_file(self) -> Path:
        """Its closed-loop cases, which may be absent."""
        return self.folder / "cases.csv"

    @property
    def roadmap_file(self) -> Path:
        """Its own state of the roadmap, which may be absent."""
        return self.folder / "roadmap.yaml"

    @cached_property
    def _model(self) -> Model:
        return load_model(find_model(self.settings.model, beside=self.folder))

    def model(self) -> Model:
        """Return the assessment model that it is looked at by. Raises InputError when there is none or it is wrong."""
        return self._model

    def migrations(self) -> tuple[Migration, ...]:
        """Return how answers to earlier versions of the model are read now."""
        return load_migrations(find_model(self.settings.model, beside=self.folder))

    def ownership_map(self) -> OwnershipMap | None:
        """Return the ownership map; None when the file is absent or says nothing yet."""
        from cxmaturity.ownership.loading import load_map

        return None if _says_nothing(self.map_file) else load_map(self.map_file)

    def roadmap(self) -> RoadmapState:
        """Return the organisation's state of its roadmap; an empty one when the file is absent or says nothing yet."""
        if _says_nothing(self.roadmap_file):
            return RoadmapState()
        return read_roadmap(self.roadmap_file, self.model(), self.known())

    def known(self) -> Known:
        """Return the teams and roles that its roadmap may speak of."""
        return Known(listed_teams(self.folder) or (), self.settings.roles)

    def manifest(self) -> Manifest | None:
        """Return the list of its logs, None when there is none."""
        path = self.contacts / "manifest.yaml"
        if _says_nothing(path):
            return None
        manifest: Manifest = load(path, Manifest)[0]
        return manifest

    def cycles(self) -> tuple[Cycle, ...]:
        """Return all cycles by date, then by name. Raises InputError with every mistake of their settings."""
        found = sorted(path for path in (self.folder / "cycles").glob("*") if path.is_dir())
        cycles = [_read_cycle(folder) for folder in found if _is_begun(folder)]
        return tuple(sorted(cycles, key=lambda cycle: (cycle.settings.date, cycle.name)))

    def cycle(self, name: str | None = None, as_of: date | None = None) -> Cycle:
        """Return a cycle by name, or the latest by date, dated ``as_of`` where given.

        A folder without cycles stands at ``as_of`` or today, in a cycle that is recorded nowhere. Raises InputError for
        an unknown name.
        """
        cycles = self.cycles()
        if name is None:
            return _dated(cycles[-1], as_of) if cycles else self.next_cycle(None, as_of)
        for cycle in cycles:
            if cycle.name == name:
                return _dated(cycle, as_of)
        names = [cycle.name for cycle in cycles]
        raise wrong(
            text("there is no cycle “{name}”.", name=name),
            self.folder / "cycles",
            did_you_mean(name, names)
            or (text("Known are: {words}.", words=", ".join(names)) if names else None)
            or text("Begin it with: cxmaturity assess {folder} --cycle {name}", folder=self.folder, name=name),
        )

    def next_cycle(self, name: str | None, as_of: date | None) -> Cycle:
        """Return the cycle that ``assess`` would make: dated ``as_of`` or today, named YYYY-Qn unless given."""
        day = as_of or today(self.settings.timezone)
        chosen = name or quarter(day)
        if not _SLUG.fullmatch(chosen):
            raise wrong(
                text("“{name}” cannot be the name of a cycle.", name=chosen),
                remedy=text("Use letters, digits, dots, dashes and underscores, as in 2026-Q4."),
            )
        return Cycle(chosen, self.folder / "cycles" / chosen, CycleSettings(date=day), day, recorded=False)

    def cycle_or_next(self, name: str | None, as_of: date | None) -> Cycle:
        """Return a cycle as ``cycle`` does, and the one that ``assess`` would make where it is missing."""
        is_known = name is None or name in (cycle.name for cycle in self.cycles())
        return self.cycle(name, as_of) if is_known else self.next_cycle(name, as_of)

    def cycle_to_write(self, name: str | None = None, as_of: date | None = None) -> Cycle:
        """Return a cycle as ``cycle`` does, and make it first when it is missing."""
        fresh = self.cycle_or_next(name, as_of)
        if fresh.recorded:
            return fresh
        atomic.make_folder(fresh.folder)
        atomic.write(fresh.folder / "cycle.yaml", f"date: {fresh.settings.date.isoformat()}\n")
        return _read_cycle(fresh.folder)


def open_engagement(path: Path) -> Engagement:
    """Return the engagement in a folder. Raises InputError when it holds none, or its settings are wrong."""
    if path.is_file():
        raise wrong(
            text("this is a file, and the folder of an engagement was expected."),
            path,
            text("Give the folder that holds engagement.yaml.")
            if path.name == SETTINGS
            else _how_to_begin(path.parent),
        )
    if not (path / SETTINGS).exists():
        what = text("this folder holds no engagement.") if path.is_dir() else text("there is no such folder.")
        raise wrong(what, path, _how_to_begin(path))
    document = parse(path / SETTINGS)
    settings: EngagementSettings = validate(document, EngagementSettings, problems(document))
    return Engagement(path, settings)


def quarter(day: date) -> str:
    """Return the quarter of a day, as cycles are named: 2026-Q4."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def today(timezone: str) -> date:
    """Return the calendar day in a zone now."""
    from zoneinfo import ZoneInfo

    return now().astimezone(UTC if timezone == "UTC" else ZoneInfo(timezone)).date()


def now() -> datetime:
    """Return what the clock says; the only place here that reads it."""
    return datetime.now(UTC)


def _how_to_begin(path: Path) -> Text:
    return text("Begin one with: cxmaturity init {folder} --name NAME", folder=path)


def _is_begun(folder: Path) -> bool:
    return (folder / "cycle.yaml").exists() or (folder / "answers.jsonl").exists()


def _read_cycle(folder: Path) -> Cycle:
    path = folder / "cycle.yaml"
    if not path.exists():
        raise wrong(
            text("this cycle has answers and no date."), path, text("Write this file with one line: `date: 2026-10-15`")
        )
    settings: CycleSettings = load(path, CycleSettings)[0]
    return Cycle(folder.name, folder, settings, settings.date)


def _dated(cycle: Cycle, as_of: date | None) -> Cycle:
    return cycle if as_of is None else replace(cycle, as_of=as_of)


def _says_nothing(path: Path) -> bool:
    """Tell whether a file is absent, or holds only blank lines and comments."""
    if not path.exists():
        return True
    return all(not line.strip() or line.lstrip().startswith("#") for line in read_text(path).splitlines())
