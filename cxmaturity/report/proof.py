"""What a finished PDF says of how it was made, as it is attached; nothing of it is trusted, and no path opened."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cxmaturity.errors import wrong
from cxmaturity.report.attachments import RECORD
from cxmaturity.report.edition import Kind
from cxmaturity.words import Language, text

if TYPE_CHECKING:
    from pypdf import PdfReader

LARGEST: Final = 200_000_000
"""Bytes beyond which a file is no report of ours."""
_MOST: Final = 100_000
"""Inputs, and templates, that a report can rest on."""
_Words = Annotated[str, Field(max_length=4_096)]
_Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Named(_Part):
    """A file that it names, with its digest."""

    path: _Words
    sha256: _Digest


_Files = Annotated[tuple[Named, ...], Field(max_length=_MOST)]


class MadeBy(_Part):
    """The model that a PDF says it was scored by."""

    id: _Words
    version: _Words
    hash: _Digest


class Proof(_Part):
    """What a PDF says of how it was made."""

    schema_: Annotated[Literal["cxmaturity/report/1"], Field(alias="schema")]
    version: _Words
    program: _Digest | None = None
    """sha256 of the build that made it; None in reports of builds that did not say."""
    organisation: _Words
    cycle: _Words
    as_of: Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]
    language: Language
    kind: Kind
    internal: bool
    model: MadeBy
    inputs: _Files
    theme: _Files
    """The theme's file and pictures; none where it looks as ours do."""
    templates: _Files
    """The templates that stood before ours."""


def read_pdf(path: Path) -> bytes:
    """Return a PDF's bytes. Raises InputError when it cannot be read, or is none."""
    if path.is_dir():
        raise wrong(
            text("this is a folder, and a PDF was expected."),
            path,
            text("The PDF comes first, then the folder: cxmaturity verify FILE.pdf DIR"),
        )
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise wrong(text("this file is too large to be a report."), path)
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise wrong(text("this file cannot be read: {reason}.", reason=reason), path) from error
    if b"%PDF-" not in content[:1024]:
        raise wrong(text("this is no PDF."), path, text("Give a report that “cxmaturity report” wrote as PDF."))
    return content


def read_proof(content: bytes, path: Path) -> Proof:
    """Return what a PDF says of how it was made. Raises InputError when it says nothing, or nothing that holds."""
    found = attached_files(content, path).get(RECORD)
    if found is None:
        raise wrong(
            text("no results are attached to this PDF, so it is no report of cxmaturity, or one printed anew."),
            path,
            text("Give the file as “cxmaturity report” wrote it."),
        )
    try:
        return Proof.model_validate(json.loads(found))
    except (ValueError, RecursionError, ValidationError) as error:
        raise wrong(
            text("the results attached to this PDF cannot be read: they are damaged, changed or of another version."),
            path,
            text("Give the file as “cxmaturity report” wrote it."),
        ) from error


def attached_files(content: bytes, path: Path) -> Mapping[str, bytes]:
    """Return the files attached to a PDF by name, of several with one name the first. Raises InputError."""
    try:
        with pdf_reader(content) as reader:
            return {name: files[0] for name, files in reader.attachments.items()}
    except Exception as error:
        # A damaged PDF fails wherever pypdf stumbles over it, with whatever error.
        raise wrong(
            text("this PDF is damaged."), path, text("Give the file as “cxmaturity report” wrote it.")
        ) from error


@contextmanager
def pdf_reader(content: bytes) -> Iterator[PdfReader]:
    """Open a PDF, and keep pypdf from telling on its own what it thinks of it."""
    from pypdf import PdfReader

    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)  # that of its children, too
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield PdfReader(io.BytesIO(content))
    finally:
        logger.setLevel(before)
