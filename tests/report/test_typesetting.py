"""WeasyPrint's short cuts: the same tree as HTML's own parser, the same words in the same places."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from report import layout, sample

from cxmaturity import report
from cxmaturity.report import paper, typesetting
from cxmaturity.report.charts.svg import drawing, words
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results

try:
    import weasyprint
except OSError:
    pytest.skip("WeasyPrint's system libraries are missing here", allow_module_level=True)


def _marks(tree):
    """Return the elements of a page, without what Expat takes for a namespace and HTML for an attribute."""
    return [
        (
            node.tag,
            sorted((k, v) for k, v in node.attrib.items() if "xmlns" not in k),
            _text(node.text),
            _text(node.tail),
        )
        for node in tree.iter()
    ]


def _text(words):
    return (words or "").strip()


@pytest.mark.parametrize("kind", ["leadership", "working"])
def test_a_page_is_read_as_html_is(kind, monkeypatch):
    monkeypatch.setattr(paper, "print_page", lambda page, *_: page)
    composed = report.pdf(Results(sample.assessment(), sample.roadmap(), {"log.csv": "ab" * 32}), Edition("fr", kind))
    found = typesetting.well_formed(composed)
    assert found is not None
    assert _marks(found) == _marks(weasyprint.HTML(string=composed).etree_element)


@pytest.mark.parametrize(
    "body",
    [
        "<p>one<p>two",
        "<p>one&nbsp;two</p>",
        "<p class=wide>one</p>",
        '<svg width="10"><rect/></svg>',
        "<!DOCTYPE html [<!ENTITY x 'y'>]><p>one</p>",
        "<!-- a remark --><p>one</p>",
    ],
)
def test_what_expat_could_read_otherwise_is_left_to_html(body):
    assert typesetting.well_formed(f"<!DOCTYPE html><html><body>{body}</body></html>") is None
    assert typesetting.well_formed('<!DOCTYPE html><html><body><br><col style="a>b"></body></html>') is not None


def _text_operators(content):
    return len(re.findall(rb"\bT[jJ]\b", content))


def test_a_text_of_a_drawing_is_laid_out_at_once():
    drawn = drawing(100, 20, "Words", [words(0, 10, "Avatar, twice"), words(100, 18, "to the end", anchor="end")])
    document = weasyprint.HTML(string=f"<html lang=en><title>Words</title><body>{drawn}</body></html>")
    whole, letters = (_drawn(document, quick) for quick in (True, False))
    assert _text_operators(whole) == 2
    assert _text_operators(letters) > 10, "WeasyPrint lays out whole texts itself: the short cut can go"


@pytest.mark.parametrize("anchor", ["middle", "end"])
def test_an_anchored_text_lies_where_it_would_and_is_no_form(anchor, monkeypatch):
    marks = [words(60, 10, "Avatar", anchor=anchor), words(10, 18, "start"), words(60, 18, "twice", anchor=anchor)]
    page = f"<html lang=en><title>Words</title><body>{drawing(100, 20, 'Words', marks)}</body></html>"
    quick = _drawn(weasyprint.HTML(string=page), True)
    monkeypatch.setattr(typesetting, "_SHARES", {})
    plain = _drawn(weasyprint.HTML(string=page), True)
    assert (quick.count(b"/Form"), plain.count(b"/Form")) == (0, 2)
    assert _places(quick) == pytest.approx(_places(plain), abs=0.01)


def _places(content):
    found = sorted(layout.read(content, "").words, key=lambda word: word.words)
    assert [word.words for word in found] == ["Avatar", "start", "twice"]
    return [side for word in found for side in (word.left, word.top, word.right)]


def _drawn(document, quick):
    options = {"uncompressed_pdf": True, "pdf_variant": "pdf/ua-1"}
    if not quick:
        return document.write_pdf(**options)
    with typesetting.whole_texts():
        return document.write_pdf(**options)


def test_what_a_drawing_consists_of_is_given_no_style_and_is_drawn():
    drawn = drawing(100, 20, "Words", [words(0, 10, "Avatar")])
    page = f"<html lang='en'><head><title>Words</title></head><body><p>before</p>{drawn} after</body></html>"
    quick, plain = typesetting.document(page, "", None), weasyprint.HTML(string=page)
    inside = {"{http://www.w3.org/2000/svg}text"}
    assert inside <= {element.tag for element in plain.etree_element.iter()}
    assert not inside & {element.tag for element in quick.etree_element.iter()}
    assert quick.write_pdf(pdf_variant="pdf/ua-1") == plain.write_pdf(pdf_variant="pdf/ua-1")


def test_objects_serialised_once_are_the_same_file():
    document = weasyprint.HTML(string="<html lang=en><title>Words</title><p>one <a href='#two'>two</a><p id=two>three")
    options = {"pdf_variant": "pdf/ua-1", "pdf_identifier": b"same"}
    once = document.write_pdf(finisher=lambda _, pdf: typesetting.serialise(pdf), **options)
    assert once == document.write_pdf(**options)


def test_a_module_that_comes_later_is_the_real_one():
    program = """
import sys
from cxmaturity.report import typesetting
with typesetting.rare_modules_later():
    import weasyprint.pdf.fonts as cutting
assert "fontTools.subset" not in sys.modules and "fontTools.varLib" not in sys.modules
options = cutting.subset.Options(hinting=False)
from fontTools.subset import Options
assert isinstance(options, Options) and not options.hinting
"""
    subprocess.run([sys.executable, "-c", program], check=True)
