"""The report's colours as a theme has them: from one to three colours of a house to every role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cxmaturity.report.charts import palette as own
from cxmaturity.report.colours.contrast import LEAST, contrast, luminance
from cxmaturity.report.colours.pairs import failing
from cxmaturity.report.colours.tints import darker, lifted, shade, tinted

OWN: Final[Mapping[str, str]] = {
    name: colour for name, colour in vars(own).items() if name.isupper() and isinstance(colour, str)
} | {f"{name}_{place}": colour for name in ("HEAT", "STEPS") for place, colour in enumerate(getattr(own, name))}
"""Each role of a colour, and the colour that is ours."""
_WARM: Final = ("WARM", "WARM_INK", "WARM_SOFT", "WARM_PALE")
_GOOD: Final = ("TEAL", "TEAL_INK", "TEAL_PALE", "COVER_GOOD")
_SEEN: Final = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
_MARKED: Final = re.compile(r'(?:(?<=fill=")|(?<=stroke="))#[0-9a-f]{6}(?=")')
_LEAST_OF_LINES: Final = 3.0
"""The contrast that lines and marks need (WCAG 2.2, 1.4.11)."""
_DARK: Final = 0.03
"""Luminance of a cover below which lighter steps stand out on it, as on ours; else darker ones do."""
_STEPS_BELOW: Final = (0.3, 0.4, 0.5, 0.62, 0.75)
"""How light darker steps are, as shares of the cover's luminance."""
_NEAR_BLACK: Final = 7.0
"""Contrast with white above which a house's colour is too dark to stand beside the ink: ours, tinted, does."""


@dataclass(frozen=True)
class Palette:
    """The colour of each role."""

    roles: Mapping[str, str] = field(hash=False)

    def on_drawing(self, svg: str) -> str:
        """Return a drawing of ours in these colours; only its marks are looked at, never its words."""
        return _MARKED.sub(self._painted, svg) if self.roles != OWN else svg

    def in_style(self, css: str) -> str:
        """Return a style sheet of ours in these colours."""
        return _SEEN.sub(self._painted, css) if self.roles != OWN else css

    def _painted(self, found: re.Match[str]) -> str:
        return self._by_own.get(_long(found[0]), found[0])

    @property
    def _by_own(self) -> Mapping[str, str]:
        return {colour: self.roles[role] for role, colour in OWN.items()}


def palette_of(colour: str | None, accent: str | None, good: str | None) -> Palette:
    """Return every role's colour when a house has those three; what is left out is ours.

    Tints take the hue of their colour and are as light as ours, so that contrasts stay. Of a house's colour that is
    too light for small letters and dark marks, a darker shade stands for these, and the colour itself for the cover and
    for the second kind of marks.
    """
    roles = dict(OWN)
    if accent:
        roles |= _family(accent, _WARM)
    if good:
        roles |= _family(good, _GOOD)
    if colour:
        roles |= _house(colour)
    if colour or good:
        least = {"COVER_SOFT": LEAST, "COVER_GOOD": LEAST, "COVER_RULE": _LEAST_OF_LINES}
        roles |= {name: lifted(roles[name], roles["COVER"], needed) for name, needed in least.items()}
    return Palette(roles)


def _house(colour: str) -> dict[str, str]:
    kept = {"WHITE", *_WARM, *_GOOD}
    roles = {name: tinted(own_colour, own.NAVY, colour) for name, own_colour in OWN.items() if name not in kept}
    if contrast(colour, own.WHITE) <= _NEAR_BLACK:
        roles["BLUE"] = roles["HEAT_3"] = _readable("BLUE", colour, roles)
    roles["COVER"] = colour
    if luminance(colour) > _DARK:
        roles |= {f"STEPS_{place}": darker(colour, part) for place, part in enumerate(_STEPS_BELOW)}
    roles["NAVY"] = roles["HEAT_4"] = _readable("NAVY", colour, roles)
    return roles


def _readable(role: str, colour: str, roles: Mapping[str, str]) -> str:
    """Return the lightest shade of a colour that can be read wherever that role is."""
    return shade(colour, lambda dark: not failing({**OWN, **roles, role: dark}, role))


def _family(colour: str, names: tuple[str, ...]) -> dict[str, str]:
    """Return a colour and its tints; letters on its pale tint are in a darker shade, unless it is as dark itself."""
    base, ink, *pale = names
    dark = tinted(OWN[ink], OWN[base], colour)
    found = {base: colour, ink: colour if luminance(colour) < luminance(dark) else dark}
    return found | {name: tinted(OWN[name], OWN[base], colour) for name in pale}


def _long(colour: str) -> str:
    """Return a colour in six small digits."""
    digits = colour[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
