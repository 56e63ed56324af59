"""Groups of so few that no figure about them is told by name, nor could be had by subtraction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxmaturity.evidence.measures import FEWEST_CUSTOMERS

_TOGETHER: Final = 2
"""Names that are withheld at least, if any is: a single one would be all that the others leave of the sum."""


def is_few(size: object) -> bool:
    """Tell whether a figure is about somebody, and about fewer than 10."""
    return isinstance(size, int | float) and 0 < size < FEWEST_CUSTOMERS


def untold(sizes: Mapping[str, int]) -> frozenset[str]:
    """Return the names whose sizes are not told: those of fewer than 10, and what would give these away.

    Whoever knows the sum of all can subtract what is told. So those that are withheld are two at least and 10 or more
    together, as far as there are others to withhold; the smallest of them are taken first, then by name.
    """
    kept = {name for name, size in sizes.items() if is_few(size)}
    others = sorted((name for name in sizes.keys() - kept if sizes[name]), key=lambda name: (sizes[name], name))
    for name in others if kept else ():
        if len(kept) >= _TOGETHER and not is_few(sum(sizes[one] for one in kept)):
            break
        kept.add(name)
    return frozenset(kept)
