"""Pages in terminals whose encoding lacks what we write: its nearest characters stand there instead."""

from __future__ import annotations

import io
import sys

import pytest
from rich.text import Text as Rich

from cxmaturity.cli.paper import Paper
from cxmaturity.words import text

CASES = {
    "utf-8": "“déjà” · 12 % → fin…",
    "latin-1": '"déjà" · 12 % -> fin...',
    "ascii": '"deja" - 12 % -> fin...',
}


@pytest.mark.parametrize("encoding", CASES)
def test_what_an_encoding_lacks_has_a_stand_in(encoding, monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    monkeypatch.setattr(sys, "stdout", stream)
    paper = Paper("fr")
    paper.line("“déjà” · 12\u00a0% → fin…")
    paper.line(Rich.assemble(("“déjà”", "bold"), " · 12\u00a0% → fin…"))
    paper.head(text("“déjà”"))
    paper.bullet("œuf", "red")
    stream.flush()
    first, second, _, *_ = stream.buffer.getvalue().decode(encoding).replace("\u00a0", " ").splitlines()
    assert first.strip() == CASES[encoding]
    assert second.strip() == CASES[encoding]


def test_styles_stay_on_their_words(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    written = Paper("en")._cell(Rich.assemble("a…", ("→", "bold"), " z"))
    assert written.plain == "a...-> z"
    assert [(span.start, span.end, span.style) for span in written.spans] == [(4, 6, "bold")]
