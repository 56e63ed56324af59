"""Which colours of letters lie on which grounds, found in a page: in its styles as computed, and in its drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import weasyprint
from report.drawings import SVG, Box, texts
from weasyprint.css import get_all_computed_styles

WHITE = "#ffffff"
Found = set[tuple[str, str]]


def in_styles(page: str, media: str) -> Found:
    """Return each pair of colours that elements with words of their own have, by WeasyPrint's cascade."""
    html = weasyprint.HTML(string=re.sub(r"url\([^)]*\)", "none", page), media_type=media)
    style_of = get_all_computed_styles(html)
    found: Found = set()

    def walk(element, ground: str) -> None:
        style = style_of(element, None)
        if style["display"] == ("none",) or "svg" in str(element.tag):
            return
        own = hex_of(style["background_color"], style)
        ground = own or ground
        if (element.text or "").strip() or any((inner.tail or "").strip() for inner in element):
            found.add((hex_of(style["color"], style) or "", ground))
        for inner in element:
            walk(inner, ground)

    walk(next(element for element in html.etree_element.iter() if element.tag == "body"), WHITE)
    return found


def hex_of(colour, style) -> str | None:
    """Return a computed colour as #rrggbb; None where nothing of it is seen."""
    if str(colour) == "currentcolor":
        colour = style["color"]
    red, green, blue, alpha = (*colour.to("srgb").coordinates, colour.alpha)
    return None if alpha == 0 else "#" + "".join(f"{round(255 * part):02x}" for part in (red, green, blue))


def in_drawing(svg: str) -> Found:
    """Return the colour of each text and that of the last filled shape below its middle."""
    root = ElementTree.fromstring(svg)
    marks = list(_marks(root, 0.0, 0.0))
    return {(fill, _below(marks[:place], box)) for place, (box, fill, is_text) in enumerate(marks) if is_text}


def _below(marks, box: Box) -> str:
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    grounds = [fill for other, fill, is_text in marks if not is_text and _holds(other, x, y)]
    return grounds[-1] if grounds else WHITE


def _holds(box: Box, x: float, y: float) -> bool:
    return box.left <= x <= box.right and box.top <= y <= box.bottom


def _marks(element: ElementTree.Element, x: float, y: float) -> Iterator[tuple[Box, str, bool]]:
    tag, fill = element.tag.removeprefix(SVG), element.get("fill", "none")
    if tag == "svg":
        x, y = x + float(element.get("x", 0)), y + float(element.get("y", 0))
    elif tag == "text" and element.text:
        alone = ElementTree.Element(f"{SVG}text", element.attrib)
        alone.text = element.text
        (box,) = texts(ElementTree.tostring(alone, encoding="unicode"))
        yield Box(box.words, box.left + x, box.top + y, box.right + x, box.bottom + y), fill, True
    elif tag == "rect" and fill != "none":
        left, top, wide, tall = (float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
        yield Box("", left + x, top + y, left + x + wide, top + y + tall), fill, False
    elif tag == "circle" and fill != "none":
        across, down, radius = (float(element.get(name, 0)) for name in ("cx", "cy", "r"))
        yield Box("", across + x - radius, down + y - radius, across + x + radius, down + y + radius), fill, False
    for inner in element:
        yield from _marks(inner, x, y)
