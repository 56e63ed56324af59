"""The guided interview at the terminal, and the review of disagreements and contradictions."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from cxmaturity.cli.assess.closing import close
from cxmaturity.cli.assess.reading import evidence_at_hand, read
from cxmaturity.cli.assess.reviewing import hold_review
from cxmaturity.cli.assess.telling import Asked, say_when_begun
from cxmaturity.cli.options import note
from cxmaturity.cli.speech import Stopped
from cxmaturity.words import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cxmaturity.engagement.folder import Engagement
    from cxmaturity.engagement.given import Respondent
    from cxmaturity.engagement.journal import Journal
    from cxmaturity.interview import Mode, Outcome
    from cxmaturity.interview.desk import Terminal
    from cxmaturity.model import Model


def hold(engagement: Engagement, mode: Mode | None, asked: Asked, language: Language) -> None:
    """Hold the interview at the terminal, or the review where ``mode`` is None.

    However it ends, what stands and how to go on is said at its end.
    """
    from cxmaturity.interview import Interrupted
    from cxmaturity.interview.desk import Terminal
    from cxmaturity.interview.stopping import heeded

    desk = Terminal(language)
    outcome: Outcome | None = None
    sit = _sitting(engagement, mode, asked, desk)
    try:
        with heeded():
            outcome = sit()
        if outcome is None:
            return
    except KeyboardInterrupt as stop:
        outcome = stop.outcome if isinstance(stop, Interrupted) else None
        with suppress(OSError):  # the terminal may be gone
            close(engagement, mode, asked, outcome, desk)
        raise Stopped(desk.language) from stop
    close(engagement, mode, asked, outcome, desk)


def _sitting(engagement: Engagement, mode: Mode | None, asked: Asked, desk: Terminal) -> Callable[[], Outcome | None]:
    """Return what holds the sitting. For a review the evidence is gathered before, its logs audited where that is due.

    That is done before signals wait for a prompt, and before the lock, which an audit takes for itself.
    """
    if mode is not None:
        return partial(_interview, engagement, mode, asked, desk)
    cycle = engagement.cycle(asked.cycle, asked.as_of)
    facts = evidence_at_hand(engagement, cycle, desk.language, renewed=True)
    return partial(hold_review, engagement, asked, facts, desk)


def _interview(engagement: Engagement, mode: Mode, asked: Asked, desk: Terminal) -> Outcome:
    """Hold the interview, alone in the engagement."""
    from cxmaturity.assess import scorer
    from cxmaturity.engagement.answering import keep, take_back
    from cxmaturity.engagement.last_time import LastTime
    from cxmaturity.engagement.lock import locked
    from cxmaturity.interview import Earlier, Office, interview

    model = engagement.model()
    with locked(engagement.folder) as lock:
        fresh = engagement.cycle_or_next(asked.cycle, asked.as_of)
        say_when_begun(fresh, engagement.cycles(), desk.language)
        cycle = engagement.cycle_to_write(asked.cycle, asked.as_of)
        present = read(engagement, cycle, desk.language)
        last_time = LastTime(engagement, cycle)
        who = _who(asked, present, last_time.roles(), model, desk)
        own = [answer for answer in present.answers if answer.respondent == who.name and not answer.agreed]
        # Others' answers are left out: seeing them would draw the next answers towards theirs.
        score = scorer(model, evidence_at_hand(engagement, cycle, desk.language))
        office = Office(
            desk,
            keep(cycle, model, lock),
            take_back(cycle, model, lock),
            score,
            lambda: datetime.now(UTC),
            cycle.settings.date,
        )
        drafts = [draft for draft in present.drafts if draft.respondent == who.name and not draft.agreed]
        last = last_time.of(who.name)
        for told in last_time.notes:
            note(told, desk.language)
        earlier = Earlier(last.cycle, last.answers) if last else None
        return interview(
            model, mode, own, respondent=who.name, role=who.role, office=office, drafts=drafts, earlier=earlier
        )


def _who(asked: Asked, present: Journal, last: Mapping[str, str], model: Model, desk: Terminal) -> Respondent:
    """Return who answers, under the name that they go by already if they say so; say what is odd about their role.

    ``last`` maps those who answered in the cycle before to their role then.
    """
    from cxmaturity.engagement.answering import roles_so_far
    from cxmaturity.engagement.given import Respondent, known_as, role_notes, tidy

    before = roles_so_far(present)
    known_roles = {**last, **before}
    name = tidy(asked.respondent or desk.who(sorted(known_roles)))
    known = known_as(name, known_roles)
    if known != name and desk.is_same(name, known):
        name = known
    who = Respondent(name, asked.role or known_roles.get(name, "") or desk.role(model))
    for told in role_notes(who, model, before):
        note(told, desk.language)
    return who
