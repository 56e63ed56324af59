"""Where everything stands in the drawing of the ownership map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts.ownership_order import ordered
from cxmaturity.report.charts.ownership_parts import Columns, Drawn, LeverBox, SourceBox, TeamBox

_STEPS = (13.0, 27.0)
"""Smallest and largest distance of two sources."""
_STRETCHED = 34.0
"""Largest distance of two sources where the teams need the room."""
_ZONE = 7.0
"""Between the sources that nobody answers for and the others."""
_GAPS = (4.5, 26.0)
"""Smallest and largest distance of two teams."""
_BOX, NAME_LINE, LOAD_LINE = 32.0, 12.3, 11.5
"""Height of a team's box, and what a second line of its name and one about a gap add."""
LEVER_LINE, LEVER_SIZE = 10.8, 8.6
_LEVERS = (8, 6, 5, 4, 3, 2, 1)
"""How many levers of one team are named at most: the first of these with which the page holds them all."""
NAME_SIZE, LOAD_SIZE = 10.3, 8.8
IDLE_SIZE = 8.6


@dataclass(frozen=True)
class Line:
    """One line of a list of levers."""

    lever: LeverBox | None
    """None in the last line, which says how many more there are."""
    words: tuple[str, ...]
    middle: float


@dataclass(frozen=True)
class Slot:
    """A team's place, its levers beside it."""

    team: TeamBox
    name: tuple[str, ...]
    top: float
    height: float
    """Of the box alone."""
    levers: tuple[Line, ...]

    @property
    def middle(self) -> float:
        """The height at which lines leave the box."""
        return self.top + self.height / 2


@dataclass(frozen=True)
class Places:
    """Where everything stands; heights count from the top of the columns."""

    sources: tuple[tuple[SourceBox, float], ...]
    """With the middle of each."""
    row: float
    """Height of a source's box."""
    slots: tuple[Slot, ...]
    idle: tuple[str, ...]
    """Lines about the teams that are not drawn, below the last team."""
    unowned: tuple[Line, ...]
    """Levers that nobody owns, below the last team's."""
    below: float
    """Where these two begin."""
    height: float


def places(drawn: Drawn, found: Columns) -> Places:
    """Return where everything stands."""
    left, right = _orders(drawn)
    lists = _lists(drawn, right, found)
    heights = [max(_box(team, found), _height(lists.get(team.id, ()))) for team in right]
    idle = _idle(drawn, found)
    unowned = lists.get("", ())
    foot = max(len(idle) * LEVER_LINE, _height(unowned) + (LEVER_LINE + 3 if unowned else 0))
    foot += 6 if foot else 0
    step = max(_STEPS[0], min(_STEPS[1], drawn.room / max(len(left), 1)))
    loose = sum(source.is_loose for source in left)
    zone = _ZONE if 0 < loose < len(left) else 0.0
    least = sum(heights) + _GAPS[0] * len(heights) + foot
    if left and least > step * len(left) + zone:
        step = min(_STRETCHED, (least - zone) / len(left))
    height = max(step * len(left) + zone, least)
    slots = _slots(right, heights, lists, height - foot, found)
    rows = tuple((source, step * (place + 0.5) + (0 if source.is_loose else zone)) for place, source in enumerate(left))
    return Places(rows, min(21.0, step - 2.6), slots, idle, _moved(unowned, height - foot + LEVER_LINE + 9),
                  height - foot + 6, height)  # fmt: skip


def _orders(drawn: Drawn) -> tuple[list[SourceBox], list[TeamBox]]:
    """Return the sources, the loose ones first by weight, and the teams, both so that few lines cross."""
    known = {team.id: team for team in drawn.teams}
    held = {source.id: source for source in drawn.sources if not source.is_loose}
    loose = sorted((source for source in drawn.sources if source.is_loose), key=lambda source: -source.weight)
    left, right = ordered([(name, source.accountable) for name, source in held.items()], list(known))
    return [*loose, *(held[name] for name in left)], [known[name] for name in right]


