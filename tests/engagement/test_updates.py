"""Files of updates: every form and both languages, an exported plan given back, and every mistake at its cell."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from cxmaturity.engagement.roadmap_file import Known
from cxmaturity.engagement.updates import read_lines, updates
from cxmaturity.errors import InputError
from cxmaturity.evidence.facts import RoadmapState, Tracked
from cxmaturity.model import find_model, load_model

MODEL, KNOWN = load_model(find_model("cx-program")), Known(("support", "cx"), {"owner": "support"})
STATE = RoadmapState(actions=(Tracked(id="metric-handbook", status="running", owner="cx", started=date(2026, 11, 2)),))
OVER = "fatigue.customers_over_policy_share"
SAID = {
    ("contact-policy", "status"): "finished",
    ("contact-policy", "started"): date(2026, 11, 2),
    ("contact-policy", "ended"): date(2027, 1, 15),
    ("contact-policy", "result"): "12 % → 7 %",
    ("contact-policy", "feedback"): [OVER, "the board’s wish"],
    ("metric-handbook", "owner"): "support",
}
ENGLISH = [
    ["id", "status", "owner", "started", "ended", "result", "feedback"],
    ["contact-policy", "done", "", "2026-11-02", "15 Jan 2027", "12 % → 7 %", f"{OVER}; the board’s wish"],
    ["metric-handbook", "in progress", "support", "", "", "", ""],
    ["source-inventory", "proposed", "", "", "", "", ""],
]
FRENCH = [
    ["Identifiant", "Titre", "Statut", "Porteur", "Commencée le", "Terminée le", "Résultat", "Causée par"],
    ["contact-policy", "…", "Terminée", "", "02/11/2026", "15.01.2027", "12 % → 7 %", f"{OVER} ; the board’s wish"],
    ["metric-handbook", "…", "EN COURS", "support", "", "", "", ""],
]


def table(path, rows, delimiter=","):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def sheet(path, rows, above=()):
    book = Workbook()
    for row in (*above, *rows):
        book.active.append([datetime.fromisoformat(cell) if _is_day(cell) else cell for cell in row])
    book.save(path)
    return path


def _is_day(cell):
    return len(cell) == 10 and cell[4] == "-" and cell[5:7] <= "12"


def document(path, as_list=True):
    fields: dict[str, dict[str, object]] = {}
    for (id_, key), value in SAID.items():
        fields.setdefault(id_, {})[key] = value.isoformat() if isinstance(value, date) else value
    actions = [{"id": id_, **entry} for id_, entry in fields.items()] if as_list else fields
    write = json.dumps if path.suffix == ".json" else lambda value: yaml.safe_dump(value, allow_unicode=True)
    path.write_text(write({"actions": actions}), encoding="utf-8")
    return path


def found(path):
    read = updates(read_lines(path), STATE, MODEL, KNOWN)
    return {(change.id, change.key): change.value for change in read.changes}, read.notes


FORMS = {
    "CSV": lambda folder: table(folder / "u.csv", ENGLISH),
    "French CSV": lambda folder: table(folder / "u.csv", FRENCH, ";"),
    "TSV": lambda folder: table(folder / "u.tsv", ENGLISH, "\t"),
    "XLSX": lambda folder: sheet(folder / "u.xlsx", ENGLISH, [["Our plan"], []]),
    "YAML": lambda folder: document(folder / "u.yaml"),
    "YAML by id": lambda folder: document(folder / "u.yml", as_list=False),
    "JSON": lambda folder: document(folder / "u.json"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same_and_only_what_is_new(tmp_path, form):
    said, notes = found(FORMS[form](tmp_path))
    assert said == SAID
    assert notes == ()


def test_a_blank_cell_leaves_a_dash_takes_away(tmp_path):
    rows = [["id", "status", "owner", "started"], ["metric-handbook", "", "–", ""]]
    assert found(table(tmp_path / "u.csv", rows))[0] == {("metric-handbook", "owner"): None}
    (tmp_path / "u.yaml").write_text("metric-handbook: {status: null, started: null}\n")
    assert found(tmp_path / "u.yaml")[0] == {
        ("metric-handbook", "status"): "proposed",
        ("metric-handbook", "started"): None,
    }


def test_what_a_finished_action_lacks_is_said(tmp_path):
    said, notes = found(table(tmp_path / "u.csv", [["id", "status"], ["source-inventory", "finished"]]))
    assert said == {("source-inventory", "status"): "finished"}
    assert [note.show("en") for note in notes] == [
        "Finished, and without start: source-inventory.",
        "Finished, and without end: source-inventory.",
        "Finished, and without result: source-inventory.",
    ]


HEAD = ["id", "status", "owner", "started", "ended", "result", "feedback"]
WRONG = {
    "id": (["contact-polcy", "", "", "", "", "", ""], "Did you mean “contact-policy”?"),
    "no id": (["", "finished", "", "", "", "", ""], "this row names no action"),
    "status": (["contact-policy", "finnished", "", "", "", "", ""], "Did you mean “finished”?"),
    "owner": (["contact-policy", "", "suport", "", "", "", ""], "Did you mean “support”?"),
    "no day": (["contact-policy", "", "", "2026-13-01", "", "", ""], "no such day"),
    "two days": (["contact-policy", "", "", "03/04/2026", "", "", ""], "3.April.2026"),
    "no date": (["contact-policy", "", "", "soon", "", "", ""], "is not a date"),
    "cause": (["contact-policy", "", "", "", "", "", "fatigue.contacts_over_policy_shar"], "Did you mean"),
    "order": (["contact-policy", "finished", "", "2027-02-01", "2027-01-01", "", ""], "ended before it started"),
    "still running": (["metric-handbook", "", "", "", "2027-01-01", "", ""], "has an end, and its status is running"),
    "before its start in roadmap.yaml": (["metric-handbook", "finished", "", "", "2026-10-01", "", ""], "before it"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_told_at_its_row(tmp_path, case):
    row, words = WRONG[case]
    with pytest.raises(InputError, match=words) as told:
        found(table(tmp_path / "u.csv", [HEAD, row]))
    assert [problem.where.line for problem in told.value.problems] == [2]
    assert all(problem.where.column in HEAD for problem in told.value.problems)


def test_all_mistakes_are_told_at_once(tmp_path):
    rows = [HEAD, *(row for row, _ in list(WRONG.values())[:8]), ["contact-policy", "running", "", "", "", "", ""]]
    with pytest.raises(InputError) as told:
        found(sheet(tmp_path / "u.xlsx", rows))
    places = [str(problem.where) for problem in told.value.problems]
    assert any(place.endswith("[Sheet!A2]") for place in places)
    assert len(places) > 8
    assert any("stands at" in problem.show("en") for problem in told.value.problems)


HEADS = {
    "misspelt": ([["id", "status", "ownr"], ["contact-policy", "done", "cx"]], "Did you mean “owner”?"),
    "twice": ([["id", "status", "Statut"], ["contact-policy", "done", "done"]], "a second time"),
    "none": ([["action", "title"], ["contact-policy", "x"]], "no row names the column id"),
}


@pytest.mark.parametrize("case", HEADS)
def test_columns_that_are_wrong(tmp_path, case):
    rows, words = HEADS[case]
    with pytest.raises(InputError, match=words):
        found(table(tmp_path / "u.csv", rows))


DOCUMENTS = {
    "- {id: contact-policy, sttus: done}\n": "Did you mean “status”?",
    "contact-policy: done\n": "no action with an id",
    "done\n": "no list of actions",
    "- {id: contact-policy, status: [done]}\n": "a single value",
    "- {id: contact-policy, status: done, status: done}\n": "a second time",
}


@pytest.mark.parametrize("content", DOCUMENTS)
def test_documents_that_are_wrong(tmp_path, content):
    (tmp_path / "u.yaml").write_text(content)
    with pytest.raises(InputError, match=DOCUMENTS[content]) as told:
        found(tmp_path / "u.yaml")
    assert all(problem.where.line for problem in told.value.problems)


@pytest.mark.parametrize("name", ["u.ods", "u.pdf", "u"])
def test_other_files_are_refused(tmp_path, name):
    with pytest.raises(InputError, match="Give them as XLSX"):
        found(tmp_path / name)


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx", "none.yaml", "none.json"])
def test_absent_files_are_told(tmp_path, name):
    with pytest.raises(InputError, match="no such file"):
        found(tmp_path / name)


def test_sheets_that_disagree_are_told_and_those_unchanged_do_not_count(tmp_path):
    book = Workbook()
    first, second = book.active, book.create_sheet("Records")
    for each, owner in ((first, "cx"), (second, "support")):
        each.append(["Id", "Owner"])
        each.append(["metric-handbook", owner])
    book.save(tmp_path / "u.xlsx")
    assert found(tmp_path / "u.xlsx")[0] == {("metric-handbook", "owner"): "support"}
    first["B2"] = "it"
    book.save(tmp_path / "u.xlsx")
    with pytest.raises(InputError, match="another value"):
        found(tmp_path / "u.xlsx")
    assert load_workbook(tmp_path / "u.xlsx").sheetnames == ["Sheet", "Records"]
