"""The contact audit: logs and settings to contact facts."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.settings import AuditSettings, Log
from cxmaturity.errors import wrong
from cxmaturity.evidence.measures import ContactFacts, LogInput
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

    from cxmaturity.contacts.opening import Opened
    from cxmaturity.contacts.plan import Plan
    from cxmaturity.contacts.rejected import RejectedRow
    from cxmaturity.contacts.summary import Summary

_MANY_SOURCES: Final = 4
_FULL: Final = 10
_WORKERS: Final = 4
"""Batches measured at once; more would only take memory."""

Progress = Callable[[Text, float | None], None]
"""Told what is being done and how far it is (0 to 1, None where nobody knows)."""


def audit(logs: Sequence[Log], settings: AuditSettings, progress: Progress | None = None) -> ContactFacts:
    """Return what the logs tell of how customers are contacted.

    Raises InputError when a log cannot be read, has two time formats, holds no contact, or too many of its rows are
    rejected.
    """
    from cxmaturity.contacts.engine import details_in, sorted_contacts, vocabulary_of, workplace
    from cxmaturity.contacts.files import Digests, files_of
    from cxmaturity.contacts.judging import CONTACT
    from cxmaturity.contacts.opening import open_logs
    from cxmaturity.contacts.policy import check_kinds

    say = progress or _silent
    check_kinds(settings.policy, settings.source_kinds)
    files = files_of(logs)
    with workplace(settings) as place, Digests(file.origin for file in files) as digests:
        reading = text("Reading the logs")
        opened = open_logs(place, files, settings, lambda number: say(reading, number / len(files)))
        say(text("Sorting the contacts"), None)
        vocabulary = vocabulary_of([each.tally for each in opened])
        judged = [(each.judge, each.tally) for each in opened]
        plan = _plan(opened, vocabulary, settings)
        total = sum(each.tally.count(CONTACT) for each in opened)
        rows = sorted_contacts(place.connection, judged, vocabulary, details_in(judged))
        summary = _summarised(rows, plan, settings.threads, _measuring(say, total))
        if not summary.contacts:
            raise wrong(
                text("every contact is a reminder, so none is left."), logs[0].path, text("Omit --without-reminders.")
            )
        rejected = _first_rejected(place.connection, opened)
        inputs = tuple(_input(each, sha256) for each, sha256 in zip(opened, digests.all(), strict=True))
    return _facts(summary, opened, inputs, rejected, settings)


def _plan(opened: Sequence[Opened], vocabulary: Mapping[str, tuple[str, ...]], settings: AuditSettings) -> Plan:
    """Return what the kernel needs to know; who answers is a guess where answers are events."""
    from cxmaturity.contacts.judging import cleaned
    from cxmaturity.contacts.plan import FAR, Plan
    from cxmaturity.contacts.windows import microseconds

    tallies = [each.tally for each in opened]
    return Plan(
        vocabulary,
        settings.policy,
        settings.source_kinds,
        opened[0].judge.zone,
        settings.dedupe,
        settings.without_reminders,
        window=microseconds(settings.response_window),
        latest=max((each.latest_event for each in tallies if each.latest_event is not None), default=-FAR),
        origin=min((each.earliest for each in tallies if each.earliest is not None), default=FAR),
        timings=settings.timings,
        answerable=frozenset(cleaned("source", source) for each in tallies for source in each.answered),
    )


def _silent(what: Text, share: float | None) -> None:
    """Take no notice of progress."""


def _measuring(say: Progress, total: int) -> Callable[[int], None]:
    done = 0
    what = text("Measuring")

    def tell(rows: int) -> None:
        nonlocal done
        done += rows
        say(what, done / total)

    return tell


def _summarised(
    rows: Iterable[pa.RecordBatch], plan: Plan, threads: int | None, tell: Callable[[int], None]
) -> Summary:
    """Return the summary of sorted rows, batches measured side by side while the next ones arrive."""
    from cxmaturity.contacts.batches import whole_customers
    from cxmaturity.contacts.kernel import summarise
    from cxmaturity.contacts.summary import Summary

    workers = min(threads or os.cpu_count() or 1, _WORKERS)
    summary = Summary()
    with ThreadPoolExecutor(workers) as pool:
        running: deque[tuple[int, Future[Summary]]] = deque()
        for batch in whole_customers(rows):
            running.append((len(batch), pool.submit(summarise, batch, plan)))
            del batch
            if len(running) > workers:
                summary = _taken(running, summary, tell)
        while running:
            summary = _taken(running, summary, tell)
    return summary


def _taken(running: deque[tuple[int, Future[Summary]]], summary: Summary, tell: Callable[[int], None]) -> Summary:
    size, future = running.popleft()
    summary = summary.merge(future.result())
    tell(size)
    return summary


def _first_rejected(connection: DuckDBPyConnection, opened: Sequence[Opened]) -> list[RejectedRow]:
    from cxmaturity.contacts.judging import REJECTED
    from cxmaturity.contacts.rejected import SHOWN, rejected_rows

    found: list[RejectedRow] = []
    for each in opened:
        if each.tally.count(REJECTED) and len(found) < SHOWN:
            found += rejected_rows(connection, each.judge, SHOWN - len(found))
    return found


def _input(opened: Opened, sha256: str) -> LogInput:
    from cxmaturity.contacts.judging import REJECTED

    judge, tally = opened.judge, opened.tally
    path = str(judge.scan.file.origin)
    return LogInput(path, sha256, tally.rows, "generic", tally.count(REJECTED), judge.log_zone.name)


def _facts(
    summary: Summary,
    opened: Sequence[Opened],
    inputs: tuple[LogInput, ...],
    rejected: Sequence[RejectedRow],
    settings: AuditSettings,
) -> ContactFacts:
    from cxmaturity.contacts.judging import OTHER, REJECTED, SUPPRESSED
    from cxmaturity.contacts.metrics import instant_text, metrics_of, tables_of
    from cxmaturity.contacts.noting import notes_of
    from cxmaturity.contacts.observable import unseen_metrics, unseen_tables
    from cxmaturity.contacts.policy import policy_record
    from cxmaturity.contacts.score_metrics import as_declared, score_metrics, score_tables

    rows = {
        "contacts.suppressed": sum(each.tally.count(SUPPRESSED) for each in opened),
        "contacts.other_events": sum(each.tally.count(OTHER) for each in opened),
        "contacts.rejected_rows": sum(each.tally.count(REJECTED) for each in opened),
    }
    return ContactFacts(
        metrics=metrics_of(summary, settings) | score_metrics(summary) | rows | unseen_metrics(opened),
        tables=tables_of(summary) | score_tables(summary) | unseen_tables(opened),
        concerned=_concerned(summary),
        policy=policy_record(settings.policy),
        inputs=inputs,
        notes=tuple(notes_of(opened, rejected, summary, settings)),
        sources=dict(summary.values.get("source", {"": summary.contacts})),
        responses=dict(summary.answers),
        tools=dict(summary.values.get("tool", {})),
        teams=dict(summary.values.get("team", {})),
        last_seen={source: instant_text(instant) for source, instant in sorted(summary.last_seen.items())},
        as_declared=as_declared(summary),
        histogram=_fullest(summary),
        as_old_as=_latest_day(opened),
    )


def _concerned(summary: Summary) -> dict[str, int]:
    many = sum(customers for sources, customers in summary.sources_of_customer.items() if sources >= _MANY_SOURCES)
    return {**summary.concerned, "many_senders": many}


def _fullest(summary: Summary) -> dict[str, int]:
    found = {str(contacts): 0 for contacts in range(1, _FULL)} | {f"{_FULL}+": 0}
    for contacts, customers in summary.fullest.items():
        found[str(contacts) if contacts < _FULL else f"{_FULL}+"] += customers
    return found


def _latest_day(opened: Sequence[Opened]) -> date | None:
    """Return the calendar day of the latest possible instant of contacts and known events."""
    import numpy as np

    latest = [each.tally.latest_event for each in opened if each.tally.latest_event is not None]
    if not latest:
        return None
    days = opened[0].judge.zone.local_days(np.array([max(latest)], dtype=np.int64))
    return date(1970, 1, 1) + timedelta(days=int(days[0]))
