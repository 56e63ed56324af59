"""A roadmap: actions placed in time, with what they are worth and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cxmaturity.model.schema import Action
from cxmaturity.roadmap.months import index
from cxmaturity.roadmap.what_if import Deadline
from cxmaturity.scoring import Score, StageReach
from cxmaturity.words import Text

Month = str
"""``YYYY-MM``."""


@dataclass(frozen=True)
class Value:
    """What an action is worth, in parts that add up."""

    total: float
    score: float
    stage: float
    reach: float
    confidence: float | None
    """total ÷ total with every practice verified; None when that is 0."""


@dataclass(frozen=True)
class Rank:
    """How often an action stands in front when score, stage and reach are weighted in every possible way."""

    first: float
    """Share of the weightings under which it is worth most."""
    top3: float


@dataclass(frozen=True)
class Earlier:
    """An action that starts earlier with more days of a team."""

    id: str
    start: Month
    instead_of: Month | None
    """None: without them it has no place."""


@dataclass(frozen=True)
class StageMove:
    """A stage that one plan attains at another time than another does; None: not within the plan."""

    stage: int
    quarter: str | None
    """The first at whose end the stage is attained, ``2027-Q1``."""
    instead_of: str | None


@dataclass(frozen=True)
class CapacityGain:
    """What a fifth more capacity of one team would add to the value of the schedule."""

    team: str
    gain: float
    """Of the best schedule found with it; never below 0."""
    at_most: float
    """No schedule gains more. 0 only where it is proven that nothing is gained."""
    stages: tuple[StageMove, ...] = ()
    """Stages that come at another time then; as a rule sooner."""
    earlier: tuple[Earlier, ...] = ()
    """Actions of that schedule, by start."""
    later: tuple[str, ...] = ()
    """Ids of the actions that start later in it, or have no place."""


@dataclass(frozen=True)
class Planned:
    """One candidate action and its place in the schedule."""

    action: Action
    status: str
    owner: str | None
    findings: tuple[str, ...]
    """Fired findings that it answers."""
    effort: Mapping[str, float]
    """Person-days by team, over the whole action."""
    start: Month | None
    end: Month | None
    """Its last month; None when it is not scheduled."""
    value: Value
    why_not: Text | None = None
    """Why it is not scheduled."""
    rank: Rank = field(default_factory=lambda: Rank(0.0, 0.0))
    tied_with: tuple[str, ...] = ()
    """Candidates that are worth more than it under about as many weightings as they are worth less; sorted."""


@dataclass(frozen=True)
class Quarter:
    """Predicted stage and question scores at a quarter's end."""

    quarter: str
    """``2027-Q1``."""
    stage: StageReach
    questions: Mapping[str, Score]


@dataclass(frozen=True)
class Missing:
    """Days that a team lacks."""

    team: str
    days: float
    """In every month."""


@dataclass(frozen=True)
class Attainment:
    """Whether a deadline is kept, and by what; or why not."""

    deadline: Deadline
    attained: bool
    proven: bool
    """Whether nothing cheaper does, or nothing at all."""
    actions: tuple[str, ...] = ()
    """The cheapest set; actions that run already are not among them."""
    effort: Mapping[str, float] = field(default_factory=dict)
    """Team to the person-days of that set."""
    why: tuple[Text, ...] = ()
    """What keeps the stage from being attained, or that nothing has to be done for it."""
    practices: tuple[str, ...] = ()
    """Where it is attained: what had to be established. Else what cannot be, at all or by then."""
    missing: tuple[Missing, ...] = ()
    """The least days that must be added, where nothing but days is missing."""
    earliest: str | None = None
    """Where it is not attained: the first quarter in which it would be, with the days that there are; None: never."""
    earliest_unlimited: str | None = None
    """The same with as many days as one likes."""

    @property
    def days(self) -> float:
        """Person-days of the set."""
        return sum(self.effort.values())


@dataclass(frozen=True)
class Baseline:
    """The plan as it is, for a plan of what would be if to be compared with."""

    objective: float
    predicted: tuple[Quarter, ...]
    practice_values: Mapping[str, float]
    """What practices are worth in it: what is left out may change the scale of the other plan's."""


@dataclass(frozen=True)
class Roadmap:
    """The schedule and how good it is."""

    start: Month
    months: int
    capacity: Mapping[str, tuple[float, ...]]
    """Team to days per month, one figure a month; teams without a figure do not limit."""
    unlimited: tuple[str, ...]
    """Teams that have work and no declared capacity."""
    actions: tuple[Planned, ...]
    """By start, then by value, unscheduled ones last."""
    practice_values: Mapping[str, float]
    objective: float
    bound: float
    proven: bool
    gap: float
    predicted: tuple[Quarter, ...] = ()
    critical_chain: tuple[str, ...] = ()
    """Ids of the actions that fix the plan's last month, first to last."""
    capacity_gains: tuple[CapacityGain, ...] = ()
    """Of every team that is full in some month, the largest gain first."""
    gains_left_out: tuple[str, ...] = ()
    """Teams that are full in some month, for which the planning was interrupted before it came to their gain."""
    interrupted: bool = False
    """Whether somebody ended the planning before it came to its end."""
    beside: tuple[str, ...] = ()
    """Running actions that are no part of the plan, and yet take days of teams that it needs; sorted."""
    by_quarter: bool = False
    """Whether actions were placed in blocks of three months, because there are too many for single months."""
    attainment: Attainment | None = None
    """What became of the deadline; None where none was asked for."""
    instead_of: Baseline | None = None
    """The plan as it is, of as many months; None where this is it."""

    @cached_property
    def fixes_end(self) -> frozenset[str]:
        """Ids of the actions a delay of which delays the plan's end: its critical chain, and all that end last."""
        last = max((item.end for item in self.actions if item.end), default=None)
        ends_last = {item.action.id for item in self.actions if item.end and item.end == last}
        return frozenset({*self.critical_chain, *ends_last})

    def worth(self, values: Mapping[str, float]) -> float:
        """Return what the plan is worth by other values of practices: value × months after the first to establish."""
        first = index(self.start)
        done: dict[str, int] = {}
        for item in self.actions:
            passed = self.months if item.end is None else min(self.months, index(item.end) - first + 1)
            for practice in item.action.establishes:
                done[practice] = min(passed, done.get(practice, self.months))
        return sum(value * (self.months - done.get(practice, self.months)) for practice, value in values.items())
