"""Forms out and back, and tables with several respondents, by the command."""

from __future__ import annotations

import json

import pytest
import yaml
from cli.commands import call
from openpyxl import load_workbook
from small_engagements import PRACTICES, write_answers, write_engagement, write_model
from small_models import practice

from cxmaturity.engagement import journal
from cxmaturity.engagement.folder import open_engagement

SCREENING = practice("q2.d").model_copy(update={"screening": True})


@pytest.fixture
def acme(tmp_path):
    cycles = {"2026-Q4": "date: 2026-10-15\n"}
    return write_engagement(tmp_path / "acme", cycles=cycles, practices=(*PRACTICES, SCREENING))


def answers(folder, cycle="2026-Q4"):
    path = folder / "cycles" / cycle / "answers.jsonl"
    return journal.read(path).answers


@pytest.mark.parametrize("name", ["form.xlsx", "form.yaml"])
def test_a_form_goes_out_and_comes_back(acme, tmp_path, capsys, name):
    given = {"q1.a": {"level": 1, "note": "n", "evidence": [{"link": "l", "date": "2026-09-30"}], "internal_note": "i"}}
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "a.yaml", given))
    export = ("assess", acme, "--export-form", tmp_path / name, "--respondent", "anna", "--lang", "fr")
    assert call(capsys, *export, "--json").json == {"form": str(tmp_path / name), "practices": 8}
    assert "i" not in {line.strip() for line in (tmp_path / name).read_text("latin-1").splitlines()}
    back = ("assess", acme, "--answers", tmp_path / name, "--json")
    assert call(capsys, *back).json == {
        "cycle": "2026-Q4",
        "respondent": "anna",
        "role": "cx",
        "saved": 0,
        "unchanged": 1,
    }
    again = call(capsys, *export)
    assert (again.code, again.out) == (2, "")
    assert "quelqu’un l’a peut-être rempli" in again.err


@pytest.mark.parametrize("name", ["form.xlsx", "form.yaml"])
def test_a_form_reminds_of_last_time_and_takes_nothing_of_it_over(acme, tmp_path, capsys, name):
    given = {"q1.a": {"level": 1, "note": "only here", "internal_note": "hush"}, "q1.b": 3}
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "a.yaml", given))
    new = ("assess", acme, "--cycle", "2027-Q1", "--as-of", "2027-01-15")
    call(capsys, *new, "--answers", write_answers(tmp_path / "b.yaml", {"q1.b": 2}))
    assert call(capsys, *new[:4], "--export-form", tmp_path / name, "--respondent", "anna", "--lang", "en").code == 0
    if name.endswith("yaml"):
        shown = (tmp_path / name).read_text(encoding="utf-8")
    else:
        shown = str([cell.value for row in load_workbook(tmp_path / name).active for cell in row])
    assert shown.count("Last time (2026-Q4): ") == 1  # q1.b is answered already
    assert "Last time (2026-Q4): partly · note “only here”" in shown
    assert "hush" not in shown
    back = call(capsys, *new[:4], "--answers", tmp_path / name, "--json").json
    assert (back["role"], back["saved"], back["unchanged"]) == ("cx", 0, 1)


def test_an_internal_note_outlasts_the_form(acme, tmp_path, capsys):
    given = {"q1.a": {"level": 1, "internal_note": "she hesitated"}}
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "a.yaml", given))
    call(capsys, "assess", acme, "--export-form", tmp_path / "f.xlsx", "--respondent", "anna", "--lang", "en")
    book = load_workbook(tmp_path / "f.xlsx")
    assert "she hesitated" not in str([cell.value for row in book.active for cell in row])
    book.active["C6"] = 2
    book.save(tmp_path / "f.xlsx")
    assert call(capsys, "assess", acme, "--answers", tmp_path / "f.xlsx", "--json").json["saved"] == 1
    assert [(answer.voice, answer.internal_note) for answer in answers(acme)] == [(2, "she hesitated")]


