"""A kind of answers that rules are checked with, and how the subject of a finding names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ABSENT: Final = "–"
_SMALL: Final = "…"
_SEPARATOR, _ALIKE = "/", "∕"
"""What stands between the parts, and what is written for it in a segment, so that the parts can be told apart."""


@dataclass(frozen=True)
class RuleCell:
    """The answers of one class, segment and source; None for what they do not tell."""

    class_: str | None
    segment: str | None
    source: str | None
    small: bool = False
    """Whether these are segments of fewer than 10 customers, taken together and not named."""

    @property
    def subject(self) -> str:
        """It as ``class/segment/source``: – for what is absent, … for small segments."""
        segment = (self.segment or _ABSENT).replace(_SEPARATOR, _ALIKE)
        return _SEPARATOR.join((self.class_ or _ABSENT, _SMALL if self.small else segment, self.source or _ABSENT))

    @classmethod
    def of(cls, subject: str) -> RuleCell:
        """Return the cell that a subject names."""
        class_, segment, source = subject.split(_SEPARATOR, 2)
        named = None if segment in (_ABSENT, _SMALL) else segment.replace(_ALIKE, _SEPARATOR)
        return cls(_known(class_), named, _known(source), segment == _SMALL)


def _known(part: str) -> str | None:
    return None if part == _ABSENT else part
