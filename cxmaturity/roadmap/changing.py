"""A change to what ``roadmap.yaml`` says of an action: a value, and nothing that asks, prints or writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from cxmaturity.documents.writing import Value
from cxmaturity.words import Text, text

_FAR: Final = 366
"""Days after a cycle's date from which on a start or an end is a slip of the pen."""

Key = Literal["status", "owner", "started", "ended", "result", "feedback", "level"]
"""What is kept of an action's progress."""


@dataclass(frozen=True)
class ActionChange:
    """One key of one action gets another value."""

    id: str
    key: Key
    value: Value
    """None takes the key away."""


def is_far(day: date, cycle: date) -> bool:
    """Tell whether a start or an end lies so far after a cycle's date that its year is wrong."""
    return (day - cycle).days > _FAR


def far_off(day: date, cycle: date) -> Text:
    """Return what is to be said of such a day."""
    return text("{day:date} lies more than a year after the cycle’s date, {cycle:date}.", day=day, cycle=cycle)
