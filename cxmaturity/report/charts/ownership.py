"""Feedback sources, the teams that answer for them and what these can do, from left to right; gaps in the warm colour.

A line is as wide as the volume that it carries. What nobody answers for hangs loose and stands first, by volume; the
largest gaps are numbered. No gap is told by its colour alone: each has its words, and what the map does not know a
dashed frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.ownership_parts import (
    Columns,
    Drawn,
    Headings,
    LeverBox,
    Mark,
    SourceBox,
    TeamBox,
    columns,
)
from cxmaturity.report.charts.ownership_places import (
    IDLE_SIZE,
    LEVER_LINE,
    LEVER_SIZE,
    LOAD_LINE,
    LOAD_SIZE,
    NAME_LINE,
    NAME_SIZE,
    Line,
    Places,
    Slot,
    places,
    said_lines,
)
from cxmaturity.report.charts.svg import FULL, circle, curve, drawing, hovered, line, path, rect, words

__all__ = ["DASHED_UP_TO", "Drawn", "Headings", "LeverBox", "SourceBox", "TeamBox", "ownership"]

_THINNEST, _WIDEST = 1.1, 8.0
"""Width of a line without volume, and of the one with most."""
_PLAIN = 2.0
"""Width of every line where nobody counted."""
_SMALLEST = 7.4
"""Below this size a name is rather cut than set on two lines."""
DASHED_UP_TO = 16
"""With more sources, only the lines of those who answer for them are drawn."""
_HEAD = 17.0
_APART = 14.0
"""Between a name and its volume, so that no name that ends in a number reads as one with it."""
_KEY, _SIGN = 9.0, 21.0
"""Size of the legend's words, and what a sign takes before them."""


@dataclass(frozen=True)
class Gauge:
    """What all sources share: the size of their words, the largest weight, and the widest volume."""

    size: float
    heaviest: float
    volume: float


def ownership(title: str, drawn: Drawn, width: float = FULL) -> str:
    """Return the drawing; ``title`` is what is read aloud instead of it."""
    found = columns(drawn, width)
    drawn, placed = _numbered(drawn, places(drawn, found))
    top = _strip_height(drawn)
    down = top + _HEAD
    marks = [*_strip(drawn, width), *_headings(drawn.headings, found, top + 11, bool(placed.slots))]
    marks += _streams(drawn, placed, found, down)
    size = min(10.2, placed.row * 0.72)
    gauge = Gauge(
        size,
        max((source.weight for source, _ in placed.sources), default=0.0),
        max((fonts.width(source.volume, size) for source, _ in placed.sources), default=0.0),
    )
    for source, middle in placed.sources:
        marks += _source(source, middle + down, placed.row, found, gauge)
    for slot in placed.slots:
        marks += _team(slot, found, down, drawn.levers is not None)
    marks += _foot(drawn, placed, found, down)
    bottom = down + placed.height + 2
    return (
        drawing(width, bottom, title, marks)
        if not drawn.headings.legend
        else _explained(drawn, width, bottom, title, marks)
    )


def _numbered(drawn: Drawn, placed: Places) -> tuple[Drawn, Places]:
    """Return both with the largest gaps numbered down the page, whatever their order among themselves."""
    ranked = [source.rank for source, _ in placed.sources if source.rank]
    if any(rank > len(drawn.worst) for rank in ranked) or len(ranked) < len(drawn.worst):
        return drawn, placed
    place = {rank: number for number, rank in enumerate(ranked, start=1)}
    sources = tuple(
        (replace(source, rank=place[source.rank]) if source.rank else source, middle)
        for source, middle in placed.sources
    )
    return replace(drawn, worst=[drawn.worst[rank - 1] for rank in ranked]), replace(placed, sources=sources)


def _explained(drawn: Drawn, width: float, bottom: float, title: str, marks: list[str]) -> str:
    """Return the drawing with the legend of its signs below it."""
    key, bottom = _legend(drawn.headings.legend, width, bottom + 12)
    return drawing(width, bottom + 5, title, [*marks, *key])


