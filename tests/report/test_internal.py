"""Who is named and which notes stand in each output: planted words are looked for in all that a file holds."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from zipfile import ZipFile

import pytest
from report import sample

from cxmaturity import report
from cxmaturity.assess import assess
from cxmaturity.evidence.answers import Answer, Level, Link, NotApplicable
from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.report import ENDINGS
from cxmaturity.report.edition import Edition
from cxmaturity.results import Results

pypdf = pytest.importorskip("pypdf")
try:
    import weasyprint  # noqa: F401
except OSError:
    pytest.skip("WeasyPrint's system libraries are missing here", allow_module_level=True)

NAMES = ("Zebulonquist", "Perpetuaorr")
OPEN, HIDDEN, PROOF, RESULT = "Openremark", "Hiddenremark", "Shownproof", "Resultremark"
EDITIONS = [("leadership", False), ("leadership", True), ("working", False), ("working", True)]
PRINTED = [
    ("leadership", False),
    pytest.param("leadership", True, marks=pytest.mark.slow),
    pytest.param("working", False, marks=pytest.mark.slow),
    ("working", True),
]


@cache
def results() -> Results:
    """Return a few practices with planted names and notes."""
    model = sample.model()
    few = tuple(item for item in model.practices if item.id in ("q1.contact-limits", "q3.routing", "q6.trend"))
    given = (
        Answer("q1.contact-limits", Level.FULLY, NAMES[0], "cx", note=OPEN, internal_note=HIDDEN,
               links=(Link(PROOF),), at=datetime(2026, 10, 1, tzinfo=UTC)),
        Answer("q1.contact-limits", Level.NOT, NAMES[1], "executive"),
        Answer("q3.routing", Level.PARTLY, f"workshop: {NAMES[0]}, {NAMES[1]}", "workshop", agreed=True),
        Answer("q6.trend", NotApplicable("other", "too early"), NAMES[0], "cx", internal_note=HIDDEN),
    )  # fmt: skip
    policy = next(item for item in model.actions if item.id == "contact-policy")
    action = policy.model_copy(update={"establishes": {"q1.contact-limits": "fully"}, "requires": ()})
    done = Tracked(id=action.id, status="running", owner=NAMES[1], result=RESULT)
    facts = replace(sample.facts(), answers=given, contacts=None, map=None, roadmap=RoadmapState(actions=(done,)))
    told = assess(model.model_copy(update={"practices": few, "actions": (action,), "stands": ()}), facts)
    placed = next(item for item in sample.roadmap().actions if item.start)
    plan = replace(sample.roadmap(), actions=(replace(placed, action=action, owner=NAMES[1]),))
    return Results(told, plan, {"cycles/2026-Q4/answers.jsonl": "ab" * 32})


@cache
def made(kind: str, internal: bool, ending: str) -> bytes:
    return report.write(results(), Edition("en", kind, internal), ending)


def everything(content: bytes, ending: str) -> str:
    """Return all words of a file: of a PDF its attachments, metadata and tags, but not what is drawn on pages."""
    if ending == ".xlsx":
        with ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if ending != ".pdf":
        return content.decode()
    found = pypdf.PdfReader(io.BytesIO(content))
    objects = [found.get_object(number) for number in range(1, len(found.xref[0]) + 1)] if 0 in found.xref else []
    parts = [repr(item) for item in objects]
    parts += [item.get_data().decode("latin-1") for item in objects if hasattr(item, "get_data")]
    parts += [file.decode() for files in found.attachments.values() for file in files]
    return " ".join((*parts, str(found.metadata)))


@cache
def pages(kind: str, internal: bool) -> tuple[str, ...]:
    found = pypdf.PdfReader(io.BytesIO(made(kind, internal, ".pdf")))
    return tuple(" ".join(page.extract_text().split()) for page in found.pages)


def check(words: str, kind: str, internal: bool) -> None:
    assert "Banque Horizon" in words
    assert {name: name in words for name in NAMES} == dict.fromkeys(NAMES, kind == "working")
    assert (OPEN in words) == (kind == "working")
    assert (HIDDEN in words) == internal
    assert RESULT not in words
    assert kind == "working" or PROOF not in words


@pytest.mark.parametrize("ending", sorted(set(ENDINGS) - {".pdf"}))
@pytest.mark.parametrize(("kind", "internal"), EDITIONS)
def test_names_and_notes_stand_where_they_may(kind, internal, ending):
    check(everything(made(kind, internal, ending), ending), kind, internal)


@pytest.mark.parametrize(("kind", "internal"), PRINTED)
def test_nothing_in_the_pdf_tells_more_than_it_may(kind, internal):
    check(" ".join((everything(made(kind, internal, ".pdf"), ".pdf"), *pages(kind, internal))), kind, internal)


@pytest.mark.parametrize(("kind", "internal"), PRINTED)
def test_every_page_says_for_whom_it_is(kind, internal):
    told = pages(kind, internal)
    assert {"Internal – for the assessors only" in page for page in told} == {internal}
    assert {"Working document – for the CX team" in page for page in told} == {kind == "working"}
    assert {"Confidential – prepared for the management" in page for page in told[1:]} == {kind == "leadership"}


def test_the_contents_name_the_page_on_which_each_section_begins():
    found = pypdf.PdfReader(io.BytesIO(made("working", True, ".pdf")))
    begins = [found.get_destination_page_number(item) + 1 for item in found.outline if not isinstance(item, list)]
    titles = [" ".join(str(item.title).split()) for item in found.outline if not isinstance(item, list)]
    assert titles[0] == "Contents"
    contents = pages("working", True)[1]
    assert [
        f"{title} {place}"
        for title, place in zip(titles[1:], begins[1:], strict=True)
        if f"{title} {place}" not in contents
    ] == []
