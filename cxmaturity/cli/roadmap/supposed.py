"""What the page says of a plan of what would be if: the deadline, and what differs from the plan as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cxmaturity.report.view.roadmap import named
from cxmaturity.roadmap.catalogue import catalogue
from cxmaturity.roadmap.plan import Attainment, StageMove
from cxmaturity.roadmap.prediction import moved_stages
from cxmaturity.words import Text, text

if TYPE_CHECKING:
    from cxmaturity.cli.roadmap.page import Shown
    from cxmaturity.roadmap.what_if import WhatIf

_NAMED: Final = 8
"""Practices that are named one by one."""
_ALIKE: Final = 5e-4
"""Share of the value below which two plans are worth as much."""


def ask(page: Shown, what_if: WhatIf) -> None:
    """Print what is supposed, and that the plan's references are its own; nothing where nothing is."""
    if parts := list(_parts(page, what_if)):
        page.paper.line(text("What if: {asked}", asked=page.speech.listed(parts)), "bold yellow")
        if page.placed:
            page.paper.line(text("R1, R2… are those of this plan, not of the plan as it is."), "dim")


def _parts(page: Shown, what_if: WhatIf) -> Iterator[str]:
    say, deadline = page.paper.say, what_if.deadline
    for team, days in what_if.capacity.items():
        name = page.team_names([team])
        yield say(text("{team} {days:short} {days:plural day|days} a month", team=name, days=days))
    entries = catalogue(page.assessment.model, page.assessment.facts) if what_if.without else {}
    for key in what_if.without:
        yield say(text("without “{action}”", action=page.speech.words(entries[key].action.title)))
    if what_if.horizon is not None:
        yield say(text("{n:int} {n:plural month|months} ahead", n=what_if.horizon))
    if deadline is not None:
        yield say(text("stage {stage:int} by the end of {quarter:quarter}", **vars(deadline)))


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
        paper.line(named(sentence, page.assessment, page.roadmap, page.speech, page.names))
    if attainment.actions:
        least = text(
            "The least that must be done: {n:int} {n:plural action|actions}, {days:short} {days:plural "
            "person-day|person-days}.",
            n=len(attainment.actions),
            days=attainment.days,
        )
        paper.line(least, "bold")
        paper.line(" · ".join(_days(page, team, days) for team, days in _largest_first(attainment)), "dim")
        if not attainment.proven:
            paper.line(text("The search was stopped: perhaps less would do."))
    if not attainment.attained and attainment.practices:
        ids = ", ".join(attainment.practices[:_NAMED])
        rest = len(attainment.practices[_NAMED:])
        told = text("Practices concerned: {ids}.", ids=ids)
        if rest:
            told = text("Practices concerned: {ids} and {n:int} more.", ids=ids, n=rest)
        paper.line(told)
    if not attainment.attained:
        paper.line(text("The plan below keeps no deadline: it brings most value early."))


def _days(page: Shown, team: str, days: float) -> str:
    return page.paper.say(text("{team} {days:short} d", team=page.names.team(team), days=days))


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
    yield from map(_moved, moved_stages(base.predicted, plan.predicted))


def _moved(move: StageMove) -> Text:
    figures = {"stage": move.stage, "quarter": move.quarter, "then": move.instead_of}
    if move.quarter is None:
        return text("Stage {stage:int} is not attained any more, instead of by the end of {then:quarter}.", **figures)
    if move.instead_of is None:
        return text("Stage {stage:int} is attained by the end of {quarter:quarter}, instead of not at all.", **figures)
    return text("Stage {stage:int} is attained by the end of {quarter:quarter} instead of {then:quarter}.", **figures)
