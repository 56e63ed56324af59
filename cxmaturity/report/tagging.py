"""What WeasyPrint leaves out of a PDF's tags: which lines run in the margins, what headers head, where figures lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_POINTS = 0.75
"""Points of a PDF in a pixel of CSS."""


def complete(document: Any, pdf: Any) -> None:  # noqa: ANN401  # WeasyPrint and pydyf have no types
    """Complete the tags of a PDF that is laid out and not yet written."""
    dictionaries: Iterator[Any] = (item for item in pdf.objects if isinstance(item, dict))
    elements = {item.reference: item for item in dictionaries if "S" in item}
    _set_apart_running_lines(pdf, elements)
    _scope_headers(elements)
    _list_headers(pdf, elements)
    _place_figures(document, pdf, elements)


def _set_apart_running_lines(pdf: Any, elements: dict[bytes, Any]) -> None:  # noqa: ANN401
    """Mark the lines in the margins as of the page and not of the document; take their elements out of ``elements``.

    WeasyPrint 70 tags them as paragraphs, and hangs those into no tree.
    """
    from pydyf import Dictionary

    objects = {item.reference: item for item in pdf.objects}
    root = next(item for item in elements.values() if item["S"] == "/Document")
    loose = elements.keys() - _hanging(root, elements)
    listed = iter(objects[objects[root["P"]]["ParentTree"]]["Nums"])
    for number, marked in zip(listed, listed, strict=True):
        if number >= len(pdf.page_references):
            break  # what follows are annotations
        lines = {mark for mark, element in enumerate(marked) if element in loose}
        marked[:] = ["null" if mark in lines else element for mark, element in enumerate(marked)]
        content = objects[objects[pdf.page_references[number]]["Contents"]].stream
        for place, operand in enumerate(content):
            if isinstance(operand, Dictionary) and operand.get("MCID") in lines:
                content[place - 1 : place + 1] = ["/Artifact", Dictionary({"Type": "/Pagination"})]
    for reference in loose:
        elements.pop(reference).free = "f"  # not written


def _hanging(element: Any, elements: dict[bytes, Any]) -> set[bytes]:  # noqa: ANN401
    """Return the references of an element and of all that hangs from it."""
    found, waiting = set(), [element.reference]
    while waiting:
        reference = waiting.pop()
        found.add(reference)
        waiting += [kid for kid in elements[reference]["K"] if kid in elements]
    return found


def _of_kind(elements: dict[bytes, Any], kind: str) -> Iterator[Any]:
    yield from (element for element in elements.values() if element["S"] == kind)


def _scope_headers(elements: dict[bytes, Any]) -> None:
    """Say of each header cell whether it heads a column or a row."""
    for cell in _of_kind(elements, "/TH"):
        row = elements[cell["P"]]
        heads_columns = elements[row["P"]]["S"] == "/THead"
        cell["A"]["Scope"] = "/Column" if heads_columns else "/Row"


def _list_headers(pdf: Any, elements: dict[bytes, Any]) -> None:  # noqa: ANN401
    """List the header cells by the names under which other cells refer to them: without it a name leads nowhere."""
    from pydyf import Array, Dictionary

    named = sorted((cell["ID"].string, cell) for cell in _of_kind(elements, "/TH") if "ID" in cell)
    if named:
        root = next(item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructTreeRoot")
        root["IDTree"] = Dictionary(
            {"Names": Array(part for _, cell in named for part in (cell["ID"], cell.reference))}
        )


def _place_figures(document: Any, pdf: Any, elements: dict[bytes, Any]) -> None:  # noqa: ANN401
    """Say where drawings lie in points from the foot of the page; WeasyPrint 70 says pixels from its head."""
    from pydyf import Array

    heights = dict(zip(pdf.page_references, (page.height for page in document.pages), strict=True))
    for figure in _of_kind(elements, "/Figure"):
        left, top, right, bottom = figure["A"]["BBox"]
        height = heights[figure["Pg"]]
        corners = (left, height - bottom, right, height - top)
        figure["A"]["BBox"] = Array(round(corner * _POINTS, 2) for corner in corners)
