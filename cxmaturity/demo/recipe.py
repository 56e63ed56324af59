"""What the generated log is made of, as ``sample/log.yaml`` says it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from cxmaturity.documents import Frozen
from cxmaturity.evidence.loop import Aim, Contacted

Count = Annotated[int, Field(ge=0)]


class SourceRecipe(Frozen):
    """A source that sends: its channel, tool and team as the log names them."""

    id: str
    channel: str
    tool: str
    team: str
    metric: Literal["nps", "csat", "ces"]
    answered: float
    """Share of its requests that a customer answers who is asked once a month."""
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


class Answering(Frozen):
    """How customers answer."""

    effect: float
    """What each further request in the 30 days before adds to the log-odds of an answer."""
    spread: float
    """Standard deviation of customers' readiness, in log-odds."""
    readier: float
    """What the customers whom several sources ask within days are readier than others, in log-odds."""
    mean_days: float
    most_days: float
    answered: float
    """Share of answers to requests that do not say which source sent them."""
    leaning: tuple[float, float]
    """The beta distribution of scores between the ends of their scale."""


class LogRecipe(Frozen):
    """The whole recipe of the log."""

    seed: int
    contacts: Count
    first_day: date
    days: int
    sources: tuple[SourceRecipe, ...]
    ordinary: Ordinary
    fatigue: Fatigue
    collisions: Collisions
    runaway: Runaway
    answering: Answering
    segments: dict[str, float]
    """Segment to its share of the customers."""
    duplicates: Count
    unattributed: Count


class CaseGroup(Frozen):
    """Cases that are handled alike, each opened for an answer of a detractor."""

    cases: Count
    segment: str | None = None
    """Of the customers; none: of all segments that no other group names."""
    since: date | None = None
    """The first day (UTC) of their answers; none: of the log."""
    until: date | None = None
    """The last one; none: of the log."""
    rule: str | None = None
    owner: str | None = None
    contact: Contacted | None = None
    """Who reaches the customer first; nobody where it is absent."""
    hours: tuple[int, int] = (1, 1)
    """From the answer to that first contact."""
    closed_after_days: tuple[int, int] | None = None
    """From the first contact, else from the opening; None where the case stays open."""
    documented: bool = False
    causes: tuple[str, ...] = ()
    """What the cases are put down to, in turn."""
    action: str | None = None
    """The action that the first of its cases are linked with."""
    linked: Count = 0
    """How many are."""
    aims: tuple[Aim, ...] = ()
    """What follow-up is meant to reach, in turn."""


class CasesRecipe(Frozen):
    """What the log of cases is made of."""

    seed: int
    opened_after_minutes: int
    """From an answer to the opening of its case."""
    groups: tuple[CaseGroup, ...]
