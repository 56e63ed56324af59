"""What a screen reader meets in the PDF: tags, their order, names of drawings, and what each table cell belongs to."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import pytest
from report import prints, sample, structure

from cxmaturity.assess import assess
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results

pdfua = pytest.importorskip("pdfua")
try:
    import weasyprint  # noqa: F401
except OSError:
    pytest.skip("WeasyPrint's system libraries are missing here", allow_module_level=True)

EDITIONS = [
    "leadership-en",
    "leadership-fr",
    "working-fr",
    pytest.param("whole-en", marks=pytest.mark.slow),
    pytest.param("whole-fr", marks=pytest.mark.slow),
]
"""Kinds and languages; "working" is that of six practices, "whole" of all, on fifty pages and more."""


class Bookmark(NamedTuple):
    title: str
    destination: list
    level: int


@pytest.fixture(scope="module", params=EDITIONS)
def edition(request):
    """A report's language, its bytes and WeasyPrint's warnings."""
    kind, language = request.param.split("-")
    if kind == "leadership":
        found = prints.bank(language)
    else:
        results = Results(sample.assessment(), sample.roadmap()) if kind == "whole" else Results(_short_assessment())
        found = prints.printed(results, Edition(language, "working"))
    return language, found


def _short_assessment():
    model = sample.model()
    first = model.questions[0].id
    few = tuple(item for item in model.practices if item.question == first and item.stage == 2)
    return assess(model.model_copy(update={"practices": few}), sample.facts())


@pytest.fixture(scope="module")
def language(edition):
    return edition[0]


@pytest.fixture(scope="module")
def read(edition):
    return structure.tagged(edition[1].content)


@pytest.fixture(scope="module")
def document(read):
    return read.document


def test_nothing_is_complained_of(edition):
    assert edition[1].warnings == ()


def test_the_checker_of_pdf_ua_finds_nothing(edition, tmp_path, monkeypatch):
    # pikepdf raises ValueError where pdfua 0.1.3 asks an array whether it is a number, and the rule would be skipped.
    for module in (pdfua.document, pdfua.rules.structure):
        monkeypatch.setattr(module, "as_integer", lambda value: value if isinstance(value, int) else None)
    path = tmp_path / "report.pdf"
    path.write_bytes(edition[1].content)
    found = pdfua.validate(str(path))
    assert [str(finding) for finding in found.findings] == []
    assert found.skipped == ()


def test_the_document_says_what_it_is(read, language):
    root = read.pdf.Root
    assert root.Lang == language
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert "Banque Horizon" in str(read.pdf.docinfo["/Title"])
    assert {str(page.Tabs) for page in read.pdf.pages} == {"/S"}


def test_bookmarks_lead_to_the_titles(read):
    """Each bookmark leads to the page of a title, in the order of the titles."""
    with read.pdf.open_outline() as outline:
        entries = list(_entries(outline.root))
    titles = [title.page for title in read.document.all("/H1")]
    places = {page.objgen: number for number, page in enumerate(read.pdf.pages)}
    first = [places[entry.destination[0].objgen] for entry in entries if entry.level == 0]
    assert len(titles) >= 5
    assert first == titles


def _entries(items, level=0):
    for item in items:
        yield Bookmark(item.title, item.destination, level)
        yield from _entries(item.children, level + 1)


def test_headings_skip_no_level(document):
    levels = [int(element.kind[2]) for element in document.walk() if re.fullmatch(r"/H\d", element.kind)]
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_every_section_has_at_most_one_title(document):
    assert {len(section.all("/H1")) for section in document.all("/Sect")} == {0, 1}


FOREIGN = {
    "en": re.compile(r"\b(?:sollicitations?|chaque|aucune?|avec|pour|sont)\b"),
    "fr": re.compile(r"\b(?:customers?|requests?|each|none|with|of|are)\b"),
}
"""Words that a description in the other language could hardly do without."""


def test_every_drawing_is_told_in_the_readers_language_and_lies_on_its_page(read, language):
    figures = read.document.all("/Figure")
    assert [figure for figure in figures if len(str(figure.attributes["/Alt"]).strip()) < 10] == []
    told = [str(figure.attributes["/Alt"]).split(":")[0] for figure in figures]
    assert [words for words in told if FOREIGN[language].search(words)] == []
    for figure in figures:
        left, foot, right, head = (float(end) for end in figure.attributes["/A"]["/BBox"])
        width, height = (float(end) for end in list(read.pdf.pages[figure.page].mediabox)[2:])
        assert 0 <= left < right <= width
        assert 0 <= foot < head <= height


def test_tables_are_regular_and_their_headers_are_found(document, read):
    tables = document.all("/Table")
    names = list(read.pdf.Root.StructTreeRoot.IDTree.Names)
    known = {str(name): cell for name, cell in zip(names[::2], names[1::2], strict=True)}
    assert list(known) == sorted(known)
    for table in tables:
        rows = [[cell for cell in row.children if cell.kind in {"/TH", "/TD"}] for row in table.all("/TR")]
        assert len({sum(int(cell.attributes["/A"].get("/ColSpan", 1)) for cell in row) for row in rows}) == 1
        assert rows[0][0].kind == "/TH"
        for cell in (cell for row in rows for cell in row):
            if cell.kind == "/TH":
                assert cell.attributes["/A"]["/Scope"] in {"/Column", "/Row"}
            for header in cell.attributes["/A"].get("/Headers", ()):
                assert known[str(header)]["/S"] == "/TH"


def test_lists_hold_items_and_items_their_words(document):
    assert {child.kind for items in document.all("/L") for child in items.children} <= {"/LI"}
    assert {child.kind for item in document.all("/LI") for child in item.children} <= {"/Lbl", "/LBody"}


def test_what_is_read_first_stands_first(read):
    """In reading order, text goes down its page, or on to the right: never back up to the left."""
    before: dict[int, tuple[float, float]] = {}
    risen = []
    for page, mark in read.contents():
        if (page, mark) not in read.places:
            continue
        x, y = read.places[page, mark]
        left, last = before.get(page, (0.0, 1e9))
        if y > last + 3 and x <= left:
            risen.append((page + 1, round(x), round(y)))
        before[page] = (x, y)
    assert risen == []
    assert len(before) == len(read.pdf.pages)


def test_every_link_says_where_it_leads(read):
    links = [note for page in read.pdf.pages for note in page.get("/Annots", ()) if note["/Subtype"] == "/Link"]
    assert [link for link in links if not str(link.get("/Contents", "")).strip()] == []


def test_all_that_is_drawn_is_read_or_an_artifact(read):
    reading = read.contents()
    assert len(reading) == len(set(reading))
    assert set(read.places) <= set(reading)
    assert read.unmarked == []
