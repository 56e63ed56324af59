"""Marks as SVG text: rectangles, lines, circles, paths and words, with everything escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from cxmaturity.report import fonts
from cxmaturity.report.charts.palette import INK, NAVY

FULL = 642.0
"""Width of the report's text column, in CSS pixels."""


def drawing(width: float, height: float, title: str, marks: Iterable[str], details: str = "") -> str:
    """Return a whole drawing; its title is what is read aloud instead of it, ``details`` its figures one by one."""
    told = f"<desc>{escape(details)}</desc>" if details else ""
    size = f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} font-family="CXM Sans">'
    return f"{head}<title>{escape(title)}</title>{told}{''.join(marks)}</svg>"


def height(drawn: str) -> float:
    """Return how tall a whole drawing is."""
    found = re.search(r'<svg [^>]*? height="([\d.]+)"', drawn)
    return float(found[1]) if found else 0.0


def rect(  # noqa: PLR0917  # marks are placed by position
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    radius: float = 0,
    stroke: str | None = None,
    dashed: bool = False,
) -> str:
    """Return a rectangle."""
    corner = f' rx="{_n(radius)}"' if radius else ""
    place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"'
    return f'<rect {place}{corner} fill="{fill}"{_stroke(stroke, 1.2, dashed) if stroke else ""}/>'


def line(  # noqa: PLR0917  # marks are placed by position
    x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dashed: bool = False
) -> str:
    """Return a straight line."""
    ends = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
    return f"<line {ends}{_stroke(colour, width, dashed)}/>"


def circle(x: float, y: float, radius: float, fill: str, stroke: str | None = None, *, width: float = 2) -> str:
    """Return a circle, filled or as a ring."""
    outline = _stroke(stroke, width) if stroke else ""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"{outline}/>'


def path(steps: str, colour: str, width: float = 1, dashed: bool = False, fill: str = "none") -> str:
    """Return a path along SVG's own path steps."""
    return f'<path d="{steps}" fill="{fill}"{_stroke(colour, width, dashed)}/>'


def polygon(points: Iterable[tuple[float, float]], fill: str) -> str:
    """Return a filled polygon."""
    corners = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
    return f'<polygon points="{corners}" fill="{fill}"/>'


def words(  # noqa: PLR0917  # marks are placed by position
    x: float, y: float, content: str, size: float = 11, fill: str = INK, weight: int = 400, anchor: str = "start"
) -> str:
    """Return a text whose baseline starts, is centred or ends at the point."""
    place = f'x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" font-weight="{weight}"'
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text {place}{side} fill="{fill}">{escape(content)}</text>'


def hovered(mark: str, told: str) -> str:
    """Return a mark that tells more where a pointer rests on it, and in the table behind the drawing."""
    return f"<g><title>{escape(told)}</title>{mark}</g>" if told else mark


def told_row(name: str, headings: Iterable[str], columns: Iterable[str]) -> str:
    """Return what a row's marks tell: its name, then each figure behind its heading, a line each."""
    return "\n".join([name, *(f"{head}\u00a0{shown}" for head, shown in zip(headings, columns, strict=True))])


def name_lines(name: str, x: float, middle: float, room: float, size: float = 9.8) -> list[str]:
    """Return a row's name, centred on the row's middle, on one line or two."""
    first, *second = fonts.wrap(name, size, room, 500, lines=2)
    marks = [words(x, middle - 2 if second else middle + 3.5, first, size, NAVY, 500)]
    return [*marks, *(words(x, middle + 9.4, rest, size, NAVY, 500) for rest in second)]


def curve(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return the path steps of a flowing curve from left to right."""
    middle = (x1 + x2) / 2
    return f"M{_n(x1)} {_n(y1)} C{_n(middle)} {_n(y1)} {_n(middle)} {_n(y2)} {_n(x2)} {_n(y2)}"


def _stroke(colour: str, width: float, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="3 3"' if dashed else ""
    return f' stroke="{colour}" stroke-width="{_n(width)}"{dashes}'


def _n(number: float) -> str:
    return f"{round(number, 2):g}"
