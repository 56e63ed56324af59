"""Give sources to teams that have room: as many as possible, at the least cost, and of equal plans the first by ids.

Successive shortest paths (Jonker and Volgenant 1987) with room for several sources in a team. Being placed nowhere is a
team of its own, with room for all, at a price that no other choice outweighs. The prices of the teams that come out
with the plan tell every other plan that costs as little; among those the first one is found source by source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[np.int64]

Places = Mapping[str, int]
"""Team to the number of further sources that it has room for."""
Costs = Mapping[str, Mapping[str, int]]
"""Source to the teams that it could go to, and what each would cost."""

_SLACK: Final = -1
"""Stands for room that is not used, where a chain of moves may begin or end."""


def assign(costs: Costs, room: Places) -> dict[str, str]:
    """Return source to team: as many sources as possible, at the least total cost, ties by source and team id."""
    sources, teams = sorted(costs), sorted({team for options in costs.values() for team in options})
    if not teams:
        return {}
    places = [*(room.get(team, 0) for team in teams), len(sources)]
    plan = _Cheapest.of(_table(costs, sources, teams), places)
    first = _first_by_ids(plan)
    return {sources[source]: teams[team] for source, team in enumerate(first) if team < len(teams)}


@dataclass(frozen=True)
class Unplaceable:
    """Sources that cannot all be placed, and the few teams that they could go to (a Hall violator)."""

    sources: tuple[str, ...] = ()
    possible_teams: tuple[str, ...] = ()
    room: int = 0
    """Sources that those teams have room for together: fewer than there are."""


def violator(costs: Costs, room: Places, plan: Mapping[str, str]) -> Unplaceable:
    """Return every source that competes for the places of those left out, and the teams that they compete for.

    It is what alternating paths reach from the sources left out, and so the same for every largest plan.
    """
    reached = sorted(source for source in costs if source not in plan)
    at_team: dict[str, list[str]] = {}
    for source, team in sorted(plan.items()):
        at_team.setdefault(team, []).append(source)
    teams: set[str] = set()
    for source in reached:
        fresh = set(costs[source]) - teams
        teams |= fresh
        reached += [other for team in sorted(fresh) for other in at_team.get(team, ())]
    return Unplaceable(tuple(sorted(reached)), tuple(sorted(teams)), sum(room.get(team, 0) for team in teams))


def _table(costs: Costs, sources: list[str], teams: list[str]) -> Numbers:
    """Return one row a source, one column a team, the last one for nowhere."""
    import numpy as np

    prices = [price for options in costs.values() for price in options.values()]
    nowhere = max(prices) + len(sources) * (max(prices) - min(prices)) + 1
    table = np.full((len(sources), len(teams) + 1), 4 * nowhere)
    table[:, -1] = nowhere
    column = {team: number for number, team in enumerate(teams)}
    for row, source in enumerate(sources):
        options = costs[source]
        table[row, [column[team] for team in options]] = list(options.values())
    return table


class _Cheapest:
    """A cheapest plan in the making, a source after the other, and the prices of the teams that prove it one.

    A team with room left has price 0, and no source would pay less, cost and price together, in another team.
    """

    def __init__(self, table: Numbers, places: list[int]) -> None:
        import numpy as np

        self.table = table
        self.left = np.array(places)
        """Places not taken yet, of every team."""
        self.price = np.zeros(len(places), dtype=np.int64)
        self.team = np.full(len(table), -1)
        """Team of every source placed so far."""
        self._members: list[list[int]] = [[] for _ in places]
        self._move = np.full((len(places), len(places)), np.iinfo(np.int64).max // 4)
        """What it costs more to move a source of the row's team to the column's team, at best."""
        self._mover = np.zeros((len(places), len(places)), dtype=np.int64)
        """The source whose move costs that."""

    @classmethod
    def of(cls, table: Numbers, places: list[int]) -> _Cheapest:
        """Return a cheapest plan of all sources."""
        plan = cls(table, places)
        for source in range(len(table)):
            plan._place(source)
        return plan

    def _place(self, source: int) -> None:
        """Place one more source, moving others along the cheapest chain of moves to a team that has room."""
        import numpy as np

        far = np.iinfo(np.int64).max // 4
        away, before = self.table[source] + self.price, np.full(len(self.left), -1)
        is_full, is_done = self.left == 0, np.zeros(len(self.left), dtype=bool)
        while True:
            end = int(np.argmin(np.where(is_done, far, 2 * away + is_full)))
            if not is_full[end]:
                break
            is_done[end] = True
            through = away[end] - self.price[end] + self._move[end] + self.price
            is_nearer = ~is_done & (through < away)
            away[is_nearer], before[is_nearer] = through[is_nearer], end
        self.price[is_done] += (away[end] - away)[is_done]
        self.left[end] -= 1
        self._shift(source, end, before)

    def _shift(self, source: int, end: int, before: Numbers) -> None:
        """Carry out the moves that end in a team, the first of them the new source's."""
        changed = [end]
        while (giver := int(before[end])) >= 0:
            mover = int(self._mover[giver, end])
            self._members[giver].remove(mover)
            self._join(mover, end)
            changed.append(giver)
            end = giver
        self._join(source, end)
        for team in changed:
            rows = self.table[self._members[team]]
            more = rows - rows[:, team, None]
            cheapest = more.argmin(axis=0)
            self._move[team] = more.min(axis=0)
            self._mover[team] = [self._members[team][position] for position in cheapest]

    def _join(self, source: int, team: int) -> None:
        self._members[team].append(source)
        self.team[source] = team


