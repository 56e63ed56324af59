"""Where two PDFs differ, told so that somebody finds the cause."""

from __future__ import annotations

import io
import json

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, NameObject
from report.pdfs import carrying

from cxmaturity.report.differences import differences

RECORD = {"score": {"stage": {"value": 1}, "questions": [{"id": "q1"}, {"id": "q2"}]}, "organisation": "Acme"}


def pdf(record: object = None, pages: int = 1, **files: bytes) -> bytes:
    return carrying({"report.json": json.dumps(record or RECORD).encode(), **files}, pages=pages)


def told(then: bytes, now: bytes) -> list[str]:
    return [hint.show("en") for hint in differences(then, now)]


def changed(**values: object) -> bytes:
    return pdf({**RECORD, **values})


CASES = {
    "appended": (pdf() + b"1234567", ["it is made now; 7 bytes were added behind it"]),
    "one byte appended": (pdf() + b"1", ["1 byte was added behind it"]),
    "a value": (changed(organisation="Other"), ['report.json: organisation is "Other", and made again "Acme".']),
    "a value inside": (
        changed(score={**RECORD["score"], "stage": {"value": 4}}),
        ["score.stage.value is 4, and made again 1"],
    ),
    "in a list": (
        changed(score={**RECORD["score"], "questions": [{"id": "q1"}, {"id": "x"}]}),
        ['score.questions[1].id is "x", and made again "q2"'],
    ),
    "a list of another length": (changed(score={**RECORD["score"], "questions": []}), ["score.questions is []"]),
    "a key more": (changed(more=True), ["more is true, and made again null"]),
    "another table": (pdf(**{"a.csv": b"x"}), ["These attached files differ: a.csv."]),
    "a page more": (pdf(pages=2), ["It has 2 pages, and made again 1."]),
    "no PDF any more": (b"%PDF-1.7 broken", ["They differ in nothing that can be read"]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_difference_is_named(name):
    then, said = CASES[name]
    hints = told(then, pdf())
    assert [part for part in said if not any(part in hint for hint in hints)] == []


def test_the_pages_that_differ_are_named():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(pages=3)))
    drawn = DecodedStreamObject()
    drawn.set_data(b"0 0 10 10 re f")
    writer.pages[1][NameObject("/Contents")] = writer._add_object(drawn)
    other = io.BytesIO()
    writer.write(other)
    assert told(other.getvalue(), pdf(pages=3)) == ["This page differs: 2."]


def test_no_more_than_a_few_values_are_named_and_none_at_length():
    many = pdf({f"key{number}": "x" * 500 for number in range(50)})
    hints = told(many, pdf({f"key{number}": "y" * 500 for number in range(50)}))
    values = [hint for hint in hints if "made again" in hint]
    assert len(values) == 3
    assert max(map(len, values)) < 250
