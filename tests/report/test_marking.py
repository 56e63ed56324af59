"""How editions are told apart, in a file's properties and in the heads of its pages."""

from __future__ import annotations

import pytest

from cxmaturity.model import Bilingual
from cxmaturity.report.edition import Edition
from cxmaturity.report.theme import Theme
from cxmaturity.report.view.marking import marking
from cxmaturity.report.view.speech import Speech

OWN = Theme(title=Bilingual(en="Listening that leads somewhere", fr="Une écoute " * 10))


@pytest.mark.parametrize(
    ("edition", "file", "head"),
    [
        (Edition("en"), "", "Maturity and roadmap"),
        (Edition("en", theme=OWN), "", "Listening that leads somewhere"),
        (Edition("fr", theme=OWN), "", "Une écoute Une écoute Une écoute Une…"),
        (Edition("en", "working", theme=OWN), "Working document · ", "Working document"),
        (Edition("en", internal=True), "Internal · ", "Maturity and roadmap"),
        (Edition("fr", "working", internal=True), "Interne · Document de travail · ", "Document de travail"),
    ],
)
def test_each_edition_is_marked_in_the_files_title_and_in_the_heads(edition, file, head):
    marked = marking(edition, Speech(edition.language, {}))
    assert (marked.file, marked.document) == (file, head)