def _legend(entries: Sequence[tuple[Mark, str]], width: float, baseline: float) -> tuple[list[str], float]:
    """Return what the signs mean, in as many lines as that takes, and the last line's baseline."""
    marks: list[str] = []
    x = 1.0
    for mark, said in entries:
        shown = _cut(said, _KEY, width - _SIGN - 4)
        wide = _SIGN + fonts.width(shown, _KEY)
        if x > 1 and x + wide > width:
            x, baseline = 1.0, baseline + 12
        marks += [*_sign(mark, x, baseline - 3), words(x + _SIGN, baseline, shown, _KEY, c.GREY)]
        x += wide + 18
    return marks, baseline


def _sign(mark: Mark, x: float, middle: float) -> list[str]:
    if mark in ("gap", "shadow"):
        return [rect(x, middle - 4, 16, 8, c.WARM_PALE, 2, c.WARM, dashed=mark == "shadow")]
    if mark == "loose":
        return [line(x, middle, x + 11, middle, c.WARM, 2, dashed=True),
                circle(x + 13.4, middle, 2.4, c.WHITE, c.WARM, width=1.6)]  # fmt: skip
    return [line(x + 2, middle, x + 11, middle, c.WARM, 2), line(x + 11, middle - 5, x + 11, middle + 5, c.WARM, 2.4)]


def _strip_height(drawn: Drawn) -> float:
    return 46.0 if drawn.worst else 0.0


def _strip(drawn: Drawn, width: float) -> Iterator[str]:
    """Yield the largest gaps, numbered as their sources are."""
    if not drawn.worst:
        return
    yield rect(0, 0, width, 41, c.WARM_PALE, 3)
    head = drawn.headings.worst
    lead = 16 + max(fonts.width(part, 9.2, 600) for part in fonts.wrap(head, 9.2, width * 0.13, 600, lines=3))
    parts = fonts.wrap(head, 9.2, lead, 600, lines=3)
    for place, part in enumerate(parts):
        yield words(9, 24 + 11.5 * (place - (len(parts) - 1) / 2), part, 9.2, c.WARM_INK, 600)
    lead += 12
    wide = (width - lead) / 3
    for place, (name, detail) in enumerate(drawn.worst[:3]):
        left = lead + wide * place
        yield from _badge(left + 7, 20.5, place + 1, 7.5)
        yield hovered(words(left + 19, 18, _cut(name, 10, wide - 26, 600), 10, c.WARM_INK, 600), name)
        yield words(left + 19, 31, _cut(detail, 9, wide - 26), 9, c.INK)


def _cut(shown: str, size: float, room: float, weight: int = 400) -> str:
    return fonts.wrap(shown, size, room, weight, lines=1)[0]


def _badge(x: float, y: float, number: int, radius: float) -> Iterator[str]:
    yield circle(x, y, radius, c.WARM_INK)
    yield words(x, y + radius * 0.48, str(number), radius * 1.35, c.WHITE, 600, "middle")


def _headings(heads: Headings, found: Columns, y: float, has_teams: bool) -> Iterator[str]:
    shown = fonts.width(heads.volume, 9.3) + 12
    yield words(0, y, _cut(heads.sources, 9.3, found.source_right - shown, 600), 9.3, c.GREY, 600)
    yield words(found.source_right - 8, y, heads.volume, 9.3, c.GREY, 400, "end")
    if not has_teams:
        return
    room = found.team_right - found.team_left
    yield words(found.team_left, y, _cut(heads.teams, 9.3, room, 600), 9.3, c.GREY, 600)
    if found.lever_left < found.width:
        room = found.width - found.lever_left
        yield words(found.lever_left, y, _cut(heads.levers, 9.3, room, 600), 9.3, c.GREY, 600)


