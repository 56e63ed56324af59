"""The one kernel: a batch of whole customers, in order, to a summary that merges."""

from __future__ import annotations

import numpy as np

from cxmaturity.contacts.attaching import with_customers
from cxmaturity.contacts.batches import Batch, Flags
from cxmaturity.contacts.plan import Plan
from cxmaturity.contacts.questions import questions
from cxmaturity.contacts.rhythm import over_policy, pressures, rhythm, same_day
from cxmaturity.contacts.scores import answering, scales, scores
from cxmaturity.contacts.senders import senders
from cxmaturity.contacts.summary import Summary, merged
from cxmaturity.contacts.timing import timing
from cxmaturity.contacts.volume import repeats, volume
from cxmaturity.contacts.windows import Line, within_room


def summarise(batch: Batch, plan: Plan) -> Summary:
    """Return the summary of a batch."""
    kept, left_out = _left_out(with_customers(batch), plan)
    return merged([left_out, *(_part(part, plan) for part in within_room(kept, plan.longest) if len(part))])


def _part(batch: Batch, plan: Plan) -> Summary:
    """Return the summary of some customers: one summary an aspect, each with fields of its own."""
    line = Line.of(batch, plan.longest)
    pressure = pressures(line)
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
        )
    )


def _left_out(batch: Batch, plan: Plan) -> tuple[Batch, Summary]:
    """Return the contacts that count, and how many the options left out."""
    reminders = duplicates = 0
    if plan.without_reminders and "kind" in batch.codes and "reminder" in plan.vocabulary["kind"]:
        batch, reminders = _without(batch, batch.codes["kind"] == plan.vocabulary["kind"].index("reminder"))
    if plan.dedupe:
        batch, duplicates = _without(batch, repeats(batch))
    return batch, Summary(dropped_reminders=reminders, dropped_duplicates=duplicates)


def _without(batch: Batch, flags: Flags) -> tuple[Batch, int]:
    dropped = int(np.count_nonzero(flags))
    return (batch.selected(~flags) if dropped else batch), dropped
