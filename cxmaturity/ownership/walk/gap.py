"""What a walk through the gaps of a map is made of: a gap, the question that it asks, the answers offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cxmaturity.model.schema import Severity
from cxmaturity.ownership.changing import Change
from cxmaturity.words import Text

UNDESCRIBED = "undescribed"
"""What stands for the id of a finding where a whole section of the map is missing."""
Values = tuple[str, ...]
"""What was typed or chosen for an offer's fields, in their order."""
Make = Callable[[Values], tuple[Change, ...]]
"""Returns the changes that an offer makes to the map, given what was said for its fields."""


@dataclass(frozen=True, order=True)
class Gap:
    """One thing to fill in. A finding is as many gaps as it has subjects, or parts of them."""

    id: str
    """The finding's id, or ``undescribed``."""
    subject: str
    """Id of what it is about; the section of the map where that is missing; empty where it is the whole map."""
    part: str = ""
    """What of the subject: a component of an alert, a touchpoint of a team."""


@dataclass(frozen=True)
class Weighed:
    """A gap with what decides when it is asked."""

    gap: Gap
    severity: Severity | None
    """None of a section that is missing: nobody judged it."""
    volume: int | None
    """Answers, else contacts, in the log that it is about; None without a log."""


@dataclass(frozen=True)
class Choice:
    """Something to choose for a field."""

    value: str
    words: Text | str
    note: Text | None = None


@dataclass(frozen=True)
class Field:
    """Something to type or to choose before an offer is complete."""

    ask: Text
    kind: Literal["text", "names", "number", "choice"] = "text"
    """``names`` is one line with several names, separated by commas."""
    choices: Callable[[Values], tuple[Choice, ...]] = lambda values: ()
    """What there is to choose, given what was said for the fields before."""
    proposed: str = ""
    """What to begin with."""


@dataclass(frozen=True)
class Offer:
    """An answer that can be chosen."""

    words: Text | str
    changes: Make
    fields: tuple[Field, ...] = ()
    note: Text | None = None
    """What speaks for it or against it."""
    proposed: bool = False
    """True where the repair proposes it."""
    stays: Text | None = None
    """Why it leaves the gap open; None where it closes it."""
    again: bool = False
    """True where what it leaves open is asked for at once."""


@dataclass(frozen=True)
class Question:
    """What a gap asks."""

    ask: Text
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class Consequence:
    """What a change does to the gaps of the map."""

    closed: tuple[Gap, ...]
    opened: tuple[Weighed, ...]
    left: int
    """Gaps that are open after it, of those that are asked."""


def fixed(*changes: Change) -> Make:
    """Return what makes the same changes whatever was said."""
    return lambda values: changes