def _name(team: TeamBox, found: Columns) -> list[str]:
    return fonts.wrap(team.name, NAME_SIZE, found.team_right - found.team_left - 18, 600, lines=2)


def said_lines(team: TeamBox, found: Columns) -> list[tuple[str, bool]]:
    """Return what a team's box says below its name, line by line, and whether it is a gap: that takes two lines."""
    said = [(team.load, team.is_wrong), *([(team.alarm, True)] if team.alarm else [])]
    room = found.team_right - found.team_left - 14
    return [
        (line, warm)
        for shown, warm in said
        for line in fonts.wrap(shown, LOAD_SIZE, room, 600 if warm else 400, lines=2 if warm else 1)
    ]


def _box(team: TeamBox, found: Columns) -> float:
    return _BOX + NAME_LINE * (len(_name(team, found)) - 1) + LOAD_LINE * (len(said_lines(team, found)) - 1)


def _idle(drawn: Drawn, found: Columns) -> tuple[str, ...]:
    if not drawn.headings.idle:
        return ()
    known = {team.id for team in drawn.teams}
    is_free = all(lever.owner in known for lever in drawn.levers or ())
    right = found.width if is_free else found.team_right
    return tuple(fonts.wrap(drawn.headings.idle, IDLE_SIZE, right - found.team_left, 400, lines=3))


def _lists(drawn: Drawn, teams: Sequence[TeamBox], found: Columns) -> Mapping[str, tuple[Line, ...]]:
    """Return each team's levers as lines, cut so that all teams fit on the page; "" for those that nobody owns."""
    levers = drawn.levers or ()
    known = {team.id for team in teams}
    owned = {team: [lever for lever in levers if lever.owner == team] for team in known}
    owned[""] = [lever for lever in levers if lever.owner not in known]
    lists: dict[str, tuple[Line, ...]] = {}
    for most in _LEVERS:
        lists = {team: _lines(some, most if team else min(most, 4), found) for team, some in owned.items() if some}
        tall = [max(_box(team, found), _height(lists.get(team.id, ()))) + _GAPS[0] for team in teams]
        if sum(tall) + _height(lists.get("", ())) <= drawn.room:
            break
    return lists


def _lines(levers: Sequence[LeverBox], most: int, found: Columns) -> tuple[Line, ...]:
    """Return levers one below the other; names go on two lines where there are so few that a box holds them."""
    shown = levers if len(levers) <= most else levers[: max(most - 1, 0)]
    room = found.width - found.lever_left - 9
    lines: list[Line] = []
    y = 0.0
    for lever in shown:
        words = tuple(fonts.wrap(lever.name, LEVER_SIZE, room, 400, lines=2 if len(levers) * 2 <= most else 1))
        lines.append(Line(lever, words, y + LEVER_LINE * len(words) / 2))
        y += LEVER_LINE * len(words)
    if len(shown) < len(levers):
        lines.append(Line(None, (f"+ {len(levers) - len(shown)}",), y + LEVER_LINE / 2))
    return tuple(lines)


def _height(lines: Sequence[Line]) -> float:
    return LEVER_LINE * sum(len(line.words) for line in lines)


def _moved(lines: Sequence[Line], down: float) -> tuple[Line, ...]:
    return tuple(Line(line.lever, line.words, line.middle + down) for line in lines)


def _slots(
    teams: Sequence[TeamBox],
    heights: Sequence[float],
    lists: Mapping[str, tuple[Line, ...]],
    room: float,
    found: Columns,
) -> tuple[Slot, ...]:
    """Return the teams' places, evenly apart and centred in the room."""
    gap = min((room - sum(heights)) / max(len(heights), 1), _GAPS[1])
    top = (room - sum(heights) - gap * len(heights)) / 2 + gap / 2
    slots: list[Slot] = []
    for team, height in zip(teams, heights, strict=True):
        own, box = lists.get(team.id, ()), _box(team, found)
        middle = top + height / 2
        levers = _moved(own, middle - _height(own) / 2)
        slots.append(Slot(team, tuple(_name(team, found)), middle - box / 2, box, levers))
        top += height + gap
    return tuple(slots)
