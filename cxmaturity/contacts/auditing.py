"""The contact audit: logs and settings to contact facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.progress import Progress, Step, of_engine, silent
from cxmaturity.contacts.settings import AuditSettings, Log
from cxmaturity.errors import wrong
from cxmaturity.evidence.measures import ContactFacts, LogInput, Measure
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.contacts.engines.duckdb import Kernel, Workplace
    from cxmaturity.contacts.files.listing import Digests, LogFile
    from cxmaturity.contacts.kernel.summary import Summary
    from cxmaturity.contacts.rows.opening import Opened
    from cxmaturity.contacts.rows.rejected import RejectedRow

_FULL: Final = 10


@dataclass(frozen=True)
class Read:
    """Logs, gone through once."""

    opened: Sequence[Opened]
    inputs: tuple[LogInput, ...]
    summary: Summary
    rejected: Sequence[RejectedRow]
    """The first rejected rows."""
    shared: Sequence[Text]
    """Notes on files with the same contacts."""


def audit(logs: Sequence[Log], settings: AuditSettings, progress: Progress | None = None) -> ContactFacts:
    """Return what the logs tell of how customers are contacted.

    Raises InputError when a log cannot be read, has two time formats, holds no contact, or too many of its rows are
    rejected.
    """
    from cxmaturity.contacts.policy import check_kinds

    check_kinds(settings.policy, settings.source_kinds)
    return _facts(read(logs, settings, progress), settings)


def read(
    logs: Sequence[Log], settings: AuditSettings, progress: Progress | None = None, kernel: Kernel | None = None
) -> Read:
    """Return what a kernel (the audit's, unless another is named) makes of the logs. Raises InputError as ``audit``."""
    from cxmaturity.contacts.kernel.summarising import summarise
    from cxmaturity.contacts.measuring import measured
    from cxmaturity.contacts.rows.overlapping import overlaps

    say = progress or silent
    with opened_logs(logs, settings, say) as desk:
        place, opened = desk.place, desk.opened
        summary = measured(place, opened, settings, say, kernel or summarise)
        if not summary.contacts:
            option = logs[0].asked_by("--without-reminders", "audit: {without_reminders: true}")
            what = text("every contact is a reminder, so none is left.")
            raise wrong(what, logs[0].path, text("Omit {option}.", option=option))
        say(Step(text("Gathering the remarks"), of_engine(place.connection)))
        rejected = first_rejected(place, opened)
        repeated = summary.duplicates or summary.dropped_duplicates
        shared = overlaps(place, opened) if repeated else []
        return Read(opened, inputs_of(desk.files, opened, desk.digests.all()), summary, rejected, shared)


@dataclass(frozen=True)
class Desk:
    """Logs that lie open."""

    place: Workplace
    files: Sequence[LogFile]
    opened: Sequence[Opened]
    digests: Digests


@contextmanager
def opened_logs(logs: Sequence[Log], settings: AuditSettings, progress: Progress | None = None) -> Iterator[Desk]:
    """Open the logs, every file understood and counted; what an engine stumbles over then is an InputError, too."""
    import duckdb

    from cxmaturity.contacts.engines.duckdb import workplace
    from cxmaturity.contacts.files.listing import Digests, files_of
    from cxmaturity.contacts.files.scans import broken
    from cxmaturity.contacts.rows.opening import open_logs

    say = progress or silent
    say(Step(text("Opening the logs")))
    files = files_of(logs)
    engine = workplace
    if settings.engine == "spark":
        from cxmaturity.contacts.engines.spark.cluster import cluster as engine
    with engine(settings, say) as bare, Digests(file.origin for file in files) as digests:
        place = replace(bare, aside=lambda: digests.bytes_read)
        opened = open_logs(place, files, settings, say)
        try:
            yield Desk(place, files, opened, digests)
        except duckdb.Error as error:
            if isinstance(error, duckdb.InterruptException):
                raise
            raise broken(place.connection, [each.judge.scan for each in opened], error) from error


def first_rejected(place: Workplace, opened: Sequence[Opened]) -> list[RejectedRow]:
    """Return the first rejected rows, in the order of the files."""
    from cxmaturity.contacts.rows.judging import REJECTED
    from cxmaturity.contacts.rows.rejected import SHOWN

    found: list[RejectedRow] = []
    for each in opened:
        if each.tally.count(REJECTED) and len(found) < SHOWN:
            found += place.rejected(each.judge, SHOWN - len(found))
    return found


def inputs_of(files: Sequence[LogFile], opened: Sequence[Opened], digests: Sequence[str]) -> tuple[LogInput, ...]:
    """Return every file as it was read: the logs, and those that stand beside them."""
    from cxmaturity.contacts.rows.judging import REJECTED

    zone = opened[0].judge.zone.name
    found = {
        each.file.path: LogInput(str(each.file.origin), "", each.rows, each.format, 0, each.timezone or zone)
        for each in opened[0].judge.scan.beside
    }
    for each in opened:
        scan, tally = each.judge.scan, each.tally
        rows = tally.rows if scan.file_rows is None else scan.file_rows
        path, rejected = str(scan.file.origin), tally.count(REJECTED)
        found[scan.file.path] = LogInput(path, "", rows, scan.format, rejected, each.judge.log_zone.name)
    return tuple(replace(found[file.path], sha256=sha256) for file, sha256 in zip(files, digests, strict=True))


def _facts(found: Read, settings: AuditSettings) -> ContactFacts:
    from cxmaturity.contacts.metrics.contact_metrics import instant_text, tables_of
    from cxmaturity.contacts.metrics.observable import unseen_metrics, unseen_tables
    from cxmaturity.contacts.metrics.response_metrics import response_tables
    from cxmaturity.contacts.metrics.score_metrics import as_declared, score_tables
    from cxmaturity.contacts.metrics.without_reminders import reminderless
    from cxmaturity.contacts.policy import policy_record
    from cxmaturity.contacts.replay import FRONTIER, frontier, replays_of

    summary, opened = found.summary, found.opened
    unseen = unseen_metrics(opened)
    return ContactFacts(
        metrics={**_metrics(found, settings), **unseen},
        tables={
            **tables_of(summary),
            **response_tables(summary),
            **score_tables(summary),
            **unseen_tables(opened),
        },
        concerned={"many_senders": 0, **summary.concerned},
        policy=policy_record(settings.policy),
        inputs=found.inputs,
        notes=notes(found, settings),
        sources=dict(summary.values.get("source", {"": summary.contacts})),
        responses=dict(summary.answers),
        tools=dict(summary.values.get("tool", {})),
        teams=dict(summary.values.get("team", {})),
        last_seen={source: instant_text(instant) for source, instant in sorted(summary.last_seen.items())},
        as_declared=as_declared(summary),
        examples=_examples(summary, settings.key),
        frontier=frontier(replays_of(FRONTIER, summary, opened)) if settings.replays == FRONTIER else None,
        histogram=_fullest(summary),
        by_day={_day(number).isoformat(): contacts for number, contacts in sorted(summary.by_day.items())},
        timezone=opened[0].judge.zone.name,
        as_old_as=_latest_day(opened, summary),
        without_reminders=reminderless(summary, settings, unseen),
    )


def _metrics(found: Read, settings: AuditSettings) -> dict[str, Measure]:
    """Return all metrics, also those that the logs cannot show."""
    from cxmaturity.contacts.metrics.contact_metrics import metrics_of
    from cxmaturity.contacts.metrics.response_metrics import response_metrics
    from cxmaturity.contacts.metrics.score_metrics import score_metrics
    from cxmaturity.contacts.rows.judging import OTHER, REJECTED, SUPPRESSED

    summary, opened = found.summary, found.opened
    return {
        **metrics_of(summary, settings),
        **response_metrics(summary),
        **score_metrics(summary),
        "contacts.suppressed": sum(each.tally.count(SUPPRESSED) for each in opened),
        "contacts.other_events": sum(each.tally.count(OTHER) for each in opened),
        "contacts.orphan_events": summary.orphan_events,
        "contacts.rejected_rows": sum(each.tally.count(REJECTED) for each in opened),
        "coverage.lower_bound": any(each.judge.scan.lower_bound for each in opened),
    }


def notes(found: Read, settings: AuditSettings) -> tuple[Text, ...]:
    """Return what is to be said of how logs were read."""
    from cxmaturity.contacts.noting import notes_of

    return (*notes_of(found.opened, found.rejected, found.summary, settings), *found.shared)


def _examples(summary: Summary, key: bytes | None) -> dict[str, tuple[str, ...]]:
    """Return findings' example customers by their pseudonyms."""
    from cxmaturity.contacts.pseudonyms import pseudonym

    if key is None:
        return {}
    return {
        finding: tuple(pseudonym(customer, key) for _, customer in candidates)
        for finding, candidates in summary.examples.items()
    }


def _fullest(summary: Summary) -> dict[str, int]:
    found = {str(contacts): 0 for contacts in range(1, _FULL)} | {f"{_FULL}+": 0}
    for contacts, customers in summary.fullest.items():
        found[str(contacts) if contacts < _FULL else f"{_FULL}+"] += customers
    return found


def _latest_day(opened: Sequence[Opened], summary: Summary) -> date | None:
    """Return the calendar day of the latest possible instant of contacts and known events."""
    import numpy as np

    others = (each.tally.latest_but_answers for each in opened)
    latest = [instant for instant in (*others, summary.latest_answer) if instant is not None]
    if not latest:
        return None
    days = opened[0].judge.zone.local_days(np.array([max(latest)], dtype=np.int64))
    return _day(int(days[0]))


def _day(number: int) -> date:
    """Return a calendar day given in days since 1970-01-01."""
    return date(1970, 1, 1) + timedelta(days=number)
