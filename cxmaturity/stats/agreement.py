"""Agreement of several raters (METHODS.md, Agreement)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import variance


def r_wg(values: Sequence[int], options: int) -> float | None:
    """Return within-group agreement on one item, 1 − s² ÷ ((A² − 1) / 12), of a scale with A options.

    s² is the sample variance. 1 is full agreement, 0 what random answers give, below 0 is disagreement beyond chance.
    None with fewer than two values.
    """
    return None if len(values) < 2 else 1 - variance(values) / ((options**2 - 1) / 12)


def ordinal_alpha(ratings: Sequence[Mapping[str, int]]) -> float | None:
    """Return Krippendorff's alpha for ordinal ratings (library ``krippendorff``).

    One mapping a rater, from item to value; an absent item is missing. None without variation, or without an item
    that two raters share.
    """
    items = sorted({item for rater in ratings for item in rater})
    paired = [item for item in items if sum(item in rater for rater in ratings) > 1]
    if len({rater[item] for rater in ratings for item in paired if item in rater}) < 2:
        return None
    import krippendorff
    import numpy as np

    table = np.array([[rater.get(item, np.nan) for item in items] for rater in ratings], dtype=float)
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="ordinal"))
