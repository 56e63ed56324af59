"""The contact audit of an engagement: which logs it goes over, and its facts as a cycle records them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Final

from cxmaturity.contacts import AuditSettings, EmptyPeriodError, Machine, Progress
from cxmaturity.documents import Document, parse
from cxmaturity.engagement.folder import Cycle, Engagement
from cxmaturity.engagement.logs import Logs, audit_settings, logs_of, shown_path
from cxmaturity.engagement.recorded import Recorded
from cxmaturity.errors import InputError, Problem, did_you_mean, wrong
from cxmaturity.evidence.measures import ContactFacts, contact_facts, contact_record
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.words import Text, text

WHOLE_MACHINE: Final = Machine()


def logs_to_audit(engagement: Engagement, cycle: Cycle) -> tuple[Logs, AuditSettings]:
    """Return an engagement's logs and how they are read in a cycle. Raises InputError when none is there."""
    logs = logs_of(engagement)
    refuse_missing(engagement, logs)
    if not logs.logs:
        raise wrong(
            text("this engagement has no contact log."),
            engagement.contacts,
            logs.left_out[0] if logs.left_out else text("Put a log there, or point to one in contacts/manifest.yaml."),
        )
    return logs, audit_settings(engagement, cycle, engagement.ownership_map())


def audit(
    engagement: Engagement,
    cycle: Cycle,
    logs: Logs,
    ownership_map: OwnershipMap | None,
    progress: Progress | None,
    *,
    key: bytes | None = None,
    machine: Machine = WHOLE_MACHINE,
) -> ContactFacts:
    """Audit an engagement's logs, and return facts as a cycle records them: files as seen from the folder."""
    from cxmaturity import contacts
    from cxmaturity.contacts.replay import FRONTIER

    settings = replace(audit_settings(engagement, cycle, ownership_map), key=key, replays=FRONTIER)
    facts = contacts.audit(logs.logs, machine.of(settings), progress)
    shown = tuple(replace(log, path=shown_path(Path(log.path), engagement)) for log in facts.inputs)
    # Through JSON and back, so that facts are the same whether they were computed now or read later.
    notes = (*logs.left_out, *(seen_from(engagement, note) for note in facts.notes))
    record = json.loads(json.dumps(contact_record(replace(facts, inputs=shown, notes=notes)), allow_nan=False))
    return replace(contact_facts(record), examples=facts.examples)


def audit_of_period(
    engagement: Engagement, cycle: Cycle, logs: Logs, ownership_map: OwnershipMap | None, progress: Progress | None
) -> ContactFacts | None:
    """Return the facts of an engagement's logs; None without logs, and where no contact lies in the cycle's period."""
    if not logs.logs:
        return None
    try:
        return audit(engagement, cycle, logs, ownership_map, progress)
    except EmptyPeriodError:
        return None


def nothing_in_period(cycle: Cycle, known: Recorded) -> list[Text]:
    """Return a note where logs were read, and none of their contacts lies in the cycle's period."""
    if known.contact is not None or not known.logs:
        return []
    return [
        text(
            "No contact lies in the period of the cycle {cycle} (log_from: {first:date}, log_to: {last:date}), so what "
            "its logs would tell is not known.",
            cycle=cycle.name,
            first=cycle.settings.log_from,
            last=cycle.settings.log_to,
        )
    ]


def seen_from(engagement: Engagement, note: Text) -> Text:
    """Return a note with the engagement's files as they are seen from its folder, wherever that lies."""
    root = f"{engagement.folder.resolve()}{os.sep}"

    def shown(figure: object) -> object:
        if isinstance(figure, Text):
            return seen_from(engagement, figure)
        return figure.replace(root, "") if isinstance(figure, str) else figure

    return replace(note, figures={name: shown(figure) for name, figure in note.figures.items()})


def refuse_missing(engagement: Engagement, logs: Logs) -> None:
    """Raise InputError with every path of the manifest behind which there is no file."""
    if logs.missing:
        document = parse(engagement.contacts / "manifest.yaml")
        lying = sorted(path.name for path in engagement.contacts.iterdir() if path.name != "manifest.yaml")
        raise InputError(
            Problem(
                text("there is no file behind “{path}”.", path=path),
                document.place(_key(document, path)),
                did_you_mean(path, lying) or text("Paths are seen from the folder contacts/, or absolute."),
            )
            for path in logs.missing
        )


def _key(document: Document, path: str) -> tuple[int | str, ...]:
    """Return where a manifest names a file."""
    if document.data.get("identities") == path:
        return ("identities",)
    return next(
        (
            ("logs", place, "path")
            for place, entry in enumerate(document.data.get("logs") or ())
            if entry["path"] == path
        ),
        ("logs",),
    )
