"""SVG of others, made safe: parsed without entities, refused where it would run or fetch, and written anew.

What only an editor needs (metadata, layers' names, comments) is dropped in silence.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.parsers import expat

from cxmaturity.errors import Place, wrong
from cxmaturity.report.branding.inside import shown
from cxmaturity.words import Text, text

_SVG: Final = "http://www.w3.org/2000/svg"
_LINK: Final = "http://www.w3.org/1999/xlink"
_DRAWS: Final = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs"),
    *("symbol", "use", "image", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker"),
    *("title", "desc", "style"),
}
"""Elements that draw, or say what is drawn."""
_DROPPED: Final = {"metadata", "switch", "filter", "view"}
"""Elements that a page can do without."""
_MOST: Final = 20_000
"""Elements of a drawing, each counted as often as it is drawn."""
_DEEPEST: Final = 60
_FETCHES: Final = re.compile(r"@import|url\s*\(\s*(?![\"']?\s*#)|image-set|src\s*\(|expression|javascript:", re.I)
"""What makes a style or an attribute reach out of the drawing."""
_POINTS: Final = re.compile(r"url\s*\(\s*[\"']?\s*#([^\"')\s]+)")
_LENGTH: Final = re.compile(r"\s*([\d.]+)\s*(?:px|pt|mm|cm|in|pc)?\s*")


class _RefusedError(Exception):
    """The drawing holds what none of ours may; its first argument says what."""


def drawing(content: bytes, name: str, where: Place | Path) -> tuple[bytes, float, float]:
    """Return an SVG file as one that only draws, its width and its height.

    Raises InputError when it is not SVG, declares a document type or entities, holds scripts, event handlers, foreign
    content or links that lead out of it, or would draw without end.
    """
    try:
        root = _parsed(content)
        _strip(root, 0)
        for element in root.iter():
            _check(element, name, where)
        _count(root)
        width, height = _size(root)
    except _RefusedError as refused:
        said: Text = refused.args[0]
        raise wrong(
            text("“{name}” is not a picture that can be printed: {reason}.", name=shown(name), reason=said),
            where,
            text("Save it from a drawing program as plain SVG, with pictures and letters inside, or as PNG."),
        ) from refused
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _LINK)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=False), width, height


def _parsed(content: bytes) -> ElementTree.Element:
    """Return an XML document's root; a document type is refused where it begins, before any entity of it is read."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda tag, attributes: _start(builder, tag, attributes)
    parser.EndElementHandler = lambda tag: builder.end(_tag(tag))
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, ValueError, LookupError) as error:
        raise _RefusedError(text("it is not well-formed XML")) from error


def _start(builder: ElementTree.TreeBuilder, tag: str, attributes: dict[str, str]) -> None:
    builder.start(_tag(tag), {_tag(key): value for key, value in attributes.items()})


def _refuse_doctype(*_: object) -> None:
    raise _RefusedError(text("it declares a document type (<!DOCTYPE …>)"))


def _tag(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def _strip(element: ElementTree.Element, depth: int) -> None:
    """Drop what is not SVG's own: elements and attributes of editors, and what a page can do without."""
    if depth > _DEEPEST:
        raise _RefusedError(text("it is nested too deeply"))
    for key in list(element.attrib):
        if key.startswith("{") and key != f"{{{_LINK}}}href":
            del element.attrib[key]
    for inner in list(element):
        if not inner.tag.startswith(f"{{{_SVG}}}") or _plain(inner) in _DROPPED:
            element.remove(inner)
        else:
            _strip(inner, depth + 1)


def _plain(element: ElementTree.Element) -> str:
    return element.tag.removeprefix(f"{{{_SVG}}}")


def _check(element: ElementTree.Element, name: str, where: Place | Path) -> None:
    """Raise _RefusedError for what runs or fetches; a raster picture inside is written anew."""
    tag = _plain(element)
    if tag not in _DRAWS:
        raise _RefusedError(text("it holds <{tag}>", tag=shown(tag)))
    if tag == "style" and _FETCHES.search(_unescaped(element.text or "")):
        raise _RefusedError(text("its style fetches something"))
    for key, value in list(element.attrib.items()):
        plain = key.rpartition("}")[2].lower()
        if plain.startswith("on"):
            raise _RefusedError(text("it holds the event handler “{name}”", name=shown(plain)))
        if plain == "href":
            element.set(key, _linked(tag, value, name, where))
        elif _FETCHES.search(_unescaped(value)):
            raise _RefusedError(text("“{name}” leads out of it", name=shown(plain)))


def _linked(tag: str, value: str, name: str, where: Place | Path) -> str:
    """Return where a link may lead: to a part of the drawing, or to a raster picture inside."""
    from cxmaturity.report.branding.pictures import raster

    link = value.strip()
    if link.startswith("#"):
        return link
    found = re.fullmatch(r"data:image/(png|jpeg|jpg);base64,(.*)", link, re.S)
    if tag != "image" or found is None:
        raise _RefusedError(text("it holds a link that leads out of it"))
    try:
        content = b64decode(found[2])
    except ValueError as error:
        raise _RefusedError(text("a picture inside it cannot be read")) from error
    return raster(content, "PNG" if found[1] == "png" else "JPEG", name, where).uri


def _unescaped(style: str) -> str:
    """Return a style without the comments and backslashes that could hide a word."""
    plain = re.sub(r"/\*.*?\*/", "", style, flags=re.S)
    plain = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda code: chr(min(int(code[1], 16), 0x10FFFF)), plain)
    return plain.replace("\\", "")


def _count(root: ElementTree.Element) -> None:
    """Raise _RefusedError where a drawing would draw too much: parts that are used again count each time."""
    known = {element.get("id", ""): element for element in root.iter()}
    drawn: dict[int, int] = {}
    open_parts: set[int] = set()

    def weight(element: ElementTree.Element) -> int:
        if id(element) in open_parts:
            raise _RefusedError(text("a part of it holds itself"))
        if id(element) not in drawn:
            open_parts.add(id(element))
            parts = [*element, *(known[name] for name in _pointed(element) if name in known)]
            total = 1
            for part in parts:
                total += weight(part)
                if total > _MOST:
                    raise _RefusedError(text("it draws more than {most:int} things", most=_MOST))
            open_parts.discard(id(element))
            drawn[id(element)] = total
        return drawn[id(element)]

    try:
        weight(root)
    except RecursionError as error:
        raise _RefusedError(text("it is nested too deeply")) from error


def _pointed(element: ElementTree.Element) -> Iterator[str]:
    """Yield the parts that an element draws again."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == "href" and value.startswith("#"):
            yield value[1:]
        else:
            yield from _POINTS.findall(_unescaped(value))


def _size(root: ElementTree.Element) -> tuple[float, float]:
    """Return how wide and tall a drawing is, and let it say so in numbers; without a size it has no proportions."""
    box = [float(part) for part in re.findall(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", root.get("viewBox", ""))]
    sizes = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if len(box) == 4:
        width, height = box[2], box[3]
    elif sizes[0] and sizes[1]:
        width, height = (float(found[1]) for found in sizes if found)
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    else:
        raise _RefusedError(text("it does not say how large it is (viewBox)"))
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise _RefusedError(text("it does not say how large it is (viewBox)"))
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    return width, height
