"""What a drawing holds: its texts as boxes, measured on the font that draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from cxmaturity.report import fonts

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, slack: float = 0.8) -> bool:
        """Tell whether two texts overlap by more than a hair."""
        return (
            self.left + slack < other.right
            and other.left + slack < self.right
            and self.top + slack < other.bottom
            and other.top + slack < self.bottom
        )


def texts(svg: str) -> list[Box]:
    """Return the texts, those of a drawing inside another where they then stand."""
    return list(_texts(ElementTree.fromstring(svg), 0.0, 0.0))


def _texts(element: ElementTree.Element, x: float, y: float) -> Iterator[Box]:
    if element.tag == f"{SVG}svg":
        x, y = x + float(element.get("x", 0)), y + float(element.get("y", 0))
    if element.tag == f"{SVG}text" and element.text:
        box = _box(element)
        yield Box(box.words, box.left + x, box.top + y, box.right + x, box.bottom + y)
    for inner in element:
        yield from _texts(inner, x, y)


def _box(element: ElementTree.Element) -> Box:
    words, size = element.text or "", float(element.attrib["font-size"])
    wide = fonts.width(words, size, int(element.attrib["font-weight"]))
    left = float(element.attrib["x"]) - {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0)
    baseline = float(element.attrib["y"])
    return Box(words, left, baseline - 0.73 * size, left + wide, baseline + 0.2 * size)


def size(svg: str) -> tuple[float, float]:
    root = ElementTree.fromstring(svg)
    return float(root.attrib["width"]), float(root.attrib["height"])


def overlaps(boxes: list[Box]) -> list[tuple[str, str]]:
    return [
        (one.words, other.words) for place, one in enumerate(boxes) for other in boxes[place + 1 :] if one.meets(other)
    ]


def outside(boxes: list[Box], width: float, height: float) -> list[str]:
    return [
        box.words for box in boxes if box.left < -1 or box.right > width + 1 or box.top < -1 or box.bottom > height + 1
    ]
