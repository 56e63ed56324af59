"""The audit of an engagement's closed loop, on purpose: observed anew, and recorded in the cycle."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity.contacts import Progress
from cxmaturity.engagement import recorded
from cxmaturity.engagement.closed import (
    is_closed,
    kept_without_logs,
    what_changed,
    what_was_renewed,
    with_loop_renewed,
)
from cxmaturity.engagement.contact_audit import refuse_missing
from cxmaturity.engagement.facts import Gathered, gather
from cxmaturity.engagement.folder import Cycle
from cxmaturity.engagement.following import Loop, refuse_nothing
from cxmaturity.engagement.ignored import is_seen_by_git
from cxmaturity.engagement.lock import locked
from cxmaturity.engagement.logs import logs_of
from cxmaturity.engagement.recorded import Recorded, digested
from cxmaturity.engagement.recording import record_of, seen_logs
from cxmaturity.errors import wrong
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.contacts.answers import Answers
    from cxmaturity.engagement.emitted import CaseFile, Emitted


@dataclass
class Emission:
    """The cases due, on their way into a file."""

    file: CaseFile
    loop: Loop
    map: OwnershipMap
    emitted: Emitted | None = None
    """None until they are there."""

    @classmethod
    def to(cls, path: Path, loop: Loop) -> Emission:
        """Look at the file first. Raises InputError when it cannot take cases, or when no rule or no log is there."""
        from cxmaturity.engagement.emitted import case_file

        if loop.map is None or loop.map.rules is None:
            raise wrong(
                text("no rule says which cases to write."),
                loop.engagement.map_file,
                text("Write them in its section rules, or leave out --emit."),
            )
        if not loop.logs.logs:
            raise wrong(
                text("there is no log of answers, so no case can be due."),
                loop.engagement.contacts,
                text("Put a log there, or leave out --emit."),
            )
        return cls(case_file(path, loop.engagement.settings.timezone), loop, loop.map)

    def __call__(self, answers: Answers) -> None:
        """Write the cases that are due among the answers."""
        from cxmaturity.engagement.emitted import add_cases
        from cxmaturity.loop.emitting import due_cases, overdue, unanswered

        engagement, rules = self.loop.engagement, self.map.rules or ()
        is_overdue = overdue(self.map, self.loop.cycle.as_of, engagement.settings.timezone)
        silent = unanswered(answers.connection, rules)
        written = add_cases(self.file, due_cases(answers.connection, rules), is_overdue)
        path = self.file.path.resolve()
        self.emitted = replace(
            written,
            silent=silent,
            is_case_log=path == engagement.cases_file.resolve(),
            is_seen_by_git=is_seen_by_git(path, engagement.folder.resolve()),
        )

    def lock(self) -> AbstractContextManager[object]:
        """Return what holds the engagement's lock where the file lies in the engagement, and nothing elsewhere."""
        folder = self.loop.engagement.folder
        lies_there = self.file.path.resolve().is_relative_to(folder.resolve())
        return locked(folder) if lies_there else nullcontext()


@dataclass(frozen=True)
class Audited:
    """An engagement with its closed loop as it was observed."""

    gathered: Gathered
    emitted: Emitted | None = None
    """What was written of the cases due; None where nobody asked for them."""


def audit_engagement_loop(
    folder: Path,
    cycle: str | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
    emit: Path | None = None,
) -> Audited:
    """Return everything known of an engagement, its closed loop observed anew and recorded in the cycle's facts.json.

    A closed cycle is looked at with its recorded map. Where the logs that recorded facts rest on are gone, those facts
    are returned. At another date than the cycle's, and where a log of answers is all there is, nothing is recorded. The
    cases that the rules demand and that do not exist are added to the file ``emit``, before anything is recorded.
    Raises InputError when there is nothing to follow, a file is wrong, or ``emit`` cannot be written; no file is
    written then.
    """
    gathered = gather(folder, cycle, as_of, progress, follow=False)
    engagement, chosen = gathered.engagement, gathered.cycle
    logs = logs_of(engagement)
    known = recorded.read(chosen.facts)
    closed = known if known is not None and is_closed(engagement, chosen, known) else None
    gone = bool(kept_without_logs(engagement, logs, known))
    if gone and gathered.facts.loop is not None and emit is None:
        return Audited(_with_notes(gathered, what_changed(engagement, chosen, closed) if closed else ()))
    loop = Loop(engagement, chosen, logs, gathered.facts.map)
    refuse_missing(engagement, logs)
    refuse_nothing(loop)
    emission = Emission.to(emit, loop) if emit is not None else None
    if gone or not chosen.recorded or chosen.as_of != chosen.settings.date or not loop.is_worth_following:
        with emission.lock() if emission is not None else nullcontext():
            facts = loop.observe(progress, emission)
        return _audited(_with_notes(gathered, _not_recorded(chosen) if closed else ()), facts, emission)
    with locked(engagement.folder):
        facts, fresh = _observed(loop, closed, progress, emission)
        recorded.write(chosen.facts, fresh)
    return _audited(
        _with_notes(gathered, what_was_renewed(engagement, chosen, fresh) if closed else ()), facts, emission
    )


def _observed(
    loop: Loop, closed: Recorded | None, progress: Progress | None, emission: Emission | None
) -> tuple[LoopFacts, Recorded]:
    """Return the loop as it is now, and the record of the cycle with it; of a closed one everything else stays."""
    engagement = loop.engagement
    before = recorded.read(loop.cycle.facts) or Recorded()
    now = record_of(engagement, loop.map, before.asked, before.logs, before.contact, known=before)
    read = digested(seen_logs(engagement, loop.logs), before.logs)  # other logs than the recorded ones, if closed
    basis = loop.basis(replace(now, logs=read))
    facts = loop.observe(progress, emission)
    if closed is not None:
        return facts, with_loop_renewed(engagement, before, facts, basis)
    return facts, replace(now, loop=facts, loop_asked=basis)


def _not_recorded(cycle: Cycle) -> tuple[Text, ...]:
    return (
        text(
            "The cycle {cycle} keeps the closed loop recorded for it. What is shown was looked at anew, with the map "
            "and rules recorded for the cycle, and was not recorded.",
            cycle=cycle.name,
        ),
    )


def _with_notes(gathered: Gathered, notes: Iterable[Text]) -> Gathered:
    return replace(gathered, notes=(*gathered.notes, *notes))


def _audited(gathered: Gathered, facts: LoopFacts, emission: Emission | None) -> Audited:
    seen = replace(gathered, facts=replace(gathered.facts, loop=facts))
    return Audited(seen, emission.emitted if emission else None)
