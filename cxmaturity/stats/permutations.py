"""Permutation tests of two groups, and many tests at once (METHODS.md, perception gap)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice
from math import ceil, comb, floor, lcm
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MOST_ARRANGEMENTS = 100_000
"""Above this many arrangements a permutation test draws as many at random, from a fixed seed."""
_SEED: Final = 0
_EXACT: Final = 2**52
"""Floats add whole numbers up exactly below this."""
_CELLS: Final = 1_000_000
"""Of an array of arrangements at a time."""


def permutation_ps(comparisons: Sequence[tuple[Sequence[Fraction], Sequence[Fraction]]]) -> list[Fraction]:
    """Return the two-sided permutation p of each difference of two groups' means, in the order given.

    Exact up to 100,000 arrangements, else as many seeded draws. Both groups of a comparison must hold a value.
    Comparisons of the same two sizes are tested on the same arrangements.
    """
    by_sizes: dict[tuple[int, int], list[int]] = {}
    for position, (first, second) in enumerate(comparisons):
        by_sizes.setdefault((len(first), len(second)), []).append(position)
    found = [Fraction(1)] * len(comparisons)
    for sizes, positions in by_sizes.items():
        for position, p in zip(positions, _ps(*sizes, [comparisons[position] for position in positions]), strict=True):
            found[position] = p
    return found


def _ps(
    first: int, second: int, comparisons: Sequence[tuple[Sequence[Fraction], Sequence[Fraction]]]
) -> list[Fraction]:
    """Return the p of each comparison of groups of these two sizes."""
    import numpy as np

    pools = [_whole([*one, *other]) for one, other in comparisons]
    # |mean − mean| is at least the observed one when the first group's sum lies outside an interval around its mean
    middles = [Fraction(sum(pool) * first, first + second) for pool in pools]
    observed = [abs(sum(pool[:first]) - middle) for pool, middle in zip(pools, middles, strict=True)]
    above = np.array([ceil(middle + far) for middle, far in zip(middles, observed, strict=True)], dtype=float)
    below = np.array([floor(middle - far) for middle, far in zip(middles, observed, strict=True)], dtype=float)
    values = np.array(pools, dtype=float).T
    hits, arrangements = np.zeros(len(pools), dtype=int), 0
    for chosen in _arrangements(first, first + second):
        sums = chosen.astype(float) @ values
        hits += ((sums >= above) | (sums <= below)).sum(axis=0)
        arrangements += len(chosen)
    drawn = comb(first + second, first) > MOST_ARRANGEMENTS  # then the one observed counts as a draw too
    return [Fraction(int(count) + drawn, arrangements + drawn) for count in hits]


def _whole(values: Sequence[Fraction]) -> list[int]:
    """Return the values in a unit in which they are whole, coarsened where floats would not add them up exactly."""
    unit = lcm(*(value.denominator for value in values))
    most = sum(abs(value) for value in values) * unit
    return [round(value * unit) if most < _EXACT else round(value * unit * _EXACT / most) for value in values]


def _arrangements(chosen: int, n: int) -> Iterator[npt.NDArray[np.bool_]]:
    """Yield who is chosen in each arrangement of ``chosen`` out of n, a row each: all of them, or 100,000 draws."""
    import numpy as np

    rows = max(1, _CELLS // n)
    if comb(n, chosen) <= MOST_ARRANGEMENTS:
        every = combinations(range(n), chosen)
        while block := list(islice(every, rows)):
            found = np.zeros((len(block), n), dtype=bool)
            np.put_along_axis(found, np.array(block), True, axis=1)
            yield found
        return
    random = np.random.default_rng(_SEED)
    for start in range(0, MOST_ARRANGEMENTS, rows):
        keys = random.integers(0, 2**32, size=(min(rows, MOST_ARRANGEMENTS - start), n), dtype=np.uint32)
        yield keys <= np.partition(keys, chosen - 1, axis=1)[:, chosen - 1 : chosen]


def least_permutation_p(first: int, second: int) -> Fraction:
    """Return the least p that a two-sided permutation test of groups of these sizes can give."""
    arrangements = comb(first + second, first)
    extremes = 2 if first == second else 1
    return max(Fraction(extremes, arrangements), Fraction(1, MOST_ARRANGEMENTS + 1))


def holm(ps: Sequence[Fraction]) -> list[Fraction]:
    """Return Holm's adjusted p values, in the order given."""
    adjusted = [Fraction(0)] * len(ps)
    running = Fraction(0)
    for rank, position in enumerate(sorted(range(len(ps)), key=lambda index: ps[index])):
        running = max(running, min(Fraction(1), ps[position] * (len(ps) - rank)))
        adjusted[position] = running
    return adjusted
