"""The passes over the sorted rows: one, unless it shows that what the kernel was told beforehand was not so."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.batches import Batch, whole_customers
from cxmaturity.contacts.engine import answering_sources, details_in, sorted_contacts, vocabulary_of
from cxmaturity.contacts.judging import CONTACT, EVENT
from cxmaturity.contacts.kernel import summarise
from cxmaturity.contacts.opening import Opened
from cxmaturity.contacts.plan import FAR, Plan
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.contacts.summary import Summary
from cxmaturity.contacts.windows import microseconds
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    import pyarrow as pa

    from cxmaturity.contacts.engine import Workplace

_WORKERS: Final = 4
"""Batches measured at once; more would only take memory."""
_PASSES: Final = 4
"""More are never needed: ids decide the order, then events their contacts, then these who answers."""

Say = Callable[[Text, float | None], None]
Kernel = Callable[[Batch, Plan], Summary]


def measured(
    place: Workplace, opened: Sequence[Opened], settings: AuditSettings, say: Say, kernel: Kernel = summarise
) -> Summary:
    """Return the summary of all logs.

    Which sources are answered, and the latest instant, cannot be known before events are attached to contacts. They are
    guessed, and where the guess was wrong, the rows are gone through once more.
    """
    logs = [(each.judge, each.tally) for each in opened]
    vocabulary = vocabulary_of([each.tally for each in opened])
    plan = planned(place, opened, vocabulary, settings)
    total = sum(each.tally.count(CONTACT) + each.tally.count(EVENT) for each in opened)
    for _ in range(_PASSES):
        say(text("Sorting the contacts"), None)
        by_id = plan.by_id and any(judge.has_contact_id for judge, _ in logs)
        rows = sorted_contacts(place.connection, logs, vocabulary, details_in(logs, by_id=by_id), by_id=by_id)
        summary = _summarised(rows, plan, settings.threads, _telling(say, total), kernel)
        better = corrected(plan, summary, opened)
        if better == plan:
            break
        plan = better
    return summary


def planned(
    place: Workplace, opened: Sequence[Opened], vocabulary: Mapping[str, tuple[str, ...]], settings: AuditSettings
) -> Plan:
    """Return what the kernel needs to know, partly guessed."""
    logs = [(each.judge, each.tally) for each in opened]
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
        replays=settings.replays,
        with_examples=settings.key is not None,
        answerable=answering_sources(place.connection, logs),
        by_id=settings.dedupe or not any(judge.has_contact_id for judge, _ in logs),
    )


def corrected(plan: Plan, summary: Summary, opened: Sequence[Opened]) -> Plan:
    """Return the plan as it should have been."""
    others = [each.tally.latest_but_answers for each in opened]
    latest = [instant for instant in (*others, summary.latest_answer) if instant is not None]
    return replace(
        plan,
        answerable=frozenset(source for source, answers in summary.answers.items() if answers),
        latest=max(latest, default=-FAR),
        by_id=plan.by_id or summary.undecided > 0,
    )


def _telling(say: Say, total: int) -> Callable[[int], None]:
    done = 0
    what = text("Measuring")

    def tell(rows: int) -> None:
        nonlocal done
        done += rows
        say(what, done / total)

    return tell


def _summarised(
    rows: Iterable[pa.RecordBatch], plan: Plan, threads: int | None, tell: Callable[[int], None], kernel: Kernel
) -> Summary:
    """Return the summary of sorted rows, batches measured side by side while the next ones arrive."""
    workers = min(threads or os.cpu_count() or 1, _WORKERS)
    summary = Summary()
    with ThreadPoolExecutor(workers) as pool:
        running: deque[tuple[int, Future[Summary]]] = deque()
        for batch in whole_customers(rows, with_ids=plan.with_examples):
            running.append((len(batch), pool.submit(kernel, batch, plan)))
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
