"""WeasyPrint, quicker and leaner on our pages: what it never needs is not read, and nothing is made twice.

Together these short cuts save a third of the time that a report takes, and change neither what is laid out nor where.
"""

from __future__ import annotations

import ctypes.util
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_VOID = re.compile(r"<(area|br|col|hr|img|input|link|meta|wbr)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)\s*/?>")
"""Elements that HTML does not close and XML does."""
_SVG = "http://www.w3.org/2000/svg"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DRAWN: Final = f"{{{_SVG}}}svg"
_RARE: Final = ("fontTools.subset", "fontTools.ttLib.woff2", "fontTools.varLib.instancer")
"""What WeasyPrint imports and needs only without HarfBuzz, or for fonts of other kinds than ours: ten megabytes."""


@contextmanager
def libraries_by_file_name() -> Iterator[None]:
    """Have WeasyPrint load its libraries by file name, which Linux's loader knows and WeasyPrint tries fourth.

    For the three names before, Python asks compilers and linkers, some fifty programs in all.
    """
    search = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


@contextmanager
def rare_modules_later() -> Iterator[None]:
    """Have modules that are rarely needed imported when one of their functions is called, not by who names them."""
    stand_ins = {name: _Later(name) for name in _RARE if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


class _Later(ModuleType):
    """Stands for a module; each name is a function that imports it and calls its own of that name."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def function(*args: object, **named: object) -> Any:  # noqa: ANN401
            return getattr(import_module(self.__name__), name)(*args, **named)

        return function


def document(page: str, base_url: str, fetcher: Any) -> Any:  # noqa: ANN401  # WeasyPrint has no types
    """Return a page for WeasyPrint to lay out."""
    import weasyprint

    tree = well_formed(page)
    if tree is None:
        return weasyprint.HTML(string=page, base_url=base_url, url_fetcher=fetcher)
    return _read(tree, base_url, fetcher)


def well_formed(page: str) -> Element | None:
    """Return the tree that HTML's parser makes of a page; None where Expat could make another.

    Own templates may leave tags open, name HTML's entities or declare their own, or draw without SVG's namespace.
    """
    content = page.strip().removeprefix("<!DOCTYPE html>")
    if "<!" in content or content.count("<svg") != content.count(f'<svg xmlns="{_SVG}"'):
        return None
    try:
        return ElementTree.fromstring(_VOID.sub(r"<\1\2/>", content))
    except ElementTree.ParseError:
        return None


def _read(tree: Element, base_url: str, fetcher: Any) -> Any:  # noqa: ANN401
    import weasyprint
    from cssselect2 import ElementWrapper  # type: ignore[import-untyped]

    class Read(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
        def __init__(self) -> None:
            self.base_url = base_url
            self.url_fetcher = fetcher
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(tree, content_language=None)
            self.etree_element = tree

    for parent in tree.iter():
        for place, element in enumerate(parent):
            if element.tag == _DRAWN:
                parent[place] = _Drawing(element)
    return Read()


class _Drawing(ElementTree.Element):
    """A drawing that looks hollow, but for its title, to who would give styles and boxes to what it consists of.

    Who draws it asks for its root, as of a file, and is given the whole.
    """

    def __init__(self, whole: Element) -> None:
        super().__init__(whole.tag, whole.attrib)
        self.tail = whole.tail
        self.extend(whole.findall(f"{{{_SVG}}}title"))
        self._whole = whole

    def getroot(self) -> Element:
        """Return all of the drawing."""
        return self._whole


class _Whole(str):
    """A text that is its own only letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


_SHARES: Final = {"middle": 0.5, "end": 1.0}
"""Anchor of a text to the share of its width that lies before the point where it is anchored."""


@contextmanager
def whole_texts() -> Iterator[None]:
    """Have each text of a drawing laid out at once, as a browser does, with kerning, and drawn where it starts.

    WeasyPrint 70 lays out letter by letter, since letters may have places of their own; our drawings never give them.
    Before, it lays out the text as a whole: that is its only letter then, and need not be laid out again. A text that
    is anchored elsewhere than at its start becomes a form of its own, packed by itself: a third of the whole file.
    """
    from weasyprint.svg import SVG, Node
    from weasyprint.text import line_break

    letters, lay_out, draw = Node.text, line_break.split_first_line, SVG.draw_node
    last: list[Any] = [None, None, None]
    anchored: list[tuple[Any, float]] = []

    def once(text: str, style: Any, *rest: Any) -> Any:  # noqa: ANN401
        if last[0] is not style or last[1] != text:
            last[:] = style, text, lay_out(text, style, *rest)
            for node, share in anchored:
                node.attrib["x"] = str(float(node.attrib["x"]) - share * last[2][3])
            anchored.clear()
        return last[2]

    def draw_from_start(drawing: Any, node: Any, *rest: Any, **named: Any) -> None:  # noqa: ANN401
        if node.tag == "text" and (share := _share_before(node)):
            anchored[:] = [(node, share)]
            node.attrib["text-anchor"] = "start"
        draw(drawing, node, *rest, **named)

    Node.text = property(lambda node: _Whole(found) if (found := letters.fget(node)) else found)
    SVG.draw_node = draw_from_start
    line_break.split_first_line = once  # where drawings look it up; paragraphs have looked before
    try:
        yield
    finally:
        Node.text, SVG.draw_node, line_break.split_first_line = letters, draw, lay_out


def _share_before(node: Any) -> float | None:  # noqa: ANN401
    """Return which share of a text lies before its anchor; None where it starts there, or is of another kind than ours.

    Others, in drawings of a house's own templates, are left to WeasyPrint.
    """
    plain = node.text and not len(node._etree_node) and _NUMBER.fullmatch(node.get("x", ""))
    rare = ("textLength", "dx", "rotate", "letter-spacing", "direction", "visibility", "display")
    return _SHARES.get(node.get("text-anchor")) if plain and not any(name in node.attrib for name in rare) else None


def serialise(pdf: Any) -> None:  # noqa: ANN401  # pydyf has no types
    """Make the bytes of each object of a finished PDF, in its place; pydyf packs them twice, once for its hash."""
    from pydyf import Object

    class Serialised(Object):  # type: ignore[misc]  # pydyf has no types
        data = b""
        compressible = False

        def __init__(self, item: Any) -> None:  # noqa: ANN401
            super().__init__()
            self.number, self.generation, self.free = item.number, item.generation, item.free
            if item.free == "n":
                self.compressible, self.data = item.compressible, item.data
            else:
                # pydyf counts what is not written among what it packs, so that all behind it would be looked for one
                # place too far; without a number it is listed as free.
                self.number = 0

    for place, item in enumerate(pdf.objects):
        pdf.objects[place] = Serialised(item)
