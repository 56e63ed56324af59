"""Gather what is known of an engagement: answers, contact facts, map, roadmap; audit its logs where that is due.

Contact facts are read from facts.json and recomputed only when a log's digest, or what is asked of the logs, has
changed. A cycle that is no longer the latest keeps the facts that it was assessed on, so that it can be reproduced;
``audit DIR --cycle C`` renews them on purpose.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from cxmaturity.contacts import AuditSettings, Machine, Progress
from cxmaturity.engagement import journal, recorded
from cxmaturity.engagement.folder import SETTINGS, Cycle, Engagement, now, open_engagement
from cxmaturity.engagement.lock import READERS_PATIENCE, BusyError, locked
from cxmaturity.engagement.logs import Logs, audit_settings, logs_of, shown_path
from cxmaturity.engagement.recorded import Input, ModelSeen, Recorded, Seen, asked_of, digested, seen, with_digests
from cxmaturity.engagement.roadmap_file import Known, unlisted_teams
from cxmaturity.engagement.signature import signature_notes
from cxmaturity.engagement.version_notes import model_changed
from cxmaturity.engagement.versions import as_present
from cxmaturity.errors import InputError, Problem, wrong
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.facts import Facts
from cxmaturity.evidence.measures import ContactFacts, contact_facts, contact_record
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model import Model
from cxmaturity.words import Text, text

_WHOLE_MACHINE: Final = Machine()


@dataclass(frozen=True)
class Gathered:
    """An engagement's facts in one cycle, with what they were gathered from."""

    engagement: Engagement
    cycle: Cycle
    model: Model
    facts: Facts
    notes: tuple[Text, ...] = ()
    """What the reader should know of the gathering: torn lines, missing logs, facts kept as recorded."""


def gather(
    folder: Path, cycle: str | None = None, as_of: date | None = None, progress: Progress | None = None
) -> Gathered:
    """Return everything known of an engagement in a cycle (the latest by default), its logs audited where that is due.

    Raises InputError when the folder holds no engagement, there is no such cycle, or a file is wrong.
    """
    engagement = open_engagement(folder)
    chosen = engagement.cycle(cycle, as_of)
    model = engagement.model()
    present = as_present(journal.read(chosen.journal, now()), model, engagement.migrations())
    answers = present.journal.answers
    known = recorded.read(chosen.facts)
    notes = [*present.journal.notes, *signature_notes(chosen)]
    if known is not None and known.model is not None:
        notes += model_changed(known.model, ModelSeen.of(model), told=present.told)
    if known is None and chosen.facts.exists():
        notes += [_unreadable_facts(engagement, chosen)]
    if not chosen.recorded:
        notes += [
            text("There is no cycle yet, nothing is recorded. To begin one: cxmaturity assess {folder}", folder=folder)
        ]
    if known is not None and _is_closed(engagement, chosen, known):
        notes += _what_changed(engagement, chosen, known)
    else:
        known, more = _renewed(engagement, chosen, known, progress)
        notes += more
    facts = _facts(engagement, chosen, answers, known)
    notes += _beside_the_map(model, facts)
    return Gathered(engagement, chosen, model, facts, tuple(notes))


def facts_at_hand(engagement: Engagement, cycle: Cycle) -> Facts:
    """Return what is known of a cycle, answers aside, without reading a log: recorded facts, and the map as it is now.

    Raises InputError when a file is wrong.
    """
    known = recorded.read(cycle.facts)
    if known is None or not _is_closed(engagement, cycle, known):
        known = replace(known or Recorded(), map=engagement.ownership_map())
    return _facts(engagement, cycle, (), known)


def audit_engagement(
    folder: Path,
    cycle: str | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    *,
    key: bytes | None = None,
    machine: Machine = _WHOLE_MACHINE,
) -> ContactFacts:
    """Audit an engagement's logs anew and record what was found in the cycle's facts.json.

    With the operator's key, what is returned names example customers by pseudonym, and what is recorded does not.
    Raises InputError when there is no log.
    """
    engagement = open_engagement(folder)
    chosen = engagement.cycle(cycle, as_of)
    ownership_map = engagement.ownership_map()
    logs, settings = logs_to_audit(engagement, chosen)
    asked = asked_of(settings, zip(logs.names, logs.logs, strict=True))
    if not chosen.recorded:
        return _audit(engagement, chosen, logs, ownership_map, progress, key=key, machine=machine)
    with locked(engagement.folder):
        files = _seen(engagement, logs)
        contact = _audit(engagement, chosen, logs, ownership_map, progress, key=key, machine=machine)
        inputs = with_digests(files, _digests(contact))
        known = recorded.read(chosen.facts)
        read_by = known.model if known else None
        fresh = _record(engagement, ownership_map, asked, inputs, contact, read_by=read_by)
        recorded.write(chosen.facts, fresh)
    return contact


