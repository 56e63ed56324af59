"""Whether customers who are asked more answer less: each compared with themselves, in sums that merge."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from cxmaturity.contacts.kernel.answers import Answers
from cxmaturity.contacts.kernel.batches import Batch, Flags, Ints
from cxmaturity.contacts.kernel.plan import Plan
from cxmaturity.contacts.kernel.summary import Summary
from cxmaturity.contacts.kernel.windows import microseconds
from cxmaturity.contacts.rows.zones import DAY
from cxmaturity.stats import odds_terms, risk_terms

Floats = npt.NDArray[np.float64]

_BLOCK: Final = microseconds(91)
_MONTH: Final = microseconds(30)
_PARTS: Final = 5
_BITS: Final = 17
_LIMBS: Final = 4
_ROWS: Final = 1 << 19
"""Products of two whole numbers of 17 bits, so many of them, add up exactly in a float."""
_SAFE: Final = float(1 << 62)


def doses(batch: Batch, pressure: Ints, answers: Answers, plan: Plan) -> Summary:
    """Return what the slope, the odds ratio and the feedback ratio need, given the pressure of 30 days."""
    if "responded" not in batch.details:
        return Summary()
    asked = answers.counted & answers.invited
    rows = np.flatnonzero(asked & answers.settled)
    customers, at, answered = batch.customers[rows], batch.instants[rows], answers.answered[rows]
    slope_sums, varied = _slope_sums(customers, pressure[rows], at, answered)
    strata = _starts(customers, (at - plan.origin) // _BLOCK)
    return Summary(
        slope_sums=slope_sums,
        varied=varied,
        odds=_odds(strata, pressure[rows] >= 2, answered),
        risks=_risks(batch, np.flatnonzero(asked), answers.answered, plan),
    )


def _slope_sums(customers: Ints, pressure: Ints, at: Ints, answered: Flags) -> tuple[tuple[Fraction, ...], int]:
    """Return the sums over customers that ``stats.clustered_slope`` takes, and the customers whose pressure varies.

    Every customer is taken from their own first contact, so that nothing large cancels.
    """
    starts = _starts(customers)
    if not len(starts):
        return (Fraction(0),) * 20, 0
    n = np.diff(starts, append=len(customers))
    x = (pressure - np.repeat(pressure[starts], n)).astype(np.float64)
    t = (at - np.repeat(at[starts], n)) / DAY
    y = answered.astype(np.float64)
    sx, st, sy = (np.add.reduceat(values, starts) for values in (x, t, y))
    mx, mt, my = sx / n, st / n, sy / n
    parts = np.stack(
        [
            np.add.reduceat(x * x, starts) - sx * mx,
            np.add.reduceat(x * t, starts) - sx * mt,
            np.add.reduceat(t * t, starts) - st * mt,
            np.add.reduceat(x * y, starts) - sx * my,
            np.add.reduceat(t * y, starts) - st * my,
        ]
    )
    return exact_sums(parts[:, n > 1]), int(np.count_nonzero(parts[0] > 0))


def exact_sums(parts: Floats) -> tuple[Fraction, ...]:
    """Return the sums of five rows of numbers, and of the products of any two of them, without rounding.

    A fit that is nearly perfect leaves of these sums next to nothing: rounded ones would show noise as its error. So
    each row is cut into whole numbers of 17 bits, four of them a number, whose products a float adds up exactly.
    """
    exponents = np.frexp(np.abs(parts).max(axis=1, initial=0))[1].astype(int)
    size = 1 + _PARTS * _LIMBS
    sums = [[0] * size for _ in range(size)]
    for at in range(0, parts.shape[1], _ROWS):
        limbs = _limbs(np.ldexp(parts[:, at : at + _ROWS], -exponents[:, None]))
        sums = [
            [have + int(more) for have, more in zip(*rows, strict=True)]
            for rows in zip(sums, limbs @ limbs.T, strict=True)
        ]
    units = [Fraction(2) ** (int(exponent) - _BITS * _LIMBS) for exponent in exponents]
    totals = [_joined(sums[0][_cells(i)]) * units[i] for i in range(_PARTS)]
    products = [
        _joined([_joined(row[_cells(j)]) for row in sums[_cells(i)]]) * units[i] * units[j]
        for i, j in combinations_with_replacement(range(_PARTS), 2)
    ]
    return (*totals, *products)


def _limbs(shares: Floats) -> Floats:
    """Return a row of ones, and below it the numbers between −1 and 1 as whole numbers, 17 bits at a time."""
    found = np.ones((1 + _PARTS * _LIMBS, shares.shape[1]))
    for limb in np.split(found[1:], _LIMBS):
        shares = shares * (1 << _BITS)
        np.rint(shares, out=limb)
        shares -= limb
    return found


def _cells(part: int) -> slice:
    """Return where the limbs of a part stand, the greatest first."""
    return slice(1 + part, None, _PARTS)


def _joined(limbs: list[int]) -> int:
    """Return the whole number that limbs stand for, the greatest first."""
    return sum(limb << _BITS * place for place, limb in enumerate(reversed(limbs)))


def _odds(starts: Ints, pressed: Flags, answered: Flags) -> dict[int, tuple[int, ...]]:
    """Return the terms of the odds ratio of answering under pressure, by size of stratum."""
    d, c, b, a = _counted(starts, pressed * np.int64(2) + answered, 4).T
    telling = (a * d > 0) | (b * c > 0)
    a, b, c, d = _fitting([a[telling], b[telling], c[telling], d[telling]])
    return _by_size(a + b + c + d, odds_terms(a, b, c, d))


def _risks(batch: Batch, rows: Ints, answered: Flags, plan: Plan) -> dict[int, tuple[int, ...]]:
    """Return the terms of the risk ratio of being asked again after an answer, by contacts of a customer."""
    customers, at = batch.customers[rows], batch.instants[rows]
    starts = _starts(customers)
    again = _again(starts, at)
    known = at <= plan.latest - max(plan.window, _MONTH)
    cells = np.where(known, answered[rows] * np.int64(2) + again, 4)
    alone, c, unseen, a, _ = _counted(starts, cells, 5).T
    exposed, others = a + unseen, alone + c
    telling = (exposed > 0) & (others > 0)
    a, exposed, c, others = _fitting([a[telling], exposed[telling], c[telling], others[telling]])
    return _by_size(exposed + others, risk_terms(a, exposed, c, others))


def _again(starts: Ints, at: Ints) -> Flags:
    """Return which contacts the same customer's next one at a later instant follows in less than 30 days."""
    again = np.zeros(len(at), dtype=np.bool_)
    again[:-1] = np.diff(at) < _MONTH
    again[starts[1:] - 1] = False
    same = np.flatnonzero(at[1:] == at[:-1])
    if len(same):  # what follows the last of some simultaneous contacts follows them all
        runs = np.zeros(len(at), dtype=np.bool_)
        runs[same] = True
        runs[starts[1:] - 1] = False
        ends = np.flatnonzero(~runs)
        again = np.repeat(again[ends], np.diff(ends, prepend=-1))
    return again


