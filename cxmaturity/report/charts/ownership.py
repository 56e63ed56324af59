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
_TEAM, _TEAM_STEP = 34.0, 42.0
_SOURCE_WIDTH, _TEAM_LEFT = 218.0, 480.0
_SWEEPS = 6


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
    content = max(step * len(left), _TEAM_STEP * len(right))
    left_step = content / max(len(left), 1) if len(left) >= len(right) else step
    right_step = min(content / max(len(right), 1), 64.0)
    source_y = {source.id: _TOP + left_step * (index + 0.5) for index, source in enumerate(left)}
    offset = (content - right_step * len(right)) / 2
    team_y = {team.id: _TOP + offset + right_step * (index + 0.5) for index, team in enumerate(right)}
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
    name = fonts.wrap(source.name, size, room, 600, lines=1)[0]
    fill = c.WARM_PALE if source.gap else c.PALE
    marks = [
        rect(0.6, middle - tall / 2, _SOURCE_WIDTH - 1.2, tall, fill, 3, c.WARM if source.gap else None),
        words(10, middle + size * 0.36, name, size, ink, 600),
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


def _team(team: TeamBox, middle: float) -> list[str]:
    width = FULL - _TEAM_LEFT
    name = fonts.wrap(team.name, 10.5, width - 18, 600, lines=1)[0]
    return [
        circle(_TEAM_LEFT - 5, middle, 3, c.GREY if team.idle else c.NAVY),
        rect(_TEAM_LEFT + 0.6, middle - _TEAM / 2, width - 1.2, _TEAM, c.WHITE, 3, c.LINE if team.idle else c.NAVY),
        words(_TEAM_LEFT + 10, middle - 2, name, 10.5, c.NAVY, 600),
        words(_TEAM_LEFT + 10, middle + 11, team.load, 9.5, c.WARM if team.idle else c.GREY),
    ]
