"""A chart as a file of its own: the finding above it, its source below, the letters that it needs inside."""

from __future__ import annotations

import re
from html import escape, unescape

from cxmaturity.report import fonts
from cxmaturity.report.charts import palette as c
from cxmaturity.report.charts.svg import FULL, rect, words

MARK = "<!-- cxmaturity chart -->"
"""By which a file is known to be one of ours."""
_MARGIN = 28.0
_BETWEEN = 22.0
_FAMILY = ' font-family="CXM Sans"'
"""What a drawing says of its font: as a file, it says what stands in for it, too."""
_TITLE, _SOURCE = 15.0, 9.0
_TEXT = re.compile(r'<text [^>]*font-weight="(\d+)"[^>]*>([^<]*)</text>')
_SIZED = re.compile(r'<text ([^>]*font-size="([\d.]+)" font-weight="(\d+)"[^>]*)>([^<]+)</text>')
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_TOLD = re.compile(r"<title>([^<]*)</title>(?:<desc>([^<]*)</desc>)?")


def sheet(title: str, drawing: str, source: str) -> str:
    """Return a whole SVG file around a drawing: the same text for the same input.

    Each text carries its measured length, so that a program which does not read the letters inside, and takes another
    font, still keeps every text in its place.
    """
    wide, tall = _size(drawing)
    heading = fonts.wrap(title, _TITLE, wide, 600, lines=3)
    below = fonts.wrap(source, _SOURCE, wide, 400, lines=5)
    top = _MARGIN + 19.0 * len(heading) + 14
    bottom = top + tall + 12
    height = bottom + 12.5 * len(below) + _MARGIN - 8
    marks = [
        rect(0, 0, wide + 2 * _MARGIN, height, c.WHITE),
        *(words(_MARGIN, _MARGIN + 12 + 19 * place, part, _TITLE, c.NAVY, 600) for place, part in enumerate(heading)),
        drawing.replace(_FAMILY, "").replace("<svg ", f'<svg x="{_MARGIN:g}" y="{top:g}" ', 1),
        *(words(_MARGIN, bottom + 9 + 12.5 * place, part, _SOURCE, c.GREY) for place, part in enumerate(below)),
    ]
    body = _SIZED.sub(_held, fonts.legible_page("".join(marks)))
    told = _TOLD.search(body)
    said = " ".join(unescape(part) for part in (told.groups() if told else ()) if part)
    width = wide + 2 * _MARGIN
    box = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    family = "CXM Sans, Inter, Helvetica, Arial, sans-serif"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{MARK}\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {box} font-family="{family}">'
        f"<title>{escape(fonts.legible(title))}</title><desc>{escape(said)}</desc>"
        f"<style>{_faces(body)}</style>{body}</svg>\n"
    )


def stacked(first: str, second: str) -> str:
    """Return a drawing with another one below it; the first one's title and details stand for both."""
    (wide, upper), (_, lower) = _size(first), _size(second)
    whole = f'width="{wide:g}" height="{upper + _BETWEEN + lower:g}"'
    below = second.replace("<svg ", f'<svg y="{upper + _BETWEEN:g}" ', 1)
    body = re.sub(r'(<svg [^>]*?)width="[^"]*" height="[^"]*" viewBox="[^"]*"', rf"\1{whole}", first, count=1)
    return body.removesuffix("</svg>") + below + "</svg>"


def _size(drawing: str) -> tuple[float, float]:
    """Return how wide and tall a drawing is."""
    found = _SIZE.search(drawing)
    return (float(found[1]), float(found[2])) if found else (FULL, 0.0)


def _held(found: re.Match[str]) -> str:
    """Return a text that says how long it is."""
    long = fonts.width(unescape(found[4]), float(found[2]), int(found[3]))
    return f'<text {found[1]} textLength="{long:.4g}" lengthAdjust="spacingAndGlyphs">{found[4]}</text>'


def _faces(body: str) -> str:
    """Return the weights that the texts use, each with their letters only."""
    letters: dict[int, set[str]] = {}
    for weight, content in _TEXT.findall(body):
        letters.setdefault(int(weight), set()).update(unescape(content))
    return "".join(
        f'@font-face{{font-family:"CXM Sans";font-weight:{weight};src:url("{fonts.subset(weight, found)}")}}'
        for weight, found in sorted(letters.items())
    )
