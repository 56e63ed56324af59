"""Everything that was observed of an organisation in one cycle."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, field_validator

from cxmaturity.documents import Frozen
from cxmaturity.evidence.answers import Answer
from cxmaturity.evidence.loop import LoopFacts
from cxmaturity.evidence.measures import ContactFacts, Measure
from cxmaturity.evidence.ownership_map import OwnershipMap
from cxmaturity.model.schema import Action, Bilingual, Impact, Slug, Target
from cxmaturity.words import LANGUAGES, text

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_UNSAID: Final = "–"
Status = Literal["proposed", "planned", "running", "finished", "dropped"]


def _in_both(value: object) -> object:
    """Return a text that is given in one language, or plainly, as one in both; anything else as it is."""
    if isinstance(value, str):
        return dict.fromkeys(LANGUAGES, value)
    if isinstance(value, dict) and len(said := [value[key] for key in LANGUAGES if key in value]) == 1:
        return {**dict.fromkeys(LANGUAGES, said[0]), **value}
    return value


class Tracked(Frozen):
    """What the organisation says of an action: status, owner, dates, result; and the whole action where it is its own.

    The fields of a library action may be given to change them. An action of one's own has at least title, effort and
    what it establishes. A text in one language alone stands in the other, too.
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

    @field_validator("title", "objective", "background", "impact", mode="before")
    @classmethod
    def _is_a_text(cls, value: object) -> object:
        return _in_both(value)

    @field_validator("obstacles", "plan", mode="before")
    @classmethod
    def _are_texts(cls, value: object) -> object:
        return [_in_both(item) for item in value] if isinstance(value, list) else value

    def own_action(self) -> Action | None:
        """Return the action that this entry defines, or None when it only speaks of one of the library.

        What it does not say of objective, background and impact is a dash.
        """
        if self.title is None:
            return None
        return Action(
            id=self.id,
            title=self.title,
            objective=self.objective or Bilingual(en=_UNSAID, fr=_UNSAID),
            background=self.background or Bilingual(en=_UNSAID, fr=_UNSAID),
            impact=self.impact or Impact(en=_UNSAID, fr=_UNSAID),
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


def _by_month(days: object) -> object:
    """Take a plain number for the same in every month."""
    if isinstance(days, str):
        raise ValueError(text("“{word}” is no number of days. Write 6, or by month [6, 6, 2].", word=days))
    return (days,) if isinstance(days, int | float) and not isinstance(days, bool) else days


class RoadmapState(Frozen):
    """``roadmap.yaml``: the organisation's own state of its roadmap."""

    start: str | None = None
    """First month, ``YYYY-MM``; default the month after the cycle's date."""
    capacity: dict[Slug, Annotated[tuple[float, ...], BeforeValidator(_by_month)]] = Field(default_factory=dict)
    """Team to days per month from the plan's first month on; the last value repeats."""
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
