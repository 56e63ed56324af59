"""Who owns an action by name is named in roadmap.yaml and what is worked with, and in nothing that leadership reads."""

from __future__ import annotations

import csv

import pytest
from cli.commands import call
from openpyxl import load_workbook
from roadmap import plans
from small_engagements import write_answers, write_engagement, write_parts

from cxmaturity.cli.main import run
from cxmaturity.words import LANGUAGES

ROADMAP = """\
start: 2026-11
actions:
  - {id: rule, status: running, owner: Marie Dupont, started: 2026-10-01, result: Marie asked Paul Lefort,
     feedback: [told by Jean Martin]}
  - {id: inventory, status: finished, owner: Zoé Blanc, ended: 2026-09-01, result: Zoé Blanc wrote it}
"""
PERSONS = ("Marie", "Dupont", "Lefort", "Martin", "Zoé")


@pytest.fixture(scope="module")
def acme(tmp_path_factory):
    folder = tmp_path_factory.mktemp("persons") / "acme"
    actions = [plans.action("inventory", {"q1.a": "fully"}), plans.action("rule", {"q1.b": "fully"}, effort={"cx": 3})]
    write_engagement(folder, cycles={"2026-Q4": "date: 2026-10-15\n"})
    write_parts(folder / "model", plans.model_with(actions, checks=()))
    assert run(["assess", str(folder), "--answers", str(write_answers(folder / "a.yaml", {"q1.b": "not"}))]) == 0
    (folder / "roadmap.yaml").write_text(ROADMAP, encoding="utf-8")
    return folder


def leaks(words: str) -> list[str]:
    return [name for name in PERSONS if name in words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_names_no_person(acme, capsys, tmp_path, language):
    target = tmp_path / "report.html"
    done = call(capsys, "report", acme, "-o", target, "--lang", language, "--json")
    page = target.read_text(encoding="utf-8")
    assert "roadmap.yaml." in page, "a result is told, not quoted"
    assert leaks(page) == []
    assert leaks(done.out) == []
    assert "Marie Dupont (rule)" in done.err
    assert leaks((acme / "cycles" / "2026-Q4" / "results.json").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("kind", ["leadership", "working"])
def test_the_report_for_machines_and_spreadsheets_names_no_owner(acme, capsys, tmp_path, kind):
    for ending in ("json", "xlsx"):
        call(capsys, "report", acme, "-o", tmp_path / f"report.{ending}", "--kind", kind)
    assert leaks((tmp_path / "report.json").read_text(encoding="utf-8")) == []
    cells = [
        cell
        for page in load_workbook(tmp_path / "report.xlsx")
        for row in page.values
        for cell in row
        if cell is not None
    ]
    assert leaks(" ".join(map(str, cells))) == []


def test_plan_and_scores_as_json_name_no_person(acme, capsys):
    assert leaks(call(capsys, "roadmap", acme, "--json").out) == []
    assert leaks(call(capsys, "score", acme, "--json").out) == []


def test_what_is_worked_with_keeps_the_organisations_word(acme, capsys, tmp_path):
    done = call(capsys, "roadmap", acme, "-o", tmp_path / "plan.csv", "--json")
    assert "it names persons where roadmap.yaml does" in done.err
    with (tmp_path / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Id"]: row for row in csv.DictReader(file)}
    assert rows["rule"]["Owner"] == "Marie Dupont"
    assert "Marie Dupont" in call(capsys, "roadmap", acme, "--explain", "rule").out
