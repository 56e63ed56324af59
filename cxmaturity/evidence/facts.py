"""Everything that was observed of an organisation in one cycle."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from cxmaturity.documents import Frozen
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import ContactFacts, Measure
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model.schema import Action, Bilingual, Impact, Slug, Target
from cxmaturity.words import text

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
Status = Literal["proposed", "planned", "running", "finished", "dropped"]


class Tracked(Frozen):
    """What the organisation says of an action: status, owner, dates, result; and the whole action where it is its own.

    The fields of a library action may be given to change them, and must be given for an action of one's own.
    """

    id: Slug
    status: Status = "proposed"
    owner: str | None = None
    feedback: tuple[str, ...] = ()
    """What caused the action: metric or finding ids, or words."""
    started: date | None = None
    ended: date | None = None
    result: str | None = None
    title: Bilingual | None = None
    objective: Bilingual | None = None
    background: Bilingual | None = None
    impact: Impact | None = None
    obstacles: tuple[Bilingual, ...] = ()
    target: Target | None = None
    plan: tuple[Bilingual, ...] = ()
    establishes: dict[Slug, Literal["partly", "largely", "fully"]] = Field(default_factory=dict)
    answers: tuple[Slug, ...] = ()
    requires: tuple[Slug, ...] = ()
    effort: dict[Slug, float] = Field(default_factory=dict)
    months: int | None = None
    adds_requests: bool | None = None
    level: Literal["individual", "functional", "cross-functional"] | None = None

    def own_action(self) -> Action | None:
        """Return the action that this entry defines, or None when it only speaks of one of the library."""
        if self.title is None:
            return None
        words = {name: getattr(self, name) for name in ("title", "objective", "background", "impact")}
        given = {name: value for name, value in words.items() if value is not None}
        blank = {name: self.title for name in ("objective", "background") if name not in given}
        impact = given.pop("impact", None) or Impact(en=self.title.en, fr=self.title.fr)
        return Action(
            id=self.id,
            **given,
            **blank,
            impact=impact,
            obstacles=self.obstacles,
            target=self.target,
            plan=self.plan,
            establishes=self.establishes,
            answers=self.answers,
            requires=self.requires,
            effort=self.effort,
            months=self.months or 1,
            adds_requests=bool(self.adds_requests),
            level=self.level or "functional",
        )


class RoadmapState(Frozen):
    """``roadmap.yaml``: the organisation's own state of its roadmap."""

    start: str | None = None
    """First month, ``YYYY-MM``; default the month after the cycle's date."""
    capacity: dict[Slug, tuple[float, ...]] = Field(default_factory=dict)
    """Team to days per month; the last value repeats."""
    actions: tuple[Tracked, ...] = ()

    @property
    def lists_actions(self) -> bool:
        """Whether there is a list of actions at all, be it empty: without one, nothing is known of them."""
        return "actions" in self.model_fields_set

    @field_validator("start", mode="before")
    @classmethod
    def _is_a_month(cls, value: object) -> object:
        if value is not None and not (isinstance(value, str) and _MONTH.fullmatch(value)):
            raise ValueError(text("“{value}” is not a month like 2027-01.", value=value))
        return value


@dataclass(frozen=True)
class Facts:
    """What the assessment rests on."""

    organisation: str
    cycle: str
    as_of: date
    """The cycle's date: every age is measured at it, never at the clock."""
    answers: tuple[Answer, ...] = ()
    contacts: ContactFacts | None = None
    map: OwnershipMap | None = None
    loop: LoopFacts | None = None
    """What became of the answers; None where there is nothing to follow: no case log, and no answers and rules."""
    roadmap: RoadmapState = field(default_factory=RoadmapState)
    timezone: str = "UTC"
    roles: tuple[tuple[str, str], ...] = ()
    """Role in an action's effort, team that plays it."""
    value_weights: tuple[float, float, float] = (0.5, 0.3, 0.2)
    """Weights of score, stage and reach in an action's value."""
    currency: str | None = None
    team: str | None = None
    """The one team in scope; None: the whole company is."""

    def measure(self, metric: str) -> Measure:
        """Return the value of a metric of contacts or of the closed loop, None where it could not be observed."""
        observed = [facts.metrics for facts in (self.contacts, self.loop) if facts]
        return next((metrics[metric] for metrics in observed if metric in metrics), None)
