"""What a PDF says of itself: read where it holds, refused in one message where it does not, never trusted."""

from __future__ import annotations

from datetime import date

import pytest
from report.pdfs import PROOF, carrying, proving

from cxmaturity.errors import InputError
from cxmaturity.report import proof

NAMED = {"path": "theme.yaml", "sha256": "ef" * 32}


def read(tmp_path, content: bytes) -> proof.Proof:
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    return proof.read_proof(proof.read_pdf(path), path)


def test_what_it_says_is_read(tmp_path):
    found = read(tmp_path, proving(language="fr", kind="working", internal=True, theme=[NAMED], score={"more": 1}))
    assert (found.organisation, found.cycle, found.as_of) == ("Acme", "2026-Q4", date(2026, 11, 15))
    assert (found.language, found.kind, found.internal, found.version) == ("fr", "working", True, "0.1.0")
    assert found.theme == (proof.Named(**NAMED),)
    assert found.model.hash == "ab" * 32


WHOLE = proving()
BROKEN = {
    "empty": (b"", "this is no PDF"),
    "text": (b"PK\x03\x04 a workbook", "this is no PDF"),
    "nothing but a head": (b"%PDF-1.7\n", "this PDF is damaged"),
    "cut": (WHOLE[:400], "this PDF is damaged"),
    "noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\nstartxref\n9\n%%EOF", "this PDF is damaged"),
    "nothing attached": (carrying({}), "no results are attached"),
    "something else attached": (carrying({"invoice.xml": b"<a/>"}), "no results are attached"),
    "no JSON": (carrying({"report.json": b"\xff\xfe"}), "cannot be read: they are damaged"),
    "no object": (carrying({"report.json": b"[]"}), "cannot be read: they are damaged"),
    "nested without end": (carrying({"report.json": b"[" * 200_000}), "cannot be read: they are damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_another_file_is_refused_in_one_message(tmp_path, name):
    content, said = BROKEN[name]
    with pytest.raises(InputError) as raised:
        read(tmp_path, content)
    (problem,) = raised.value.problems
    assert said in problem.show("en")
    assert "report.pdf" in problem.show("fr")


@pytest.mark.parametrize(
    "changes",
    [
        *({key: ...} for key in PROOF),
        {"schema": "cxmaturity/report/2"},
        {"language": "de"},
        {"kind": "../secret"},
        {"internal": None},
        {"as_of": "0001-01-01"},
        {"as_of": "9999-12-31"},
        {"as_of": "yesterday"},
        {"cycle": 7},
        {"cycle": "x" * 5_000},
        {"model": {"id": "small", "version": "1", "hash": "not a digest"}},
        {"inputs": [{"path": "engagement.yaml", "sha256": "CD" * 32}]},
        {"inputs": [{"path": ["engagement.yaml"], "sha256": "cd" * 32}]},
        {"inputs": {"engagement.yaml": "cd" * 32}},
        {"theme": None},
    ],
    ids=str,
)
def test_results_that_say_less_or_something_odd_are_refused(tmp_path, changes):
    with pytest.raises(InputError, match="damaged, changed or of another version"):
        read(tmp_path, proving(**changes))


def test_of_two_results_the_first_counts_and_a_larger_file_is_none_of_ours(tmp_path, monkeypatch):
    monkeypatch.setattr(proof, "LARGEST", 100)
    with pytest.raises(InputError, match="too large"):
        read(tmp_path, WHOLE)


def test_a_file_that_is_not_there_is_said(tmp_path):
    for path, told in ((tmp_path / "none.pdf", "cannot be read"), (tmp_path, "The PDF comes first, then the folder")):
        with pytest.raises(InputError, match=told):
            proof.read_pdf(path)


def test_pypdf_says_nothing_of_its_own(tmp_path, caplog, capfd):
    with pytest.raises(InputError):
        read(tmp_path, WHOLE[:-60])
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
