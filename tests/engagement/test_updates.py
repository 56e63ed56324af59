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


def test_a_running_action_without_a_start_is_said(tmp_path):
    rows = [
        ["id", "status", "started"],
        ["source-inventory", "running", ""],
        ["contact-policy", "running", "2026-11-02"],
    ]
    _, notes = found(table(tmp_path / "u.csv", rows))
    assert [note.show("en") for note in notes] == [
        "Running, and without start, so the plan has them start in its first month: source-inventory."
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
    "finding": (["contact-policy", "", "", "", "", "", "a wish; over_polcy"], "no finding “over_polcy”. Did you mean"),
    "practice": (["contact-policy", "", "", "", "", "", "q1.contact-limts"], "Did you mean “q1.contact-limits”"),
    "family": (["contact-policy", "", "", "", "", "", "map.xx"], "there is no metric “map.xx”. Known are: map."),
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


def test_a_place_is_named_as_the_file_names_it(tmp_path):
    rows = [["Identifiant", "Statut", "Début"], ["contact-policy", "xyz", "31/02/2027"]]
    with pytest.raises(InputError) as told:
        found(table(tmp_path / "u.csv", rows, ";"))
    assert [problem.where.column for problem in told.value.problems] == ["Statut", "Début"]


def test_all_mistakes_are_told_at_once(tmp_path):
    rows = [HEAD, *(row for row, _ in list(WRONG.values())[:8]), ["contact-policy", "running", "", "", "", "", ""]]
    with pytest.raises(InputError) as told:
        found(sheet(tmp_path / "u.xlsx", rows))
    places = [str(problem.where) for problem in told.value.problems]
    assert any(place.endswith("[Sheet!A2]") for place in places)
    assert len(places) > 8
    assert any("stands at" in problem.show("en") for problem in told.value.problems)


def told_of(path):
    """Return what is said of a wrong file, each problem in English and in French."""
    with pytest.raises(InputError) as told:
        found(path)
    return [(problem.where.line, problem.show("en"), problem.show("fr")) for problem in told.value.problems]


NEAR = {
    "statu": ("status", "statut"),
    "statuss": ("status", "statut"),
    "Stauts": ("status", "statut"),
    "ownr": ("owner", "porteur"),
    "porteurr": ("owner", "porteur"),
    "reslut": ("result", "résultat"),
    "commencée l": ("started on", "commencée le"),
}


@pytest.mark.parametrize("name", NEAR)
def test_a_column_misspelt_is_told_with_its_usual_name(tmp_path, name):
    ((line, english, french),) = told_of(table(tmp_path / "u.csv", [["id", "level", name], ["contact-policy", "", ""]]))
    assert line == 1
    assert english.endswith(f"unknown column “{name}”. Did you mean “{NEAR[name][0]}”?")
    assert f"«\u00a0{NEAR[name][1]}\u00a0»" in french


OWN = ["comment", "commentaire", "Stage", "Order", "Label", "Cost", "Lever", "Note", "Objective", "Planned start"]


def test_columns_of_ones_own_are_left_unread_and_named(tmp_path):
    rows = [["id", "status", "Title", *OWN], ["contact-policy", "done", "x", *OWN]]
    said, notes = found(table(tmp_path / "u.csv", rows))
    assert said == {("contact-policy", "status"): "finished"}
    assert notes[0].show("en") == f"Columns of u.csv that are not read: {', '.join(OWN)}."


PAIRS = [
    ("début", "fin"),
    ("date de début", "date de fin"),
    ("Start", "End"),
    ("start date", "end_date"),
    ("Start_Date", "Finish"),
]


@pytest.mark.parametrize("heads", PAIRS)
def test_start_and_end_are_days_in_a_file_made_by_hand(tmp_path, heads):
    rows = [["id", "status", *heads], ["contact-policy", "done", "2027-01-02", "2027-01-12"]]
    said, _ = found(table(tmp_path / "u.csv", rows))
    assert said["contact-policy", "started"] == date(2027, 1, 2)
    assert said["contact-policy", "ended"] == date(2027, 1, 12)
    french = [["id", "statut", *heads], ["contact-policy", "terminée", "02/01/2027", "12/01/2027"]]
    assert found(table(tmp_path / "u.csv", french))[0] == said


def test_beside_started_a_start_is_what_was_planned_and_so_is_that_of_an_exported_plan(tmp_path):
    rows = [["id", "start", "end", "started"], ["contact-policy", "2027-02", "2027-03", "2027-02-10"]]
    with pytest.raises(InputError, match="2027-03"):
        found(table(tmp_path / "u.csv", rows))
    rows = [[cell for place, cell in enumerate(row) if place != 2] for row in rows]
    said, notes = found(table(tmp_path / "u.csv", rows))
    assert said == {("contact-policy", "started"): date(2027, 2, 10)}
    assert notes[0].show("en") == "Column of u.csv that is not read: start."
    plan = {"id": "contact-policy", "title": "…", "start": "2027-02", "end": None, "value": {}, "why_not": None}
    for entry, expected in ((plan, {}), ({"id": "contact-policy", "start": "2027-02-01"}, date(2027, 2, 1))):
        (tmp_path / "u.json").write_text(json.dumps({"actions": [entry]}), encoding="utf-8")
        assert found(tmp_path / "u.json")[0].get(("contact-policy", "started"), {}) == expected


def test_a_wrong_key_hides_no_other_mistake(tmp_path):
    (tmp_path / "u.yaml").write_text(
        "actions:\n- {id: onee, statu: finished}\n- {id: contact-policy, status: nope}\n- done\n"
        "- {id: metric-handbook, foo: 1, status: finished, started: 2026-03-10, ended: 2026-01-10}\n"
    )
    words = ["there is no action", "unknown key “statu”. Did you mean “status”?", "no status", "no action with an id"]
    words += ["unknown key “foo”.", "ended before it started"]
    told = told_of(tmp_path / "u.yaml")
    assert [line for line, *_ in told] == [2, 2, 3, 4, 5, 5]
    assert all(any(word in english for _, english, _ in told) for word in words)
    (tmp_path / "u.json").write_text('{"actions": [{"id": "onee",\n"foo": 1,\n"status": "nope"}]}')
    assert [line for line, *_ in told_of(tmp_path / "u.json")] == [1, 2, 3]
    both = table(tmp_path / "u.csv", [["id", "statu", "ended"], ["onee", "", "soon"]])
    assert [line for line, *_ in told_of(both)] == [1, 2, 2]


def test_statuses_and_levels_are_told_in_the_language_of_the_reader(tmp_path):
    rows = [["id", "status", "level"], ["contact-policy", "xyz", "xyz"], ["metric-handbook", "terminnée", "fonctionel"]]
    told = told_of(table(tmp_path / "u.csv", rows))
    english, french = ([words[place].replace("\u00a0", " ") for words in told] for place in (1, 2))
    assert english[0].endswith("Known are: proposed, planned, running, finished, dropped.")
    assert french[0].endswith("Valeurs connues : proposée, prévue, en cours, terminée, abandonnée.")
    assert english[1].endswith("Known are: individual, functional, cross-functional.")
    assert "individu" in french[1]
    assert english[1:] != french[1:]
    assert english[2].endswith("Did you mean “finished”?")
    assert french[2].endswith("Vouliez-vous dire « terminée » ?")
    assert "Did you mean “functional”?" in english[3]


def test_an_action_in_other_letters_is_the_one_meant(tmp_path):
    ((_, english, _),) = told_of(table(tmp_path / "u.csv", [["id", "status"], ["CONTACT-POLICY", "finished"]]))
    assert "Did you mean “contact-policy”?" in english


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


def test_a_day_long_after_the_cycle_is_a_mistake_and_one_after_it_is_said(tmp_path):
    rows = [["id", "status", "started", "ended"], ["contact-policy", "finished", "2026-11-02", "2036-12-01"]]
    for year, day, told in (("2036", 15, None), ("2026", 15, 1), ("2026", 31, 0)):
        rows[1][3] = f"{year}-12-20"
        lines = read_lines(table(tmp_path / "u.csv", rows))
        if told is None:
            with pytest.raises(InputError, match="more than a year after the cycle’s date") as caught:
                updates(lines, STATE, MODEL, KNOWN, day=date(2026, 12, day))
            assert str(caught.value.problems[0].where).endswith("u.csv:2 [ended]")
        else:
            notes = updates(lines, STATE, MODEL, KNOWN, day=date(2026, 12, day)).notes
            assert sum("counts from the next cycle on: contact-policy" in note.show("en") for note in notes) == told
