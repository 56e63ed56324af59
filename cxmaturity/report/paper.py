"""The page on paper: HTML to PDF with WeasyPrint, which reads nothing but the report's own fonts."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from cxmaturity.errors import InputError, wrong
from cxmaturity.report import fonts
from cxmaturity.words import text

if TYPE_CHECKING:
    from types import ModuleType

APT = "apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0"
BREW = "brew install pango"


def print_page(page: str) -> bytes:
    """Return the PDF of a page. Raises InputError where WeasyPrint's system libraries are missing."""
    weasyprint = _weasyprint()
    fetcher = _fetcher()
    document = weasyprint.HTML(string=page, base_url=fonts.folder().as_uri() + "/", url_fetcher=fetcher)
    with _without_collecting():
        written: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=b"cxmaturity", finisher=_finish)
    return written


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Collect no garbage meanwhile: what layout makes lives until its end, so that looking for it only costs time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _weasyprint() -> ModuleType:
    try:
        return import_module("weasyprint")
    except OSError as error:
        raise missing_libraries(error) from error


def missing_libraries(error: OSError) -> InputError:
    """Return the error that says which system libraries to install."""
    return wrong(
        text("the PDF cannot be made here, because system libraries of WeasyPrint are missing ({error}).", error=error),
        remedy=text(
            "On Debian or Ubuntu run “{apt}”, on macOS “{brew}”; or write HTML instead: -o FILE.html.",
            apt=APT,
            brew=BREW,
        ),
    )


def _fetcher() -> Any:  # noqa: ANN401  # WeasyPrint has no types
    """Return a fetcher that reads data inside the page and files beside the fonts, and refuses everything else."""
    from weasyprint.urls import URLFetcher

    allowed = fonts.folder().as_uri() + "/"

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401
            if not (url.startswith("data:") or (url.startswith(allowed) and ".." not in url)):
                raise ValueError(f"the report fetches nothing: {url}")
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=("data", "file"))


def _dictionaries(pdf: Any) -> Iterator[Any]:  # noqa: ANN401
    yield from (item for item in pdf.objects if isinstance(item, dict))


def _finish(document: Any, pdf: Any) -> None:  # noqa: ANN401
    """Say of each header cell whether it heads a column or a row, which WeasyPrint leaves out."""
    elements: dict[bytes, Any] = {item.reference: item for item in _dictionaries(pdf) if "S" in item}
    for cell in elements.values():
        if cell["S"] == "/TH":
            row = elements[cell["P"]]
            heads_columns = elements[row["P"]]["S"] == "/THead"
            cell["A"]["Scope"] = "/Column" if heads_columns else "/Row"
