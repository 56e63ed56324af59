"""What WeasyPrint leaves out of the PDF's tags: what header cells head, where they are found, where drawings lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_POINTS = 0.75
"""Points of a PDF in a pixel of CSS."""


def complete(document: Any, pdf: Any) -> None:  # noqa: ANN401  # WeasyPrint and pydyf have no types
    """Complete the tags of a PDF that is laid out and not yet written."""
    dictionaries: Iterator[Any] = (item for item in pdf.objects if isinstance(item, dict))
    elements = {item.reference: item for item in dictionaries if "S" in item}
    _scope_headers(elements)
    _list_headers(pdf, elements)
    _place_figures(document, pdf, elements)


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