def _streams(drawn: Drawn, placed: Places, found: Columns, down: float) -> Iterator[str]:
    """Yield the lines from sources to teams: dashed ones below, calm ones, then those with a gap on top."""
    slots = {slot.team.id: slot for slot in placed.slots}
    ports = _ports(placed, slots)
    if len(placed.sources) <= DASHED_UP_TO:
        for source, middle in placed.sources:
            for team in source.helping:
                if team in slots and team not in source.accountable:
                    steps = _bent(found, middle + down, slots[team].middle + down)
                    yield path(steps, c.MIST, 1.1, dashed=True)
    heaviest = max((source.weight for source, _ in placed.sources), default=0.0)
    for warm in (False, True):
        for source, middle in placed.sources:
            wide = _THINNEST + (_WIDEST - _THINNEST) * source.weight / heaviest if heaviest else _PLAIN
            for team in dict.fromkeys(source.accountable):
                if team in slots and (source.gap is not None) is warm:
                    steps = _bent(found, middle + down, ports[source.id, team] + down)
                    yield path(steps, c.WARM if warm else c.STREAM, wide)


def _bent(found: Columns, start: float, end: float) -> str:
    """Return the steps of a line that stays level beside the words about gaps, then flows to the team."""
    flow = curve(found.tag_right, start, found.team_left - 1, end)
    return f"M{found.source_right:g} {start:g} L{flow[1:]}"


def _ports(placed: Places, slots: Mapping[str, Slot]) -> dict[tuple[str, str], float]:
    """Return where each line meets its team: one below the other, in the order of the sources."""
    arriving: dict[str, list[str]] = {team: [] for team in slots}
    for source, _ in placed.sources:
        for team in dict.fromkeys(source.accountable):
            if team in arriving:
                arriving[team].append(source.id)
    return {
        (source, team): slots[team].top + 4 + (slots[team].height - 8) * (place + 0.5) / len(found)
        for team, found in arriving.items()
        for place, source in enumerate(found)
    }


def _source(source: SourceBox, middle: float, tall: float, found: Columns, gauge: Gauge) -> list[str]:
    ink = c.WARM_INK if source.gap else c.NAVY
    size = gauge.size
    wide, left = found.source_right, 8 + (tall if source.rank else 0)
    room = wide - left - 8 - (gauge.volume + _APART if gauge.volume else 4)
    part = source.weight / gauge.heaviest if gauge.heaviest else 0.0
    fill, bar = (c.WARM_PALE, c.WARM_SOFT) if source.gap else (c.PALE, c.BAND)
    box = [
        rect(0.6, middle - tall / 2, wide - 1.2, tall, fill, 3),
        rect(0.6, middle - tall / 2, (wide - 1.2) * part, tall, bar, min(3, (wide - 1.2) * part / 2)),
        rect(0.6, middle - tall / 2, wide - 1.2, tall, "none", 3, c.WARM, dashed=not source.on_map)
        if source.gap
        else "",
        *_source_name(source.name, left, middle, tall, size, room, ink),
        words(wide - 8, middle + size * 0.36, source.volume, size, ink if source.gap else c.INK, anchor="end"),
    ]
    if source.rank:
        box += _badge(4 + tall / 2, middle, source.rank, min(tall / 2 - 1, 7.5))
    return [hovered("".join(box), source.told), *_tag(source, middle, size, found)]


def _tag(source: SourceBox, middle: float, size: float, found: Columns) -> list[str]:
    """Return the words about a gap beside its source, with a loose end where no line goes on."""
    shown, ink = source.gap or source.note, c.WARM_INK if source.gap else c.GREY
    if not shown:
        return []
    size = min(size, 9.0)
    left, room = found.source_right + 5, found.tag_right - found.source_right - 8
    label = _cut(shown, size, room, 600)
    end = left + fonts.width(label, size, 600) + 4
    marks = [
        rect(left - 3, middle - size * 0.68, end - left + 4, size * 1.36, c.WHITE),
        words(left, middle + size * 0.36, label, size, ink, 600),
    ]
    if source.is_loose:
        marks += [
            line(end + 2, middle, found.tag_right + 12, middle, c.WARM, 2, dashed=True),
            circle(found.tag_right + 15, middle, 2.6, c.WHITE, c.WARM, width=1.6),
        ]
    return marks


