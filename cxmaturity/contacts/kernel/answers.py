"""Which contacts were answered, and which of them are looked at for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxmaturity.contacts.kernel.batches import Batch, Flags
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.rhythm import flagged


@dataclass(frozen=True)
class Answers:
    """A flag for each contact of a batch."""

    answered: Flags
    """Answered within the response window, its last instant included."""
    late: Flags
    """Answered, but later."""
    counted: Flags
    """Of a source that any answer ever came from."""
    invited: Flags
    """No reminder."""
    judged: Flags
    """So old that an answer could have come."""
    settled: Flags
    """Judged, and with a month of the log before it."""

    @classmethod
    def of(cls, batch: Batch, plan: Plan) -> Answers:
        """Return the flags of a batch; nothing is answered where no log could show it."""
        responded = batch.details.get("responded")
        nothing = np.zeros(len(batch), dtype=np.bool_)
        late = nothing if responded is None else responded > batch.instants + plan.window
        judged = batch.instants <= plan.judged_until
        return cls(
            answered=nothing if responded is None else (responded >= batch.instants) & ~late,
            late=late,
            counted=flagged(batch, "source", [source in plan.answerable for source in plan.values("source")]),
            invited=flagged(batch, "kind", [kind != "reminder" for kind in plan.values("kind")]),
            judged=judged,
            settled=judged & (batch.instants >= plan.settled_from),
        )
