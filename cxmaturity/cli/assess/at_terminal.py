"""The guided interview at the terminal, and the review of disagreements."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.assess.closing import close
from cxmaturity.cli.assess.telling import Asked, cycle_names, say_when_begun, say_when_signed
from cxmaturity.cli.options import note
from cxmaturity.cli.speech import Stopped
from cxmaturity.errors import InputError
from cxmaturity.words import Language, Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cxmaturity.engagement.folder import Cycle, Engagement
    from cxmaturity.engagement.given import Respondent
    from cxmaturity.engagement.journal import Journal
    from cxmaturity.evidence.answers import Answer
    from cxmaturity.interview import Mode, Outcome
    from cxmaturity.interview.desk import Terminal
    from cxmaturity.model import Model
    from cxmaturity.scoring import Scores

WORKSHOP = "workshop"
"""Whose agreed answers are unless somebody is named, and in which role."""
_PARTY = "workshop: "
"""Whose they are where it is known who took part, before the names."""


def hold(engagement: Engagement, mode: Mode | None, asked: Asked, language: Language) -> None:
    """Hold the interview at the terminal, or the review where ``mode`` is None.

    However it ends, what stands and how to go on is said at its end.
    """
    from cxmaturity.interview import Interrupted
    from cxmaturity.interview.desk import Terminal
    from cxmaturity.interview.stopping import heeded

    desk = Terminal(language)
    outcome: Outcome | None = None
    try:
        with heeded():
            outcome = _review(engagement, asked, desk) if mode is None else _interview(engagement, mode, asked, desk)
        if outcome is None:
            return
    except KeyboardInterrupt as stop:
        outcome = stop.outcome if isinstance(stop, Interrupted) else None
        with suppress(OSError):  # the terminal may be gone
            close(engagement, mode, asked, outcome, desk)
        raise Stopped(desk.language) from stop
    close(engagement, mode, asked, outcome, desk)


def _interview(engagement: Engagement, mode: Mode, asked: Asked, desk: Terminal) -> Outcome:
    """Hold the interview, alone in the engagement."""
    from cxmaturity.engagement.answering import keep, take_back
    from cxmaturity.engagement.last_time import LastTime
    from cxmaturity.engagement.lock import locked
    from cxmaturity.interview import Earlier, Office, interview

    model = engagement.model()
    with locked(engagement.folder) as lock:
        known = cycle_names(engagement)
        cycle = engagement.cycle_to_write(asked.cycle, asked.as_of)
        say_when_begun(cycle, known, desk.language)
        present = _read(engagement, cycle, desk.language)
        last_time = LastTime(engagement, cycle)
        who = _who(asked, present, last_time.roles(), model, desk)
        own = [answer for answer in present.answers if answer.respondent == who.name and not answer.agreed]
        # Others' answers are left out: seeing them would draw the next answers towards theirs.
        score = _scoring(engagement, cycle, (), desk.language)
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


def _review(engagement: Engagement, asked: Asked, desk: Terminal) -> Outcome | None:
    """Hold the review, alone in the engagement; None when there is nothing to agree on."""
    from cxmaturity.engagement.answering import keep_agreed, take_back
    from cxmaturity.engagement.lock import locked
    from cxmaturity.interview import Office, review
    from cxmaturity.scoring import agenda

    model = engagement.model()
    with locked(engagement.folder) as lock:
        cycle = engagement.cycle(asked.cycle, asked.as_of)
        present = _read(engagement, cycle, desk.language)
        points = agenda(model, present.answers)
        if not points:
            click.echo(_nothing_to_agree_on(engagement, present).show(desk.language))
            return None
        named = {answer.practice for answer in present.answers if answer.agreed} & {each.practice.id for each in points}
        others = [answer for answer in present.answers if not (answer.agreed and answer.practice in named)]
        score = _scoring(engagement, cycle, others, desk.language)
        office = Office(
            desk,
            keep_agreed(cycle, model, lock),
            take_back(cycle, model, lock),
            score,
            lambda: datetime.now(UTC),
            cycle.settings.date,
        )
        return review(
            model,
            [point.practice for point in points],
            present.answers,
            respondent=asked.respondent or _party(present, desk),
            role=asked.role or WORKSHOP,
            office=office,
            drafts=[draft for draft in present.drafts if draft.agreed],
        )


def _party(present: Journal, desk: Terminal) -> str:
    """Return the workshop with those who take part in it: asked once, with those of the last time to begin with."""
    agreed = [answer.respondent for answer in present.answers if answer.agreed and answer.role == WORKSHOP]
    before = agreed[-1].removeprefix(_PARTY) if agreed and agreed[-1].startswith(_PARTY) else ""
    named = " ".join(desk.party(before).split())
    return _PARTY + named if named else WORKSHOP


def _nothing_to_agree_on(engagement: Engagement, present: Journal) -> Text:
    voices = {answer.respondent for answer in present.answers if not answer.agreed}
    if len(voices) < 2:
        return text(
            "Nothing to review: {n:int} {n:plural person has|people have} answered, and disagreement takes two. "
            "The next one: cxmaturity assess {folder}",
            n=len(voices),
            folder=engagement.folder,
        )
    return text("Nothing to review: {n:int} people have answered, and no two levels differ.", n=len(voices))


def _read(engagement: Engagement, cycle: Cycle, language: Language) -> Journal:
    """Return the cycle's journal as the model has it now; say what could not be read of it, and who has signed it."""
    from cxmaturity.engagement.up_to_date import to_write

    present = to_write(engagement, cycle)
    for message in present.notes:
        note(message, language)
    say_when_signed(cycle, language)
    return present


def _scoring(
    engagement: Engagement, cycle: Cycle, others: Iterable[Answer], language: Language
) -> Callable[[Iterable[Answer]], Scores]:
    """Return what scores a sitting's answers together with the others', beside the evidence that is recorded."""
    from cxmaturity.assess import scorer
    from cxmaturity.engagement.facts import facts_at_hand
    from cxmaturity.engagement.recording import as_note
    from cxmaturity.evidence.facts import Facts

    try:
        facts = facts_at_hand(engagement, cycle)
    except InputError as error:  # the interview needs no evidence, and score explains all of it
        note(
            text(
                "The scores shown leave out the evidence, because it cannot be read: {what}",
                what=as_note(error.problems[0]),
            ),
            language,
        )
        facts = Facts(engagement.settings.organisation, cycle.name, cycle.as_of, answers=())
    score, theirs = scorer(engagement.model(), facts), tuple(others)
    return lambda answers: score((*theirs, *answers))
