"""Rolling windows over the contacts of many customers at once.

The customers' times are laid end to end on one rising line, with room between them for the longest window; then one
binary search finds, for every contact, how many of the same customer lie in the window that ends with it. Gaps longer
than the longest window are shortened to it, which changes no window and keeps the line within 64 bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from cxmaturity.contacts.kernel.batches import Batch, Ints
from cxmaturity.contacts.rows.zones import DAY

ROOM: Final = 1 << 62
"""Length of the line, in microseconds, that a batch may take."""


@dataclass(frozen=True)
class Line:
    """Times of whole customers on one rising line."""

    gaps: Ints
    """Time since the row before; the longest window at a customer's first row."""
    longest: int
    """The longest window."""

    @classmethod
    def of(cls, batch: Batch, longest: int) -> Line:
        """Return the line of a batch for windows up to a length."""
        gaps = np.diff(batch.instants, prepend=0)
        gaps[batch.starts] = longest
        return cls(gaps, longest)

    @cached_property
    def _positions(self) -> Ints:
        return np.cumsum(np.minimum(self.gaps, self.longest))

    @cached_property
    def _ends(self) -> Ints:
        """Index after the last contact of each contact's customer and instant."""
        rows = len(self.gaps)
        edges = np.append(np.flatnonzero(self.gaps[1:] != 0) + 1, rows)
        if len(edges) == rows:
            return np.arange(1, rows + 1)
        return np.repeat(edges, np.diff(edges, prepend=0))

    def pressure(self, window: int) -> Ints:
        """Return for each contact how many of its customer lie in (t − window, t], simultaneous ones too."""
        first = np.arange(len(self.gaps))
        near = np.flatnonzero(self.gaps < window)
        line = self._positions
        first[near] = np.searchsorted(line, line[near] - window, side="right")
        return self._ends - first


def microseconds(days: float) -> int:
    """Return a number of days of 86 400 s in microseconds."""
    return round(days * DAY)


def within_room(batch: Batch, longest: int) -> list[Batch]:
    """Return the batch, cut between customers into parts whose lines fit into 64 bits."""
    if len(batch) * longest <= ROOM or len(batch.starts) <= 1:
        return [batch]
    middle = int(np.searchsorted(batch.starts, len(batch) // 2))
    halves = batch.cut(min(max(middle, 1), len(batch.starts) - 1))
    return [part for half in halves for part in within_room(half, longest)]
