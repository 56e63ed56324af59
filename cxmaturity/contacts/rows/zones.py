"""Time zones as tables of transitions: exact, and fast both in SQL and in numpy.

A local time that occurs twice is the first of the two; one that does not occur is shifted forward by the length of the
gap. Both follow from one rule: the offset before a transition holds up to the later of its two local readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from cxmaturity.contacts.sql import literal
from cxmaturity.errors import did_you_mean, wrong
from cxmaturity.words import text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
_FIRST, _LAST = -70 * 366, 530 * 366
"""Days since 1970 between which transitions are looked for: about 1900 to 2500."""
_FEW: Final = 24
_BEFORE: Final = 1_000_000
"""Days before 1970 that no instant reaches."""

Instants = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Zone:
    """A time zone. All times are microseconds since 1970."""

    name: str
    transitions: tuple[int, ...]
    """Instants at which the offset changes, rising."""
    offsets: tuple[int, ...]
    """Local minus UTC before the first transition, between each two, after the last."""

    def local_days(self, instants: Instants) -> Instants:
        """Return the calendar day of each instant, in days since 1970-01-01."""
        days: Instants = np.floor_divide(instants + self._offsets_at(instants), DAY)
        return days

    def _offsets_at(self, instants: Instants) -> Instants | int:
        if not self.transitions or not len(instants):
            return self.offsets[0]
        edges = np.array(self.transitions, dtype=np.int64)
        first = int(np.searchsorted(edges, instants.min(), side="right"))
        last = int(np.searchsorted(edges, instants.max(), side="right"))
        if last - first > _FEW:
            return np.array(self.offsets, dtype=np.int64)[np.searchsorted(edges, instants, side="right")]
        found: Instants | int = self.offsets[first]
        for position in range(first, last):
            found = found + (instants >= edges[position]) * (self.offsets[position + 1] - self.offsets[position])
        return found

    def instant_sql(self, local: str, years: tuple[int, int]) -> str:
        """Return SQL for the instant of a local time (a column of microseconds) that lies in those years."""
        edges, offsets = self._between(years)
        held = [edge + max(before, after) for edge, before, after in _steps(edges, offsets)]
        return f"({local} - {_choose(local, held, [str(offset) for offset in offsets])})"

    def day_sql(self, instant: str, years: tuple[int, int]) -> str:
        """Return SQL for the calendar day of an instant (a column of microseconds), in days since 1970-01-01."""
        edges, offsets = self._between(years)
        moved = f"({instant} + {_choose(instant, edges, [str(offset) for offset in offsets])})"
        return f"(({moved} + {_BEFORE * DAY}) // {DAY} - {_BEFORE})"  # of a positive number: // truncates

    def doubtful_sql(self, local: str, years: tuple[int, int]) -> tuple[str, str]:
        """Return SQL for whether a local time occurs twice, and whether it does not occur at all."""
        repeated: list[str] = []
        missing: list[str] = []
        edges, offsets = self._between(years)
        for edge, before, after in _steps(edges, offsets):
            window = f"({local} >= {edge + min(before, after)} AND {local} < {edge + max(before, after)})"
            (repeated if after < before else missing).append(window)
        return " OR ".join(repeated) or "false", " OR ".join(missing) or "false"

    def _between(self, years: tuple[int, int]) -> tuple[list[int], list[int]]:
        low, high = ((year - 1970) * 366 * DAY for year in (years[0] - 2, years[1] + 3))
        low = min(low, (years[0] - 2 - 1970) * 365 * DAY)
        kept = [position for position, edge in enumerate(self.transitions) if low <= edge <= high]
        if not kept:
            before = sum(edge < low for edge in self.transitions)
            return [], [self.offsets[before]]
        return list(self.transitions[kept[0] : kept[-1] + 1]), list(self.offsets[kept[0] : kept[-1] + 2])


UTC: Final = Zone("UTC", (), (0,))


def zone_in_words(name: str) -> str:
    """Return a zone’s name as people read it: ``Etc/GMT+6``, whose sign is reversed, is UTC−6."""
    match = re.fullmatch(r"Etc/GMT([+-])(\d+)", name)
    if match is None:
        return name
    return f"UTC{'−' if match[1] == '+' else '+'}{match[2]}" if int(match[2]) else "UTC"


def read_zone(connection: DuckDBPyConnection, name: str) -> Zone:
    """Return a time zone by its name. Raises InputError when there is none of that name."""
    if name == "UTC":
        return UTC
    known = [row[0] for row in connection.execute("SELECT name FROM pg_timezone_names()").fetchall()]
    exact = next((zone for zone in known if zone.lower() == name.lower()), None)
    if exact is None:
        remedy = did_you_mean(name, known) or text("Give a name like Europe/Paris.")
        raise wrong(text("there is no time zone “{zone}”.", zone=name), remedy=remedy)
    days = np.arange(_FIRST, _LAST, dtype=np.int64) * DAY
    offsets = _offsets(connection, exact, days)
    before = np.flatnonzero(np.diff(offsets))
    edges = _bisect(connection, exact, days[before], days[before + 1], offsets[before])
    return Zone(exact, tuple(map(int, edges)), (int(offsets[0]), *map(int, offsets[before + 1])))


def _offsets(connection: DuckDBPyConnection, zone: str, instants: Instants) -> Instants:
    query = f"""SELECT epoch_us(timezone({literal(zone)}, make_timestamptz(instant))) - instant AS moved
                FROM (SELECT unnest(?::BIGINT[]) AS instant)"""
    found = connection.execute(query, [instants.tolist()]).fetchnumpy()["moved"]
    return np.asarray(found, dtype=np.int64)


def _bisect(
    connection: DuckDBPyConnection, zone: str, before: Instants, after: Instants, offsets: Instants
) -> Instants:
    """Return the first second with another offset, between each two days around a transition."""
    while len(before) and int((after - before).max()) > SECOND:
        middle = (before + after) // 2 // SECOND * SECOND
        same = _offsets(connection, zone, middle) == offsets
        before, after = np.where(same, middle, before), np.where(same, after, middle)
    return after


def _steps(edges: Sequence[int], offsets: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    return zip(edges, offsets[:-1], offsets[1:], strict=True)


def _choose(value: str, edges: Sequence[int], results: Sequence[str]) -> str:
    """Return SQL for the result of the interval that a value lies in, as a balanced tree of comparisons."""
    if not edges:
        return results[0]
    middle = len(edges) // 2
    lower = _choose(value, edges[:middle], results[: middle + 1])
    upper = _choose(value, edges[middle + 1 :], results[middle + 1 :])
    return f"(CASE WHEN {value} < {edges[middle]} THEN {lower} ELSE {upper} END)"
