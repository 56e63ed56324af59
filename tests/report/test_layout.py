"""Where the texts of a finished PDF lie: nothing overlaps, nothing is cut, nothing stands alone, however odd the input.

Each rule is first shown to fail on a page that is made wrong on purpose.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from functools import cache
from xml.etree import ElementTree

import pytest

pytest.importorskip("weasyprint", exc_type=OSError)

import weasyprint
from report import drawings, extremes, layout, layout_rules, prints

from cxmaturity import report
from cxmaturity.report import fonts
from cxmaturity.report.edition import Edition
from cxmaturity.report.view.budget import PAGES

STYLE = """
@page { size: A4; margin: 25mm 20mm 19mm;
  @top-left { content: "Acme" "\\a0\\a0|\\a0\\a0" "Roadmap"; font: 600 8pt "CXM Sans"; vertical-align: bottom }
  @top-right { content: "Section"; font: 400 8pt "CXM Sans"; vertical-align: bottom }
  @bottom-right { content: counter(page) " / " counter(pages); font: 600 8pt "CXM Sans"; vertical-align: top } }
body { margin: 0; font: 400 10pt/1.4 "CXM Sans" } h2 { font-size: 12pt; font-weight: 600 } td { vertical-align: top }
.long { break-before: page; margin: 0; orphans: 1; widows: 1 }
.late { margin-top: 100mm } .next { break-before: page }
.cover { height: 200mm; break-after: page }
"""
LINES = "<p>One line.<br>And another one.<br>And a third one.</p>" * 8
TALL = '<p style="height: 140mm">Words.</p>'
SOUND = f"<h2>A heading</h2>{LINES}<table><tr><th>A</th></tr><tr><td>1</td></tr></table>"

WRONG = {
    "no_two_words_overlap": f'{LINES}<p style="margin: 0">Upper</p><p style="margin: -14pt 0 0">Under</p>',
    "nothing_leaves_the_page": f'{LINES}<p style="white-space: nowrap">{"far and further " * 12}</p>',
    "no_row_is_cut": f"{TALL}<table><tr><td>{'a word<br>' * 70}</td><td>b</td></tr></table>",
    "no_heading_stands_alone": f'{LINES}<h2 class="late">Alone</h2><p class="next">a</p>{LINES}',
    "no_line_is_left_alone": f'{LINES}<p class="long">{"a line<br>" * 51}the last</p>{LINES}',
    "no_page_is_nearly_empty": f'{LINES}<p class="next">The rest.</p>',
    "running_lines_are_right": f'{LINES}<style>@page {{ @bottom-right {{ content: "1 / 1" }} }}</style>',
    "nothing_is_cut_into_a_riddle": f"{LINES}<p>It costs 12…</p>",
    "no_table_is_empty": f"{LINES}<table><thead><tr><th>Head</th></tr></thead><tbody></tbody></table>",
    "nothing_is_left_over": f"{LINES}<p>Coverage: None</p>",
}
"""Rule to a page that breaks it, and no other rule."""
QUICK = {
    "nothing": "fr", "log_alone": "en", "one_source": "fr", "not_applicable": "en", "long_names": "fr",
    "sixty_sources": "en",
}  # fmt: skip
CASES = [
    pytest.param(name, language, id=f"{name}-{language}", marks=() if QUICK.get(name) == language else pytest.mark.slow)
    for name in extremes.EXTREMES
    for language in ("en", "fr")
]
OURS = {"CXM-Sans", "CXM-Sans-Medium", "CXM-Sans-Semi-Bold", "CXM-Serif-Semi-Bold"}


@cache
def of(name: str, language: str) -> prints.Print:
    """Return the PDF of an extreme engagement; the workshop's is a working edition."""
    kind = "working" if name == "workshop" else "leadership"
    return prints.printed(extremes.EXTREMES[name](), Edition(language, kind))


def laid(body: str) -> layout.Laid:
    """Return a small document behind a cover, as WeasyPrint lays it out with our fonts."""
    faces = "".join(
        f"@font-face {{ font-family: {family}; font-weight: {weight}; src: url({(fonts.folder() / name).as_uri()}) }}"
        for (family, weight), name in fonts.FILES.items()
    )
    page = f'<html lang="en"><style>{faces}{STYLE}</style><p class="cover">Cover</p>{body}</html>'
    return layout.read(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"), page)


def test_a_sound_page_breaks_no_rule():
    assert layout_rules.broken(laid(SOUND)) == []


@pytest.mark.parametrize("rule", layout_rules.RULES, ids=lambda rule: rule.__name__)
def test_each_rule_sees_what_breaks_it(rule):
    wrong = laid(WRONG[rule.__name__])
    assert list(rule(wrong))
    assert [other.__name__ for other in layout_rules.RULES if other is not rule and list(other(wrong))] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_bank_report_is_laid_out_well(language):
    printed = prints.bank(language)
    found = layout.read(printed.content, printed.source)
    assert layout_rules.broken(found) == []
    assert 8 <= len(found.pages) <= PAGES


@pytest.mark.parametrize(("name", "language"), CASES)
def test_an_extreme_report_is_laid_out_well(name, language):
    printed = of(name, language)
    found = layout.read(printed.content, printed.source)
    assert layout_rules.broken(found) == []
    assert printed.warnings == ()
    assert found.fonts <= OURS
    titled = [found.under(title)[0].page for title in found.root.within("H1")]
    assert name == "workshop" or titled[:2] == [2, 3], "the summary takes one page"
    assert name == "workshop" or len(found.pages) <= PAGES


@pytest.mark.parametrize(("name", "language"), CASES)
def test_no_label_of_an_extreme_drawing_meets_another(name, language):
    """By the widths with which labels were placed, drawing by drawing: on screen there is no page to read."""
    html = report.html(extremes.EXTREMES[name](), Edition(language))
    drawn = re.findall(r"<svg .*?</svg>", html, flags=re.DOTALL)
    assert drawn
    for svg in drawn:
        boxes = drawings.texts(svg)
        assert drawings.overlaps(boxes) == []
        assert drawings.outside(boxes, *drawings.size(svg)) == []


def test_boxes_are_where_poppler_finds_them():
    """Another reader of PDF sees the same words; its boxes are as tall as a line, but as wide as the word."""
    if not shutil.which("pdftotext"):
        pytest.skip("poppler is not installed")
    content = prints.bank("fr").content
    printed = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True).stdout
    pages = ElementTree.parse(io.BytesIO(printed)).iter("{http://www.w3.org/1999/xhtml}page")
    for page, seen in zip(layout.read(content, "").pages, pages, strict=True):
        if page.number == 1:
            continue  # poppler takes the wide letters of the brand for words
        theirs = [
            (word.text, *(float(word.attrib[side]) for side in ("xMin", "yMin", "xMax", "yMax"))) for word in seen
        ]
        for word in page.words:
            assert any(
                word.words in (text or "")
                and left - 1 < word.left
                and word.right < right + 1
                and top - 1 < word.baseline < bottom + 1
                for text, left, top, right, bottom in theirs
            ), word.words
