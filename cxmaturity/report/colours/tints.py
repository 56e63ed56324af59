"""A colour in another hue that is as light as before: Oklab for hues, WCAG's luminance for lightness.

Because a tint keeps its luminance, each contrast between two tints is what it was between ours.
Source of Oklab: Björn Ottosson, “A perceptual color space for image processing” (2020).
"""

from __future__ import annotations

from collections.abc import Callable
from math import atan2, cos, hypot, sin
from typing import Final

from cxmaturity.report.colours.contrast import contrast, linear, luminance

_STEPS: Final = 24
"""Halvings of an interval from 0 to 1: finer than a colour's 256 steps need."""
_Light = tuple[float, float, float]


def tinted(colour: str, before: str, after: str) -> str:
    """Return a colour whose hue moves as from ``before`` to ``after``, as light as it was, and never more vivid."""
    _, chroma, hue = _oklch(colour)
    (_, vivid_before, hue_before), (_, vivid_after, hue_after) = _oklch(before), _oklch(after)
    vivid = chroma * min(1.0, vivid_after / vivid_before if vivid_before else 1.0)
    return _as_light_as(luminance(colour), vivid, hue + hue_after - hue_before)


def shade(colour: str, passes: Callable[[str], bool]) -> str:
    """Return the lightest colour of that hue, no lighter than the colour itself, that passes; black where none does."""
    if passes(colour):
        return colour
    _, chroma, hue = _oklch(colour)
    low, high = 0.0, luminance(colour)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        fits = passes(_as_light_as(middle, chroma, hue))
        low, high = (middle, high) if fits else (low, middle)
    return _as_light_as(low, chroma, hue)


def darker(colour: str, share: float) -> str:
    """Return the colour with that share of its luminance."""
    _, chroma, hue = _oklch(colour)
    return _as_light_as(luminance(colour) * share, chroma, hue)


def distance(one: str, other: str) -> float:
    """Return how far apart two colours look: about 0.02 is just seen, black and white are 1 apart."""
    (light, chroma, hue), (other_light, other_chroma, other_hue) = _oklch(one), _oklch(other)
    across = chroma * cos(hue) - other_chroma * cos(other_hue), chroma * sin(hue) - other_chroma * sin(other_hue)
    return hypot(light - other_light, *across)


def lifted(colour: str, ground: str, least: float) -> str:
    """Return the colour, mixed with as much white as its contrast on a dark ground needs."""
    for part in range(101):
        mixed = _mixed(colour, part / 100)
        if contrast(mixed, ground) >= least:
            return mixed
    return "#ffffff"


def _mixed(colour: str, white: float) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parts)


def _as_light_as(target: float, chroma: float, hue: float) -> str:
    """Return the colour of that hue and luminance, as vivid as a screen can show it."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _luminance(_within(middle, chroma, hue)) < target else (low, middle)
    return _hex(_within(high, chroma, hue))


def _within(lightness: float, chroma: float, hue: float) -> _Light:
    """Return that colour as light, less vivid where a screen has no such colour."""
    low, high = 0.0, chroma
    found = _light(lightness, chroma, hue)
    if _is_shown(found):
        return found
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _is_shown(_light(lightness, middle, hue)) else (low, middle)
    return _light(lightness, low, hue)


def _is_shown(light: _Light) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in light)


def _luminance(light: _Light) -> float:
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def _oklch(colour: str) -> tuple[float, float, float]:
    """Return a colour's lightness, chroma and hue (radians) in Oklab."""
    red, green, blue = linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short, hypot(a, b), atan2(b, a)


def _light(lightness: float, chroma: float, hue: float) -> _Light:
    """Return a colour of Oklab as red, green and blue amounts of light; outside 0 to 1 where no screen shows it."""
    a, b = chroma * cos(hue), chroma * sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _hex(light: _Light) -> str:
    return "#" + "".join(f"{round(255 * _shown(part)):02x}" for part in light)


def _shown(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
