"""``roadmap --update FILE``, and what ``roadmap`` says of the actions since the last cycle."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from cli.commands import call
from comparison.cycles import OVER, RATE, Planted, plant, share
from openpyxl import load_workbook
from two_cycles import FIRST, SECOND, write_two_cycles

FIELDS = "establishes: {q2.a: fully}, effort: {cx: 1}"
STATE = f"""\
# Ours.
actions:
  - {{id: rate, title: {{en: Ask less, fr: Demander moins}}, {FIELDS}, months: 1, target: {{metric: {RATE}, to: 0.25}}}}
  - {{id: over, title: {{en: One limit, fr: Une limite}}, {FIELDS}, months: 2, target: {{metric: {OVER}, to: 0.05}}}}
  - {{id: third, title: {{en: Third, fr: Troisième}}, {FIELDS}, months: 1}}
"""
BEFORE = {RATE: share(200, 1000), OVER: 0.12, "contacts.customers": 5000}
AFTER = {RATE: share(300, 1000), OVER: 0.118, "contacts.customers": 5000}
THEN, NOW = Planted(date(2026, 10, 15), BEFORE), Planted(date(2027, 4, 15), AFTER)
UPDATE = """\
id,status,started,ended,result,owner
rate,finished,2026-11-02,2027-01-20,fewer,cx
over,finished,2026-11-05,2026-12-20,,
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An engagement with the plan of its first cycle, updated by a file, in its second cycle."""
    monkeypatch.setenv("COLUMNS", "80")
    return plant(tmp_path / "acme", STATE, THEN)


def next_cycle(folder):
    """Let the second cycle begin."""
    later = plant(folder.parent / "later", (folder / "roadmap.yaml").read_text(encoding="utf-8"), THEN, NOW)
    (later / "cycles" / "c2").rename(folder / "cycles" / "c2")


def updated(capsys, folder, content=UPDATE, *more, name="u.csv"):
    (folder.parent / name).write_text(content, encoding="utf-8")
    return call(capsys, "roadmap", folder, "--update", folder.parent / name, *more)


def test_a_file_is_written_into_the_roadmap_once(capsys, folder):
    done = updated(capsys, folder, UPDATE, "--json")
    assert done.code == 0
    assert done.json["schema"] == "cxmaturity/roadmap-update/1"
    assert done.json["updated"][0] == {
        "id": "rate",
        "status": "finished",
        "started": "2026-11-02",
        "ended": "2027-01-20",
        "result": "fewer",
        "owner": "cx",
    }
    assert "without result: over" in done.err
    assert (folder / "roadmap.yaml.bak").read_text(encoding="utf-8") == STATE
    written = (folder / "roadmap.yaml").read_text(encoding="utf-8")
    assert written.startswith("# Ours.\nactions:\n  - {id: rate, status: finished, owner: cx, started: 2026-11-02")
    again = updated(capsys, folder)
    assert "says so already" in again.out
    assert (folder / "roadmap.yaml").read_text(encoding="utf-8") == written
    assert not (folder / "roadmap.yaml.bak2").exists()


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "over: status finished, owner –, started on 5 November 2026, level of action functional"),
        ("fr", "over: statut terminée, porteur –, commencée le 5 novembre 2026, niveau"),
    ],
)
def test_what_was_written_is_told_as_its_reader_says_it(capsys, folder, lang, words):
    (folder / "roadmap.yaml").write_text(STATE.replace("id: over,", "id: over, owner: cx,"), encoding="utf-8")
    lines = "id,status,owner,started,level\nover,finished,–,2026-11-05,functional\n"
    assert words in updated(capsys, folder, lines, "--lang", lang).out.replace("\u00a0", " ")


def test_a_wrong_file_changes_nothing(capsys, folder):
    done = updated(capsys, folder, UPDATE + "rat,finishd,,,,\n")
    assert done.code == 2
    assert "u.csv:4 [id]" in done.err
    assert "u.csv:4 [status]" in done.err
    assert (folder / "roadmap.yaml").read_text(encoding="utf-8") == STATE
    assert not (folder / "roadmap.yaml.bak").exists()


@pytest.mark.parametrize(("name", "lang"), [("plan.xlsx", "en"), ("plan.csv", "fr")])
def test_an_exported_plan_is_edited_and_given_back(capsys, folder, name, lang):
    path = folder.parent / name
    assert call(capsys, "roadmap", folder, "-o", path, "--lang", lang).code == 0
    unchanged = call(capsys, "roadmap", folder, "--update", path)
    assert (unchanged.code, "says so already" in unchanged.out, unchanged.err) == (0, True, "")
    edit_workbook(path) if path.suffix == ".xlsx" else edit_csv(path)
    done = call(capsys, "roadmap", folder, "--update", path, "--json", "--lang", lang)
    assert done.code == 0, done.err
    assert ("Planned from (over)" if lang == "en" else "Prévue du (over)") in done.err
    assert ("Months (over)" if lang == "en" else "Mois (over)") in done.err
    assert done.json["updated"] == [{"id": "over", "status": "running", "started": "2026-11-05", "owner": "cx"}]


def edit_workbook(path):
    book = load_workbook(path)
    sheet = next(each for each in book if any(cell.value == "Id" for cell in each[1]))
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, heads["Id"]).value == "over")
    changed = {"Status": "running", "Started on": date(2026, 11, 5), "Owner": "cx", "Months": 5}
    for head, value in (changed | {"Planned from": date(2027, 9, 1)}).items():
        sheet.cell(row, heads[head]).value = value
    book.save(path)


def edit_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["Identifiant"] == "over":
            row |= {"Statut": "en cours", "Commencée le": "05/11/2026", "Porteur": "cx"}
            row |= {"Mois": "5", "Prévue du": "2027-09-01"}
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def test_two_cycles_tell_slip_and_verdict_in_page_json_and_results(capsys, folder):
    planned = {each["id"]: each for each in call(capsys, "roadmap", folder, "--json").json["actions"]}
    assert planned["rate"]["start"] == "2026-11"
    updated(capsys, folder)
    call(capsys, "score", folder)
    call(capsys, "roadmap", folder)  # planned again in the same cycle: what is finished is in its plan no more
    next_cycle(folder)
    record = call(capsys, "roadmap", folder, "--json").json
    told = {each["id"]: each for each in record["progress"]}
    rate, over, third = told["rate"], told["over"], told["third"]
    assert (rate["slip_months"], rate["verdict"], rate["reached"]) == (2, "towards", True)
    assert (over["slip_months"], over["verdict"], over["reached"]) == (0, "cannot_tell", False)
    assert over["detectable"] == pytest.approx(0.018, abs=0.001)
    assert (third["status"], third["verdict"], third["planned"]["start"]) == (
        "proposed",
        None,
        planned["third"]["start"],
    )
    results = json.loads((folder / "cycles" / "c2" / "results.json").read_text(encoding="utf-8"))
    assert results["roadmap"] == record
    said = {"en": "2 months behind the plan", "fr": "2 mois de retard sur le plan"}
    for lang, words in {"en": "beside the plan of c1", "fr": "au regard du plan de c1"}.items():
        page = call(capsys, "roadmap", folder, "--lang", lang).out
        assert words in page
        assert said[lang] in " ".join(page.split())
        assert max(map(len, page[page.index(words) :].splitlines())) <= 80
    closed = call(capsys, "roadmap", folder, "--cycle", "c1", "--json").json
    assert all(each["planned"] is None for each in closed["progress"])


def test_without_a_terminal_or_a_file_it_says_what_to_do(capsys, folder):
    done = call(capsys, "roadmap", folder, "--update")
    assert done.code == 2
    assert "--update FILE" in done.err


def test_real_logs_tell_the_same_to_the_roadmap_and_to_compare(capsys, tmp_path):
    folder = write_two_cycles(tmp_path / "acme")
    call(capsys, "roadmap", folder)
    state = "status: finished, started: 2026-11-02, ended: 2026-11-20"
    names = "title: {en: Own, fr: Propre}, establishes: {q2.a: largely}, effort: {cx: 1}"
    metrics = {RATE: 0.5, OVER: 0.05, "map.kpi_families": 2, "contacts.per_customer.max": 1}
    rows = [
        f"  - {{id: own-{number}, {names}, target: {{metric: {metric}, to: {to}}}, {state}}}\n"
        for number, (metric, to) in enumerate(metrics.items())
    ]
    (folder / "roadmap.yaml").write_text("actions:\n" + "".join(rows), encoding="utf-8")
    compared = {each["id"]: each for each in call(capsys, "compare", folder, FIRST, SECOND, "--json").json["metrics"]}
    told = {each["metric"]: each for each in call(capsys, "roadmap", folder, "--json").json["progress"]}
    assert {metric: told[metric]["verdict"] for metric in metrics} == {
        RATE: "towards",
        OVER: "away",
        "map.kpi_families": "towards",
        "contacts.per_customer.max": "cannot_tell",
    }
    for metric in metrics:
        assert [told[metric][key] for key in ("from", "to", "low", "high")] == [
            compared[metric][key] for key in ("from", "to", "low", "high")
        ]
