"""What the contact audit observed, as a report's JSON holds it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict

from cxmaturity.evidence.measures import ContactFacts, Table, measure_record
from cxmaturity.results.paths import shown_path, without_folders
from cxmaturity.words import Language


def contacts_record(contacts: ContactFacts, language: Language) -> dict[str, object]:
    """Return tables and counts; the metrics stand with all others."""
    without = contacts.without_reminders
    return {
        "policy": dict(contacts.policy),
        "timezone": contacts.timezone,
        "as_old_as": contacts.as_old_as.isoformat() if contacts.as_old_as else None,
        "sources": dict(contacts.sources),
        "responses": dict(contacts.responses),
        "tools": dict(contacts.tools),
        "teams": dict(contacts.teams),
        "last_seen": dict(contacts.last_seen),
        "tables": {name: _rows(table) for name, table in contacts.tables.items()},
        "histogram": dict(contacts.histogram),
        "by_day": dict(contacts.by_day),
        "by_month": _by_month(contacts),
        "frontier": _rows(contacts.frontier),
        "without_reminders": without and {name: measure_record(value) for name, value in without.items()},
        "concerned": dict(contacts.concerned),
        "logs": [{**asdict(log), "path": shown_path(log.path)} for log in contacts.inputs],
        "notes": [note.show(language) for note in without_folders(contacts)],
    }


def _by_month(contacts: ContactFacts) -> dict[str, int]:
    months: Counter[str] = Counter()
    for day, requests in contacts.by_day.items():
        months[day[:7]] += requests
    return dict(months)


def _rows(table: Table | None) -> list[dict[str, object]] | None:
    return None if table is None else [dict(row) for row in table]