@pytest.mark.parametrize(
    ("options", "practices"),
    [
        ((), [*(each.id for each in PRACTICES), "q2.d"]),
        (("--mode", "full"), [*(each.id for each in PRACTICES), "q2.d"]),
        (("--mode", "quick"), ["q2.d"]),
        (("--mode", "ladder"), ["q1.a", "q1.b", "q2.a", "q2.b", "q2.d"]),
    ],
)
def test_which_practices_a_form_has(acme, tmp_path, capsys, options, practices):
    call(capsys, "assess", acme, "--export-form", tmp_path / "f.xlsx", "--role", "CX", *options)
    page = load_workbook(tmp_path / "f.xlsx").active
    assert [row[0].value for row in page.iter_rows(min_row=6)] == practices


def test_a_form_for_a_cycle_that_is_not_begun_begins_none_until_it_is_back(acme, tmp_path, capsys):
    options = ("--cycle", "2027-Q1", "--respondent", "bo", "--role", "cx", "--lang", "en")
    done = call(capsys, "assess", acme, "--export-form", tmp_path / "f.yaml", *options)
    assert done.out == f"{tmp_path}/f.yaml: a form with 8 practices for 2027-Q1.\n"
    assert f"take it back with: cxmaturity assess {acme} --answers {tmp_path}/f.yaml" in done.err
    assert [cycle.name for cycle in open_engagement(acme).cycles()] == ["2026-Q4"]
    form = (tmp_path / "f.yaml").read_text(encoding="utf-8")
    (tmp_path / "f.yaml").write_text(form.replace("  q1.a:", "  q1.a: fully"), encoding="utf-8")
    assert call(capsys, "assess", acme, "--answers", tmp_path / "f.yaml", "--json").json["cycle"] == "2027-Q1"
    assert len(answers(acme, "2027-Q1")) == 1


@pytest.mark.parametrize("other", [("--answers", "a.csv"), ("--sign", "Ann"), ("--review",)])
def test_a_form_is_written_alone(acme, tmp_path, capsys, other):
    done = call(capsys, "assess", acme, "--export-form", tmp_path / "f.xlsx", *other, "--lang", "en")
    assert done.code == 2
    assert "--export-form does not go with " in done.err
    assert not (tmp_path / "f.xlsx").exists()


def test_several_respondents_in_one_table(acme, tmp_path, capsys):
    (tmp_path / "a.csv").write_text(
        "practice,level,respondent,role\nq1.a,2,anna,cx\nq1.b,2,anna,cx\nq1.a,1,bo,sales\nq1.a,1,bo,sales\n"
    )
    done = call(capsys, "assess", acme, "--answers", tmp_path / "a.csv", "--json")
    assert done.json == {
        "cycle": "2026-Q4",
        "respondents": [
            {"respondent": "anna", "role": "cx", "saved": 2, "unchanged": 0},
            {"respondent": "bo", "role": "sales", "saved": 1, "unchanged": 0},
        ],
        "saved": 3,
        "unchanged": 0,
    }
    assert "a.csv:5" in done.err
    again = call(capsys, "assess", acme, "--answers", tmp_path / "a.csv", "--lang", "en")
    assert again.out == "0 answers of 2 respondents saved in 2026-Q4, 3 unchanged.\n"


def test_one_wrong_row_rejects_the_table(acme, tmp_path, capsys):
    (tmp_path / "a.csv").write_text("practice,level,respondent,role\nq1.a,2,anna,cx\nq1.x,2,anna,cx\nq1.b,5,bo,cx\n")
    done = call(capsys, "assess", acme, "--answers", tmp_path / "a.csv", "--cycle", "2027-Q1", "--lang", "en")
    assert (done.code, done.out, done.err.count("✗")) == (2, "", 2)
    assert [cycle.name for cycle in open_engagement(acme).cycles()] == ["2026-Q4"]


