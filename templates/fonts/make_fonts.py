"""Make the report's fonts from the upstream ones: a Latin, Greek and Cyrillic subset under a name of our own.

    npm pack @expo-google-fonts/inter@0.4.2 @expo-google-fonts/source-serif-4@0.4.1
    python make_fonts.py DIR_WITH_THE_UNPACKED_PACKAGES
    python make_fonts.py --pack     the packed ones anew, from those that lie here

Needs fonttools and brotli, which WeasyPrint brings along. README.md beside this file says where the fonts come from.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = {
    "CXM-Sans-Regular.ttf": ("Inter_400Regular.ttf", "CXM Sans", "Regular", 400),
    "CXM-Sans-Medium.ttf": ("Inter_500Medium.ttf", "CXM Sans", "Medium", 500),
    "CXM-Sans-SemiBold.ttf": ("Inter_600SemiBold.ttf", "CXM Sans", "SemiBold", 600),
    "CXM-Serif-SemiBold.ttf": ("SourceSerif4_600SemiBold.ttf", "CXM Serif", "SemiBold", 600),
}
LATIN = (
    (0x20, 0x7E),
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A
    (0x218, 0x21B),
    (0x1E9E, 0x1E9E),
    (0x2007, 0x2011),
    (0x2012, 0x2026),
    (0x202F, 0x203A),
)
GREEK_AND_CYRILLIC = ((0x370, 0x3FF), (0x400, 0x45F))  # in the sans only, to which the serif falls back
SINGLES = "€™№←↑→↓−∞≈≠≤≥×÷·•✓�"
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "lnum", "pnum"]


def characters(family: str) -> set[int]:
    """Return every code point that a family's fonts may hold."""
    wanted = {ord(character) for character in SINGLES}
    for first, last in LATIN + (GREEK_AND_CYRILLIC if family == "CXM Sans" else ()):
        wanted |= set(range(first, last + 1))
    return wanted


def make(source: Path, target: Path, family: str, style: str, weight: int) -> None:
    """Write one font: subset, without hinting, renamed (the Open Font License reserves the upstream names)."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = FEATURES
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.notdef_outline = True
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters(family))
    subsetter.subset(font)
    names = font["name"]
    postscript = f"{family}-{style}".replace(" ", "")
    for record in list(names.names):
        if record.nameID in (16, 17, 3, 25):
            names.removeNames(nameID=record.nameID)
    full = family if style == "Regular" else f"{family} {style}"
    for number, word in ((1, full), (2, "Regular"), (3, f"{postscript};4"), (4, f"{family} {style}"), (6, postscript)):
        names.setName(word, number, 3, 1, 0x409)
    if style != "Regular":
        names.setName(family, 16, 3, 1, 0x409)
        names.setName(style, 17, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font.save(target)


def pack(source: Path) -> None:
    """Write the same font as WOFF2 beside it, a third as large: what the HTML carries."""
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = "woff2"
    font.save(source.with_suffix(".woff2"))


if __name__ == "__main__":
    for name, (source_name, *rest) in FONTS.items():
        target = Path(__file__).parent / name
        if sys.argv[1] != "--pack":
            make(next(Path(sys.argv[1]).rglob(source_name)), target, *rest)
        pack(target)
