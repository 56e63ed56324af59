"""``cxmaturity roadmap``: its JSON, its page, its tables, its what-ifs, its mistakes."""

from __future__ import annotations

import csv
import json
import shutil

import pytest
from openpyxl import load_workbook

from cxmaturity.cli.main import run

ROADMAP = """\
start: 2027-02
capacity: {support: [6, 6, 2], it: [9]}
actions:
  - {id: metric-handbook, status: finished}
  - {id: source-inventory, status: running, owner: cx, started: 2027-01-05}
  - {id: shared-platform, status: dropped}
  - id: hotline
    title: {en: "=Call back", fr: "Rappeler"}
    establishes: {q3.acknowledged: fully}
    effort: {support: 5}
"""
DONE = ["months", "start", "end", "value", "rank_acceptability", "tied_with", "why_not"]
FIELDS = ["id", "title", "establishes", "findings", "requires", "effort", *DONE]
PROOF = ["objective", "bound", "proven", "gap", "predicted", "capacity_value", "critical_chain"]
PARTS = ["schema", "horizon", "capacity", "actions", "practice_values", *PROOF, "progress"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """The engagement that each test has a copy of."""
    engagement = tmp_path_factory.mktemp("prepared") / "acme"
    assert run(["init", str(engagement), "--name", "Acme", "--json"]) == 0
    (engagement / "roadmap.yaml").write_text(ROADMAP, encoding="utf-8")
    cycle = engagement / "cycles" / "2026-Q4"
    cycle.mkdir()
    (cycle / "cycle.yaml").write_text("date: 2026-10-15\n", encoding="utf-8")
    return engagement


@pytest.fixture
def folder(prepared, tmp_path):
    return shutil.copytree(prepared, tmp_path / "acme")


def asked(capsys, *arguments, code=0):
    capsys.readouterr()
    assert run(["roadmap", *map(str, arguments), "--horizon", "8"]) == code
    return capsys.readouterr()


def test_json_has_the_shape_of_the_contract(folder, capsys):
    record = json.loads(asked(capsys, folder, "--json").out)
    assert list(record) == PARTS
    assert record["schema"] == "cxmaturity/roadmap/1"
    assert record["horizon"] == {"start": "2027-02", "months": 8}
    assert record["capacity"] == {"it": [9.0] * 8, "support": [6.0, 6.0, *[2.0] * 6]}
    actions = {item["id"]: item for item in record["actions"]}
    assert all(list(item) == FIELDS for item in actions.values())
    assert not {"metric-handbook", "shared-platform"} & actions.keys()
    assert (actions["source-inventory"]["start"], actions["source-inventory"]["end"]) == ("2027-01", "2027-02")
    assert all((item["why_not"] is None) == (item["start"] is not None) for item in actions.values())
    assert all(list(item["value"]) == ["total", "score", "stage", "reach", "confidence"] for item in actions.values())
    assert [quarter["quarter"] for quarter in record["predicted"]] == ["2027-Q1", "2027-Q2", "2027-Q3"]
    assert list(record["predicted"][0]["questions"]["q1"]) == ["value", "low", "high", "coverage"]
    parts = ["team", "plus_20_percent", "at_most", "stages", "earlier", "later"]
    assert all(list(item) == parts for item in record["capacity_value"])


def test_results_keep_the_plan_and_a_what_if_leaves_them_alone(folder, capsys):
    capsys.readouterr()
    results = folder / "cycles" / "2026-Q4" / "results.json"
    asked(capsys, folder, "--without", "hotline")
    assert not results.exists()
    (folder / "roadmap.yaml").write_text(
        "capacity: {cx: [3], it: [2], data: [2], executive: [1], support: [2]}\n", encoding="utf-8"
    )
    assert run(["roadmap", str(folder), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    kept = json.loads(results.read_text(encoding="utf-8"))
    assert kept["roadmap"] == printed
    assert kept["score"]["schema"] == "cxmaturity/score/1"
    assert printed["horizon"]["start"] == "2026-11"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("Value ", "(proposed)", "Q3\u00a02027", "Marketing")),
        ("fr", ("Valeur ", "(pressenti)", "T3\u00a02027", "Marketing")),
    ],
)
def test_the_page_says_when_who_and_why(folder, capsys, lang, said):
    shown = asked(capsys, folder, "--lang", lang)
    assert [words for words in said if words not in shown.out] == []
    assert max(map(len, shown.out.splitlines())) <= 140


def test_tables(folder, capsys, tmp_path):
    asked(capsys, folder, "-o", tmp_path / "plan.csv")
    with (tmp_path / "plan.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Id"]: row for row in csv.DictReader(file)}
    assert rows["hotline"]["Title"] == "'=Call back"
    assert float(rows["hotline"]["Days of work"]) == 5
    asked(capsys, folder, "-o", tmp_path / "plan.xlsx", "--lang", "fr")
    book = load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames == ["Plan", "Actions", "Équipes", "Prévision", "Notes"]
    assert "Rappeler" in {cell.value for cell in book["Plan"]["B"]}


WRONG = {
    "no number": (["--capacity", "support"], "support=6.5"),
    "no such team": (["--capacity", "suport=4"], "support"),
    "not a number": (["--capacity", "support=nan"], "support"),
    "no such action": (["--without", "hotlin"], "hotline"),
    "another suffix": (["-o", "plan.pdf"], "FILE.xlsx"),
    "no folder": (["-o", "nowhere/plan.csv"], "nowhere/plan.csv"),
    "no folder for a workbook": (["-o", "nowhere/plan.xlsx"], "nowhere/plan.xlsx"),
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_wrong_input_ends_in_one_message(folder, capsys, case):
    arguments, named = WRONG[case]
    shown = asked(capsys, folder, *arguments, code=2)
    assert named in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_own_actions_that_are_wrong_are_named(folder, capsys):
    (folder / "roadmap.yaml").write_text("actions: [{id: contact-polici, status: running}]\n", encoding="utf-8")
    shown = asked(capsys, folder, code=2)
    assert "roadmap.yaml" in shown.err
    assert "contact-policy" in shown.err