def _first_by_ids(plan: _Cheapest) -> list[int]:
    """Return the team of every source in the first, by ids, of all the plans that cost as little.

    Those are the plans in which every source pays the least, and every team that has a price stays full.
    """
    import numpy as np

    due = plan.table + plan.price
    is_least = due == due.min(axis=1)[:, None]
    choice = _Choice(
        [np.flatnonzero(row).tolist() for row in is_least],
        [set(np.flatnonzero(column).tolist()) for column in is_least.T],
        plan.team.tolist(),
        plan.left.tolist(),
        (plan.price == 0).tolist(),
    )
    for source in range(len(choice.team)):
        choice.settle(source)
    return choice.team


@dataclass
class _Choice:
    """What may be chosen among plans that cost as little, and what is chosen so far."""

    teams_of: list[list[int]]
    """Source to the teams where it pays the least, ascending."""
    sources_of: list[set[int]]
    """Team to the sources, not settled yet, that pay the least there."""
    team: list[int]
    left: list[int]
    is_free: list[bool]
    """Teams that need not be full."""

    def settle(self, source: int) -> None:
        """Move a source to the first of its teams that it can have while all before it stay where they are."""
        present = self.team[source]
        for team in self.teams_of[source]:
            self.sources_of[team].discard(source)
        ahead = [team for team in self.teams_of[source] if team < present]
        if not ahead:
            return
        onward = self._onward(present, ahead[0])
        found = next((team for team in ahead if team in onward), None)
        if found is not None:
            self._push(found, onward)
            self.team[source] = found

    def _onward(self, place: int, wanted: int) -> dict[int, tuple[int, int]]:
        """Return, for each team that can pass a source on to a place, directly or not, the mover and the next team."""
        onward, line = {place: (-1, place)}, [place]
        seen: set[int] = set()
        for team in line:
            if team == _SLACK:
                givers = [(-1, giver) for giver, left in enumerate(self.left) if left]
            else:
                givers = [(mover, self.team[mover]) for mover in self.sources_of[team] - seen]
                seen |= self.sources_of[team]
                givers += [(-1, _SLACK)] if self.is_free[team] else []
            for mover, giver in givers:
                if giver not in onward:
                    onward[giver] = mover, team
                    line.append(giver)
            if wanted in onward:
                break
        return onward

    def _push(self, team: int, onward: dict[int, tuple[int, int]]) -> None:
        """Carry out the moves from a team onward, to make room in it."""
        while onward[team][1] != team:
            mover, after = onward[team]
            if mover >= 0:
                self.team[mover] = after
            elif after == _SLACK:
                self.left[team] -= 1
            else:
                self.left[after] += 1
            team = after
