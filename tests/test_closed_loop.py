"""The second shipped model goes the whole way: nothing is made for seven questions, or for the ids of the first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from cli.commands import call

import cxmaturity
from cxmaturity.model import find_model, load_model

MODEL = load_model(find_model("closed-loop"))
LEVELS = {2: "fully", 3: "partly", 4: "not", 5: "unknown"}


@pytest.fixture
def acme(tmp_path, capsys):
    """An engagement on the closed loop: stage 2 in place but for one practice, stage 3 begun, nothing beyond."""
    folder = tmp_path / "acme"
    assert call(capsys, "init", folder, "--name", "Acme", "--lang", "en").code == 0
    settings = folder / "engagement.yaml"
    source, done = re.subn("^model: cx-program", "model: closed-loop", settings.read_text(encoding="utf-8"), flags=re.M)
    assert done == 1
    settings.write_text(source, encoding="utf-8")
    levels = {practice.id: LEVELS[practice.stage] for practice in MODEL.practices} | {"records.owner": "partly"}
    answers = tmp_path / "answers.yaml"
    answers.write_text(yaml.safe_dump({"respondent": "eva", "role": "cx", "answers": levels}), encoding="utf-8")
    done = call(capsys, "assess", folder, "--answers", answers, "--as-of", "2026-10-15", "--lang", "en")
    assert "28 answers of eva saved" in done.out + done.err
    return folder


def test_it_is_scored(acme, capsys):
    record = call(capsys, "score", acme, "--json").json
    assert record["model"]["id"] == "closed-loop"
    assert {question["id"]: question["stage"]["top"] for question in record["questions"]} == {
        "alerts": 4,
        "records": 4,
        "aims": 5,
    }
    assert record["stage"]["value"] == 1
    assert record["blockers"] == record["flips"] == ["records.owner"]


@pytest.mark.parametrize(("language", "name"), [("en", "Complete alerts"), ("fr", "Des alertes complètes")])
def test_its_page_names_its_questions(acme, capsys, language, name):
    assert name in call(capsys, "score", acme, "--lang", language).out


def test_its_roadmap_uses_its_actions(acme, capsys):
    record = call(capsys, "roadmap", acme, "--json").json
    assert {action["id"] for action in record["actions"]} == {action.id for action in MODEL.actions}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_reported_in_its_own_words(acme, capsys, tmp_path, language):
    target = tmp_path / f"report-{language}.html"
    assert call(capsys, "report", acme, "-o", target, "--lang", language).code == 0
    page = target.read_text(encoding="utf-8")
    for question in MODEL.questions:
        assert question.name.show(language) in page
    for stand in MODEL.stands:
        assert stand.stand.show(language) in page
    assert not re.search(r"[Ss]even questions|[Ss]ept questions", page)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_printed(acme, capsys, tmp_path, language):
    target = tmp_path / f"report-{language}.pdf"
    assert call(capsys, "report", acme, "-o", target, "--lang", language).code == 0
    pypdf = pytest.importorskip("pypdf")
    assert 8 <= len(pypdf.PdfReader(target).pages) <= 14


def test_no_code_names_a_question_or_a_practice():
    """Ids stand in models; the demo alone, whose answers are those of one model, may name them."""
    ids = {question.id for question in load_model(find_model("cx-program")).questions}
    named = re.compile(rf"[\"'](?:{'|'.join(sorted(ids))})(?:\.[a-z-]*)?[\"']")
    package = Path(cxmaturity.__file__).parent
    sources = [path for path in package.rglob("*.py") if "demo" not in path.relative_to(package).parts]
    assert len(sources) > 100
    assert [str(path) for path in sources if named.search(path.read_text(encoding="utf-8"))] == []
