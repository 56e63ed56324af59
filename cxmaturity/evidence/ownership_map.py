"""``ownership.yaml``: teams, tools, sources and who answers for what (FILES.md defines every key)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from cxmaturity.documents import Frozen

Id = Annotated[str, Field(min_length=1)]


class Tool(Frozen):
    """A system that asks customers."""

    id: Id
    name: str | None = None
    feeds: str | None = None
    """The platform or tool that its results go to."""


class Team(Frozen):
    """An organisational unit."""

    id: Id
    name: str | None = None
    lead_role: str | None = None
    territory: str | None = None
    capacity_days_per_month: Annotated[float, Field(ge=0)] | None = None
    max_sources: Annotated[int, Field(ge=0)] = 5
    metric: str | None = None
    """The customer metric that the team can move."""


class Touchpoint(Frozen):
    """A moment of the customer's journey."""

    id: Id
    name: str | None = None
    journey_step: str | None = None
    important: bool = False
    owner: str | None = None


class Timing(Frozen):
    """When a source asks: hot (after an event) or cold (D+N)."""

    mode: Literal["hot", "cold"]
    days: float | None = None


class Source(Frozen):
    """A survey or programme that asks customers, or a signal that is collected."""

    id: Id
    name: str | None = None
    kind: Literal["relationship", "transactional", "indirect"] | None = None
    touchpoint: str | None = None
    channel: str | None = None
    tool: str | None = None
    metric: str | None = None
    objective: str | None = None
    accountable: tuple[str, ...] = ()
    """One team, or several where the organisation says so (a finding)."""
    candidates: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    timing: Timing | None = None
    every_days: Annotated[float, Field(gt=0)] | None = None

    @field_validator("accountable", "candidates", "responsible", "consulted", "informed", mode="before")
    @classmethod
    def _one_team_or_several(cls, value: object) -> object:
        if value is None or (isinstance(value, str) and not value.strip()):
            return ()
        return (value,) if isinstance(value, str) else value


class Named(Frozen):
    """An entry that has an id and a name."""

    id: Id
    name: str | None = None


class Expectation(Named):
    """Something that customers, or the organisation, expect."""

    origin: Literal["customer", "internal"] | None = None
    segments: tuple[str, ...] = ()


class Lever(Named):
    """Something that a team can do to change the experience."""

    owner: str | None = None


class Crossing(Frozen):
    """An expectation met by a lever, and the KPI on their crossing."""

    expectation: str
    lever: str
    kpi: str | None = None


class Kpi(Named):
    """An indicator."""

    family: Literal["operational", "relationship"] | None = None
    owner: str | None = None


class Dispatch(Frozen):
    """A rule's case goes to one of several teams."""

    dispatch: tuple[str, ...]


class Alert(Frozen):
    """What makes somebody follow up a customer, and how."""

    id: Id
    source: str | None = None
    trigger: str | None = None
    owner: str | Dispatch | None = None
    informed: tuple[str, ...] = ()
    deadline_hours: Annotated[float, Field(gt=0)] | None = None
    method: str | None = None
    documentation: str | None = None
    overseer: str | None = None


class Member(Frozen):
    """A member of the steering committee."""

    role: str | None = None
    team: str | None = None
    territory: str | None = None


class Programme(Frozen):
    """Who runs the programme, and what for."""

    owner_role: str | tuple[str, ...] | None = None
    sponsor_role: str | None = None
    objective: str | None = None


class Communication(Frozen):
    """Who sees which KPI, how fine and how often."""

    kpi: str
    audience: str
    grain: str | None = None
    every_days: Annotated[float, Field(gt=0)] | None = None


class Play(Frozen):
    """What to do for a class of customers."""

    class_: Annotated[Literal["detractor", "passive", "promoter"], Field(alias="class")]
    method: str | None = None
    owner: str | None = None


class Rule(Frozen):
    """What happens with a response: first match wins."""

    id: Id
    when: dict[str, str | int | float | tuple[str | int | float, ...]]
    """Field of an answer to a condition on it (``evidence.conditions``); it must meet all of them. A list is ``in``."""
    then: Literal["case", "notify", "auto_reply", "none"]
    owner: str | Dispatch | None = None
    deadline_hours: Annotated[float, Field(gt=0)] | None = None
    notify: tuple[str, ...] = ()


class OwnershipMap(Frozen):
    """The whole map. A section absent from the file is None; an empty one is ()."""

    platform: str | None = None
    """Where scores are kept, if there is one place."""
    tools: tuple[Tool, ...] | None = None
    teams: tuple[Team, ...] | None = None
    touchpoints: tuple[Touchpoint, ...] | None = None
    sources: tuple[Source, ...] | None = None
    objectives: tuple[Named, ...] | None = None
    expectations: tuple[Expectation, ...] | None = None
    levers: tuple[Lever, ...] | None = None
    crossings: tuple[Crossing, ...] | None = None
    kpis: tuple[Kpi, ...] | None = None
    alerts: tuple[Alert, ...] | None = None
    committee: tuple[Member, ...] | None = None
    programme: Programme | None = None
    communication: tuple[Communication, ...] | None = None
    playbook: tuple[Play, ...] | None = None
    rules: tuple[Rule, ...] | None = None
