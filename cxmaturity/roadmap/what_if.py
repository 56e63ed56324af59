"""What a plan supposes that is not so: another horizon, other capacities, actions left out, a stage by a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxmaturity.errors import wrong
from cxmaturity.roadmap import months
from cxmaturity.words import text

HORIZON = 24
"""Months that a plan looks ahead unless somebody asks for more or less."""
LONGEST = 120
"""Months that a plan may look ahead at most."""


@dataclass(frozen=True)
class Deadline:
    """A stage that the organisation wants to be at by the end of a quarter."""

    stage: int
    """2–5."""
    quarter: str
    """``2027-Q2``."""

    @property
    def end(self) -> months.Index:
        """The quarter's last month."""
        year, _, number = self.quarter.partition("-Q")
        return int(year) * 12 + int(number) * 3 - 1

    def __str__(self) -> str:
        return f"stage={self.stage}@{self.quarter}"


@dataclass(frozen=True)
class WhatIf:
    """What would be if; nothing of it by default."""

    horizon: int | None = None
    """Months to look ahead; None: as many as usual."""
    capacity: Mapping[str, float] = field(default_factory=dict)
    """Team to its days per month, in every month."""
    without: tuple[str, ...] = ()
    """Actions left out, as if they were dropped."""
    deadline: Deadline | None = None
    """Plan only what attains this, at the least cost."""

    def months_from(self, start: months.Index) -> int:
        """Return how many months to look ahead: as asked, else as usual, but as far as the deadline.

        Raises InputError for a horizon or a deadline that is too near or too far, and where they contradict each other.
        """
        if self.horizon is not None and not 1 <= self.horizon <= LONGEST:
            raise wrong(text("the horizon must lie between 1 and {n:int} months.", n=LONGEST))
        if self.deadline is None:
            return HORIZON if self.horizon is None else self.horizon
        needed = self.deadline.end - start + 1
        if needed < 1:
            raise wrong(
                text(
                    "--deadline {deadline}: the quarter is over before the plan starts, in {month:month}.",
                    deadline=str(self.deadline),
                    month=months.first_day(months.name(start)),
                ),
                remedy=text("Give {quarter} or a later one.", quarter=months.quarter(start)),
            )
        if self.horizon is not None and self.horizon < needed:
            raise wrong(
                text(
                    "--horizon {n:int} ends before --deadline {deadline}.", n=self.horizon, deadline=str(self.deadline)
                ),
                remedy=text("Leave out --horizon, or give at least {n:int} months.", n=needed),
            )
        if needed > LONGEST:
            raise wrong(
                text("--deadline {deadline} lies too far ahead.", deadline=str(self.deadline)),
                remedy=text(
                    "A plan looks {n:int} months ahead at most, until {quarter}.",
                    n=LONGEST,
                    quarter=months.quarter(start + LONGEST - 1),
                ),
            )
        return max(HORIZON, needed) if self.horizon is None else self.horizon

    @property
    def supposes(self) -> bool:
        """Whether anything is supposed at all."""
        return self != AS_IT_IS


AS_IT_IS = WhatIf()
