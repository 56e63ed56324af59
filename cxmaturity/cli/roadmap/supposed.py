"""What the page says of a plan of what would be if: the deadline, and what differs from the plan as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from cxmaturity.roadmap.plan import Attainment, Quarter
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.cli.roadmap.page import Shown

_NAMED: Final = 8
"""Practices that are named one by one."""
_ALIKE: Final = 5e-4
"""Share of the value below which two plans are worth as much."""


def show(page: Shown) -> None:
    """Print what became of the deadline, and what is gained or lost; nothing where nothing is supposed."""
    if page.roadmap.attainment:
        _deadline(page, page.roadmap.attainment)
    told = list(_differences(page))
    if told:
        page.paper.line(" ".join(page.paper.say(sentence) for sentence in told), above=1)


def _deadline(page: Shown, attainment: Attainment) -> None:
    paper, deadline = page.paper, attainment.deadline
    quarter = page.speech.quarter_of(deadline.quarter)
    paper.title(text("Stage {stage:int} by the end of {quarter}", stage=deadline.stage, quarter=quarter))
    for sentence in attainment.why:
        paper.line(sentence)
    if attainment.actions:
        least = text(
            "The least that must be done: {n:int} {n:plural action|actions}, {days:decimal} person-days.",
            n=len(attainment.actions),
            days=attainment.days,
        )
        paper.line(least, "bold")
        paper.line(" · ".join(_days(page, team, days) for team, days in _largest_first(attainment)), "dim")
        if not attainment.proven:
            paper.line(text("The search was stopped: perhaps less would do."))
    if not attainment.attained and attainment.practices:
        named = [*attainment.practices[:_NAMED]]
        rest = len(attainment.practices) - len(named)
        told = text("Practices concerned: {ids}.", ids=", ".join(named))
        if rest:
            told = text("Practices concerned: {ids} and {n:int} more.", ids=", ".join(named), n=rest)
        paper.line(told)
    if not attainment.attained:
        paper.line(text("The plan below keeps no deadline: it brings most value early."))


def _days(page: Shown, team: str, days: float) -> str:
    return page.paper.say(text("{team} {days:decimal} d", team=team, days=days))


def _largest_first(attainment: Attainment) -> list[tuple[str, float]]:
    return sorted(attainment.effort.items(), key=lambda item: (-item[1], item[0]))


def _differences(page: Shown) -> Iterator[Text]:
    """Yield what differs from the plan as it is: its worth, and the quarter of each stage."""
    plan, base = page.roadmap, page.roadmap.instead_of
    if base is None:
        return
    if base.objective > 0:
        share = plan.worth(base.practice_values) / base.objective - 1
        if abs(share) < _ALIKE:
            if not plan.attainment:
                yield text("Worth as much as the plan as it is.")
        elif share < 0:
            yield text("Worth {share:percent1} less than the plan as it is.", share=-share)
        else:
            yield text("Worth {share:percent1} more than the plan as it is.", share=share)
    for stage in range(2, 6):
        now, before = _first(plan.predicted, stage), _first(base.predicted, stage)
        if now != before:
            yield _moved(page, stage, now, before)


def _moved(page: Shown, stage: int, now: str | None, before: str | None) -> Text:
    then = page.speech.quarter_of(before) if before else ""
    if now is None:
        return text(
            "Stage {stage:int} is not attained any more, instead of by the end of {then}.", stage=stage, then=then
        )
    quarter = page.speech.quarter_of(now)
    if before is None:
        return text(
            "Stage {stage:int} is attained by the end of {quarter}, instead of not at all.",
            stage=stage,
            quarter=quarter,
        )
    return text(
        "Stage {stage:int} is attained by the end of {quarter} instead of {then}.",
        stage=stage,
        quarter=quarter,
        then=then,
    )


def _first(predicted: Sequence[Quarter], stage: int) -> str | None:
    """Return the first quarter at whose end a stage is attained."""
    return next((item.quarter for item in predicted if (item.stage.value or 0) >= stage), None)