def _source_name(  # noqa: PLR0917  # marks are placed by position
    name: str, left: float, middle: float, tall: float, size: float, room: float, ink: str
) -> list[str]:
    """Return a source's name on one line, or smaller on two where the box is tall enough for them."""
    small = min(size, 9.0, tall * 0.44)
    if fonts.width(name, size, 600) <= room or small < _SMALLEST:
        return [words(left, middle + size * 0.36, _cut(name, size, room, 600), size, ink, 600)]
    lines = fonts.wrap(name, small, room, 600, lines=2)
    first = middle + small * 0.36 - small * 0.55 * (len(lines) - 1)
    return [words(left, first + small * 1.1 * index, part, small, ink, 600) for index, part in enumerate(lines)]


def _team(slot: Slot, found: Columns, down: float, with_levers: bool) -> list[str]:
    team, top, width = slot.team, slot.top + down, found.team_right - found.team_left
    left = found.team_left + 8
    edge = c.WARM if team.is_wrong or team.alarm or team.no_lever else c.NAVY
    said = said_lines(team, found)
    box = [
        rect(found.team_left + 0.6, top, width - 1.2, slot.height, c.WHITE, 3, edge),
        *(
            words(left, top + 13 + NAME_LINE * place, part, NAME_SIZE, c.NAVY, 600)
            for place, part in enumerate(slot.name)
        ),
        *(
            _load(shown, left, top + slot.height - 8.2 - LOAD_LINE * (len(said) - 1 - place), warm)
            for place, (shown, warm) in enumerate(said)
        ),
        *_pips(team, left, top + slot.height - 5.4, width - 16),
    ]
    marks = [hovered("".join(box), team.told)]
    return [*marks, *_levers(slot, found, down)] if with_levers else marks


def _load(shown: str, left: float, baseline: float, warm: bool) -> str:
    return words(left, baseline, shown, LOAD_SIZE, c.WARM_INK if warm else c.GREY, 600 if warm else 400)


def _pips(team: TeamBox, left: float, top: float, room: float) -> Iterator[str]:
    """Yield a mark for each source that a team may have, filled for those that it has, warm for those too many."""
    number = max(team.room, team.sources)
    if not number or number > 24:
        return
    wide = min(12.0, room / number)
    for place in range(number):
        fill = c.BAND if place >= team.sources else c.STREAM if place < team.room else c.WARM
        yield rect(left + wide * place, top, wide - 1.6, 2.8, fill)


def _levers(slot: Slot, found: Columns, down: float) -> list[str]:
    start, end, marks = found.team_right, found.lever_left, []
    if slot.team.no_lever and not slot.levers:
        middle = slot.middle + down
        marks = [
            line(start, middle, start + 8, middle, c.WARM, 2),
            line(start + 8, middle - 6, start + 8, middle + 6, c.WARM, 2.4),
            words(end, middle + 3.2, _cut(slot.team.no_lever, 9, found.width - end, 600), 9, c.WARM_INK, 600),
        ]
    for each in slot.levers:
        steps = curve(start, slot.middle + down, end - 2, each.middle + down)
        marks.append(path(steps, c.STREAM, 1.1))
    for each in slot.levers:
        marks += _lever(each, found, down, c.NAVY)
    return marks


def _lever(each: Line, found: Columns, down: float, ink: str) -> list[str]:
    first = each.middle + down + LEVER_SIZE * 0.36 - LEVER_LINE * (len(each.words) - 1) / 2
    shown = "".join(
        words(found.lever_left + 7, first + LEVER_LINE * place, part, LEVER_SIZE, ink)
        for place, part in enumerate(each.words)
    )
    mark = rect(found.lever_left - 1, each.middle + down - 2, 4, 4, ink) if each.lever else ""
    return [hovered(mark + shown, each.lever.told) if each.lever else shown]


def _foot(drawn: Drawn, placed: Places, found: Columns, down: float) -> list[str]:
    """Return the teams that carry nothing, and the levers that nobody owns."""
    top = placed.below + down
    marks = [
        words(found.team_left, top + 8 + LEVER_LINE * place, part, IDLE_SIZE, c.GREY)
        for place, part in enumerate(placed.idle)
    ]
    if placed.unowned:
        room = found.width - found.lever_left
        head = _cut(drawn.headings.unowned, 9, room, 600)
        marks.append(words(found.lever_left, top + 8, head, 9, c.WARM_INK, 600))
        for each in placed.unowned:
            marks += _lever(each, found, down, c.WARM_INK)
    return marks
