"""``cxmaturity ownership DIR --from-log``: what the log names and the map lacks becomes entries of the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cxmaturity.cli import watching
from cxmaturity.cli.ownership.proposing import Answering, Proposed, settle
from cxmaturity.errors import wrong
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from cxmaturity.engagement.facts import Gathered
    from cxmaturity.ownership.unmapped import Lacking, Seen


def take_from_log(gathered: Gathered, answering: Answering) -> None:
    """Show an entry for each source, tool and team of the log that the map lacks, ask, and write them.

    Raises InputError where there is no log.
    """
    from cxmaturity.evidence.ownership_map import OwnershipMap
    from cxmaturity.ownership.unmapped import lacking

    found = lacking(gathered.facts.map or OwnershipMap(), _seen(gathered, answering.language))
    record = {
        "contacts": [{"section": each.section, "id": each.id, "contacts": each.contacts} for each in found.entries]
    }
    proposed = Proposed(found.changes, (*_told(found), *found.notes), record)
    settle(gathered.engagement, proposed, answering)


def _told(found: Lacking) -> Iterator[Text]:
    for entry in found.entries:
        said = {
            "sources": text("Source {id}: {n:int} {n:plural contact|contacts}", id=entry.id, n=entry.contacts),
            "tools": text("Tool {id}: {n:int} {n:plural contact|contacts}", id=entry.id, n=entry.contacts),
            "teams": text("Team {id}: {n:int} {n:plural contact|contacts}", id=entry.id, n=entry.contacts),
        }
        yield said[entry.section]


def _seen(gathered: Gathered, language: Language) -> Seen:
    """Return what the log names: the counts as audited, and what the logs that are there tell of each source."""
    from cxmaturity.contacts.naming import named
    from cxmaturity.engagement.logs import audit_settings, logs_of
    from cxmaturity.ownership.unmapped import Seen

    contacts = gathered.facts.contacts
    if contacts is None:
        raise wrong(
            text("there is no log to take sources from."),
            gathered.engagement.contacts,
            text("Put the logs there, or name them in contacts/manifest.yaml."),
        )
    seen = Seen(_known(contacts.sources), _known(contacts.tools), _known(contacts.teams))
    logs = logs_of(gathered.engagement).logs
    if not logs:
        return seen
    settings = audit_settings(gathered.engagement, gathered.cycle, gathered.facts.map)
    with watching.watched(language, at_once=False) as progress:
        return replace(seen, of_source=named(logs, settings, progress).of_source)


def _known(counts: Mapping[str, int | None]) -> dict[str, int]:
    return {name: n or 0 for name, n in counts.items() if name}
