"""The audit of an engagement's closed loop, on purpose: observed anew, and recorded in the cycle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity.contacts import Progress
from cxmaturity.engagement import recorded
from cxmaturity.engagement.closed import kept_without_logs
from cxmaturity.engagement.contact_audit import refuse_missing
from cxmaturity.engagement.facts import Gathered, gather
from cxmaturity.engagement.following import Loop, refuse_nothing
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.logs import logs_of
from cxmaturity.engagement.recorded import Recorded
from cxmaturity.engagement.recording import record_of
from cxmaturity.evidence.loop import LoopFacts

if TYPE_CHECKING:
    from cxmaturity.contacts.answers import Answers


def audit_engagement_loop(
    folder: Path,
    cycle: str | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    beside: Callable[[Answers], None] | None = None,
) -> Gathered:
    """Return everything known of an engagement, its closed loop observed anew and recorded in the cycle's facts.json.

    Where the logs that recorded facts rest on are gone, those facts are returned. At another date than the cycle's
    nothing is recorded. ``beside`` is done while the answers still stand in the engine. Raises InputError when there
    is nothing to follow, or a file is wrong.
    """
    gathered = gather(folder, cycle, as_of, progress, follow=False)
    engagement, chosen = gathered.engagement, gathered.cycle
    logs = logs_of(engagement)
    loop = Loop(engagement, chosen, logs, engagement.ownership_map())
    known = recorded.read(chosen.facts)
    gone = bool(kept_without_logs(engagement, logs, known))
    if gone and gathered.facts.loop is not None and beside is None:
        return gathered
    refuse_nothing(loop)
    refuse_missing(engagement, logs)
    if gone or not chosen.recorded or chosen.as_of != chosen.settings.date:
        return _with(gathered, loop.observe(progress, beside), loop)
    with locked(engagement.folder):
        facts = loop.observe(progress, beside)
        recorded.write(chosen.facts, _recorded(loop, recorded.read(chosen.facts) or Recorded(), facts))
    return _with(gathered, facts, loop)


def _recorded(loop: Loop, known: Recorded, facts: LoopFacts) -> Recorded:
    fresh = record_of(loop.engagement, loop.map, known.asked, known.logs, known.contact, known=known)
    return replace(fresh, loop=facts, loop_asked=loop.basis(fresh))


def _with(gathered: Gathered, facts: LoopFacts, loop: Loop) -> Gathered:
    return replace(gathered, facts=replace(gathered.facts, loop=facts, map=loop.map))
