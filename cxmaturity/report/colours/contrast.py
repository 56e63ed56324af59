"""Contrast between two colours as WCAG 2 defines it; colours are ``#rrggbb``."""

from __future__ import annotations

from typing import Final

LEAST: Final = 4.5
"""The contrast that letters need on their ground (WCAG 2.2, 1.4.3, level AA), whatever their size."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return a colour's relative luminance, from 0 (black) to 1 (white)."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(colour: str) -> tuple[float, float, float]:
    """Return a colour's red, green and blue as amounts of light, each from 0 to 1."""
    red, green, blue = (_light(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return red, green, blue


def _light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
