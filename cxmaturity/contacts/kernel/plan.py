"""What the kernel needs to know besides the contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cxmaturity.contacts.fields import BLANK
from cxmaturity.contacts.kernel.summary import WINDOWS
from cxmaturity.contacts.kernel.windows import microseconds
from cxmaturity.contacts.rows.zones import Zone
from cxmaturity.contacts.settings import Policy, Timing

FAR: Final = 1 << 62
"""An instant later than any; before all, when negative."""


@dataclass(frozen=True)
class Plan:
    """What the kernel needs to know besides the contacts."""

    vocabulary: Mapping[str, tuple[str, ...]]
    """Category to its values, sorted; codes are indices into them."""
    policy: Policy
    source_kinds: Mapping[str, str]
    zone: Zone
    """Zone of calendar days."""
    dedupe: bool = False
    without_reminders: bool = False
    window: int = microseconds(30)
    """The response window W, in microseconds."""
    latest: int = -FAR
    """E, the latest unflagged instant of contacts and known events."""
    origin: int = FAR
    """The earliest contact at a possible instant; blocks of 91 days count from it."""
    answerable: frozenset[str] = frozenset()
    """Sources with an answer."""
    timings: Mapping[str, Timing] = field(default_factory=dict)
    """Source to its declared timing."""
    replays: tuple[Policy, ...] = ()
    """Policies to replay the contacts under."""
    with_examples: bool = False
    """True where findings name customers as examples."""
    by_id: bool = True
    """False when contacts that tie in all but their ids come in no order."""

    @property
    def judged_until(self) -> int:
        """E − W: the last instant of a contact that is judged."""
        return self.latest - self.window

    @property
    def settled_from(self) -> int:
        """The first instant of a contact that is settled."""
        return self.origin + microseconds(30)

    def values(self, field: str) -> tuple[str, ...]:
        """Return a category's values; where no log has it, the one that every contact then has."""
        return self.vocabulary.get(field, (BLANK.get(field, ""),))

    @property
    def has_reminders(self) -> bool:
        """True where reminders count, and there may be some."""
        return not self.without_reminders and "reminder" in self.values("kind")

    @property
    def longest(self) -> int:
        """The longest window, in microseconds."""
        return max(microseconds(days) for days in (*WINDOWS, *(limit.days for limit in self.policy.limits)))
