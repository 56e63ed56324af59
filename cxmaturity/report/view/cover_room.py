"""How large the cover's title and its steps may be, for the steps to stand beside the words and never below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxmaturity.report import fonts
from cxmaturity.report.charts import cover

_MM: Final = 72 / 25.4
_LEFT, _TOP, _WIDE, _PAPER, _FOOT = 20.0, 78.0, 160.0, 210.0, 235.0
"""Millimetres, as paper.css has them: where the words begin, their column, the paper, and where the steps stand."""
_CLEAR: Final = 3.0
"""Between words and a step."""
_BOX: Final = 6.0
"""Left and right of the words that say of what kind it is."""
_TITLES: Final = (33.0, 25.0)
"""Points of the title; it is smaller where it would take more than three lines."""
_ARTS: Final = (108.0, 94.0, 78.0, 64.0, 52.0)
"""Widths of the steps."""
MOST_LINES: Final = 3
"""Of the title in its full size, and of the organisation's name."""

_Line = tuple[float, float]
"""Where a line of words ends: its right edge and its foot."""


def name_on_cover(organisation: str) -> str:
    """Return an organisation's name, cut where it is longer than a few lines."""
    return " ".join(fonts.wrap(organisation, 12, _WIDE * _MM, 500, lines=MOST_LINES))


def is_long(title: str) -> bool:
    """Tell whether a title is set smaller, for it takes more than a few lines."""
    return len(list(_lines(title, _TITLES[0], 600, "CXM Serif"))) > MOST_LINES


def art_width(organisation: str, title: str, subtitle: str, kind: str) -> float:
    """Return how wide the steps may be, in millimetres, beside these words."""
    lines = list(_placed(organisation, title, subtitle, kind))
    return next((width for width in _ARTS if not _meets(lines, width)), _ARTS[-1])


def _placed(organisation: str, title: str, subtitle: str, kind: str) -> Iterator[_Line]:
    """Yield where each line of the cover's words ends, as style.css sets them."""
    size = _TITLES[is_long(title)]
    foot = _TOP
    for words, points, weight, family, spacing, before in (
        (organisation, 12.0, 500, "CXM Sans", 1.42, 0.0),
        (title, size, 600, "CXM Serif", 1.16, 4.0),
        (subtitle, 13.0, 400, "CXM Sans", 1.5, 7.0),
        (kind, 10.0, 600, "CXM Sans", 1.42, 9.5),
    ):
        if words:
            foot += before
            for width in _lines(words, points, weight, family):
                foot += points * spacing / _MM
                yield _LEFT + width / _MM + (_BOX if words is kind else 0.0), foot


def _lines(words: str, points: float, weight: int, family: str) -> Iterator[float]:
    """Yield how wide each line is, in points; a word that is longer than a line goes on in the next."""
    room, used, space = _WIDE * _MM, 0.0, fonts.width(" ", points, weight, family)
    for word in words.split(" "):
        length = fonts.width(word, points, weight, family)
        if used and used + space + length > room:
            yield used
            used = 0.0
        used += (space if used else 0.0) + length
        while used > room:
            yield room
            used -= room
    yield used


def _meets(lines: list[_Line], width: float) -> bool:
    scale = width / cover.WIDTH
    steps = [(_PAPER - width + left * scale, _FOOT - tall * scale) for left, tall in cover.places()]
    return any(right + _CLEAR > left and foot + _CLEAR > top for right, foot in lines for left, top in steps)
