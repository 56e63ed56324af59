"""The review: a workshop agrees on what voices see differently, and on what evidence contradicts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cxmaturity.cli.assess.closing import wrapped
from cxmaturity.cli.assess.reading import read
from cxmaturity.cli.assess.telling import Asked
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cxmaturity.engagement.folder import Engagement
    from cxmaturity.engagement.journal import Journal
    from cxmaturity.evidence.answers import Answer
    from cxmaturity.evidence.facts import Facts
    from cxmaturity.interview import Outcome
    from cxmaturity.interview.desk import Terminal
    from cxmaturity.model import Model
    from cxmaturity.scoring import Contradiction, Scores

WORKSHOP = "workshop"
"""Whose agreed answers are unless somebody is named, and in which role."""
_PARTY = "workshop: "
"""Whose they are where it is known who took part, before the names."""


def hold_review(engagement: Engagement, asked: Asked, facts: Facts, desk: Terminal) -> Outcome | None:
    """Hold the review, alone in the engagement; None when there is nothing to agree on."""
    from cxmaturity.assess import scorer
    from cxmaturity.engagement.answering import keep_agreed, take_back
    from cxmaturity.engagement.lock import locked
    from cxmaturity.interview import Office, review
    from cxmaturity.scoring import agenda

    model = engagement.model()
    with locked(engagement.folder) as lock:
        cycle = engagement.cycle(asked.cycle, asked.as_of)
        present = read(engagement, cycle, desk.language)
        score = scorer(model, facts)
        against = _contradicted(model, present, score)
        differ = [each.practice for each in agenda(model, present.answers)]
        points = [*differ, *(each.practice for each in against.values() if each.practice not in differ)]
        if not points:
            nothing = _nothing_to_agree_on(engagement, present, score(present.answers))
            click.echo(wrapped(nothing.show(desk.language)))
            return None
        named = {answer.practice for answer in present.answers if answer.agreed} & {each.id for each in points}
        others = [answer for answer in present.answers if not (answer.agreed and answer.practice in named)]
        office = Office(
            desk,
            keep_agreed(cycle, model, lock),
            take_back(cycle, model, lock),
            lambda answers: score((*others, *answers)),
            lambda: datetime.now(UTC),
            cycle.settings.date,
        )
        return review(
            model,
            points,
            present.answers,
            respondent=asked.respondent or _party(present, desk),
            role=asked.role or WORKSHOP,
            office=office,
            drafts=[draft for draft in present.drafts if draft.agreed],
            against=against,
        )


def _contradicted(
    model: Model, present: Journal, score: Callable[[Iterable[Answer]], Scores]
) -> dict[str, Contradiction]:
    """Return what evidence contradicts, by practice, the largest effect first.

    A claim of the voices that a workshop has corrected since stays on the agenda, as settled disagreements do.
    """
    from cxmaturity.scoring import contradictions

    voices = [answer for answer in present.answers if not answer.agreed]
    found = {each.practice.id: each for each in contradictions(model, score(voices))}
    return found | {
        each.practice.id: each
        for each in contradictions(model, score(present.answers))
        if each.practice.id not in found
    }


def _party(present: Journal, desk: Terminal) -> str:
    """Return the workshop with those who take part in it: asked once, with those of the last time to begin with."""
    agreed = [answer.respondent for answer in present.answers if answer.agreed and answer.role == WORKSHOP]
    before = agreed[-1].removeprefix(_PARTY) if agreed and agreed[-1].startswith(_PARTY) else ""
    named = " ".join(desk.party(before).split())
    return _PARTY + named if named else WORKSHOP


def _nothing_to_agree_on(engagement: Engagement, present: Journal, scores: Scores) -> Text:
    voices = {answer.respondent for answer in present.answers if not answer.agreed}
    is_checked = any(score.verdict in ("confirmed", "consistent") for score in scores.practices)
    evidence = text("evidence contradicts no claim") if is_checked else text("no evidence could check a claim")
    if len(voices) < 2:
        return text(
            "Nothing to review: {n:int} {n:plural person has|people have} answered, and disagreement takes two; "
            "{evidence}. The next one: cxmaturity assess {folder}",
            n=len(voices),
            evidence=evidence,
            folder=engagement.folder,
        )
    return text(
        "Nothing to review: {n:int} people have answered, and no two levels differ; {evidence}.",
        n=len(voices),
        evidence=evidence,
    )
