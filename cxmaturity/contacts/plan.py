"""What the kernel needs to know besides the contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.contacts.fields import BLANK
from cxmaturity.contacts.settings import Policy
from cxmaturity.contacts.summary import WINDOWS
from cxmaturity.contacts.windows import microseconds
from cxmaturity.contacts.zones import Zone


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

    def values(self, field: str) -> tuple[str, ...]:
        """Return a category's values; where no log has it, the one that every contact then has."""
        return self.vocabulary.get(field, (BLANK.get(field, ""),))

    @property
    def longest(self) -> int:
        """The longest window, in microseconds."""
        return max(microseconds(days) for days in (*WINDOWS, *(limit.days for limit in self.policy.limits)))
