"""In which order sources and teams stand, so that few lines cross."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence

_SWEEPS = 24
_ENOUGH = 6
"""Sweeps without any gain after which it stays."""


def ordered(
    sources: Sequence[tuple[str, Sequence[str]]], teams: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return both columns in the best order that barycentre sweeps find (Sugiyama, Tagawa and Toda 1981).

    ``sources`` are ids with the ids of their teams; teams without any source sink to the bottom. Levers have one owner
    each and stand beside it, so that between teams and levers nothing crosses.
    """
    linked = {source: [team for team in dict.fromkeys(found) if team in set(teams)] for source, found in sources}
    left, right = list(linked), list(teams)
    heard = {team: [source for source, found in linked.items() if team in found] for team in teams}
    best, least, since = (left, right), crossings(left, right, linked), 0
    for _ in range(_SWEEPS):
        right = _swept(right, heard, left)
        left = _swept(left, linked, right)
        found = crossings(left, right, linked)
        best, least, since = ((left, right), found, 0) if found < least else (best, least, since + 1)
        if since >= _ENOUGH or not least:
            break
    left, right = best
    return tuple(left), tuple(sorted(right, key=lambda team: not heard[team]))


def crossings(left: Sequence[str], right: Sequence[str], linked: Mapping[str, Sequence[str]]) -> int:
    """Return how many pairs of lines cross between two columns in that order; lines from or to one node never do."""
    place = {team: index for index, team in enumerate(right)}
    above: list[int] = []
    count = 0
    for source in left:
        ends = [place[team] for team in linked[source]]
        count += sum(len(above) - bisect_left(above, end + 1) for end in ends)
        for end in ends:
            insort(above, end)
    return count


def _swept(column: Sequence[str], linked: Mapping[str, Sequence[str]], other: Sequence[str]) -> list[str]:
    """Return a column sorted by the mean place of what each is linked with; what is linked with nothing goes last."""
    place = {name: index for index, name in enumerate(other)}
    means = {
        name: sum(place[end] for end in linked[name]) / len(linked[name]) if linked[name] else float(len(other))
        for name in column
    }
    return sorted(column, key=lambda name: means[name])
