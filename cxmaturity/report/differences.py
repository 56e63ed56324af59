"""Where two PDFs of the same results differ, as hints for whoever looks for the cause."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from cxmaturity.errors import InputError
from cxmaturity.report.attachments import RECORD
from cxmaturity.report.proof import attached_files, pdf_reader
from cxmaturity.results.differing import LONGEST, differing
from cxmaturity.words import Text, text

_MOST: Final = 3
"""Keys of the results, and pages, that are named."""


def differences(then: bytes, now: bytes) -> Iterator[Text]:
    """Yield where a PDF differs from the one made now, the plainest cause first. At least one thing is said."""
    if then.startswith(now):
        yield text(
            "The file begins with the report as it is made now; {n:int} {n:plural byte was|bytes were} added behind "
            "it, as viewers do that save a file.",
            n=len(then) - len(now),
        )
        return
    try:
        told = [*_attached(then, now), *_laid_out(then, now)]
    except InputError:
        told = []
    yield from told or [text("They differ in nothing that can be read: in how the PDF is written.")]


def _attached(then: bytes, now: bytes) -> Iterator[Text]:
    before, after = attached_files(then, Path()), attached_files(now, Path())
    others = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    if others:
        yield text("These attached files differ: {files}.", files=", ".join(name[:LONGEST] for name in others[:20]))
    if RECORD in others:
        found = islice(differing(_parsed(before.get(RECORD)), _parsed(after.get(RECORD))), _MOST)
        for key, old, new in found:
            yield text("{file}: {key} is {old}, and made again {new}.", file=RECORD, key=key, old=old, new=new)


def _laid_out(then: bytes, now: bytes) -> Iterator[Text]:
    try:
        makers, drawn = zip(_drawn(then), _drawn(now), strict=True)
    except Exception:  # a damaged PDF fails wherever pypdf stumbles over it
        return
    if makers[0] != makers[1]:
        yield text("It was laid out by {then}, and here by {now}.", then=makers[0][:LONGEST], now=makers[1])
    if len(drawn[0]) != len(drawn[1]):
        yield text("It has {then:int} pages, and made again {now:int}.", then=len(drawn[0]), now=len(drawn[1]))
    others = [number for number, (old, new) in enumerate(zip(*drawn, strict=False), start=1) if old != new]
    if others:
        shown = ", ".join(map(str, others[:12])) + (" …" if len(others) > 12 else "")
        yield text("{n:plural This page differs|These pages differ}: {pages}.", n=len(others), pages=shown)


def _drawn(content: bytes) -> tuple[str, list[bytes]]:
    """Return what a PDF was written by, and what is drawn on each page."""
    with pdf_reader(content) as reader:
        maker = str(reader.metadata.producer if reader.metadata else "")
        pages = [page.get_contents() for page in reader.pages]
        return maker, [b"" if drawn is None else drawn.get_data() for drawn in pages]


def _parsed(content: bytes | None) -> object:
    """Return results without the build that made them, of which ``verify`` tells itself."""
    try:
        found = json.loads(content or b"null")
    except (ValueError, RecursionError):
        return None
    return {key: value for key, value in found.items() if key != "program"} if isinstance(found, dict) else found
