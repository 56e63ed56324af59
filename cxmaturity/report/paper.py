"""The page on paper: HTML to PDF with WeasyPrint, which reads nothing but the report's own fonts."""

from __future__ import annotations

import gc
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from datetime import UTC, date, datetime, time
from functools import partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from cxmaturity.errors import InputError, wrong
from cxmaturity.report import fonts, tagging, typesetting
from cxmaturity.words import text

if TYPE_CHECKING:
    from types import ModuleType

    from cxmaturity.report.attachments import Attached

APT = "apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0"
BREW = "brew install pango"
_DESCRIBED = re.compile(r"<title>([^<]*)</title><desc>([^<]*)</desc>")
"""A drawing's title and description: WeasyPrint takes the title alone for the alternative text."""
_HOVERED = re.compile(r"<g><title>[^<]*</title>(.*?)</g>")
"""What shows where a pointer rests: not on paper, where it only costs time."""


class TooLongError(Exception):
    """More pages than there may be."""

    def __init__(self, excess: int) -> None:
        super().__init__(excess)
        self.excess = excess
        """How many more."""


def print_page(page: str, attached: Sequence[Attached] = (), day: date = date.min, most: int | None = None) -> bytes:
    """Return the PDF of a page with files attached to it, dated by a day and no clock.

    Raises InputError where WeasyPrint's system libraries are missing, TooLongError where it has more than ``most``
    pages.
    """
    weasyprint = _weasyprint()
    fetcher = _fetcher()
    told = _HOVERED.sub(r"\1", _DESCRIBED.sub(r"<title>\1 \2</title>", page))
    document = typesetting.document(told, fonts.folder().as_uri() + "/", fetcher)
    files = [_attachment(weasyprint, fetcher, file, day) for file in attached]
    finish = partial(_finish, relationships={file.name: file.relationship for file in attached}, most=most)
    with _without_collecting(), typesetting.whole_texts():
        written: bytes = document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_identifier=b"cxmaturity", finisher=finish, attachments=files
        )
    return written


def _attachment(weasyprint: ModuleType, fetcher: Any, file: Attached, day: date) -> Any:  # noqa: ANN401
    """Return a file as WeasyPrint takes it; its type travels in a URL, for that of a stream is guessed."""
    moment = datetime.combine(day, time(), UTC)
    return weasyprint.Attachment(
        url=f"data:{file.kind};base64,{b64encode(file.content).decode()}",
        url_fetcher=fetcher,
        name=file.name,
        description=file.about,
        created=moment,
        modified=moment,
        relationship=file.relationship,
    )


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
    with redirect_stdout(StringIO()):  # where WeasyPrint tells at length what is told below
        with suppress(OSError), typesetting.rare_modules_later(), typesetting.libraries_by_file_name():
            return import_module("weasyprint")
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
    """Return a fetcher that reads data inside the page and our fonts, and refuses everything else."""
    from weasyprint.urls import URLFetcher

    class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401
            if url.startswith("data:"):
                return super().fetch(url, headers)
            font = _own_font(url)
            if font is None:
                raise ValueError(f"the report fetches nothing: {url}")
            return super().fetch(font.as_uri(), headers)

    return OwnFiles(allowed_protocols=("data", "file"))


def _own_font(url: str) -> Path | None:
    """Return the font of ours that a URL leads to, decoded and through all links; None where it leads elsewhere."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or parts.query or parts.fragment:
        return None
    try:
        path = Path(url2pathname(parts.path)).resolve()
    except (OSError, RuntimeError, ValueError):  # a loop of links, a zero byte
        return None
    return path if path in {(fonts.folder() / name).resolve() for name in fonts.FILES.values()} else None


def _dictionaries(pdf: Any) -> Iterator[Any]:  # noqa: ANN401
    yield from (item for item in pdf.objects if isinstance(item, dict))


def _finish(document: Any, pdf: Any, relationships: Mapping[str, str], most: int | None) -> None:  # noqa: ANN401
    """Add what WeasyPrint leaves out: of the tags, and what attached files are to the document."""
    from pydyf import Array

    if most is not None and len(document.pages) > most:
        raise TooLongError(len(document.pages) - most)
    tagging.complete(document, pdf)
    files = [item for item in _dictionaries(pdf) if item.get("Type") == "/Filespec"]
    for file in files:
        file["AFRelationship"] = f"/{relationships[file['UF'].string]}"
    if files:
        pdf.catalog["AF"] = Array(file.reference for file in files)
    typesetting.serialise(pdf)
