"""Feedback sources on the left, teams on the right, and who answers for what between them; gaps in the warm colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, circle, curve, drawing, path, rect, words

_TOP = 22.0
_STEPS = (17.0, 32.0)
"""Smallest and largest distance of two sources."""
_ROOM = 620.0
_TEAM, _TEAM_LINE = 34.0, 13.0
"""Height of a team's box, and what a second line of its name adds."""
_TEAM_GAPS = (8.0, 30.0)
"""Smallest and largest distance of two teams' boxes."""
_SOURCE_WIDTH, _TEAM_LEFT = 218.0, 480.0
_SWEEPS = 6
_SMALLEST = 7.5
"""Below this size a name is rather cut than set on two lines."""


@dataclass(frozen=True)
class SourceBox:
    """A source, and the teams it leads to."""

    id: str
    name: str
    volume: str
    accountable: tuple[str, ...]
    informed: tuple[str, ...]
    """Teams that hear of it or work on it without answering for it."""
    gap: str | None
    """What is wrong, in a few words; None where exactly one team answers for it."""


@dataclass(frozen=True)
class TeamBox:
    """A team and what it carries."""

    id: str
    name: str
    load: str
    idle: bool
    """It answers for no source."""


def ownership(
    title: str, sources: Sequence[SourceBox], teams: Sequence[TeamBox], headings: tuple[str, str, str]
) -> str:
    """Return the drawing, ordered so that few lines cross; ``headings`` name sources, volume and teams."""
    known = {team.id for team in teams}
    drawable = [replace(source, accountable=tuple(t for t in source.accountable if t in known)) for source in sources]
    left, right = _ordered(drawable, teams)
    step = max(_STEPS[0], min(_STEPS[1], _ROOM / max(len(left), 1)))
    tall = [_team_height(team) for team in right]
    content = max(step * len(left), sum(tall) + _TEAM_GAPS[0] * len(right))
    left_step = content / max(len(left), 1) if len(left) >= len(right) else step
    source_y = {source.id: _TOP + left_step * (index + 0.5) for index, source in enumerate(left)}
    team_y = {team.id: _TOP + y for team, y in zip(right, _middles(tall, content), strict=True)}
    marks = [
        words(0, 12, headings[0], 9.5, c.GREY, 600),
        words(_SOURCE_WIDTH - 10, 12, headings[1], 9.5, c.GREY, 400, "end"),
        words(_TEAM_LEFT, 12, headings[2], 9.5, c.GREY, 600),
        *_links(left, source_y, team_y),
    ]
    for source in left:
        marks += _source(source, source_y[source.id], min(26.0, step - 4))
    for team in right:
        marks += _team(team, team_y[team.id])
    return drawing(FULL, _TOP + content + 4, title, marks)


def _team_name(team: TeamBox) -> list[str]:
    return fonts.wrap(team.name, 10.5, FULL - _TEAM_LEFT - 18, 600, lines=2)


def _team_height(team: TeamBox) -> float:
    return _TEAM + _TEAM_LINE * (len(_team_name(team)) - 1)


def _middles(tall: Sequence[float], room: float) -> list[float]:
    """Return the middles of boxes of those heights, evenly apart and centred in the room."""
    gap = min((room - sum(tall)) / max(len(tall), 1), _TEAM_GAPS[1])
    top = (room - sum(tall) - gap * len(tall)) / 2 + gap / 2
    middles = []
    for height in tall:
        middles.append(top + height / 2)
        top += height + gap
    return middles


def _ordered(sources: Sequence[SourceBox], teams: Sequence[TeamBox]) -> tuple[list[SourceBox], list[TeamBox]]:
    """Return both sides in an order found by barycentre sweeps; sources without any team sink to the bottom."""
    left, right = list(sources), list(teams)
    for _ in range(_SWEEPS):
        place = {team.id: float(index) for index, team in enumerate(right)}
        left.sort(key=lambda source: _centre([*source.accountable, *source.informed], place))
        rows = {
            team.id: [float(index) for index, source in enumerate(left) if team.id in source.accountable]
            or [float(index) for index, source in enumerate(left) if team.id in source.informed]
            for team in right
        }
        right.sort(key=lambda team: sum(rows[team.id]) / len(rows[team.id]) if rows[team.id] else float(len(left)))
    return left, right