def logs_to_audit(engagement: Engagement, cycle: Cycle) -> tuple[Logs, AuditSettings]:
    """Return an engagement's logs and how they are read in a cycle. Raises InputError when none is there."""
    logs = logs_of(engagement)
    _refuse_missing(engagement, logs)
    if not logs.logs:
        raise wrong(
            text("this engagement has no contact log."),
            engagement.contacts,
            logs.left_out[0] if logs.left_out else text("Put a log there, or point to one in contacts/manifest.yaml."),
        )
    return logs, audit_settings(engagement, cycle, engagement.ownership_map())


def _unreadable_facts(engagement: Engagement, cycle: Cycle) -> Text:
    """Return a note that facts are computed anew. Raises InputError where there is nothing to compute them from."""
    if not logs_of(engagement).files:
        raise wrong(
            text("these facts cannot be read, and there is no log to compute them from."),
            cycle.facts,
            text("Restore the file, or delete it to go on without contact facts."),
        )
    return text("{path} cannot be read; its facts are computed anew.", path=cycle.facts)


def _facts(engagement: Engagement, cycle: Cycle, answers: tuple[Answer, ...], known: Recorded) -> Facts:
    settings = engagement.settings
    return Facts(
        organisation=settings.organisation,
        cycle=cycle.name,
        as_of=cycle.as_of,
        answers=answers,
        contacts=known.contact,
        map=known.map,
        roadmap=known.roadmap,
        timezone=settings.timezone,
        roles=tuple(sorted(settings.roles.items())),
        value_weights=settings.value_weights,
        currency=settings.currency,
        team=settings.team if settings.scope == "team" else None,
    )


def _renewed(
    engagement: Engagement, cycle: Cycle, known: Recorded | None, progress: Progress | None
) -> tuple[Recorded, list[Text]]:
    """Return facts that agree with the folder as it is now, recorded where something was new, and notes."""
    ownership_map = engagement.ownership_map()
    logs = logs_of(engagement)
    kept = _kept_without_logs(engagement, logs, known)
    if known is not None and kept:
        fresh = _record(engagement, ownership_map, known.asked, known.logs, known.contact, read_by=known.model)
        return fresh, kept + _store(engagement, cycle, known, fresh)
    _refuse_missing(engagement, logs)
    settings = audit_settings(engagement, cycle, ownership_map)
    asked = asked_of(settings, zip(logs.names, logs.logs, strict=True))
    files = _seen(engagement, logs)
    inputs = _if_unchanged(files, asked, known)
    if known is not None and inputs is not None:
        contact = known.contact
    else:
        contact = _audit(engagement, cycle, logs, ownership_map, progress) if logs.logs else None
        inputs = with_digests(files, _digests(contact))
    fresh = _record(engagement, ownership_map, asked, inputs, contact, read_by=known.model if known else None)
    return fresh, _store(engagement, cycle, known, fresh)


def _if_unchanged(
    files: tuple[Seen, ...], asked: Mapping[str, object], known: Recorded | None
) -> tuple[Input, ...] | None:
    """Return the logs with their digests when recorded facts still hold for them, None when they are to be audited."""
    if known is None or known.asked != asked or [file.name for file in files] != [file.path for file in known.logs]:
        return None
    inputs = digested(files, known.logs)
    before = [file.sha256 for file in known.logs]
    return inputs if [file.sha256 for file in inputs] == before else None


def _audit(
    engagement: Engagement,
    cycle: Cycle,
    logs: Logs,
    ownership_map: OwnershipMap | None,
    progress: Progress | None,
    *,
    key: bytes | None = None,
    machine: Machine = _WHOLE_MACHINE,
) -> ContactFacts:
    from cxmaturity import contacts
    from cxmaturity.contacts.replay import FRONTIER

    settings = replace(audit_settings(engagement, cycle, ownership_map), key=key, replays=FRONTIER)
    facts = contacts.audit(logs.logs, machine.of(settings), progress)
    shown = tuple(replace(log, path=shown_path(Path(log.path), engagement)) for log in facts.inputs)
    # Through JSON and back, so that facts are the same whether they were computed now or read later.
    notes = (*logs.left_out, *(_seen_from(engagement, note) for note in facts.notes))
    record = json.loads(json.dumps(contact_record(replace(facts, inputs=shown, notes=notes)), allow_nan=False))
    return replace(contact_facts(record), examples=facts.examples)


def _seen_from(engagement: Engagement, note: Text) -> Text:
    """Return a note with the engagement's files as they are seen from its folder, wherever that lies."""
    root = f"{engagement.folder.resolve()}{os.sep}"

    def shown(figure: object) -> object:
        if isinstance(figure, Text):
            return _seen_from(engagement, figure)
        return figure.replace(root, "") if isinstance(figure, str) else figure

    return replace(note, figures={name: shown(figure) for name, figure in note.figures.items()})


