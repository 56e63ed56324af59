"""How far the order of the actions depends on the weights of score, stage and reach (SMAA-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxmaturity.roadmap.plan import Rank

DRAWS = 10_000
TIE = (0.35, 0.65)
"""Share of the weightings won against another action, between which the two are tied."""
_ALIKE = 1e-12


def acceptability(parts: Mapping[str, Sequence[float]], seed: int = 0) -> dict[str, tuple[Rank, tuple[str, ...]]]:
    """Return each action's rank acceptability and the actions it is tied with.

    ``parts`` holds each action's unweighted share of every criterion. Weights are drawn uniformly from all that are
    positive and add up to 1, 10 000 times and always the same ones. Equal values share their ranks.
    """
    import numpy as np

    names = sorted(parts)
    if not names:
        return {}
    shares = np.array([parts[name] for name in names], dtype=float)
    criteria = shares.shape[1]
    cuts = np.sort(np.random.default_rng(seed).random((DRAWS, criteria - 1)), axis=1)
    weights = np.diff(cuts, axis=1, prepend=0.0, append=1.0)
    totals = np.ascontiguousarray((weights @ shares.T).T)  # an action’s draws side by side
    result = {}
    for number, name in enumerate(names):
        ahead = totals - totals[number]
        wins, ties = ahead > _ALIKE, np.abs(ahead) <= _ALIKE
        better, equal = wins.sum(axis=0, dtype=np.int32), ties.sum(axis=0, dtype=np.int32)
        first, top3 = (float(np.clip((places - better) / equal, 0, 1).mean()) for places in (1, 3))
        lost = (np.count_nonzero(wins, axis=1) + 0.5 * np.count_nonzero(ties, axis=1)) / DRAWS
        tied = tuple(
            other for position, other in enumerate(names) if position != number and TIE[0] <= lost[position] <= TIE[1]
        )
        result[name] = (Rank(first, top3), tied)
    return result
