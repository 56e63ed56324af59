"""What each action is worth against what it costs, and which places in the order are not settled."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, circle, drawing, hovered, line, rect, words

_LEFT, _RIGHT = 40.0, FULL - 8
_TOP, _PLOT = 24.0, 176.0
_SIZE = 9.5
_LINE = 11.5
_DOT = 4.2
_ROOMS = ((154.0, 2), (96.0, 3))
"""How wide a label's lines may be, and how many: the wider ones are tried first."""
_TURNS = (0, 8, 1, 15, 7, 9, 2, 14, 6, 10, 3, 13, 5, 11, 4, 12)
"""Sixteenths of a circle in which a label may lie further off: to the sides first."""
_NEAR, _FAR = 8.0, (22.0, 38.0, 56.0, 80.0, 110.0)
"""How far a label stands from its mark: beside it, or led there by a line."""


@dataclass(frozen=True)
class Axis:
    """An axis with its ticks, the lowest first."""

    name: str
    ticks: tuple[tuple[float, str], ...]
    most: float = 0.0
    """The largest value where it lies beyond the last tick."""

    def share(self, value: float) -> float:
        """Return where a value lies between the first tick and the end."""
        first, last = self.ticks[0][0], max(self.ticks[-1][0], self.most)
        return (value - first) / (last - first) if last > first else 0.5


@dataclass(frozen=True)
class Spot:
    """One action."""

    ref: str
    name: str
    """Stands beside its mark where there is room; empty where the reference is enough."""
    effort: float
    value: float
    settled: bool
    """Its place in the order holds however the value is weighted: a filled mark, else a ring."""
    told: str
    """What is told where a pointer rests."""


@dataclass(frozen=True)
class Corner:
    """The ground of what brings much for little: left of an effort, above a value."""

    effort: float
    value: float
    label: str


@dataclass(frozen=True)
class _Label:
    """Lines of text in a box; ``side`` is where they are aligned."""

    lines: tuple[str, ...]
    x: float
    """Its left edge."""
    y: float
    """Its upper edge."""
    wide: float
    side: str
    led: bool
    """A line leads there."""

    @property
    def box(self) -> _Box:
        """What it covers."""
        return (self.x - 1.5, self.y - 1, self.x + self.wide + 1.5, self.y + _LINE * len(self.lines) + 1)


_Box = tuple[float, float, float, float]


def value_effort(  # noqa: PLR0917  # marks are placed by position
    title: str, spots: Sequence[Spot], effort: Axis, value: Axis, corner: Corner | None = None, details: str = ""
) -> str:
    """Return the actions by effort and value.

    Labels are placed one after the other, those of the first spots first, each at the first place where it covers no
    mark and no other label; one that finds none is shortened to its reference, then left out.
    """
    at = [_place(spot, effort, value) for spot in spots]
    ground, taken = _ground(corner, effort, value) if corner else ([], [])
    drawn = [*ground, *_frame(effort, value)]
    for spot, place, label in zip(spots, at, _labels(spots, at, taken), strict=True):
        drawn += _label(spot, place, label) if label else []
    # Filled marks last: one lies on a ring in the same place, and both are seen.
    for spot, (x, y) in sorted(zip(spots, at, strict=True), key=lambda pair: pair[0].settled):
        colour = c.NAVY if spot.name else c.STREAM
        mark = circle(x, y, _DOT, colour) if spot.settled else circle(x, y, _DOT, c.WHITE, colour, width=1.8)
        drawn.append(hovered(mark, spot.told))
    return drawing(FULL, _TOP + _PLOT + 34, title, drawn, details)


def _place(spot: Spot, effort: Axis, value: Axis) -> tuple[float, float]:
    inner = 10.0
    x = _LEFT + inner + (_RIGHT - _LEFT - 2 * inner) * effort.share(spot.effort)
    return x, _TOP + _PLOT - inner - (_PLOT - 2 * inner) * value.share(spot.value)


def _frame(effort: Axis, value: Axis) -> list[str]:
    bottom = _TOP + _PLOT
    drawn = [words(0, 10, value.name, _SIZE, c.GREY, 600)]
    for number, shown in value.ticks:
        _, y = _place(Spot("", "", effort.ticks[0][0], number, False, ""), effort, value)
        drawn.append(line(_LEFT, y, _RIGHT, y, c.PALE, 1))
        drawn.append(words(_LEFT - 6, y + 3.2, shown, _SIZE, c.GREY, anchor="end"))
    for number, shown in effort.ticks:
        x, _ = _place(Spot("", "", number, value.ticks[0][0], False, ""), effort, value)
        drawn.append(line(x, bottom, x, bottom + 4, c.GREY, 0.8))
        drawn.append(words(x, bottom + 15, shown, _SIZE, c.GREY, anchor="middle"))
    drawn.append(line(_LEFT, bottom, _RIGHT, bottom, c.GREY, 0.8))
    return [*drawn, words(_RIGHT, bottom + 29, effort.name, _SIZE, c.GREY, 600, "end")]


def _ground(corner: Corner, effort: Axis, value: Axis) -> tuple[list[str], list[_Box]]:
    """Return the corner's ground with its name, and what the name covers."""
    x, y = _place(Spot("", "", corner.effort, corner.value, False, ""), effort, value)
    wide = fonts.width(corner.label, _SIZE, 600)
    box = (_LEFT, _TOP - 16, _LEFT + wide + 4, _TOP)
    drawn = [rect(_LEFT, _TOP, x - _LEFT, y - _TOP, c.TEAL_PALE)]
    return [*drawn, words(_LEFT, _TOP - 5, corner.label, _SIZE, c.TEAL_INK, 600)], [box]


