"""What became of a deadline that was asked for, in words."""

from __future__ import annotations

from collections.abc import Iterator

from cxmaturity.roadmap.plan import Attainment, Roadmap
from cxmaturity.words import Text, text


def deadline_words(plan: Roadmap) -> Iterator[Text]:
    """Yield whether the stage comes by the quarter that was asked for, with what it takes or by when it would."""
    asked = plan.attainment
    if asked is None:
        return
    figures = {"stage": asked.deadline.stage, "quarter": asked.deadline.quarter}
    if not asked.attained:
        yield text("Asked for: stage {stage:int} by the end of {quarter:quarter}. It is not attained.", **figures)
        yield from _by_when(asked)
    elif asked.actions:
        yield text(
            "Asked for: stage {stage:int} by the end of {quarter:quarter}. It is attained with {n:int} {n:plural "
            "action|actions} and {days:short} {days:plural person-day|person-days}{least}.",
            n=len(asked.actions),
            days=asked.days,
            least=text(", the least that does") if asked.proven else "",
            **figures,
        )
    else:
        yield text(
            "Asked for: stage {stage:int} by the end of {quarter:quarter}. Nothing more has to be done for it.",
            **figures,
        )


def _by_when(asked: Attainment) -> Iterator[Text]:
    """Yield the first quarter in which it would be attained, with the days that there are and with any."""
    if asked.earliest:
        yield text("With the days that there are, it comes by the end of {quarter:quarter}.", quarter=asked.earliest)
    elif asked.earliest_unlimited:
        yield text(
            "With the days that there are, it never comes; with as many as it takes, by the end of {quarter:quarter}.",
            quarter=asked.earliest_unlimited,
        )
    else:
        yield text("No plan attains it, however many days there are.")
