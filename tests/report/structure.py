"""What assistive technology reads in a PDF: its tags, in their order, with the places where their texts are drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

_PLAIN = pikepdf.Matrix()


@dataclass(frozen=True)
class Element:
    kind: str
    attributes: pikepdf.Object
    """What the element's own dictionary holds."""
    page: int
    """Counted from 0."""
    children: tuple[Element, ...]
    content: tuple[int, ...]
    """Numbers of the marked contents that are its own."""

    def all(self, kind: str) -> list[Element]:
        """Return the elements of a kind at or below this one, in reading order."""
        return [element for element in self.walk() if element.kind == kind]

    def walk(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Tagged:
    pdf: pikepdf.Pdf
    document: Element
    places: dict[tuple[int, int], tuple[float, float]]
    """Where each marked content's first text is drawn, by page and number, in points from the foot."""
    unmarked: list[str]
    """Texts' operators that are neither marked as content nor as an artifact."""

    def contents(self) -> list[tuple[int, int]]:
        """Return page and number of every marked content, in reading order."""
        return [(element.page, mark) for element in self.document.walk() for mark in element.content]


def tagged(content: bytes) -> Tagged:
    pdf = pikepdf.open(io.BytesIO(content))
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    (document,) = pdf.Root.StructTreeRoot.K
    places, unmarked = {}, []
    for number, page in enumerate(pdf.pages):
        found, bare = _places(page)
        places |= {(number, mark): place for mark, place in found.items()}
        unmarked += bare
    return Tagged(pdf, _element(document, pages), places, unmarked)


def _element(found, pages) -> Element:
    kids = found.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array | list) else [kids]
    children = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return Element(
        str(found["/S"]),
        found,
        pages[found["/Pg"].objgen] if "/Pg" in found else 0,
        tuple(_element(child, pages) for child in children),
        tuple(kid for kid in kids if isinstance(kid, int)),
    )


def _places(page):
    matrix, kept, marks, found, bare = _PLAIN, [], [], {}, []
    for operands, operator in pikepdf.parse_content_stream(page, "q Q cm BDC BMC EMC Tm TJ Tj"):
        name = str(operator)
        if name == "q":
            kept.append(matrix)
        elif name == "Q":
            matrix = kept.pop()
        elif name == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif name in {"BDC", "BMC"}:
            mark = operands[1].get("/MCID") if name == "BDC" else None
            marks.append(None if mark is None else int(mark))
        elif name == "EMC":
            marks.pop()
        elif name == "Tm" and marks and marks[-1] is not None:
            at = pikepdf.Matrix(*map(float, operands)) @ matrix
            found.setdefault(marks[-1], (at.e, at.f))
        elif name in {"TJ", "Tj"} and not marks:
            bare.append(str(operands))
    return found, bare