def _record(
    engagement: Engagement,
    ownership_map: OwnershipMap | None,
    asked: Mapping[str, object],
    logs: tuple[Input, ...],
    contact: ContactFacts | None,
    *,
    read_by: ModelSeen | None,
) -> Recorded:
    """Return what is to be recorded; the model is the one that the cycle was read by before, else the present one."""
    files = digested(_beside(engagement))
    model = read_by or ModelSeen.of(engagement.model())
    return Recorded(logs, asked, contact, ownership_map, engagement.roadmap(), files, model)


def _beside(engagement: Engagement) -> tuple[Seen, ...]:
    """Return the engagement's files that facts follow from, beside the logs and the answers."""
    paths = (
        engagement.folder / SETTINGS,
        engagement.map_file,
        engagement.roadmap_file,
        engagement.contacts / "manifest.yaml",
    )
    return seen((shown_path(path, engagement), path) for path in paths if path.exists())


def _store(engagement: Engagement, cycle: Cycle, known: Recorded | None, fresh: Recorded) -> list[Text]:
    """Record new facts; say so where the folder cannot take them, because reading goes on all the same."""
    if known == fresh or not cycle.recorded:
        return []
    try:
        with locked(engagement.folder, READERS_PATIENCE):
            recorded.write(cycle.facts, fresh)
    except BusyError:
        return [text("facts.json was not rewritten: somebody is answering in this engagement right now.")]
    except InputError as error:
        return [as_note(problem) for problem in error.problems]
    return []


def _seen(engagement: Engagement, logs: Logs) -> tuple[Seen, ...]:
    return seen((shown_path(path, engagement), path) for path in logs.files)


def _digests(contact: ContactFacts | None) -> Mapping[str, str]:
    """Return the digests that an audit took while it read the logs."""
    return {log.path: log.sha256 for log in contact.inputs} if contact else {}


def _kept_without_logs(engagement: Engagement, logs: Logs, known: Recorded | None) -> list[Text]:
    """Return why recorded contact facts are kept: their logs are not here any more, and no other log is."""
    if known is None or known.contact is None:
        return []
    present = {shown_path(path, engagement) for path in logs.files}
    then = {file.path for file in known.logs}
    gone = sorted(then - present)
    if not gone or present - then:
        return []
    return [
        text(
            "{n:plural This log is|These logs are} not here any more, their recorded facts are used: {paths}.",
            n=len(gone),
            paths=", ".join(gone),
        )
    ]


def _refuse_missing(engagement: Engagement, logs: Logs) -> None:
    if logs.missing:
        place = engagement.contacts / "manifest.yaml"
        raise InputError(
            problem
            for path in logs.missing
            for problem in wrong(
                text("there is no file behind “{path}”.", path=path),
                place,
                text("Paths are seen from the folder contacts/, or absolute."),
            ).problems
        )


def _beside_the_map(model: Model, facts: Facts) -> list[Text]:
    """Say that capacity is given to teams that nobody else speaks of, so that a slip does not go unnoticed."""
    teams = [team.id for team in (facts.map.teams or ())] if facts.map else []
    strangers = unlisted_teams(facts.roadmap, model, Known(teams, dict(facts.roles)))
    if not strangers:
        return []
    return [
        text("roadmap.yaml gives capacity to what is no team on the map and no role: {ids}.", ids=", ".join(strangers))
    ]


def _is_closed(engagement: Engagement, cycle: Cycle, known: Recorded) -> bool:
    """Tell whether a cycle keeps its recorded facts: a later one has begun, and its own window is as it was."""
    latest = engagement.cycles()[-1].name == cycle.name
    window = {"log_from": cycle.settings.log_from, "log_to": cycle.settings.log_to}
    then = {name: known.asked.get(name) for name in window}
    return not latest and then == {name: str(day) if day else None for name, day in window.items()}


def _what_changed(engagement: Engagement, cycle: Cycle, known: Recorded) -> list[Text]:
    """Return a note when files are new or changed since a closed cycle's facts were recorded; lost ones are none."""
    before = {file.path: file.sha256 for file in (*known.files, *known.logs)}
    now = digested((*_beside(engagement), *_seen(engagement, logs_of(engagement))), known.logs)
    changed = sorted(file.path for file in now if before.get(file.path) != file.sha256)
    if not changed:
        return []
    return [
        text(
            "The cycle {cycle} keeps the facts recorded for it; changed since: {paths}. "
            "To renew them: cxmaturity audit {folder} --cycle {cycle}",
            cycle=cycle.name,
            paths=", ".join(changed),
            folder=engagement.folder,
        )
    ]


def as_note(problem: Problem) -> Text:
    """Return a problem as a note, for where it is no reason to stop."""
    return Text("{where}: {what}", {"where": problem.where, "what": problem.what})
