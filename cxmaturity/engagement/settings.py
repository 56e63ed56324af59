"""What people write in ``engagement.yaml``, ``cycle.yaml`` and ``contacts/manifest.yaml`` (FILES.md)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from cxmaturity.contacts.settings import LONGEST, AuditSettings
from cxmaturity.documents import Frozen
from cxmaturity.errors import did_you_mean
from cxmaturity.model import SHIPPED
from cxmaturity.words import Language, text

Day = date
SourceKind = Literal["relationship", "transactional", "indirect"]


def known_zone(name: str) -> str:
    """Return the name if it is a time zone. Raises ValueError with a hint otherwise."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        if name != "UTC":
            ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        hint = did_you_mean(name, available_timezones()) or text("Give a name like Europe/Paris.")
        raise ValueError(text("there is no time zone “{zone}”. {hint}", zone=name, hint=hint)) from None
    return name


class EngagementSettings(Frozen):
    """``engagement.yaml``: whose programme this is, and how it is looked at."""

    organisation: Annotated[str, Field(min_length=1)]
    language: Language = "en"
    """Of reports, not of answers."""
    scope: Literal["company", "team"] = "company"
    """Which territories must sit in the committee."""
    team: str | None = None
    """The team looked at, when the scope is one."""
    timezone: str = "UTC"
    """For times without offset and for calendar days."""
    model: str = SHIPPED
    """A shipped model's id, or a folder."""
    policy: str | dict[str, object] | None = None
    """The organisation's own contact rule; None when it declares none."""
    currency: str | None = None
    roles: dict[str, str] = Field(default_factory=dict)
    """Role in an action's effort to the team that plays it."""
    value_weights: tuple[
        Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)], Annotated[float, Field(ge=0)]
    ] = (0.5, 0.3, 0.2)
    """Weights of score, stage and reach in an action's value."""

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        return known_zone(value)

    @field_validator("value_weights")
    @classmethod
    def _weights_weigh_something(cls, value: tuple[float, float, float]) -> tuple[float, float, float]:
        if not any(value):
            raise ValueError(text("at least one of the value weights must be above 0."))
        return value

    @model_validator(mode="after")
    def _team_scope_names_its_team(self) -> EngagementSettings:
        if self.scope == "team" and not self.team:
            raise ValueError(text("the scope is a team, and “team” does not say which."))
        return self


class Signature(Frozen):
    """Who signed a cycle's answers, and which ones they were."""

    by: str
    at: datetime
    digest: str
    """sha256 of the journal at that moment."""


class CycleSettings(Frozen):
    """``cycle.yaml``: one dated pass through the engagement."""

    date: date
    """Every age is measured at this date, never at the clock."""
    log_from: Day | None = None
    """First calendar day of the logs that the cycle looks at."""
    log_to: Day | None = None
    """Last calendar day."""
    signed: Signature | None = None

    @model_validator(mode="after")
    def _window_runs_forward(self) -> CycleSettings:
        if self.log_from and self.log_to and self.log_from > self.log_to:
            raise ValueError(text("log_from lies after log_to."))
        return self


class LogEntry(Frozen):
    """A log, or several of one kind, and how they are read."""

    path: Annotated[str, Field(min_length=1)]
    """A file, a glob or a folder; relative to contacts/ or absolute."""
    format: str | None = None
    tool: str | None = None
    timezone: str | None = None
    columns: Annotated[dict[str, str], Field(alias="map")] = Field(default_factory=dict)
    constants: Annotated[dict[str, str | int | float], Field(alias="set")] = Field(default_factory=dict)
    date_format: str | dict[str, str] | None = None
    """Format of its times, or field to the format of its own column."""
    encoding: str | None = None

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str | None) -> str | None:
        return None if value is None else known_zone(value)


class AuditOptions(Frozen):
    """What ``audit`` asks of files by options of these names, asked of an engagement's logs."""

    response_window: Annotated[float, Field(gt=0, le=LONGEST)] = AuditSettings.response_window
    """Days within which an answer counts as one to a request."""
    max_rejected: Annotated[float, Field(ge=0, le=1)] = AuditSettings.max_rejected
    """Largest share of a log's rows that may be unreadable."""
    without_reminders: bool = AuditSettings.without_reminders
    dedupe: bool = AuditSettings.dedupe


class Manifest(Frozen):
    """``contacts/manifest.yaml``: which logs there are."""

    logs: tuple[LogEntry, ...] | None = None
    """None: the log files that lie in contacts/."""
    identities: str | None = None
    """Table of customer ids that belong together (columns alias, customer_id)."""
    source_kinds: dict[str, SourceKind] = Field(default_factory=dict)
    """Source to its kind, for logs without a map."""
    audit: AuditOptions = AuditOptions()
    """How all of them are audited, where not in the usual way."""
