"""The passes over the sorted rows: one, unless it shows that what the kernel was told beforehand was not so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cxmaturity.contacts.engines.duckdb import Kernel
from cxmaturity.contacts.engines.stream import Stream, details_in, vocabulary_of
from cxmaturity.contacts.kernel.plan import FAR, Plan
from cxmaturity.contacts.kernel.summarising import summarise
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.kernel.windows import microseconds
from cxmaturity.contacts.progress import Counter, Progress, Step, of_engine
from cxmaturity.contacts.rows.judging import CONTACT, EVENT
from cxmaturity.contacts.rows.opening import Opened
from cxmaturity.contacts.settings import AuditSettings
from cxmaturity.words import text

if TYPE_CHECKING:
    from cxmaturity.contacts.engines.duckdb import Workplace

_PASSES: Final = 4
"""More are never needed: ids decide the order, then events their contacts, then these who answers."""


def measured(
    place: Workplace, opened: Sequence[Opened], settings: AuditSettings, say: Progress, kernel: Kernel = summarise
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
        say(Step(text("Sorting the contacts"), of_engine(place.connection, total)))
        by_id = plan.by_id and any(judge.has_contact_id for judge, _ in logs)
        stream = Stream(logs, vocabulary, details_in(logs, by_id=by_id), by_id)
        summary = place.summary(stream, plan, kernel, _telling(say, total))
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
        answerable=place.answering_sources(logs),
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


def _telling(say: Progress, total: int) -> Callable[[int], None]:
    """Return what takes note of measured rows: with the first of them the sorting is over."""
    counter = Counter(total)

    def tell(rows: int) -> None:
        if counter.reached().rows == 0:
            say(Step(text("Measuring the contacts"), counter.reached))
        counter.count(rows)

    return tell
