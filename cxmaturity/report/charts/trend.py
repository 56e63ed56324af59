"""Stage and index over the cycles, and one question's scores as a line of a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, circle, drawing, hovered, line, path, rect, words

_LEFT = 92.0
"""Where the plot begins; before it stand the names of the figures' rows."""
_TOP, _PLOT = 6.0, 66.0
_SIZE = 9.5
_ROW = 15.0
_WIDE, _TALL = 64.0, 16.0
"""Size of a question's line."""


@dataclass(frozen=True)
class Cycle:
    """What one cycle concluded; None where nothing could be said."""

    name: str
    stage: float | None
    low: float | None
    high: float | None
    """The bounds of the stage."""
    index: float | None
    shown: tuple[str, str]
    """Stage and index as they are written below the plot."""
    joined: bool
    """Scored as the cycle before it was: a line leads from there."""
    told: str
    """What is told where a pointer rests."""
    other: bool = False
    """Another model scored it: its marks are hollow and grey."""


def trend(  # noqa: PLR0917  # marks are placed by position
    title: str,
    cycles: Sequence[Cycle],
    stages: int,
    rows: tuple[str, str, str],
    width: float = FULL,
    details: str = "",
) -> str:
    """Return stage and index of each cycle on one scale of stages; ``rows`` name cycle, stage and index."""
    step, bottom = (width - _LEFT) / max(len(cycles), 1), _TOP + _PLOT

    def height(stage: float) -> float:
        return bottom - 8 - (_PLOT - 16) * (stage - 1) / max(stages - 1, 1)

    xs = [_LEFT + (place + 0.5) * step for place in range(len(cycles))]
    drawn: list[str] = []
    for stage in range(1, stages + 1):
        drawn.append(line(_LEFT, height(stage), width, height(stage), c.LINE if stage > 1 else c.GREY, 0.8))
        drawn.append(words(_LEFT - 8, height(stage) + 3.2, str(stage), _SIZE, c.GREY, anchor="end"))
    for run in _runs([None if each.index is None else height(each.index) for each in cycles], cycles):
        drawn.append(path("M" + " L".join(f"{xs[place]:.2f} {y:.2f}" for place, y in run), c.BLUE, 1.6))
    for x, each in zip(xs, cycles, strict=True):
        marks = "".join(_marks(each, x, height))
        drawn += [hovered(marks, each.told)] if marks else []
    drawn += _table(cycles, rows, xs, step, bottom)
    return drawing(width, bottom + 3 * _ROW + 2, title, drawn, details)


def _marks(cycle: Cycle, x: float, height: Callable[[float], float]) -> Iterator[str]:
    if cycle.low is not None and cycle.high is not None and cycle.high > cycle.low:
        yield rect(x - 9, height(cycle.high) - 5, 18, height(cycle.low) - height(cycle.high) + 10, c.BAND, 3)
    if cycle.stage is not None:
        fill, outline = (c.WHITE, c.STREAM) if cycle.other else (c.NAVY, None)
        yield rect(x - 5, height(cycle.stage) - 5, 10, 10, fill, 1.5, outline)
    if cycle.index is not None:
        yield circle(x, height(cycle.index), 3.6, c.WHITE, c.STREAM if cycle.other else c.BLUE)


def _runs(heights: Sequence[float | None], cycles: Sequence[Cycle]) -> Iterator[list[tuple[int, float]]]:
    """Yield the neighbours that are known and scored alike, at least two, so that no line leads over a gap."""
    run: list[tuple[int, float]] = []
    for place, (y, cycle) in enumerate(zip(heights, cycles, strict=True)):
        if y is None or not cycle.joined:
            yield from [run] if run[1:] else []
            run = []
        if y is not None:
            run.append((place, y))
    yield from [run] if run[1:] else []


def _table(
    cycles: Sequence[Cycle], rows: tuple[str, str, str], xs: Sequence[float], step: float, top: float
) -> list[str]:
    """Return the cycles' names and figures, each below its marks, behind the rows' names with their signs."""
    drawn = [
        words(14, top + _ROW * place + 14, fonts.wrap(name, _SIZE, _LEFT - 30, weight, lines=1)[0], _SIZE, ink, weight)
        for place, (name, ink, weight) in enumerate(zip(rows, (c.GREY, c.NAVY, c.BLUE), (400, 600, 600), strict=True))
    ]
    drawn += [rect(0, top + _ROW + 5.6, 9, 9, c.NAVY, 1.5), circle(4.5, top + 2 * _ROW + 10.4, 3.6, c.WHITE, c.BLUE)]
    widest = max((fonts.width(cycle.name, _SIZE, 500) for cycle in cycles), default=0.0)
    every = 1 if widest <= step - 6 else -(-int(min(widest, 3 * step) + 6) // max(int(step), 1))
    right = xs[-1] + step / 2 if xs else _LEFT
    for place, (x, cycle) in enumerate(zip(xs, cycles, strict=True)):
        if (len(cycles) - 1 - place) % every == 0:
            drawn.append(_named(cycle.name, x, top + 14, min(every * step - 6, 2 * (x - _LEFT), 2 * (right - x))))
        for row, (shown, ink) in enumerate(zip(cycle.shown, (c.NAVY, c.BLUE), strict=True), start=1):
            drawn.append(words(x, top + _ROW * row + 14, shown, min(_SIZE, step / 3.2), ink, 500, "middle"))
    return drawn


def _named(name: str, x: float, y: float, room: float) -> str:
    """Return a cycle's name below its marks."""
    return hovered(words(x, y, fonts.wrap(name, _SIZE, room, 500, lines=1)[0], _SIZE, c.INK, 500, "middle"), name)


def spark(title: str, scores: Sequence[tuple[float | None, bool]]) -> str:
    """Return one question's scores, from 0 to 100, cycle by cycle; each says whether it is joined to the one before.

    The heights span the scores alone, at least 20 points, so that a small change is seen and looks small.
    """
    known = [score for score, _ in scores if score is not None]
    middle = (min(known) + max(known)) / 2 if known else 50.0
    half = max((max(known) - min(known)) / 2 if known else 0.0, 10.0)
    step = (_WIDE - 8) / max(len(scores) - 1, 1)
    points = [
        None if score is None else (4 + step * place, _TALL / 2 - (_TALL / 2 - 3.5) * (score - middle) / half)
        for place, (score, _) in enumerate(scores)
    ]
    drawn: list[str] = []
    for before, after, (_, joined) in zip(points, points[1:], scores[1:], strict=False):
        if before and after and joined:
            drawn.append(line(*before, *after, c.BLUE, 1.5))
        elif before:
            drawn.append(circle(*before, 1.6, c.BLUE))
    if points and (last := points[-1]):
        drawn.append(circle(*last, 3, c.BLUE))
    return drawing(_WIDE, _TALL, title, drawn)