def _centre(linked: Sequence[str], place: Mapping[str, float]) -> float:
    known = [place[team] for team in linked if team in place]
    return sum(known) / len(known) if known else float(len(place))


def _links(sources: Sequence[SourceBox], source_y: Mapping[str, float], team_y: Mapping[str, float]) -> list[str]:
    marks: list[str] = []
    start, end = _SOURCE_WIDTH + 5, _TEAM_LEFT - 5
    for source in sources:
        for team in source.informed:
            if team in team_y and team not in source.accountable:
                steps = curve(start, source_y[source.id], end, team_y[team])
                marks.append(path(steps, c.MIST, 1.2, dashed=True))
    for source in sources:
        for team in source.accountable:
            if team in team_y:
                steps = curve(start, source_y[source.id], end, team_y[team])
                marks.append(path(steps, c.WARM if source.gap else c.NAVY, 2.2))
    return marks


def _source(source: SourceBox, middle: float, tall: float) -> list[str]:
    ink = c.WARM if source.gap else c.NAVY
    size = min(10.5, tall * 0.68)
    room = _SOURCE_WIDTH - 28 - fonts.width(source.volume, size)
    fill = c.WARM_PALE if source.gap else c.PALE
    marks = [
        rect(0.6, middle - tall / 2, _SOURCE_WIDTH - 1.2, tall, fill, 3, c.WARM if source.gap else None),
        *_source_name(source.name, middle, tall, size, room, ink),
        words(
            _SOURCE_WIDTH - 10, middle + size * 0.36, source.volume, size, ink if source.gap else c.GREY, anchor="end"
        ),
        circle(_SOURCE_WIDTH + 5, middle, 3, ink),
    ]
    if source.gap and not source.accountable:
        room = _TEAM_LEFT - _SOURCE_WIDTH - 30
        label = fonts.wrap(source.gap, size, room, 600, lines=1)[0]
        marks.append(
            rect(_SOURCE_WIDTH + 13, middle - size * 0.7, fonts.width(label, size, 600) + 6, size * 1.4, c.WHITE)
        )
        marks.append(words(_SOURCE_WIDTH + 16, middle + size * 0.36, label, size, c.WARM, 600))
    return marks


def _source_name(  # noqa: PLR0917  # marks are placed by position
    name: str, middle: float, tall: float, size: float, room: float, ink: str
) -> list[str]:
    """Return a source's name on one line, or smaller on two where the box is tall enough for them."""
    small = min(size, 9.0, tall * 0.44)
    if fonts.width(name, size, 600) <= room or small < _SMALLEST:
        return [words(10, middle + size * 0.36, fonts.wrap(name, size, room, 600, lines=1)[0], size, ink, 600)]
    lines = fonts.wrap(name, small, room, 600, lines=2)
    first = middle + small * 0.36 - small * 0.55 * (len(lines) - 1)
    return [words(10, first + small * 1.1 * index, line, small, ink, 600) for index, line in enumerate(lines)]


def _team(team: TeamBox, middle: float) -> list[str]:
    width, tall, left = FULL - _TEAM_LEFT, _team_height(team), _TEAM_LEFT + 10
    top = middle - tall / 2
    lines = _team_name(team)
    return [
        circle(_TEAM_LEFT - 5, middle, 3, c.GREY if team.idle else c.NAVY),
        rect(_TEAM_LEFT + 0.6, top, width - 1.2, tall, c.WHITE, 3, c.LINE if team.idle else c.NAVY),
        *(words(left, top + 15 + _TEAM_LINE * index, line, 10.5, c.NAVY, 600) for index, line in enumerate(lines)),
        words(left, top + tall - 6, team.load, 9.5, c.WARM if team.idle else c.GREY),
    ]
