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
_TITLE, _SOURCE = 15.0, 9.0
_TEXT = re.compile(r'<text [^>]*font-weight="(\d+)"[^>]*>([^<]*)</text>')
_SIZE = re.compile(r'<svg [^>]*?height="([\d.]+)"')
_TOLD = re.compile(r"<title>([^<]*)</title>(?:<desc>([^<]*)</desc>)?")


def sheet(title: str, drawing: str, source: str) -> str:
    """Return a whole SVG file around a drawing: the same text for the same input."""
    size = _SIZE.search(drawing)
    tall = float(size[1]) if size else 0.0
    heading = fonts.wrap(title, _TITLE, FULL, 600, lines=3)
    below = fonts.wrap(source, _SOURCE, FULL, 400, lines=5)
    top = _MARGIN + 19.0 * len(heading) + 14
    bottom = top + tall + 12
    height = bottom + 12.5 * len(below) + _MARGIN - 8
    marks = [
        rect(0, 0, FULL + 2 * _MARGIN, height, c.WHITE),
        *(words(_MARGIN, _MARGIN + 12 + 19 * place, part, _TITLE, c.NAVY, 600) for place, part in enumerate(heading)),
        drawing.replace("<svg ", f'<svg x="{_MARGIN:g}" y="{top:g}" ', 1),
        *(words(_MARGIN, bottom + 9 + 12.5 * place, part, _SOURCE, c.GREY) for place, part in enumerate(below)),
    ]
    body = fonts.legible_page("".join(marks))
    told = _TOLD.search(body)
    said = " ".join(unescape(part) for part in (told.groups() if told else ()) if part)
    width = FULL + 2 * _MARGIN
    box = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    family = "CXM Sans, Inter, Helvetica, Arial, sans-serif"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{MARK}\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {box} font-family="{family}">'
        f"<title>{escape(fonts.legible(title))}</title><desc>{escape(said)}</desc>"
        f"<style>{_faces(body)}</style>{body}</svg>\n"
    )


def _faces(body: str) -> str:
    """Return the weights that the texts use, each with their letters only."""
    letters: dict[int, set[str]] = {}
    for weight, content in _TEXT.findall(body):
        letters.setdefault(int(weight), set()).update(unescape(content))
    return "".join(
        f'@font-face{{font-family:"CXM Sans";font-weight:{weight};src:url("{fonts.subset(weight, found)}")}}'
        for weight, found in sorted(letters.items())
    )
