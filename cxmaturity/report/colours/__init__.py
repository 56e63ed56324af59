"""Colours as a theme changes them: their contrast, their tints, which lie on which, and how they reach the page."""

from cxmaturity.report.colours.contrast import LEAST, contrast
from cxmaturity.report.colours.pairs import PAIRS, failing
from cxmaturity.report.colours.palette_of import OWN, Palette, palette_of
from cxmaturity.report.colours.tints import distance, shade

__all__ = ["LEAST", "OWN", "PAIRS", "Palette", "contrast", "distance", "failing", "palette_of", "shade"]
