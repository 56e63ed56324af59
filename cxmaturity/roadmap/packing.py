"""Rows that say which jobs fit side by side: a bound that days alone do not give.

A team with 6 days a month cannot work on two jobs of 4 days at once, and not on one and a half of them either. The
solver's relaxation does just that, so its bound is far too high where a team is tight. Here the relaxation is solved,
and for each resource and period where it cuts jobs into pieces, a row is sought that every set of jobs that fits
together keeps and that the pieces break (the deepest one, Boyd 1994; jobs without a piece are lifted into it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice

from cxmaturity.roadmap.instance import TOLERANCE
from cxmaturity.roadmap.relaxation import Relaxation
from cxmaturity.roadmap.steps import FREE, Steps

_ROUNDS = 25
"""How often the relaxation is solved again at most."""
_BROKEN = 1e-3
"""By how much pieces must break a row for it to be worth adding."""
_STALLED = 0.15
"""Share of the distance to what would be enough that two rounds must gain together to go on."""
_SEARCHED = 5_000
"""Sets that are looked at for one row before it is given up."""
_DROPPED = 1e-9

Weights = Mapping[int, float]
"""Job to its weight: over the jobs that run in one period, weights add up to no more than 1."""


@dataclass
class _Room:
    """Jobs that share a resource, and how much of it there is."""

    limit: float
    amounts: dict[int, float]
    known: list[Weights] = field(default_factory=list)
    """Rows found so far: they hold in every period with no more than the limit."""

    def broken(self, pieces: Weights) -> Weights | None:
        """Return a row that these pieces of jobs break."""
        best = max(self.known, key=lambda row: _sum(row, pieces), default=None)
        if best is not None and _sum(best, pieces) > 1 + _BROKEN:
            return best
        found = _deepest(self.limit, self.amounts, pieces)
        if found is not None:
            self.known.append(found)
        return found


def pack(steps: Steps, enough: float) -> float:
    """Add to a program the rows that its relaxation breaks, until its bound is no more than ``enough``; return it."""
    rooms = _rooms(steps)
    relaxation = Relaxation(steps.program)
    added: list[dict[int, float]] = []
    bounds: list[float] = []
    for _ in range(_ROUNDS):
        values, bound = relaxation.solved()
        bounds.append(bound)
        if bound <= enough or (len(bounds) > 2 and bounds[-3] - bound < _STALLED * (bound - enough)):
            break
        rows = list(_broken(steps, rooms, values))
        if not rows:
            break
        for row in rows:
            relaxation.add(row, 1.0)
        added += rows
    values, bound = relaxation.solved()
    for row in added:
        if _sum(row, dict(enumerate(values))) > 1 - _BROKEN:
            steps.program.row(row, -FREE, 1.0)
    return bound


def _rooms(steps: Steps) -> dict[tuple[int, int], _Room]:
    """Return, for each resource and period, the room in it; periods with as much of a resource share one."""
    shared: dict[tuple[int, float], _Room] = {}
    rooms = {}
    for resource, limits in enumerate(steps.instance.capacity):
        amounts = {
            job: amount for job, item in enumerate(steps.instance.jobs) for r, amount in item.demand if r == resource
        }
        for period, limit in enumerate(limits):
            if sum(amounts.values()) > limit:
                rooms[resource, period] = shared.setdefault((resource, limit), _Room(limit, amounts))
    return rooms


def _broken(steps: Steps, rooms: Mapping[tuple[int, int], _Room], values: Sequence[float]) -> list[dict[int, float]]:
    """Return the rows, over columns, that the values of a relaxation break."""
    rows = []
    for (_resource, period), room in rooms.items():
        columns = {job: steps.running(job, period) for job in room.amounts}
        pieces = {job: share for job, own in columns.items() if (share := sum(values[c] for c in own)) > TOLERANCE}
        if all(share > 1 - TOLERANCE for share in pieces.values()):
            continue
        weights = room.broken(pieces)
        if weights is not None:
            rows.append({column: weight for job, weight in weights.items() for column in columns[job]})
    return rows


def _deepest(limit: float, amounts: Mapping[int, float], pieces: Weights) -> Weights | None:
    """Return the row that the pieces break most, None when they break none."""
    jobs = sorted(pieces)
    weights = Relaxation.over([pieces[job] for job in jobs])
    while True:
        found, depth = weights.solved()
        if depth <= 1 + _BROKEN:
            return None
        row = {job: weight for job, weight in zip(jobs, found, strict=True) if weight > _DROPPED}
        best = _heaviest(limit, amounts, row, above=1.0)
        if best is None:
            return None
        most, chosen = best
        if most <= 1 + 1e-7:
            return _lifted(limit, amounts, {job: weight / most for job, weight in row.items()}, set(jobs))
        weights.add({jobs.index(job): 1.0 for job in chosen}, 1.0)


def _lifted(limit: float, amounts: Mapping[int, float], row: dict[int, float], tried: set[int]) -> Weights:
    """Return a row with the weight that every further job can have in it, those of most days first."""
    for job in sorted(amounts.keys() - tried, key=lambda job: (-amounts[job], job)):
        rest = limit - amounts[job]
        if rest < -TOLERANCE:
            continue  # it never runs
        best = _heaviest(rest, amounts, row)
        if best is not None and best[0] < 1 - 1e-6:
            row[job] = 1 - best[0]
    return row


def _heaviest(
    limit: float, amounts: Mapping[int, float], weights: Weights, above: float = 0.0
) -> tuple[float, tuple[int, ...]] | None:
    """Return the largest weight, beyond ``above``, of jobs that fit together, and these jobs.

    None when the search takes too long; ``above`` and no jobs where nothing weighs more.
    """
    jobs = sorted(weights, key=lambda job: (-weights[job] / amounts[job], job))
    items = [(amounts[job], weights[job]) for job in jobs]
    rest = list(accumulate((weight for _, weight in reversed(items)), initial=0.0))[::-1]
    best, looked = above, 0
    chosen: tuple[int, ...] = ()
    stack: list[tuple[int, float, float, tuple[int, ...]]] = [(0, limit + 2 * TOLERANCE, 0.0, ())]
    while stack:
        place, free, weight, inside = stack.pop()
        looked += 1
        if looked > _SEARCHED:
            return None
        if weight > best:
            best, chosen = weight, inside
        if weight + rest[place] <= best + 1e-9 or weight + _at_most(items, place, free) <= best + 1e-9:
            continue
        amount, worth = items[place]
        stack.append((place + 1, free, weight, inside))
        if amount <= free:
            stack.append((place + 1, free - amount, weight + worth, (*inside, jobs[place])))
    return best, chosen


def _at_most(items: Sequence[tuple[float, float]], place: int, free: float) -> float:
    """Return the weight that fits if the last job may be cut; items come in the order of weight per day."""
    total = 0.0
    for amount, weight in islice(items, place, None):
        if amount > free:
            return total + weight * free / amount
        total += weight
        free -= amount
    return total


def _sum(row: Weights, pieces: Weights) -> float:
    return sum(weight * pieces.get(job, 0.0) for job, weight in row.items())
