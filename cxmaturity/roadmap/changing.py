"""A change to what ``roadmap.yaml`` says of an action: a value, and nothing that asks, prints or writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cxmaturity.documents.writing import Value

Key = Literal["status", "owner", "started", "ended", "result", "feedback", "level"]
"""What is kept of an action's progress."""


@dataclass(frozen=True)
class ActionChange:
    """One key of one action gets another value."""

    id: str
    key: Key
    value: Value
    """None takes the key away."""
