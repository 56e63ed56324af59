"""The report's own fonts: where they are, and how wide a text is in them."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Iterable
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from cxmaturity import resources

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FILES = {
    ("CXM Sans", 400): "CXM-Sans-Regular.ttf",
    ("CXM Sans", 500): "CXM-Sans-Medium.ttf",
    ("CXM Sans", 600): "CXM-Sans-SemiBold.ttf",
    ("CXM Serif", 600): "CXM-Serif-SemiBold.ttf",
}
"""Family and weight to its file; no other style may be used."""

_MEASURED_AT = 200
"""Pixels at which widths are taken, large enough for rounding not to matter."""
_TEXTS = re.compile(r"""[^<>&"']+""")
"""The stretches of a page between the characters that HTML takes for its own."""
MARK = "?"
"""What stands for a character that our fonts cannot show: itself a character that every one of them holds."""
_ALIKE = {"\u2010": "-", "\u2011": "-", "\u2028": " ", "\u2029": " ", "‛": "’", "‟": "“", "Ŧ": "T", "ŧ": "t"}
"""Characters that some font lacks, and that have no base letter, to what looks much the same."""


def folder() -> Path:
    """Return the folder that holds the fonts."""
    return resources.templates() / "fonts"


def width(words: str, size: float, weight: int = 400, family: str = "CXM Sans") -> float:
    """Return how wide a text is drawn, in the unit of its size."""
    return sum(_advance(character, weight, family) for character in legible(words)) * size / _MEASURED_AT


def wrap(words: str, size: float, room: float, weight: int = 400, lines: int = 2) -> list[str]:
    """Return a text in at most so many lines that fit into the room; what does not fit ends in an ellipsis."""
    done: list[str] = []
    rest = legible(words).split(" ")
    while rest and len(done) < lines:
        taken = _fitting(rest, size, room, weight)
        done.append(" ".join(rest[:taken]))
        rest = rest[taken:]
    if rest:
        done[-1] = f"{done[-1]} {' '.join(rest)}"
    return [_cut(line, size, room, weight) for line in done]


def legible(words: str) -> str:
    """Return a text in which every character that our fonts lack is replaced by its base letter, else by a mark.

    A foreign font, taken from the machine in silence, would make the report's bytes differ from machine to machine.
    A character counts only where all of our fonts hold it, so that a name looks the same wherever it stands.
    """
    known = characters()
    if known.issuperset(words):
        return words
    return "".join(_replaced(character, known) for character in unicodedata.normalize("NFC", words))


def unshown(words: str) -> str:
    """Return the characters of a text for which nothing but a mark can stand, each once."""
    known = characters()
    if known.issuperset(words):
        return ""
    parts = dict.fromkeys(unicodedata.normalize("NFC", words))
    return "".join(part for part in parts if part not in known and _replaced(part, known) == MARK)


def legible_page(page: str) -> str:
    """Return a page of HTML whose every text is legible: between its marks, in their attributes, in its style.

    What delimits a mark or a reference parts the texts, so that composing accents never touches markup; what replaces
    a character (a full-width bracket becomes a plain one) is escaped.
    """
    return _TEXTS.sub(_legible_text, page)


def _legible_text(found: re.Match[str]) -> str:
    words = found[0]
    shown = legible(words)
    return words if shown == words else escape(shown)


def _replaced(character: str, known: frozenset[str]) -> str:
    if character in known:
        return character
    base = _ALIKE.get(character) or "".join(part for part in unicodedata.normalize("NFKD", character) if part in known)
    return base or ("" if unicodedata.category(character) in ("Mn", "Cf", "Cc") else MARK)


def subset(weight: int, letters: Iterable[str]) -> str:
    """Return CXM Sans of a weight with some letters only, as a data URI: the same for the same letters."""
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    options = Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=[], drop_tables=["meta"])
    with TTFont(folder() / FILES["CXM Sans", weight], recalcTimestamp=False) as font:
        cutter = Subsetter(options)
        cutter.populate(text="".join(sorted(letters)))
        cutter.subset(font)
        written = BytesIO()
        font.save(written)
    return f"data:font/ttf;base64,{b64encode(written.getvalue()).decode()}"


def _fitting(words: list[str], size: float, room: float, weight: int) -> int:
    taken = 1
    while taken < len(words) and width(" ".join(words[: taken + 1]), size, weight) <= room:
        taken += 1
    return taken


def _cut(line: str, size: float, room: float, weight: int) -> str:
    if width(line, size, weight) <= room:
        return line
    # Halved, not shortened letter by letter: a name may be as long as a page.
    kept = bisect_right(range(len(line)), room, key=lambda length: width(line[:length] + "…", size, weight)) - 1
    return line[: max(kept, 0)].rstrip(" ,;:\u00a0") + "…"


@cache
def _advance(character: str, weight: int, family: str) -> float:
    """Return how wide a character is, at the size at which they are measured.

    Without kerning, a text is exactly as wide as its characters.
    """
    return _font(family, weight).getlength(character)


@cache
def _font(family: str, weight: int) -> FreeTypeFont:
    from PIL import ImageFont

    # The basic layout knows no kerning and measures the same with every build of Pillow.
    return ImageFont.truetype(str(folder() / FILES[family, weight]), _MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


@cache
def characters() -> frozenset[str]:
    """Return the characters that each weight of CXM Sans holds, and those that lay out lines.

    Every rule of the style sheet that names CXM Serif names CXM Sans behind it, so Greek and Cyrillic stay legible.
    """
    sans = (name for (family, _), name in FILES.items() if family == "CXM Sans")
    return frozenset.intersection(*map(_held, sans)) | {"\n", "\t"}


def _held(name: str) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(folder() / name, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))
