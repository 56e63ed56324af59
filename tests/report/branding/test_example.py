"""The worked example of a house's branding, and the page that documents it."""

from __future__ import annotations

import io
import re
from dataclasses import fields

import pytest
from openpyxl import load_workbook
from report import sample

from cxmaturity import report, resources
from cxmaturity.report import rendering
from cxmaturity.report.branding import theme_file
from cxmaturity.report.branding.template_folder import load_templates
from cxmaturity.report.branding.theme_file import load_theme
from cxmaturity.report.colours import OWN
from cxmaturity.report.edition import Edition
from cxmaturity.report.view.whole import Report
from cxmaturity.results import Results

HOUSE = resources.templates() / "examples" / "hawthorn-vale"
DOCUMENTED = (resources.templates() / "README.md").read_text(encoding="utf-8")
SAID = {
    "en": ("Listening that leads somewhere", "Prepared by", "About us", "A hedge in bloom", "What was found"),
    "fr": ("Une écoute qui mène quelque part", "Établi par", "Qui sommes-nous", "Une haie en fleur", "constaté"),
}


def edition(language) -> Edition:
    return Edition(language, theme=load_theme(HOUSE / "theme.yaml"), templates=load_templates(HOUSE / "templates"))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_example_lays_the_report_out(language):
    shown = report.html(Results(sample.assessment(), sample.roadmap()), edition(language)).replace("\u00a0", " ")
    assert [words for words in SAID[language] if words not in shown] == []
    assert "Hawthorn &amp; Vale" in shown
    assert shown.count("data:image/svg+xml;base64,") == 3  # the cover's steps, the logo, the hedge
    assert re.search(r'<a href="#about">', shown)
    marks = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', shown))
    kept = {OWN["WHITE"]}
    assert marks & set(OWN.values()) <= kept
    assert {"#1d4d4f", "#b4472e", "#5b7f1a"} & marks


def test_the_workbooks_heads_have_the_houses_colour():
    book = load_workbook(io.BytesIO(report.xlsx(Results(sample.empty_assessment()), edition("en"))))
    assert book.properties.creator == "Hawthorn & Vale"
    assert book.properties.title.endswith("– Listening that leads somewhere")
    heads = {sheet["A1"].fill.fgColor.rgb for sheet in book}
    assert heads == {"FF" + edition("en").theme.palette.roles["NAVY"][1:].upper()}
    foot = book.worksheets[0].oddFooter.left.text
    assert foot.strip().startswith("Confidential – prepared by Hawthorn && Vale")


def test_the_example_on_paper():
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("weasyprint", exc_type=OSError)
    found = pypdf.PdfReader(io.BytesIO(report.pdf(Results(sample.empty_assessment()), edition("fr"))))
    assert found.metadata.author == found.xmp_metadata.dc_creator[0] == "Hawthorn & Vale"
    assert found.metadata.title == found.xmp_metadata.dc_title["x-default"]
    assert found.metadata.title.endswith("Une écoute qui mène quelque part")
    assert "Une écoute qui mène quelque part" in found.pages[1].extract_text()
    cover, last = (found.pages[place].extract_text() for place in (0, -1))
    assert "Établi par" in cover
    assert "Hawthorn & Vale reste jusqu’à ce que cela marche" in last
    assert "Confidentiel – établi par Hawthorn & Vale" in last
    assert any("Qui sommes-nous" in str(page.extract_text()) for page in found.pages)


def test_every_field_that_templates_get_is_documented():
    fields_named = set(re.findall(r"`report\.(\w+)`", DOCUMENTED)) - {"html"}
    assert fields_named == {field.name for field in fields(Report)}


def test_every_block_is_documented_in_its_files_row():
    rows = dict(re.findall(r"^\| (`[^|]*\.html`[^|]*) \| ([^|]*) \|$", DOCUMENTED, re.MULTILINE))
    for path in sorted(rendering.folder().glob("*.html")):
        blocks = set(re.findall(r"{% block (\w+) %}", path.read_text(encoding="utf-8")))
        told = next(
            (set(re.findall(r"`(\w+)`", said)) for names, said in rows.items() if f"`{path.name}`" in names), set()
        )
        assert blocks == told, path.name


def test_every_key_of_a_theme_is_documented():
    keys = set(theme_file._File.model_fields)
    assert keys == set(re.findall(r"^\| `(\w+)` \|", DOCUMENTED, re.MULTILINE))
    ours = dict(re.findall(r'^\| `(\w+)` \| .*? \| `"(#\w+)"` \|$', DOCUMENTED, re.MULTILINE))
    assert ours == {"colour": OWN["NAVY"], "accent": OWN["WARM"], "good": OWN["TEAL"]}
