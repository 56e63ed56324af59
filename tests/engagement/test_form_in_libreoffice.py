"""The form in the hands of who works with LibreOffice: filled in, saved in its formats and sent back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from engagement.libreoffice import SOFFICE, converted
from openpyxl import load_workbook

from cxmaturity.engagement.answers_file import read_answers
from cxmaturity.engagement.forms import Form, write_form
from cxmaturity.engagement.given import Whose
from cxmaturity.engagement.levels import LEVEL_WORDS, REASON_WORDS
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable, Unknown
from cxmaturity.model import find_model, load_model
from cxmaturity.words import LANGUAGES

MODEL = load_model(find_model("cx-program"))

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]

LINKS = (Link("https://intranet/cx?a=1;b=2", date(2026, 9, 30)), Link("minutes.pdf"))
FILLED = {
    "q1.relationship-survey": Answer("q1.relationship-survey", Level.LARGELY, "Zoé", "cx", note="=été, «pro» ; a\nb"),
    "q1.contact-limits": Answer("q1.contact-limits", Unknown(), "Zoé", "cx", links=LINKS),
    "q7.profiles": Answer("q7.profiles", NotApplicable("other", "not yet"), "Zoé", "cx", note="not yet"),
    "q2.action-records": Answer("q2.action-records", Level.NOT, "Zoé", "cx"),
}


def filled_in(path: Path, language: str) -> Path:
    """Write a form, and fill it in as a person would: in words, with a figure once."""
    write_form(Form(MODEL, "Acme", "2026-Q4", language, MODEL.practices, Whose(None, "cx"), {}), path)
    book = load_workbook(path)
    page = book.active
    page["B4"] = "Zoé"
    rows = {row[0].value: row[0].row for row in page.iter_rows(min_row=6)}
    for practice, level, reason, note, proofs in (
        ("q1.relationship-survey", LEVEL_WORDS["largely"].show(language), None, "=été, «pro» ; a\nb", None),
        ("q1.contact-limits", LEVEL_WORDS["unknown"].show(language), None, None, _proofs(language)),
        (
            "q7.profiles",
            LEVEL_WORDS["not_applicable"].show(language),
            REASON_WORDS["other"].show(language),
            "not yet",
            None,
        ),
        ("q2.action-records", 0, None, None, None),
    ):
        for column, value in zip("CDEF", (level, reason, note, proofs), strict=True):
            cell = page[f"{column}{rows[practice]}"]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def _proofs(language: str) -> str:
    day = "30/09/2026" if language == "fr" else "2026-09-30"
    return f"https://intranet/cx?a=1;b=2 ({day})\nminutes.pdf"


def read(path: Path) -> dict[str, Answer]:
    given = read_answers(path, MODEL)
    assert (given.cycle, given.notes) == ("2026-Q4", ())
    return {line.answer.practice: line.answer for line in given.lines}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_comes_back_from_libreoffice_with_the_same_answers(tmp_path, language):
    form = filled_in(tmp_path / "form.xlsx", language)
    assert read(form) == FILLED
    ods = converted(form, "ods", tmp_path / "ods")
    again = converted(ods, "xlsx", tmp_path / "xlsx")
    assert read(again) == FILLED
    assert read(converted(ods, "csv", tmp_path / "csv")) == FILLED
    french_excel = "csv:Text - txt - csv (StarCalc):59,34,ANSI,1"
    assert read(converted(ods, french_excel, tmp_path / "ansi")) == FILLED
    kept = load_workbook(again).active
    assert kept.protection.sheet
    choices = [rule.formula1.strip('"').split(",") for rule in kept.data_validations.dataValidation]
    assert [words.show(language) for words in LEVEL_WORDS.values()] in choices
    assert [words.show(language) for words in REASON_WORDS.values()] in choices
    assert [name.show(language) for name in MODEL.header.roles.values()] in choices


def test_the_form_prints_on_a_few_pages(tmp_path):
    from pypdf import PdfReader

    form = filled_in(tmp_path / "form.xlsx", "fr")
    pages = PdfReader(converted(form, "pdf", tmp_path)).pages
    assert 3 <= len(pages) <= 12
    assert all("Niveau" in page.extract_text() for page in pages)
    assert all(page.mediabox.width > page.mediabox.height for page in pages)
