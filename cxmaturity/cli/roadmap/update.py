"""``cxmaturity roadmap DIR --update [FILE]``: what became of the actions, kept in ``roadmap.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.options import harmless, note, print_json, spoken
from cxmaturity.words import Text, listed, text

if TYPE_CHECKING:
    from cxmaturity.roadmap.changing import ActionChange

SCHEMA = "cxmaturity/roadmap-update/1"


def update(
    folder: Path,
    file: Path | None,
    *,
    cycle: str | None = None,
    as_of: date | None = None,
    lang: str | None = None,
    as_json: bool = False,
) -> None:
    """Keep what became of the actions: from a file, or asked for at the terminal. Raises InputError.

    A file is taken whole or not at all.
    """
    if file is not None:
        _from_file(folder, file, cycle, lang, as_json=as_json)
        return
    from cxmaturity.cli.roadmap.asking import ask
    from cxmaturity.cli.sought import Sought

    ask(Sought("roadmap", folder, cycle, as_of, lang), as_json=as_json)


def _from_file(folder: Path, file: Path, cycle: str | None, lang: str | None, *, as_json: bool) -> None:
    from cxmaturity.engagement.earlier_plan import current_plan
    from cxmaturity.engagement.folder import open_engagement
    from cxmaturity.engagement.lock import locked
    from cxmaturity.engagement.roadmap_sitting import RoadmapSitting
    from cxmaturity.engagement.updates import read_lines, updates

    engagement = open_engagement(folder)
    language = spoken(lang, engagement.settings.language)
    lines = read_lines(file)
    with locked(engagement.folder) as lock:
        sitting = RoadmapSitting(engagement, lock)
        present = engagement.cycle(cycle)
        plan, day = current_plan(present), present.settings.date
        found = updates(lines, sitting.state(), engagement.model(), engagement.known(), plan, day=day)
        if found.changes:
            sitting.keep(found.changes)
    for message in found.notes:
        note(message, language)
    if as_json:
        print_json(_record(found.changes, sitting.path, sitting.backup))
        return
    for told in _told(found.changes, sitting.path, sitting.backup):
        click.echo(harmless(told.show(language)))


def _told(changes: Sequence[ActionChange], path: Path, backup: Path | None) -> Iterator[Text]:
    ids = list(dict.fromkeys(change.id for change in changes))
    if not ids:
        yield text("Nothing was written: {path} says so already.", path=path)
        return
    yield text("{n:int} {n:plural action was|actions were} updated in {path}:", n=len(ids), path=path)
    for id_ in ids:
        said = listed([_shown(change) for change in changes if change.id == id_])
        yield Text("  {id}: {said}", {"id": id_, "said": said})
    if backup is not None:
        yield text("The roadmap as it was before: {path}", path=backup)


def _shown(change: ActionChange) -> Text:
    """Return a change as its reader says it: by the heads of columns and the words of their cells."""
    from cxmaturity.roadmap.columns import LEVELS, STATUSES, TRACKED

    named = {
        "status": {str(key): words for key, words in STATUSES.items()},
        "level": {str(key): words for key, words in LEVELS.items()},
    }
    value = change.value
    written = "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
    shown = named.get(change.key, {}).get(str(value), written)
    head = TRACKED.get(change.key) or text("Level of action")
    form = "{head:lower} {value:date}" if isinstance(value, date) else "{head:lower} {value}"
    return Text(form, {"head": head, "value": "–" if value is None else shown})


def _record(changes: Sequence[ActionChange], path: Path, backup: Path | None) -> dict[str, object]:
    by_id: dict[str, dict[str, object]] = {}
    for change in changes:
        value = change.value.isoformat() if isinstance(change.value, date) else change.value
        by_id.setdefault(change.id, {"id": change.id})[change.key] = value
    return {
        "schema": SCHEMA,
        "path": str(path),
        "backup": str(backup) if backup else None,
        "updated": list(by_id.values()),
    }