def _labels(spots: Sequence[Spot], at: Sequence[tuple[float, float]], before: Sequence[_Box]) -> list[_Label | None]:
    """Return each spot's label beside what stands ``before``: whole names for all before bare references for any."""
    marked = [(x - _DOT - 1, y - _DOT - 1, x + _DOT + 1, y + _DOT + 1) for x, y in at]
    taken = [*before, *marked]
    found: list[_Label | None] = [None] * len(spots)
    for whole in (True, False):
        for index, spot in enumerate(spots):
            if found[index] is not None or (whole and not spot.name):
                continue
            others = [place for other, place in enumerate(at) if other != index]
            tries = _tried(spot, at[index], whole)
            named = [box for box in taken if box not in marked]
            label = next(
                (
                    each
                    for each in tries
                    if _is_free(each.box, taken)
                    and _is_led(each, at[index], others)
                    and not any(_is_in(point, box) for point in _way(each, at[index]) for box in named)
                ),
                None,
            )
            if label is not None:
                found[index] = label
                taken += [label.box, *((x - 1, y - 1, x + 1, y + 1) for x, y in _way(label, at[index]))]
    return found


def _tried(spot: Spot, place: tuple[float, float], whole: bool) -> Iterator[_Label]:
    """Yield a spot's possible labels in the order of preference: right, left, above, below, then further off."""
    content = f"{spot.ref}\u00a0{spot.name}" if whole else spot.ref
    sizes = dict.fromkeys(tuple(fonts.wrap(content, _SIZE, room, 500, lines)) for room, lines in _ROOMS)
    for lines in sizes:
        yield from _beside(lines, place)
    for off in _FAR if spot.name else ():
        for lines in sizes:
            yield from _around(lines, place, off)


def _beside(lines: tuple[str, ...], place: tuple[float, float]) -> Iterator[_Label]:
    wide = max(fonts.width(part, _SIZE, 500) for part in lines)
    tall, (x, y) = _LINE * len(lines), place
    for rise in (0.0, -0.4, 0.4):
        middle = y - tall / 2 + rise * (tall + _NEAR)
        yield _Label(lines, x + _NEAR, middle, wide, "start", led=False)
        yield _Label(lines, x - _NEAR - wide, middle, wide, "end", led=False)
    for slide in (0.5, 0.2, 0.8, 0.05, 0.95):
        yield _Label(lines, x - wide * slide, y - _NEAR - tall, wide, "middle", led=False)
        yield _Label(lines, x - wide * slide, y + _NEAR, wide, "middle", led=False)


def _around(lines: tuple[str, ...], place: tuple[float, float], off: float) -> Iterator[_Label]:
    """Yield labels that a line leads to, in all directions."""
    wide = max(fonts.width(part, _SIZE, 500) for part in lines)
    tall, (x, y) = _LINE * len(lines), place
    for turn in _TURNS:
        across, down = math.cos(turn * math.pi / 8), math.sin(turn * math.pi / 8)
        side = "start" if across > 0.3 else "end" if across < -0.3 else "middle"
        left = x + off * across - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[side]
        yield _Label(lines, left, y + off * down - tall * (1 - down) / 2, wide, side, led=True)


def _way(label: _Label, place: tuple[float, float]) -> list[tuple[float, float]]:
    """Return points along the line that leads to a label; none where there is no line."""
    if not label.led:
        return []
    (x1, y1), (x2, y2) = place, _end(label, place)
    steps = max(int(math.hypot(x2 - x1, y2 - y1) // 4), 1)
    return [(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps) for step in range(steps)]


def _is_in(point: tuple[float, float], box: _Box) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def _is_free(box: _Box, taken: Sequence[_Box]) -> bool:
    left, top, right, bottom = box
    if left < _LEFT or right > FULL or top < _TOP - 6 or bottom > _TOP + _PLOT:
        return False
    return not any(left < other[2] and other[0] < right and top < other[3] and other[1] < bottom for other in taken)


def _is_led(label: _Label, place: tuple[float, float], others: Sequence[tuple[float, float]]) -> bool:
    """Tell whether the line that leads to a label, if one does, passes no other mark."""
    if not label.led:
        return True
    (x1, y1), (x2, y2) = place, _end(label, place)
    wide, tall = x2 - x1, y2 - y1
    for x, y in others:
        along = ((x - x1) * wide + (y - y1) * tall) / ((wide * wide + tall * tall) or 1.0)
        near = min(max(along, 0.0), 1.0)
        if math.hypot(x - x1 - near * wide, y - y1 - near * tall) < _DOT + 1.5:
            return False
    return True


def _end(label: _Label, place: tuple[float, float]) -> tuple[float, float]:
    """Return where the line to a label ends."""
    (x, y), tall = place, _LINE * len(label.lines)
    return min(max(x, label.x), label.x + label.wide), min(max(y, label.y + 2), label.y + tall - 1)


def _label(spot: Spot, place: tuple[float, float], label: _Label) -> list[str]:
    drawn = [line(*place, *_end(label, place), c.MIST, 0.8)] if label.led else []
    anchors = {"start": label.x, "middle": label.x + label.wide / 2, "end": label.x + label.wide}
    ink, weight = (c.NAVY, 500) if spot.name else (c.INK, 400)
    for number, content in enumerate(label.lines):
        baseline = label.y + _LINE * number + 8.6
        drawn.append(words(anchors[label.side], baseline, content, _SIZE, ink, weight, label.side))
    return drawn
