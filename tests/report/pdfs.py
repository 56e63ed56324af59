"""Small PDFs that carry files, and copies of PDFs whose files are others."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pypdf

PROOF = {
    "schema": "cxmaturity/report/1",
    "version": "0.1.0",
    "organisation": "Acme",
    "cycle": "2026-Q4",
    "as_of": "2026-11-15",
    "language": "en",
    "kind": "leadership",
    "internal": False,
    "model": {"id": "small", "version": "1", "hash": "ab" * 32},
    "inputs": [{"path": "engagement.yaml", "sha256": "cd" * 32}],
    "theme": [],
    "templates": [],
}
"""What a report's attached results must hold to be verified."""


def carrying(files: Mapping[str, bytes], *, pages: int = 1) -> bytes:
    """Return a PDF of blank pages with files attached."""
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    for name, content in files.items():
        writer.add_attachment(name, content)
    return _written(writer)


def proving(**changes: object) -> bytes:
    """Return a PDF that says of itself what ``PROOF`` does, but for some changes; a key set to ... is left out."""
    said = {key: value for key, value in {**PROOF, **changes}.items() if value is not ...}
    return carrying({"report.json": json.dumps(said).encode()})


def with_record(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a report in whose attached results some bytes are others."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]
    stream = names[names.index("report.json") + 1].get_object()["/EF"]["/F"].get_object()
    assert old in stream.get_data()
    stream.set_data(stream.get_data().replace(old, new, 1))
    return _written(writer)


def _written(writer: pypdf.PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
