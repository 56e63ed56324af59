"""Which contact logs an engagement has, and how its cycle wants them audited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cxmaturity.contacts.formats.shipped import is_format_file
from cxmaturity.contacts.settings import AuditSettings, Log, Timing
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.settings import LogEntry, Manifest
from cxmaturity.engagement.settings_file import policy_of
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.words import Text, text

_ENDINGS = (
    *(f"{ending}{packed}" for ending in (".csv", ".tsv", ".json", ".jsonl", ".ndjson") for packed in ("", ".gz")),
    ".parquet",
    ".xlsx",
    ".zip",
)


@dataclass(frozen=True)
class Logs:
    """An engagement's logs."""

    logs: tuple[Log, ...]
    """As the audit takes them, with absolute paths."""
    names: tuple[str, ...]
    """Each log's path as the user knows it: as written in the manifest, else its name in contacts/."""
    files: tuple[Path, ...]
    """Every file that they stand for, and the table of identities; sorted."""
    missing: tuple[str, ...] = ()
    """Paths of the manifest behind which there is no file, as written there."""
    left_out: tuple[Text, ...] = ()
    """What is said of folders in contacts/ that are no data set, so that nothing in them is read."""


def logs_of(engagement: Engagement) -> Logs:
    """Return the logs that the manifest names, else the log files that lie in contacts/."""
    manifest = engagement.manifest()
    files: set[Path] = set()
    missing: list[str] = []
    identities = _identities(engagement)
    if manifest is not None and manifest.identities is not None and identities is not None:
        (files.add(identities) if identities.is_file() else missing.append(manifest.identities))
    if manifest is None or manifest.logs is None:
        lying = _lying_there(engagement.contacts, identities)
        folders = {path.resolve(): _why_left_out(path) for path in _folders(engagement.contacts)}
        lying = (*lying, *(path for path, reason in folders.items() if reason is None))
        logs_there = tuple(Log(path, listed_as=path.name) for path in lying)
        files.update(file for path in lying for file in _files(path))
        everything = tuple(sorted(files)) if lying else ()
        left_out = tuple(_left_out(path, reason) for path, reason in folders.items() if reason is not None)
        return Logs(logs_there, tuple(path.name for path in lying), everything, tuple(missing), left_out)
    logs: list[tuple[str, Log]] = []
    for entry in manifest.logs:
        found = _paths(engagement.contacts, entry.path)
        if not found:
            missing.append(entry.path)
        for path in found:
            logs.append((entry.path, _log(entry, path, engagement.contacts)))
            files.update(_files(path))
    names = tuple(name for name, _ in logs)
    return Logs(tuple(log for _, log in logs), names, tuple(sorted(files)), tuple(missing))


def audit_settings(engagement: Engagement, cycle: Cycle, ownership_map: OwnershipMap | None) -> AuditSettings:
    """Return how the cycle's logs are to be read and what they are measured against."""
    manifest = engagement.manifest()
    return AuditSettings(
        policy=policy_of(engagement.folder, engagement.settings.policy),
        timezone=engagement.settings.timezone,
        log_from=cycle.settings.log_from,
        log_to=cycle.settings.log_to,
        identities=_identities(engagement),
        source_kinds=_source_kinds(manifest, ownership_map),
        timings=_timings(ownership_map),
        **(manifest or Manifest()).audit.model_dump(),
        mapped_tools=_mapped_tools(ownership_map),
        platform_tools=_platform_tools(ownership_map),
    )


def shown_path(path: Path, engagement: Engagement) -> str:
    """Return a file's path as records hold it: seen from the engagement when it lies inside."""
    whole, root = path.resolve(), engagement.folder.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(whole)


def _identities(engagement: Engagement) -> Path | None:
    manifest = engagement.manifest()
    named = manifest.identities if manifest else None
    return None if named is None else (engagement.contacts / named).resolve()


def _lying_there(folder: Path, identities: Path | None) -> tuple[Path, ...]:
    return tuple(
        path.resolve()
        for path in sorted(folder.glob("*"))
        if path.is_file()
        and path.name.lower().endswith(_ENDINGS)
        and path.resolve() != identities
        and path.name[0] != "."
    )


def _folders(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*")) if path.is_dir() and path.name[0] != "."]


def _why_left_out(folder: Path) -> Text | None:
    from cxmaturity.contacts.formats.folders import why_no_data_set

    return why_no_data_set(folder)


def _left_out(folder: Path, reason: Text) -> Text:
    return text(
        "contacts/{folder} was left out: {reason}. List its files in contacts/manifest.yaml to have them read.",
        folder=folder.name,
        reason=reason,
    )


def _paths(folder: Path, written: str) -> list[Path]:
    """Return the files, or the folder that is a data set, behind a path as the manifest writes it."""
    path = folder / written
    if path.exists():
        return [path.resolve()]
    root = Path(path.anchor) if Path(written).is_absolute() else folder
    pattern = str(path.relative_to(root))
    return sorted(found.resolve() for found in root.glob(pattern) if found.is_file())


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(file.resolve() for file in path.rglob("*") if file.is_file())


def _log(entry: LogEntry, path: Path, folder: Path) -> Log:
    constants: dict[str, str] = {name: str(value) for name, value in entry.constants.items()}
    if entry.tool is not None:
        constants.setdefault("tool", entry.tool)
    return Log(
        path=path,
        format=_format_of(entry, folder),
        columns=entry.columns,
        constants=constants,
        date_format=None if isinstance(entry.date_format, dict) else entry.date_format,
        date_formats=entry.date_format if isinstance(entry.date_format, dict) else {},
        timezone=entry.timezone,
        encoding=entry.encoding,
        listed_as=entry.path,
    )


def _format_of(entry: LogEntry, folder: Path) -> str | None:
    """Return the format that an entry names; a file of one's own is seen from contacts/, as logs are."""
    if entry.format is None or not is_format_file(entry.format):
        return entry.format
    return str(folder / entry.format)


def _source_kinds(manifest: Manifest | None, ownership_map: OwnershipMap | None) -> Mapping[str, str]:
    kinds: dict[str, str] = dict(manifest.source_kinds) if manifest else {}
    sources = (ownership_map.sources if ownership_map else None) or ()
    return kinds | {source.id: source.kind for source in sources if source.kind is not None}


def _timings(ownership_map: OwnershipMap | None) -> Mapping[str, Timing]:
    """Return when sources ask, as the map declares it: hot at most 1 day after the event, D+N a day around N."""
    found: dict[str, Timing] = {}
    for source in (ownership_map.sources if ownership_map else None) or ():
        if source.timing is not None and source.timing.mode == "hot":
            found[source.id] = Timing(None, 1)
        elif source.timing is not None and source.timing.days is not None:
            found[source.id] = Timing(source.timing.days - 1, source.timing.days + 1)
    return found


def _mapped_tools(ownership_map: OwnershipMap | None) -> frozenset[str] | None:
    if ownership_map is None or ownership_map.tools is None:
        return None
    return frozenset(tool.id for tool in ownership_map.tools)


def _platform_tools(ownership_map: OwnershipMap | None) -> frozenset[str] | None:
    """Return the tools whose results reach the platform, directly or through other tools; None without a platform."""
    if ownership_map is None or ownership_map.platform is None or ownership_map.tools is None:
        return None
    reached = {ownership_map.platform}
    while more := {tool.id for tool in ownership_map.tools if tool.feeds in reached} - reached:
        reached |= more
    return frozenset(reached)