@pytest.mark.parametrize("cycle", ["2026-Q4", "2030-X"])
@pytest.mark.parametrize("whose", [(), ("--respondent", "anna", "--role", "cx")], ids=["nobody", "anna"])
@pytest.mark.parametrize("ending", ["xlsx", "yaml"])
def test_a_form_that_comes_back_empty_changes_nothing(acme, capsys, ending, whose, cycle):
    form = acme.parent / f"form.{ending}"
    call(capsys, "assess", acme, "--export-form", form, "--cycle", cycle, *whose)
    options = ("--answers", form, "--cycle", cycle, "--lang", "en")
    done = call(capsys, "assess", acme, *options)
    assert (done.code, done.out, done.err) == (0, "There is no answer in this file; nothing was saved.\n", "")
    assert call(capsys, "assess", acme, *options, "--json").json == {
        "cycle": cycle,
        "respondents": [],
        "saved": 0,
        "unchanged": 0,
    }
    assert [cycle.name for cycle in open_engagement(acme).cycles()] == ["2026-Q4"]
    assert not (acme / "cycles" / "2030-X").exists()
    assert call(capsys, "assess", acme, *options, "--sign", "anna").code == 2  # there is nothing to sign


def test_a_form_for_one_has_nothing_of_a_namesake(acme, tmp_path, capsys):
    call(capsys, "assess", acme, "--answers", write_answers(tmp_path / "a.yaml", {"q1.a": 3}, respondent="René"))
    done = call(capsys, "assess", acme, "--export-form", tmp_path / "f.yaml", "--respondent", "Rene", "--lang", "en")
    assert "Is Rene the same person as René?" in done.err
    form = yaml.safe_load((tmp_path / "f.yaml").read_text())
    assert (form["respondent"], set(form["answers"].values())) == ("Rene", {None})


def test_a_form_of_an_earlier_version_is_migrated(acme, tmp_path, capsys):
    form = {"model": {"id": "small", "version": "1"}, "respondent": "anna", "role": "cx"}
    form["answers"] = {"q1.a": "partly", "q1.old": "fully", "q1.gone": "not"}
    (tmp_path / "f.json").write_text(json.dumps(form))
    assert call(capsys, "assess", acme, "--answers", tmp_path / "f.json").code == 2
    write_model(acme / "model")
    header = acme / "model" / "model.yaml"
    header.write_text(header.read_text().replace("version: '1'", "version: '2'"))
    done = call(capsys, "assess", acme, "--answers", tmp_path / "f.json", "--lang", "en")
    assert "no practice “q1.old” in version 2 of the model; this file was made for version 1." in done.err
    (acme / "model" / "migrations").mkdir()
    (acme / "model" / "migrations" / "1-2.yaml").write_text("rename: {q1.old: q1.b}\nretire: [q1.gone]\n")
    done = call(capsys, "assess", acme, "--answers", tmp_path / "f.json", "--lang", "en")
    assert "1 renamed (q1.old → q1.b); 1 retired, which count no more (q1.gone)" in done.err
    assert [(answer.practice, answer.voice) for answer in answers(acme)] == [("q1.a", 1), ("q1.b", 3)]


def test_a_file_for_another_cycle_goes_where_the_option_says_and_that_is_noted(acme, tmp_path, capsys):
    path = tmp_path / "a.yaml"
    path.write_text("cycle: 2025-Q4\nrespondent: anna\nrole: cx\nanswers: {q1.a: 2}\n")
    done = call(capsys, "assess", acme, "--answers", path, "--cycle", "2026-Q4", "--lang", "en")
    assert (done.code, "The file is for the cycle 2025-Q4; taken into 2026-Q4." in done.err) == (0, True)
    again = call(capsys, "assess", acme, "--answers", path, "--cycle", "2025-Q4", "--lang", "en")
    assert "taken into" not in again.err