def _counted(starts: Ints, cells: Ints, size: int) -> Ints:
    """Return for each stratum, given where it starts, how many of its rows lie in each of some cells."""
    strata = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(cells)))
    return np.bincount(strata * size + cells, minlength=len(starts) * size).reshape(len(starts), size)


def _starts(*columns: Ints) -> Ints:
    """Return where a row differs from the one before in some column."""
    begins = np.zeros(len(columns[0]), dtype=np.bool_)
    begins[:1] = True
    for column in columns:
        begins[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(begins)


def _fitting(cells: list[Ints]) -> list[npt.NDArray[Any]]:
    """Return the cells of strata as whole numbers whose threefold products, added up, do not overflow."""
    sizes = np.sum(cells, axis=0, dtype=np.float64) if len(cells[0]) else np.zeros(1)
    return [cell.astype(object) for cell in cells] if float((sizes**3).sum()) > _SAFE else list(cells)


def _by_size(sizes: npt.NDArray[Any], terms: tuple[npt.NDArray[Any], ...]) -> dict[int, tuple[int, ...]]:
    """Return for each size the sums of terms over the strata of that size."""
    if not len(sizes):
        return {}
    small = int(sizes.max()) < 1 << 16  # which a stable sort takes digit by digit
    order = np.argsort(sizes.astype(np.uint16) if small else sizes, kind="stable")
    starts = _starts(sizes[order])
    sums = [np.add.reduceat(term[order], starts).tolist() for term in terms]
    return dict(zip(sizes[order][starts].tolist(), zip(*sums, strict=True), strict=True))
