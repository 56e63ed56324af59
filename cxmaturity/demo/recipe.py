"""What the generated log is made of, as ``sample/log.yaml`` says it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from cxmaturity.documents import Frozen

Count = Annotated[int, Field(ge=0)]


class SourceRecipe(Frozen):
    """A source that sends: its channel, tool and team as the log names them."""

    id: str
    channel: str
    tool: str
    team: str
    share: float
    """Of the ordinary contacts of a day on which all sources send."""
    months: tuple[int, ...] = ()
    """Months in which it sends, its year's worth in those; none: all year."""
    last_day: date | None = None
    """The day on which it stopped."""


class Ordinary(Frozen):
    """Customers who are left in peace."""

    contacts_each: tuple[float, ...]
    """Share of customers with 1, 2, … contacts."""
    rest_days: int


class Fatigue(Frozen):
    """Customers whom several sources ask within days."""

    customers: Count
    sources: tuple[str, ...]
    contacts_each: tuple[int, int]
    gap_days: tuple[int, int]


class Collisions(Frozen):
    """Customers whom two sources ask in the same week."""

    customers: Count
    sources: tuple[str, str]
    gap_days: tuple[int, int]


class Runaway(Frozen):
    """Customers whom an automation asks again and again on one day."""

    customers: Count
    source: str
    contacts_each: tuple[int, int]


class LogRecipe(Frozen):
    """The whole recipe."""

    seed: int
    contacts: Count
    first_day: date
    days: int
    sources: tuple[SourceRecipe, ...]
    ordinary: Ordinary
    fatigue: Fatigue
    collisions: Collisions
    runaway: Runaway
    duplicates: Count
    unattributed: Count
