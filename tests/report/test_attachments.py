"""What the PDF carries: the same bytes as the files would have, dated by the cycle, and told on the page of method."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

import pytest
from report import sample
from report.prints import bank

from cxmaturity import report
from cxmaturity.model import load_metrics
from cxmaturity.report import page
from cxmaturity.report.attachments import Attached, attachments, digest_list
from cxmaturity.report.edition import Edition
from cxmaturity.report.theme import Theme
from cxmaturity.report.view import view
from cxmaturity.results import ELSEWHERE, Results

pypdf = pytest.importorskip("pypdf")
RESULTS = Results(sample.assessment(), sample.roadmap(), {"answers.jsonl": "ab" * 32})


@pytest.fixture(scope="module")
def files() -> dict[str, Attached]:
    return {file.name: file for file in attachments(RESULTS, Edition("en"))}


@pytest.fixture(scope="module")
def printed():
    pytest.importorskip("weasyprint", exc_type=OSError)
    return pypdf.PdfReader(io.BytesIO(bank("en").content))


def test_what_is_attached_is_read_back_byte_for_byte(files, printed):
    read = {name: list(contents) for name, contents in printed.attachments.items()}
    assert read == {name: [file.content] for name, file in files.items()}


def test_the_list_is_sorted_as_a_pdf_asks(printed):
    names = printed.trailer["/Root"]["/Names"]["/EmbeddedFiles"]["/Names"][::2]
    assert names == sorted(names)


def test_each_says_what_it_is_to_the_pages_and_bears_the_cycles_date(files, printed):
    moment = datetime.combine(sample.DAY, time(), UTC)
    root = printed.trailer["/Root"]
    specifications = root["/Names"]["/EmbeddedFiles"]["/Names"][1::2]
    for specification in (each.get_object() for each in specifications):
        file = files[specification["/UF"]]
        stream = specification["/EF"]["/F"].get_object()
        assert specification["/F"] == file.name
        assert specification["/Desc"] == file.about
        assert specification["/AFRelationship"] == f"/{file.relationship}"
        assert stream["/Subtype"] == f"/{file.kind}"
        dates = [stream["/Params"][name] for name in ("/CreationDate", "/ModDate")]
        assert dates == [f"D:{moment:%Y%m%d%H%M%S}Z"] * 2
    assert len(root["/AF"]) == len(files)


def test_the_results_are_those_of_the_json_file(files):
    assert files["report.json"].content == report.json(RESULTS, Edition("en"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Attached to this file: inputs.sha256 (digests"),
        ("fr", "Joints à ce fichier : inputs.sha256 (empreintes"),
    ],
)
def test_the_page_of_method_tells_what_is_attached(language, told, files):
    edition = Edition(language)
    laid_out = view(RESULTS, edition, {metric.id: metric for metric in load_metrics()})
    shown = page.compose(laid_out, edition, on_screen=False, attached=attachments(RESULTS, edition))
    shown = shown.replace("\u00a0", " ").rpartition("</table>")[2]
    assert told in shown
    assert "cxmaturity verify" in shown
    assert [file.stem for file in files.values() if file.stem not in shown] == []


def test_nothing_attached_is_told_where_nothing_is():
    page = report.html(RESULTS, Edition("en"))
    assert "Attached to this file" not in page
    assert "cxmaturity verify" not in page


DIGEST, OTHER = "ab" * 32, "cd" * 32
THEMED = Edition("en", theme=Theme(digests={"theme.yaml": DIGEST}))


@pytest.mark.parametrize(
    ("inputs", "edition", "lines"),
    [
        ({}, Edition("en"), []),
        ({"roadmap.yaml": DIGEST}, Edition("fr"), [f"{DIGEST}  roadmap.yaml"]),
        (
            {"contacts/b.csv": OTHER, "contacts/a.csv": DIGEST},
            Edition("en"),
            [f"{DIGEST}  contacts/a.csv", f"{OTHER}  contacts/b.csv"],
        ),
        ({f"{ELSEWHERE}log.csv": DIGEST}, Edition("en"), [f"# {ELSEWHERE}log.csv: {DIGEST}"]),
        ({}, THEMED, [f"# theme theme.yaml: {DIGEST}"]),
    ],
)
def test_the_digests_are_a_list_for_sha256sum(inputs, edition, lines):
    """What it cannot find in the engagement's folder is a comment to it."""
    model = sample.model()
    first, *rest = digest_list(Results(sample.assessment(), None, inputs), edition).splitlines()
    assert first == f"# content of the model {model.header.id} {model.header.version}: {model.hash}"
    assert rest == lines
