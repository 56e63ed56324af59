"""The one kernel: a batch of whole customers, in order, to a summary that merges."""

from __future__ import annotations

from cxmaturity.contacts.kernel.answers import Answers
from cxmaturity.contacts.kernel.batches import Batch
from cxmaturity.contacts.kernel.doses import doses
from cxmaturity.contacts.kernel.gathering import contacts_of
from cxmaturity.contacts.kernel.keeping import stopped
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.questions import questions
from cxmaturity.contacts.kernel.reminders import without_reminders
from cxmaturity.contacts.kernel.responses import departures, responses
from cxmaturity.contacts.kernel.rhythm import over_policy, pressures, rhythm, same_day
from cxmaturity.contacts.kernel.scores import answering, scales, scores
from cxmaturity.contacts.kernel.senders import senders
from cxmaturity.contacts.kernel.summary import Summary, merged
from cxmaturity.contacts.kernel.timing import timing
from cxmaturity.contacts.kernel.volume import counts, volume
from cxmaturity.contacts.kernel.windows import Line, within_room


def summarise(batch: Batch, plan: Plan) -> Summary:
    """Return the summary of a batch."""
    contacts, told = contacts_of(batch, plan)
    if plan.has_reminders:
        told = told.merge(Summary(without_reminders=without_reminders(batch, contacts, plan)))
    return merged([told, *(_part(part, plan) for part in within_room(contacts, plan.longest) if len(part))])


def replayed(batch: Batch, plan: Plan) -> Summary:
    """Return of a batch only what the plan's policies would have stopped, and what the passes over the rows need."""
    contacts, told = contacts_of(batch, plan)
    if not len(contacts):
        return told
    values = {field: counts(codes, plan.vocabulary[field]) for field, codes in contacts.codes.items()}
    volume = Summary(contacts=len(contacts), customers=len(contacts.starts), values=values)
    return merged((told, volume, answering(contacts, plan), stopped(contacts, Answers.of(contacts, plan), plan)))


def _part(batch: Batch, plan: Plan) -> Summary:
    """Return the summary of some customers: one summary an aspect, each with fields of its own."""
    line = Line.of(batch, plan.longest)
    pressure = pressures(line)
    answers = Answers.of(batch, plan)
    return merged(
        (
            volume(batch, plan.vocabulary),
            rhythm(batch, line, pressure),
            same_day(batch, plan.zone),
            over_policy(batch, line, pressure, plan),
            senders(batch, line, plan.values("source")),
            questions(batch, plan.values("source")),
            timing(batch, plan.values("source"), plan.timings),
            answering(batch, plan),
            scales(batch, plan),
            scores(batch, plan),
            responses(batch, pressure[30], answers, plan),
            departures(batch, pressure[30], answers, plan),
            doses(batch, pressure[30], answers, plan),
            stopped(batch, answers, plan),
        )
    )
