"""The options of ``roadmap`` that ask what would be if: what they mean, and what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, TypeVar

import click

from cxmaturity.cli.options import pile
from cxmaturity.errors import InputError, Problem
from cxmaturity.roadmap.what_if import LONGEST, Deadline, WhatIf
from cxmaturity.words import Text, text

F = TypeVar("F", bound=Callable[..., Any])
_DEADLINE = re.compile(r"stage=([0-9]+)@(.+)")
_QUARTER = re.compile(r"([0-9]{4})-[QT]([1-4])")
"""French writes T for trimestre."""
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")

what_if_options = pile(
    [
        click.option("--horizon", type=int, metavar="MONTHS", help="How far to look ahead (default: 24)."),
        click.option(
            "--capacity",
            multiple=True,
            metavar="TEAM=DAYS",
            help="What if this team had so many days a month? Repeatable.",
        ),
        click.option(
            "--without", multiple=True, metavar="ACTION", help="What if this action was not carried out? Repeatable."
        ),
        click.option(
            "--deadline",
            multiple=True,
            metavar="stage=S@QUARTER",
            help="What is the least that must be done to be at stage S by the end of a quarter, such as 2027-Q2?",
        ),
    ]
)
"""--horizon, --capacity, --without, --deadline."""


def what_if_of(horizon: int | None, capacity: Iterable[str], without: Iterable[str], deadline: Iterable[str]) -> WhatIf:
    """Return what is supposed. Raises InputError with everything that is wrong in the options themselves."""
    read = _Reader()
    supposed = WhatIf(read.horizon(horizon), read.capacities(capacity), read.without(without), read.deadline(deadline))
    if read.problems:
        raise InputError(read.problems)
    return supposed


@dataclass
class _Reader:
    problems: list[Problem] = field(default_factory=list)

    def horizon(self, months: int | None) -> int | None:
        """Return the months to look ahead."""
        if months is not None and not 1 <= months <= LONGEST:
            what = text("--horizon: a plan cannot look {n:int} months ahead.", n=months)
            self._wrong(what, text("Give 1 to {n:int} months.", n=LONGEST))
        return months

    def capacities(self, given: Iterable[str]) -> dict[str, float]:
        """Return days per month by team, from ``TEAM=DAYS``."""
        capacities: dict[str, float] = {}
        for word in given:
            team, _, days = (part.strip() for part in word.partition("="))
            amount = _days(days)
            if not team or amount is None:
                what = text("--capacity does not understand “{word}”.", word=word)
                self._wrong(what, text("Write team=days per month, as in support=6.5."))
            elif amount < 0:
                what = text("--capacity gives the team “{team}” less than no days.", team=team)
                self._wrong(what, text("Give days per month from 0 up."))
            elif team in capacities:
                self._wrong(
                    text("--capacity gives the team “{team}” more than once.", team=team), text("Keep one of them.")
                )
            else:
                capacities[team] = amount
        return capacities

    def without(self, given: Iterable[str]) -> tuple[str, ...]:
        """Return the actions that are left out."""
        words = [word.strip() for word in given]
        if not all(words):
            self._wrong(text("--without names no action."), text("Give the id of an action."))
        return tuple(dict.fromkeys(words))

    def deadline(self, given: Iterable[str]) -> Deadline | None:
        """Return the stage and the quarter, from ``stage=S@QUARTER``."""
        words = list(given)
        if len(words) > 1:
            what = text("--deadline is given {n:int} times.", n=len(words))
            self._wrong(what, text("Ask for one stage by one quarter at a time."))
        return self._deadline(words[0].strip()) if words else None

    def _deadline(self, word: str) -> Deadline | None:
        found = _DEADLINE.fullmatch(word)
        if found is None:
            what = text("--deadline does not understand “{word}”.", word=word)
            self._wrong(what, text("Write it as stage=3@2027-Q2."))
            return None
        stage, quarter = int(found[1]), found[2].upper()
        if not 2 <= stage <= 5:
            what = text("--deadline: there is no stage {stage:int} to attain.", stage=stage)
            self._wrong(what, text("Give a stage from 2 to 5."))
        known = _QUARTER.fullmatch(quarter)
        if known is None:
            what = text("--deadline: “{word}” is not a quarter.", word=found[2])
            month = _MONTH.fullmatch(quarter)
            meant = text("Write {quarter}.", quarter=f"{month[1]}-Q{(int(month[2]) + 2) // 3}") if month else None
            self._wrong(what, meant or text("Write it as stage=3@2027-Q2."))
            return None
        return Deadline(stage, f"{known[1]}-Q{known[2]}")

    def _wrong(self, what: Text, remedy: Text) -> None:
        self.problems.append(Problem(what, remedy=remedy))


def _days(word: str) -> float | None:
    try:
        days = float(word)
    except ValueError:
        return None
    return days if isfinite(days) else None
